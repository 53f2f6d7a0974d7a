/** A person's predictions: the answers to the questions of the tour. */

import type { NodeId } from "../engine/view.ts";
import { type Guess, guessOf, withGuess } from "../narrator/guesses.ts";
import type { Picture } from "./picture.ts";
import type { Session } from "./session.ts";

/** A press on a node predicts the first timeout while the tour asks for it, and else selects. */
export function pressNode(session: Session, id: NodeId): void {
  if (session.picture.narration.invitation === "nodes") {
    keep(session, { ...here(session), kind: "first", node: id });
    session.transport.play();
    return;
  }
  const { selected } = session.page;
  session.select(selected?.kind === "node" && selected.id === id ? null : { kind: "node", id });
}

/** Predicts whether the committed entry survives the crash of its leader. */
export function answer(session: Session, survives: boolean): void {
  const { claims } = session.picture.narration;
  const asked = claims.find((claim) => claim.kind === "askSurvives");
  keep(session, { ...here(session), kind: "survives", survives, command: asked?.command ?? null });
}

/** Returns the node that the person expects to time out first, until one has been elected. */
export function guessedNode({ narration, page, view }: Picture): NodeId | null {
  const guess = narration.step === "elect" ? guessOf(page.guesses, narration, view) : null;
  return guess?.kind === "first" ? guess.node : null;
}

function here({ picture }: Session): Pick<Guess, "branch" | "at"> {
  return { branch: picture.view.branch, at: picture.view.now };
}

function keep(session: Session, guess: Guess): void {
  session.update((page) => ({ ...page, guesses: withGuess(page.guesses, guess) }));
}
