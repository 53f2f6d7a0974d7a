/**
 * A person's guesses, kept with the branch and the moment at which they were made. They stand beside
 * what the narrator says and never change it. Pure.
 */

import type { Microseconds, NodeId, View } from "../engine/view.ts";
import { sharesPast, subjectOf } from "./facts.ts";
import type { Narration } from "./narrate.ts";

/** Whose timer runs out first, or whether a committed entry survives the crash of its leader. */
export type Guess = { readonly branch: number; readonly at: Microseconds } & (
  | { readonly kind: "first"; readonly node: NodeId }
  | {
      readonly kind: "survives";
      readonly survives: boolean;
      /** The write that it is about, as it was asked; null or absent when it has no words. */
      readonly command?: string | null;
    }
);

/** Adds a guess in place of an older one of its kind. */
export function withGuess(guesses: readonly Guess[], guess: Guess): readonly Guess[] {
  return [...guesses.filter(({ kind }) => kind !== guess.kind), guess];
}

/** Returns the guess that the step of the tour is about, if it was made in the past shown. */
export function guessOf(guesses: readonly Guess[], { step }: Narration, view: View): Guess | null {
  const kind =
    step === "elect" || step === "write"
      ? "first"
      : step === "crash" || step === "restart"
        ? "survives"
        : null;
  const isPast = (guess: Guess) =>
    guess.kind === kind && guess.at <= view.now && sharesPast(view, guess.branch, guess.at);
  return guesses.find(isPast) ?? null;
}

/** Returns the guess and what came of it; `first` is the node whose timer ran out first, if known. */
export function guessWords(guess: Guess, { claims }: Narration, first: NodeId | null): string {
  if (guess.kind === "first") {
    if (first === null) return `Your guess: Node ${guess.node}.`;
    return first === guess.node
      ? `Your guess, Node ${first}, was right.`
      : `Your guess was Node ${guess.node}; Node ${first} was first.`;
  }
  const survived = claims.find((claim) => claim.kind === "survived");
  if (survived) return guess.survives ? "Your guess was right." : "Your guess was that it is lost.";
  const subject = guess.command == null ? "it" : subjectOf(guess.command);
  return `Your guess: ${subject} ${guess.survives ? "survives" : "is lost"}.`;
}
