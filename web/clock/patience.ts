/**
 * Patience limits how long Auto pace plays slowly. Auto plays messages slowly enough to follow, but
 * one second of a fast network holds hundreds of messages, too many to watch one by one.
 *
 * A rate below `impatientRate` uses patience up, and a higher rate restores it. As patience runs
 * out, the lowest allowed rate rises towards `impatientRate`. A run therefore takes at most four
 * times its simulated time, plus the patience there was. Ballots are exempt: they stay countable.
 */

import type { Milliseconds } from "./clock.ts";

/** The patience at the beginning of a run, which is also the most there can be. */
export const fullPatience: Milliseconds = 6_000;
export const impatientRate = 0.25;

/** Returns the patience left after `elapsed` at this rate. */
export function patienceAfter(
  patience: Milliseconds,
  rate: number,
  elapsed: Milliseconds,
): Milliseconds {
  const left = patience + elapsed * (rate / impatientRate - 1);
  return Math.min(fullPatience, Math.max(0, left));
}

/** Returns the slowest rate allowed; nearly 0 while there is patience. */
export function slowestBorne(patience: Milliseconds): number {
  return impatientRate * (1 - patience / fullPatience) ** 3;
}
