/**
 * Says when the long lists of the page wait, because they change faster than anybody reads. They are
 * shown at once while changes are few, and whenever the run has stopped or turned: only a run that
 * plays on keeps them waiting. They change together, so that none is behind another: then they are
 * drawn within three frames, see `ListPanel`.
 */

import type { Picture } from "./picture.ts";

/** Milliseconds between two looks at lists that change all the time. */
const EVERY = 400;
/** So many changes in a row are shown as they come. */
const BURST = 3;

/** What the lists are shown of. */
export type Shown = Pick<Picture, "run" | "view" | "page">;

export class Unhurried {
  readonly #wallTime: () => number;
  #last: Shown | null = null;
  #at = 0;
  /** Changes shown of late; one is forgotten after each interval. */
  #owed = 0;

  constructor(wallTime: () => number) {
    this.#wallTime = wallTime;
  }

  /** Whether the lists stay as they were shown, although they may have changed since. */
  waits(shown: Shown): boolean {
    return goesOn(this.#last, shown) && this.#owedNow > BURST - 1;
  }

  /** Notes that changed lists are shown. */
  note(shown: Shown): void {
    this.#owed = Math.min(BURST, this.#owedNow + 1);
    this.#at = this.#wallTime();
    this.#last = shown;
  }

  get #owedNow(): number {
    return Math.max(0, this.#owed - (this.#wallTime() - this.#at) / EVERY);
  }
}

/** Whether the same run has played on, and nobody has pressed anything: going back pauses it. */
export function goesOn(last: Shown | null, { run, view, page }: Shown): boolean {
  if (last === null || !page.playing || page !== last.page || run !== last.run) return false;
  return view.branch === last.view.branch;
}
