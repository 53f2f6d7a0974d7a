/** What a person does with the branches of a run: open, name, remove, restore. */

import { turnTo } from "./runs.ts";
import type { Session } from "./session.ts";

export function openBranch(session: Session, id: number): void {
  const { engine } = session;
  turnTo(session, () => {
    const { beside } = engine.view();
    if (beside?.branch === id) engine.compareBranch(null);
    engine.openBranch(id);
  });
}

/** Names a branch. Returns false when the engine refuses the name. */
export function nameBranch(session: Session, id: number, name: string): boolean {
  return session.attempt(() => session.engine.nameBranch(id, name));
}

export function removeBranch(session: Session, id: number): void {
  const { engine } = session;
  const { branch: shown, branches } = session.picture.view;
  const title = branches.find((branch) => branch.id === id)?.title ?? "";
  session.attempt(() => {
    engine.removeBranch(id);
    session.prepare((page) => ({ ...page, removed: [...page.removed, title] }));
    if (id !== shown) return;
    const { branch, beside } = engine.view();
    if (beside?.branch === branch) engine.compareBranch(null);
    session.turn();
  });
}

export function undoRemove(session: Session): void {
  session.attempt(() => {
    if (session.engine.undoRemove() === null) session.say("No branch was removed.");
    session.prepare((page) => ({ ...page, removed: page.removed.slice(0, -1) }));
  });
}

/** Returns the link to a branch: at the moment shown for the branch shown, else at its end. */
export function linkToBranch({ engine }: Session, id: number): string {
  const { branch, now } = engine.view();
  if (id === branch) return engine.link();
  engine.openBranch(id);
  const link = engine.link();
  engine.openBranch(branch);
  engine.seek(now);
  return link;
}
