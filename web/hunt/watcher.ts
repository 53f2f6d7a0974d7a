/** What the engine asks and tells while it makes a run small, passed on to the page. */

import type { Answer, ShrinkProgress, ShrunkenCatch } from "./words.ts";

/** Telling a run takes the engine milliseconds: it does so four times a second at most. */
const BEST_MS = 250;

/** The engine's `Watcher`. */
export interface Watching {
  seen(progress: ShrinkProgress): boolean;
  wantsBest(): boolean;
  best(shrunken: ShrunkenCatch): void;
}

/** `wallTime` in milliseconds, of which only differences count. */
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
