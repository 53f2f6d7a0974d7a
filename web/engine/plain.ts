/** Text of a run that cannot disturb the page's own words. */

/** Marks that turn the direction of text: invisible, they would reorder the words around them. */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The same text, or JSON text, with a visible sign in place of each such mark. */
export function plain(text: string): string {
  return text.replace(directionMarks, "\ufffd");
}

/** The same plain object with `plain` texts, in place: nobody else holds it yet. */
export function plainObject<T>(value: T): T {
  if (typeof value === "string") return plain(value) as T;
  if (typeof value === "object" && value !== null) {
    const fields = value as Record<string, unknown>;
    for (const key in fields) fields[key] = plainObject(fields[key]);
  }
  return value;
}
