/** How long what a story says takes to read. Pure. */

import type { Milliseconds } from "./clock.ts";

/** Who is being told a story reads this, for so long. */
export interface Reading {
  /** Null: no story is told. */
  readonly caption: string | null;
  readonly left: Milliseconds;
  /** How long there has been nothing new to read. */
  readonly silence: Milliseconds;
}

export const nothingToRead: Reading = { caption: null, left: 0, silence: 0 };

/** Finding the words, and then so much for each letter. */
const findingTime: Milliseconds = 400;
const letterTime: Milliseconds = 22;
/** A longer text is looked over, and can be read after Pause. */
const longestReading: Milliseconds = 4_000;

/** Reads on for `elapsed`; what is new is read from its beginning. */
export function readOn(reading: Reading, caption: string | null, elapsed: Milliseconds): Reading {
  if (caption === reading.caption) {
    const left = Math.max(0, reading.left - elapsed);
    return { caption, left, silence: left > 0 || caption === null ? 0 : reading.silence + elapsed };
  }
  const letters = caption?.length ?? 0;
  const left = letters === 0 ? 0 : findingTime + letters * letterTime;
  return { caption, left: Math.min(longestReading, left), silence: 0 };
}
