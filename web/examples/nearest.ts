/** Names that are nearest to one that is unknown, by the letters that have to be changed. Pure. */

/** How many names a sentence offers at most. */
const OFFERED = 3;

/**
 * Returns the nearest name and those that are about as near, the nearest first; equally near ones
 * keep their order.
 */
export function nearest(asked: string, names: readonly string[]): readonly string[] {
  // A name that begins or goes on as asked is near, however much is missing.
  const short = asked.toLowerCase().slice(0, 60);
  const far = (name: string) =>
    short !== "" && name.includes(short) ? 0.5 : editDistance(short, name);
  const ranked = names
    .map((name) => ({ name, distance: far(name) }))
    .toSorted((one, other) => one.distance - other.distance);
  const farthest = (ranked[0]?.distance ?? 0) * 2 + 1;
  return ranked
    .slice(0, OFFERED)
    .filter(({ distance }) => distance <= farthest)
    .map(({ name }) => name);
}

/** How many letters have to be put in, taken out or replaced to make one word of the other. */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let first = 1; first <= one.length; first += 1) {
    const next = [first];
    for (let second = 1; second <= other.length; second += 1) {
      const replaced = (row[second - 1] ?? 0) + (one[first - 1] === other[second - 1] ? 0 : 1);
      const changed = Math.min((row[second] ?? 0) + 1, (next[second - 1] ?? 0) + 1);
      next.push(Math.min(replaced, changed));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
