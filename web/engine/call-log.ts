/**
 * The log of the calls that led an engine to its state. Repeating them on another engine leads to
 * the same state, since the engine is deterministic.
 */

import type { Microseconds } from "./view.ts";

/** The part of an engine that the log itself calls. */
interface Seekable {
  approach(at: Microseconds): boolean;
}

/** A call; one that takes long returns a promise, and lets the page draw in between. */
type Call<Target> = (target: Target) => unknown;

export class CallLog<Target extends Seekable> {
  /** The calls for the run shown, after those for the run before, which the engine can bring back. */
  #calls: Call<Target>[] = [];
  /** How many calls were forgotten before the first of these. */
  #forgotten = 0;
  /** The place of the first call for the run shown, among those that are not forgotten. */
  #ofRunShown = 0;
  /** The moves since the last call: the furthest moment they reached, and the last. */
  #moves: { readonly furthest: Microseconds; readonly last: Microseconds } | null = null;

  /** Logs a call that replaces the run, and forgets the calls for the run before that one. */
  restart(call: Call<Target>): void {
    this.#addMoves();
    this.#calls.splice(0, this.#ofRunShown);
    this.#forgotten += this.#ofRunShown;
    this.#ofRunShown = this.#calls.length;
    this.#calls.push(call);
  }

  /** Logs a call that stays at its moment. */
  add(call: Call<Target>): void {
    this.#addMoves();
    this.#calls.push(call);
  }

  /** Logs a move to this moment. Of many moves in a row, the furthest and the last are kept. */
  move(to: Microseconds): void {
    this.#moves = { furthest: Math.max(this.#moves?.furthest ?? 0, to), last: to };
  }

  /**
   * Repeats all calls and moves on another engine, also those that are logged meanwhile, and calls
   * `done` when both engines are in the same state.
   */
  async repeat(target: Target, done: () => void): Promise<void> {
    for (let place = 0; ; place += 1) {
      this.#addMoves();
      // Of a run that was forgotten meanwhile, no more need be repeated.
      place = Math.max(place, this.#forgotten);
      const call = this.#calls[place - this.#forgotten];
      if (!call) break;
      const end = call(target);
      if (end instanceof Promise) await end;
    }
    done();
  }

  #addMoves(): void {
    const moves = this.#moves;
    if (moves === null) return;
    this.#moves = null;
    this.#calls.push((target) => approachAll(target, [moves.furthest, moves.last]));
  }
}

/** Lets the page draw. */
function aPause(): Promise<void> {
  return new Promise((resume) => setTimeout(resume));
}

/** Goes to these moments, one after the other; the promise is for a way that takes long. */
function approachAll(
  target: Seekable,
  [first, ...rest]: readonly Microseconds[],
): Promise<void> | null {
  if (first === undefined) return null;
  return target.approach(first) ? approachAll(target, rest) : approachLong(target, first, rest);
}

async function approachLong(
  target: Seekable,
  at: Microseconds,
  rest: readonly Microseconds[],
): Promise<void> {
  do await aPause();
  while (!target.approach(at));
  await approachAll(target, rest);
}
