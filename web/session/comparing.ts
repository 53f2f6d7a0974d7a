/** Comparing the run shown with another branch or with its twin. */

import type { RunOptions } from "../engine/view.ts";
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

export const nothingCompared = "Nothing is compared: open the branches to compare some.";

/** Seeks the moment at which the two compared runs diverge. */
export function goToParting(session: Session): void {
  const { comparedRun } = session.picture;
  const at = comparedRun?.comparison?.divergence?.at;
  if (comparedRun === null) session.say(nothingCompared);
  else if (at === undefined) session.say("The two are alike, as far as both were played.");
  else session.transport.seek(at);
}
