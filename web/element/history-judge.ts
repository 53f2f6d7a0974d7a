/** Checks the clients' history when it has changed, at most once a second since it is costly. */

import type { HistoryVerdict } from "../engine/view.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";

/** Milliseconds of the viewer's time. */
const APART = 1000;

export class HistoryJudge {
  #found: HistoryVerdict | null = null;
  #foundFor = "";
  #judgedAt = Number.NEGATIVE_INFINITY;
  #timer = 0;

  /** Returns the last verdict; calls `later` when a changed history can be checked again. */
  verdict(session: Session, picture: Picture, later: () => void): HistoryVerdict | null {
    if (!session.fullEngine.isHere) return null;
    const key = historyKey(picture);
    if (key === this.#foundFor) return this.#found;
    const now = performance.now();
    if (now - this.#judgedAt < APART) {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(later, APART - (now - this.#judgedAt));
      return sameRun(key, this.#foundFor) ? this.#found : null;
    }
    this.#found = session.engine.historyVerdict();
    this.#judgedAt = performance.now();
    this.#foundFor = key;
    return this.#found;
  }

  dispose(): void {
    window.clearTimeout(this.#timer);
  }
}

/** A key that changes whenever a request begins or ends. */
function historyKey({ run, view }: Picture): string {
  const { waiting, acknowledged, refused, unknown } = view.requestCounts;
  return `${run}.${view.branch}/${waiting}.${acknowledged}.${refused}.${unknown}`;
}

function sameRun(one: string, other: string): boolean {
  return one.split("/")[0] === other.split("/")[0];
}
