/** Ends a switch over a union: the compiler proves that nothing is left over. */
export function impossible(value: never): never {
  throw new Error(`Nothing is drawn for ${JSON.stringify(value)}.`);
}
