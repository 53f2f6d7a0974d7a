/** Joins the names that apply to a class attribute. */
export function classes(...names: readonly (string | false | null)[]): string {
  return names.filter((name) => name).join(" ");
}
