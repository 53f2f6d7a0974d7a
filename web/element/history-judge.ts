/** Checks the clients' history when it has changed, at most once a second since it is costly. */

import type { Engine } from "../engine/engine.ts";
import type { HistoryVerdict, Microseconds, ViolationView } from "../engine/view.ts";
import { findViolation } from "../session/finding.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { withClock } from "../words/exact-times.ts";
import { historyKey } from "../words/verdict.ts";

/** Milliseconds of the viewer's time. */
const APART = 1000;

/** The last verdict on a session's history, which all who ask share. */
interface Judged {
  readonly key: string;
  readonly verdict: HistoryVerdict;
  /** When it was given, in milliseconds of the viewer's time. */
  readonly at: number;
}
const judged = new WeakMap<Session, Judged>();

export class HistoryJudge {
  #timer = 0;

  /** Returns the last verdict; calls `later` when a changed history can be checked again. */
  verdict(session: Session, { run, view }: Picture, later: () => void): HistoryVerdict | null {
    if (!session.fullEngine.isHere) return null;
    const key = historyKey(run, view);
    const last = judged.get(session);
    const since = performance.now() - (last?.at ?? Number.NEGATIVE_INFINITY);
    if (last === undefined || last.key === key || since >= APART) return judgeNow(session, key);
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(later, APART - since);
    return sameRun(key, last.key) ? last.verdict : null;
  }

  dispose(): void {
    window.clearTimeout(this.#timer);
  }
}

/** Judges the history at the moment shown, unless that was done before. */
export function judgeNow(session: Session, key: string): HistoryVerdict {
  const last = judged.get(session);
  if (last?.key === key) return last.verdict;
  const verdict = session.engine.historyVerdict();
  judged.set(session, { key, verdict, at: performance.now() });
  return verdict;
}

export const whatClientsSaw = { property: "linearizability", title: "Linearizability" } as const;

/** Shows in the run that its history contradicts itself. */
export function tellBroken(session: Session, verdict: HistoryVerdict): void {
  const violation = brokenHistory(session.engine, session.picture.view.now, verdict);
  if (violation !== null) findViolation(session, violation);
}

/**
 * The violation of a history that contradicts itself: from the last answer of the contradiction on,
 * so that it is the same moment for everybody, whenever it was judged.
 */
export function brokenHistory(
  engine: Engine,
  now: Microseconds,
  { verdict, sentence, contradiction }: HistoryVerdict,
): ViolationView | null {
  if (verdict !== "broken") return null;
  const { requests } = engine.history(0, now);
  const ends = requests
    .filter(({ id }) => contradiction.includes(id))
    .flatMap(({ endedAt }) => (endedAt === null || endedAt > now ? [] : [endedAt]));
  const at = ends.length === 0 ? now : Math.max(...ends);
  return { ...whatClientsSaw, at, nodes: [], sentence: withClock(sentence) };
}

function sameRun(one: string, other: string): boolean {
  return one.split("/")[0] === other.split("/")[0];
}
