/** Replaces invisible marks in a run's text that would reorder the words of the page around it. */

/** Invisible marks that change the direction of text, and may reorder the words around them. */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Returns the text, or JSON text, with a visible sign in place of each such mark. */
export function plain(text: string): string {
  return text.replace(directionMarks, "\ufffd");
}

/** Reads JSON text, with `plain` applied to it. */
export function parsed<T>(text: string): T {
  return JSON.parse(plain(text)) as T;
}

/** Applies `plain` to all texts of an object, in place; the caller must own the object. */
export function plainObject<T>(value: T): T {
  if (typeof value === "string") return plain(value) as T;
  if (typeof value === "object" && value !== null) {
    const fields = value as Record<string, unknown>;
    for (const key in fields) fields[key] = plainObject(fields[key]);
  }
  return value;
}
