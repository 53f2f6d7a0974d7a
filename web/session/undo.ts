/** Going back to what was shown before: a removed branch, or another run. Fetched when asked for. */

import { undoRemove } from "./branches.ts";
import { heldBy, leaving } from "./open-run.ts";
import { openFresh, take } from "./runs.ts";
import type { Session } from "./session.ts";

/** Brings back the branch that was removed last, else the run that was open before. */
export async function undo(session: Session): Promise<void> {
  if (session.page.removed.length > 0) undoRemove(session);
  else if (heldBy(session).before === null)
    session.say("No branch was removed, and no run was open before.");
  else if (await bringBack(session))
    session.say("This is the run before, with all its branches. U shows the other one again.");
}

/** Shows the run that was open before; the one shown takes its place. False when none was. */
export async function bringBack(session: Session): Promise<boolean> {
  const held = heldBy(session);
  const { before } = held;
  if (before === null || !(await session.fullEngine.fetch())) return false;
  const left = leaving(session);
  const isBack = take(session, () => {
    session.engine.bringBack();
    held.run = before.run;
    held.before = left;
  });
  if (isBack) session.update((page) => ({ ...page, ...before.page }));
  return isBack;
}

/**
 * Shows the run that was there before the address named a link. When more than one link lay
 * between, `openKept` opens the last run without a link; without one, a fresh run begins.
 */
export async function leaveLink(session: Session, openKept: () => Promise<boolean>): Promise<void> {
  const { run, before } = heldBy(session);
  if (run.from !== "link") return;
  if (before !== null && before.run.from !== "link") await bringBack(session);
  else if (!(await openKept())) openFresh(session);
}
