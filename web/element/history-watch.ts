/**
 * Judges what clients saw without being asked, so that the badge says the same to everybody: when
 * the run stands still, and from time to time while it plays, where it may go wrong.
 */

import type { Session } from "../session/session.ts";
import { historyKey, isHistoryOpen } from "../words/verdict.ts";
import { judgeNow, tellBroken } from "./history-judge.ts";

/** Milliseconds of the viewer's time: how long a run stands still before it is judged. */
const STILL = 250;
/** How far apart verdicts are while it plays; costly ones wait so many times their own length. */
const PLAYING = 2000;
const COST = 50;

interface Appointment {
  timer: number;
  /** How long the last verdict took. */
  cost: number;
}
const appointments = new WeakMap<Session, Appointment>();

/** Called after each drawing of a run whose history is not judged yet. */
export function watchHistory(session: Session): void {
  const appointment = appointments.get(session) ?? { timer: 0, cost: 0 };
  appointments.set(session, appointment);
  const { playing } = session.page;
  if (appointment.timer !== 0 || (playing && !mayBreak(session))) return;
  const wait = playing ? Math.max(PLAYING, COST * appointment.cost) : STILL;
  appointment.timer = window.setTimeout(() => {
    appointment.timer = 0;
    if (session.page.playing === playing) judge(session, appointment);
    else watchHistory(session);
  }, wait);
}

function judge(session: Session, appointment: Appointment): void {
  // What is still on its way to a moment is drawn again, and comes back here, when it has come.
  if (session.transport.isSeeking || session.opening.isUnderWay) return;
  session.refresh();
  const { run, view, page } = session.picture;
  if (!isHistoryOpen(run, view, page.judged)) return;
  const begun = performance.now();
  session.attempt(() => {
    const key = historyKey(run, view);
    const verdict = judgeNow(session, key);
    session.prepare((now) => ({ ...now, judged: key }));
    tellBroken(session, verdict);
  });
  appointment.cost = performance.now() - begun;
}

/** Whether clients may see what one machine would not tell them: whole Raft never lets them. */
function mayBreak({ engine, picture: { view } }: Session): boolean {
  const { reads = "log" } = engine.options();
  return view.options.bugs.length > 0 || view.assumption !== null || reads !== "log";
}
