/** Comparing the run shown with another branch or with its twin. */

import type { RunOptions } from "../engine/view.ts";
import { turnTo } from "./runs.ts";
import type { Session } from "./session.ts";

/** Compares the branch shown with another branch. */
export function compareBranch(session: Session, id: number): Promise<void> {
  return compare(session, () => session.engine.compareBranch(id));
}

/** Compares the run shown with its twin: the same run under other options. */
export function compareTwin(session: Session, options: RunOptions): Promise<void> {
  return compare(session, () => session.engine.compareTwin(options));
}

async function compare(session: Session, work: () => void): Promise<void> {
  if (!(await session.fullEngine.fetch()) || !session.attempt(work)) return;
  session.update((page) => ({ ...page, sheet: null, raised: null, side: "left", tab: "logs" }));
}

/** Opens the sheet of the twin's options, which begin as those of the run shown. */
export async function chooseTwin(session: Session): Promise<void> {
  if (await session.fullEngine.fetch()) session.openSheet({ kind: "twin" });
}

/** Ends the comparison. */
export function stopComparing(session: Session): void {
  if (session.picture.view.beside === null) session.say("Nothing is compared.");
  else session.attempt(() => session.engine.compareBranch(null));
}

/** Shows the compared branch, and compares it with the branch that was shown. */
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

/** Seeks the moment at which the two compared runs diverge. */
export function goToParting(session: Session): void {
  const { comparedRun } = session.picture;
  const at = comparedRun?.comparison?.divergence?.at;
  if (comparedRun === null) session.say("Nothing is compared: open the branches to compare some.");
  else if (at === undefined) session.say("The two are alike, as far as both were played.");
  else session.transport.seek(at);
}
