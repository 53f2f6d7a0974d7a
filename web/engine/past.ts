/**
 * What was done to an engine, so that it can be done to another one: a run is a value, and so
 * is a visit. Both are the same engine, so the same calls lead to the same moment.
 */

import type { Microseconds } from "./view.ts";

/** What can be told where to go. */
interface Traveler {
  seek(at: Microseconds): Microseconds;
}

export class Past<Of extends Traveler> {
  #calls: ((of: Of) => unknown)[] = [];
  /** Where it went since the last call: how far at most, and where it is. */
  #way: { readonly furthest: Microseconds; readonly here: Microseconds } | null = null;

  /** A call that leaves nothing of what went before. */
  begin(call: (of: Of) => unknown): void {
    this.#calls = [call];
    this.#way = null;
  }

  /** A call that goes nowhere. */
  add(call: (of: Of) => unknown): void {
    this.#keepWay();
    this.#calls.push(call);
  }

  /** It went to this moment. Of many moves in a row, only two matter. */
  move(here: Microseconds): void {
    this.#way = { furthest: Math.max(this.#way?.furthest ?? 0, here), here };
  }

  /** Does all of it to another one. */
  repeat(other: Of): void {
    this.#keepWay();
    for (const call of this.#calls) call(other);
  }

  #keepWay(): void {
    const way = this.#way;
    if (way === null) return;
    this.#way = null;
    this.#calls.push((of) => {
      of.seek(way.furthest);
      of.seek(way.here);
    });
  }
}
