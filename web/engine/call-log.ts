/**
 * The log of the calls that led an engine to its state. Repeating them on another engine leads to
 * the same state, since the engine is deterministic.
 */

import type { Microseconds } from "./view.ts";

/** A call that led the engine to its state. */
type Call<Target> = (target: Target) => unknown;

/** The part of an engine that the log itself calls. */
interface Seekable {
  seek(at: Microseconds): Microseconds;
}

export class CallLog<Target extends Seekable> {
  /** The calls for the run that was open before, which the engine can bring back. */
  #before: Call<Target>[] = [];
  #calls: Call<Target>[] = [];
  /** The moves since the last call: the furthest moment they reached, and the last. */
  #moves: { readonly furthest: Microseconds; readonly last: Microseconds } | null = null;

  /** Logs a call that replaces the run, and forgets the calls for the run before that one. */
  restart(call: Call<Target>): void {
    this.#addMoves();
    this.#before = this.#calls;
    this.#calls = [call];
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

  /** Repeats all calls and moves on another engine. */
  repeat(target: Target): void {
    this.#addMoves();
    for (const call of [...this.#before, ...this.#calls]) call(target);
  }

  #addMoves(): void {
    const moves = this.#moves;
    if (moves === null) return;
    this.#moves = null;
    this.#calls.push((target) => {
      target.seek(moves.furthest);
      target.seek(moves.last);
    });
  }
}
