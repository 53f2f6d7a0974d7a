/**
 * Actions on one message, link or machine, which say in one sentence what they did: whoever does not
 * see the picture would not know. Fetched with the parts that offer them.
 */

import { takesFullEngine } from "../engine/action.ts";
import type { Action } from "../engine/view.ts";
import { act, pressAll } from "./cluster.ts";
import type { Session } from "./session.ts";

/** Does the actions of one button in order, and says what came of them. */
export async function pressTelling(session: Session, actions: readonly Action[]): Promise<void> {
  if (actions.some(takesFullEngine) && !(await session.fullEngine.fetch())) return;
  telling(session, () => pressAll(session, actions));
}

/** Drops a message in flight, and says so. */
export function dropTelling(session: Session, id: number): boolean {
  return telling(session, () => dropPacket(session, id));
}

function dropPacket(session: Session, id: number): boolean {
  return session.attempt(() => {
    const detail = session.engine.packet(id);
    if (!detail) throw new Error("That message has already arrived.");
    const { from, to } = detail.packet;
    act(session, { drop: { from, to, nth: detail.nth, copy: detail.copy } });
  });
}

function telling(session: Session, work: () => boolean): boolean {
  const { engine } = session;
  const before = engine.feed(1, "routine").at(-1)?.seq ?? 0;
  const { branch } = session.picture.view;
  const isDone = work();
  const told = engine.feedSince(before, AT_MOST)[0]?.sentence;
  if (!isDone || told === undefined) return isDone;
  // That this began a branch has been said, and stays said.
  const isFork = session.picture.view.branch !== branch;
  session.say(isFork ? `${told} ${session.page.notice?.text ?? ""}` : told);
  return isDone;
}

/** Events since the action, of which the first is the action itself. */
const AT_MOST = 50;
