/** A person's predictions: the answers to the questions of the story. */

import type { NodeId } from "../engine/view.ts";
import type { Session } from "./session.ts";

/** A press on a node predicts the first timeout while the story asks for it, and else selects. */
export function pressNode(session: Session, id: NodeId): void {
  if (session.story.step === "predict") {
    session.hear({ kind: "predicted", node: id });
    session.transport.play();
    return;
  }
  const { selected } = session.page;
  session.select(selected?.kind === "node" && selected.id === id ? null : { kind: "node", id });
}

/** Predicts whether the committed entry survives the crash of its leader. */
export function answer(session: Session, survives: boolean): void {
  session.hear({ kind: "expected", survives });
  session.refresh();
}
