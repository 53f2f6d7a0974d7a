/**
 * The two runs of a comparison change sides, and the twin becomes the run. Fetched when asked for.
 */

import type { View } from "../engine/view.ts";
import { nothingCompared } from "./comparing.ts";
import { heldBy, type OpenRun } from "./open-run.ts";
import { change, turnTo } from "./runs.ts";
import type { Session } from "./session.ts";
import { bringBack } from "./undo.ts";

/** The options of the run that stood where a twin is shown since they changed sides. */
const origins = new WeakMap<OpenRun, string>();

/** Shows the compared branch or the twin, and compares it with the branch that was shown. */
export async function swapSides(session: Session): Promise<void> {
  const { engine } = session;
  const { beside, branch, now } = session.picture.view;
  if (beside === null) {
    session.say(nothingCompared);
    return;
  }
  const other = beside.branch;
  if (other === null) {
    await swapWithTwin(session);
    return;
  }
  turnTo(session, () => {
    engine.openBranch(other);
    engine.seek(now);
    engine.compareBranch(branch);
  });
}

/** Goes on in the twin; the run before is kept whole. */
export function openTwin(session: Session): void {
  showTwin(session, false);
}

/**
 * Shows the twin, and the run that was shown beside it as its twin. Where both have changed sides
 * before and nothing was done since, the run before comes back, with its branches.
 */
async function swapWithTwin(session: Session): Promise<void> {
  const { view, comparedRun } = session.picture;
  const { run, before } = heldBy(session);
  const isBackward =
    comparedRun !== null &&
    origins.get(run) === optionsOf(comparedRun.view) &&
    isAsOpened(run, view);
  if (isBackward && before !== null && (await bringBack(session))) {
    session.transport.seekNow(view.now);
    session.say("The run before is back on its side, with all its branches.");
    return;
  }
  if (showTwin(session, true)) origins.set(heldBy(session).run, optionsOf(view));
}

function showTwin(session: Session, isPair: boolean): boolean {
  const isShown = change(session, "twin", () => session.engine.openTwin(isPair));
  if (isShown)
    session.say("The twin is the run now. U shows the run before, with all its branches.");
  return isShown;
}

function optionsOf({ options }: View): string {
  return JSON.stringify(options);
}

/** Whether nothing was done in a run since it was opened; it may have been played on. */
function isAsOpened({ asOpened }: OpenRun, { branches }: View): boolean {
  const actions = (of: View["branches"]) => of.map(({ id, actionCount }) => [id, actionCount]);
  return JSON.stringify(actions(branches)) === JSON.stringify(actions(asOpened));
}
