/**
 * Judges what the clients of the compared run saw, unasked, as `history-watch.ts` does for the run
 * shown: so the verdicts on both are of one kind.
 */

import type { View, ViolationView } from "../engine/view.ts";
import { readComparedRun } from "../session/compared-run.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { historyKey, isHistoryOpen } from "../words/verdict.ts";
import { brokenHistory } from "./history-judge.ts";
import { HistoryWatch, mayBreak } from "./history-watch.ts";

/** What was found in the compared run of a session. */
interface Found {
  /** Which run it is of. */
  readonly of: string;
  /** The history that was judged last. */
  readonly judged: string;
  readonly violation: ViolationView | null;
}
const found = new WeakMap<Session, Found>();
const watches = new WeakMap<Session, HistoryWatch>();

/** The compared run; from its moment on, what its clients saw and should not have is part of it. */
export function withComparedFinding(session: Session, view: View): View {
  const violation = findingOf(session, view)?.violation ?? null;
  if (violation === null || view.violation !== null || view.now < violation.at) return view;
  return { ...view, violation };
}

/** Called after each drawing of a comparison. */
export function watchComparedHistory(session: Session): void {
  if (!isOpen(session.picture, session)) return;
  const watch =
    watches.get(session) ??
    new HistoryWatch({
      isOpen: () => isOpen(session.picture, session),
      mayBreak: ({ picture: { comparedRun } }) =>
        comparedRun !== null &&
        readComparedRun(session.engine, (engine) => mayBreak(engine, comparedRun.view)),
      judge,
    });
  watches.set(session, watch);
  watch.watch(session);
}

function isOpen({ run, comparedRun }: Picture, session: Session): boolean {
  if (comparedRun === null) return false;
  const judged = findingOf(session, comparedRun.view)?.judged ?? null;
  return isHistoryOpen(run, comparedRun.view, judged);
}

function judge(session: Session): void {
  const { run, comparedRun } = session.picture;
  if (comparedRun === null) return;
  const { view } = comparedRun;
  const before = findingOf(session, view)?.violation ?? null;
  const broken = readComparedRun(session.engine, (engine) =>
    brokenHistory(engine, view.now, engine.historyVerdict()),
  );
  const isEarlier = broken !== null && (before === null || broken.at < before.at);
  found.set(session, {
    of: nameOf(session, view),
    judged: historyKey(run, view),
    violation: isEarlier ? broken : before,
  });
  session.update((page) => ({ ...page }));
}

function findingOf(session: Session, view: View): Found | null {
  const last = found.get(session);
  return last?.of === nameOf(session, view) ? last : null;
}

/** Which run is compared with which: a twin has the actions of the run shown. */
function nameOf({ picture }: Session, { branch, options }: View): string {
  return `${picture.run}.${picture.view.branch}.${branch}.${JSON.stringify(options)}`;
}
