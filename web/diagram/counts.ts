/** How many messages there were a second, where they are too many to be drawn. Pure. */

import type { DiagramView } from "../engine/diagram.ts";

type Counts = NonNullable<DiagramView["counts"]>;

/**
 * Messages a second, for each stretch. One that is much shorter than the others, as the last one may
 * be, says little of a second: it counts as half as long as the longest.
 */
export function ratesOf(counts: Counts): readonly number[] {
  const lengths = counts.map(({ from, until }) => until - from);
  const least = Math.max(1, ...lengths) / 2;
  return counts.map(
    ({ messages }, place) => (1_000_000 * messages) / Math.max(least, lengths[place] ?? 0),
  );
}
