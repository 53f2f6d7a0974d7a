/**
 * Judges what clients saw without being asked, so that the badge says the same to everybody: when
 * the run stands still, and from time to time while it plays, where it may go wrong.
 */

import type { Engine } from "../engine/engine.ts";
import type { View } from "../engine/view.ts";
import type { Session } from "../session/session.ts";
import { historyKey, isHistoryOpen } from "../words/verdict.ts";
import { judgeNow, tellBroken } from "./history-judge.ts";

/** Milliseconds of the viewer's time: how long a run stands still before it is judged. */
const STILL = 250;
/** How far apart verdicts are while it plays; costly ones wait so many times their own length. */
const PLAYING = 2000;
const COST = 50;

/** One of the runs on the page, and how its history is judged. */
interface Watched {
  isOpen(session: Session): boolean;
  mayBreak(session: Session): boolean;
  judge(session: Session): void;
}

/** Calls for a verdict when it is time; called after each drawing of a run that is not judged yet. */
export class HistoryWatch {
  readonly #watched: Watched;
  #timer = 0;
  /** How long the last verdict took. */
  #cost = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  watch(session: Session): void {
    const { playing } = session.page;
    if (this.#timer !== 0 || (playing && !this.#watched.mayBreak(session))) return;
    const wait = playing ? Math.max(PLAYING, COST * this.#cost) : STILL;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      if (session.page.playing === playing) this.#judge(session);
      else this.watch(session);
    }, wait);
  }

  #judge(session: Session): void {
    // What is still on its way to a moment is drawn again, and comes back here, when it has come.
    if (session.transport.isSeeking || session.opening.isUnderWay) return;
    session.refresh();
    if (!this.#watched.isOpen(session)) return;
    const begun = performance.now();
    session.attempt(() => this.#watched.judge(session));
    this.#cost = performance.now() - begun;
  }
}

const watches = new WeakMap<Session, HistoryWatch>();

/** Called after each drawing of a run whose history is not judged yet. */
export function watchHistory(session: Session): void {
  const watch = watches.get(session) ?? new HistoryWatch(runShown);
  watches.set(session, watch);
  watch.watch(session);
}

const runShown: Watched = {
  isOpen: ({ picture: { run, view, page } }) => isHistoryOpen(run, view, page.judged),
  mayBreak: ({ engine, picture: { view } }) => mayBreak(engine, view),
  judge: (session) => {
    const { run, view } = session.picture;
    const key = historyKey(run, view);
    const verdict = judgeNow(session, key);
    session.prepare((now) => ({ ...now, judged: key }));
    tellBroken(session, verdict);
  },
};

/** Whether clients may see what one machine would not tell them: whole Raft never lets them. */
export function mayBreak(engine: Engine, view: View): boolean {
  const { reads = "log" } = engine.options();
  return view.options.bugs.length > 0 || view.assumption !== null || reads !== "log";
}
