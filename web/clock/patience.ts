/**
 * Patience with slow passages: Auto shows what matters as slowly as it takes to follow, but a
 * second of a fast network holds hundreds of messages, and nobody watches all of them cross.
 *
 * Whatever is slower than `impatientRate` uses patience up, whatever is faster restores it. As it
 * runs out, the rate may not stay below `impatientRate` any more: a run takes at most four times
 * its simulated time, and what patience there was. Only ballots are counted one by one all the same.
 */

import type { Milliseconds } from "./clock.ts";

/** Patience with a run that has just begun, or that has just been waited through. */
export const fullPatience: Milliseconds = 6_000;
export const impatientRate = 0.25;

/** What is left of it after `elapsed` at this rate. */
export function patienceAfter(
  patience: Milliseconds,
  rate: number,
  elapsed: Milliseconds,
): Milliseconds {
  const left = patience + elapsed * (rate / impatientRate - 1);
  return Math.min(fullPatience, Math.max(0, left));
}

/** The slowest rate that is borne; next to nothing while there is patience. */
export function slowestBorne(patience: Milliseconds): number {
  return impatientRate * (1 - patience / fullPatience) ** 3;
}
