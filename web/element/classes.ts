/** A class attribute from the names that apply. */
export function classes(...names: readonly (string | false)[]): string {
  return names.filter((name) => name !== false).join(" ");
}
