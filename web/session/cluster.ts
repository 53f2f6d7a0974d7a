/** What a person does to the cluster, at the moment shown. */

import { takesFullEngine } from "../engine/action.ts";
import type { Action } from "../engine/view.ts";
import { offeredPartition } from "./partition.ts";
import type { Session } from "./session.ts";
import { selectedNode } from "./state.ts";
import { refusalOf } from "./writing.ts";

// --- Any action ---------------------------------------------------------------------------

/**
 * Does an action, for scripts too; one that takes the full engine, once that is here. Throws the
 * engine's refusal, which is one sentence.
 */
export function act(session: Session, action: Action): void {
  if (takesFullEngine(action) && !session.fullEngine.isHere) {
    void session.fullEngine.fetch().then((isHere) => isHere && press(session, action));
    return;
  }
  session.transport.arrive();
  session.engine.act(action);
  // Scripts may act often. While the run plays, the frame loop refreshes the picture anyway.
  if (!session.page.playing) session.refresh();
}

/** Does the action of a button. When the engine refuses, the page shows the refusal. */
export function press(session: Session, action: Action): boolean {
  return session.attempt(() => act(session, action));
}

/** Does the actions of one button in order, and stops at the first that is refused. */
export function pressAll(session: Session, actions: readonly Action[]): boolean {
  return actions.every((action) => press(session, action));
}

/** Opens or closes the list of all that can happen next. */
export async function toggleChoices(session: Session): Promise<void> {
  const open = session.page.raised === "choices";
  if (!open) session.transport.pause();
  if (!open && !(await session.fullEngine.fetch())) return;
  session.update((page) => ({ ...page, raised: open ? null : "choices" }));
}

// --- Buttons ------------------------------------------------------------------------------

export function write(session: Session): void {
  const { view } = session.picture;
  const command = session.page.draft ?? session.picture.suggestion;
  const refusal = refusalOf(command);
  if (refusal !== null) {
    session.say(refusal, "refused");
    return;
  }
  const leads = view.nodes.some((node) => node.role === "leader" && node.status === "up");
  const to = selectedNode(session.page) ?? (leads ? "leader" : "any");
  if (!press(session, { write: command, to })) return;
  session.update((page) => ({
    ...page,
    draft: null,
    // The message leaves on the ring: close the sheet that would hide it.
    sheet: page.sheet?.kind === "more" ? null : page.sheet,
  }));
  // A branch that this began has been told of.
  const isFork = session.picture.view.branch !== view.branch;
  if (!session.page.playing && !isFork) session.say("Sent. Press Play to see it travel.");
}

export function crashLeader(session: Session): void {
  press(session, { crash: "leader" });
}

export function restartAll(session: Session): void {
  press(session, { restart: "all" });
}

export function partition(session: Session): void {
  const { nodes } = session.picture.view;
  if (nodes.length === 1) session.say("One node alone has nobody to be cut off from.", "refused");
  else press(session, { partition: offeredPartition(nodes) });
}

export function heal(session: Session): void {
  if (session.picture.view.cuts.length === 0)
    session.say("Nothing is cut: there is nothing to heal.");
  else press(session, "heal");
}
