/** The time that a viewer needs to read the captions of a story. Pure. */

import type { Milliseconds } from "./clock.ts";

/** The viewer's reading of a story: the caption on screen, and the time it still takes. */
export interface Reading {
  /** Null for a run without a story. */
  readonly caption: string | null;
  /** The time left to read the caption. */
  readonly left: Milliseconds;
  /** The time since the caption was read to its end. */
  readonly silence: Milliseconds;
}

export const nothingToRead: Reading = { caption: null, left: 0, silence: 0 };

/** A caption takes this long to find, and then `letterTime` for each letter. */
const findingTime: Milliseconds = 400;
const letterTime: Milliseconds = 22;
/** No caption is given more time; a viewer can pause to read a longer one. */
const longestReading: Milliseconds = 4_000;

/** Returns the reading `elapsed` later; a new caption is read from its beginning. */
export function readOn(reading: Reading, caption: string | null, elapsed: Milliseconds): Reading {
  if (caption === reading.caption) {
    const left = Math.max(0, reading.left - elapsed);
    return { caption, left, silence: left > 0 || caption === null ? 0 : reading.silence + elapsed };
  }
  const letters = caption?.length ?? 0;
  const left = letters === 0 ? 0 : findingTime + letters * letterTime;
  return { caption, left: Math.min(longestReading, left), silence: 0 };
}
