/** Passes the engine's reports on a shrinking to the page. */

import type { Answer, ShrinkProgress, ShrunkenCatch } from "./words.ts";

/** The engine takes milliseconds to report a run, so it does so at most four times a second. */
const BEST_MS = 250;

/** The engine's `Watcher`. */
export interface Watching {
  seen(progress: ShrinkProgress): boolean;
  wantsBest(): boolean;
  best(shrunken: ShrunkenCatch): void;
}

/** Makes a watcher; `wallTime` is in milliseconds, of which only differences count. */
export function watcher(say: (answer: Answer) => void, wallTime: () => number): Watching {
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    seen(progress) {
      say({ kind: "progress", progress });
      return true;
    },
    wantsBest: () => wallTime() - toldAt >= BEST_MS,
    best(shrunken) {
      toldAt = wallTime();
      say({ kind: "best", shrunken });
    },
  };
}
