/** What the run shown has had so far, which decides what the page has room for. */

import type { Picture } from "../session/picture.ts";

/** Rows of logs for which room is made at once, so that not every entry moves what is below. */
const STEP = 4;
/** No page is as high as so many rows. */
const MOST = 100;

export class Seen {
  #run = -1;
  #tabs = false;
  #rows = 0;
  /** Whether a pointer rests beside the ring: then nothing moves there. */
  still = false;

  /** Looks at a picture; forgets everything when it is of another run. */
  look({ run, view, feed, packets, page, comparedRun }: Picture): void {
    if (run !== this.#run) {
      this.#run = run;
      this.#tabs = false;
      this.#rows = 0;
      this.still = false;
    }
    this.#tabs ||=
      feed.length > 0 ||
      packets.length > 0 ||
      view.requests.length > 0 ||
      page.selected !== null ||
      // A phone has the time in a tab.
      (page.compact && view.head > 0) ||
      comparedRun !== null;
    const last = Math.max(0, ...view.nodes.map((node) => node.lastIndex ?? 0));
    const wanted = Math.min(MOST, Math.ceil(last / STEP) * STEP);
    if (!this.still) this.#rows = Math.max(this.#rows, wanted);
  }

  /** Whether there was anything for the tabs to tell of. */
  get tabs(): boolean {
    return this.#tabs;
  }

  /** The rows of logs that have room; 0 before the first entry. */
  get logRows(): number {
    return this.#rows;
  }
}
