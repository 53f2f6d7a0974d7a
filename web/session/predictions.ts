/** What the story asks a person, and how the answer is given. */

import type { NodeId } from "../engine/view.ts";
import type { Session } from "./session.ts";

/** A press on a node: the prediction that opens the story, else a selection. */
export function pressNode(session: Session, id: NodeId): void {
  if (session.story.step === "predict") {
    session.hear({ kind: "predicted", node: id });
    session.transport.play();
    return;
  }
  const { selected } = session.page;
  session.select(selected?.kind === "node" && selected.id === id ? null : { kind: "node", id });
}

/** Whether what was committed will survive the crash of its leader. */
export function answer(session: Session, survives: boolean): void {
  session.hear({ kind: "expected", survives });
  session.refresh();
}
