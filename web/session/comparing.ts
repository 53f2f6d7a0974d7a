/** Two runs side by side: the one shown, and another branch of it or its twin. */

import type { RunOptions } from "../engine/view.ts";
import { turnTo } from "./runs.ts";
import type { Session } from "./session.ts";

/** Puts another branch beside the one shown. */
export function compareBranch(session: Session, id: number): Promise<void> {
  return compare(session, () => session.engine.compareBranch(id));
}

/** Puts beside the run shown what it would be under other options. */
export function compareTwin(session: Session, options: RunOptions): Promise<void> {
  return compare(session, () => session.engine.compareTwin(options));
}

async function compare(session: Session, work: () => void): Promise<void> {
  if (!(await session.fullEngine.fetch()) || !session.attempt(work)) return;
  session.update((page) => ({ ...page, sheet: null, raised: null, side: "left", tab: "logs" }));
}

/** The sheet in which a twin's options are chosen: it begins with those of the run shown. */
export async function chooseTwin(session: Session): Promise<void> {
  if (await session.fullEngine.fetch()) session.openSheet({ kind: "twin" });
}

/** The run shown has the screen for itself again. */
export function stopComparing(session: Session): void {
  if (session.picture.view.beside === null) session.say("Nothing is compared.");
  else session.attempt(() => session.engine.compareBranch(null));
}

/** What stands beside is shown, and what was shown stands beside. */
export function swapSides(session: Session): void {
  const { engine } = session;
  const { beside, branch, now } = session.picture.view;
  const other = beside?.branch ?? null;
  if (other === null) {
    session.say("Only two branches can be swapped: open the branches to compare some.");
    return;
  }
  turnTo(session, () => {
    engine.openBranch(other);
    engine.seek(now);
    engine.compareBranch(branch);
  });
}

/** To where the two that are compared part. */
export function goToParting(session: Session): void {
  const { comparedRun } = session.picture;
  const at = comparedRun?.comparison?.divergence?.at;
  if (comparedRun === null) session.say("Nothing is compared: open the branches to compare some.");
  else if (at === undefined) session.say("The two are alike, as far as both were played.");
  else session.transport.seek(at);
}
