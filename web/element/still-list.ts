/** A list that stands still while a pointer rests on it, so that a press hits what it aimed at. */

export class StillList<T> {
  readonly #keyOf: (item: T) => number;
  #shown: readonly T[] = [];
  #still = false;

  constructor(keyOf: (item: T) => number) {
    this.#keyOf = keyOf;
  }

  /** Whether a pointer rests on the list. */
  get isStill(): boolean {
    return this.#still;
  }

  /** Returns true when the list may have changed its mind, and is to be drawn again. */
  hold(still: boolean): boolean {
    const changes = this.#still !== still;
    this.#still = still;
    return changes;
  }

  /** Forgets what was shown, when another run is. */
  forget(): void {
    this.#shown = [];
  }

  /**
   * Returns what to show of the newest items: all of them; or, under a pointer, those shown
   * before, at their places and with their newest values.
   */
  show(newest: readonly T[]): readonly T[] {
    if (!this.#still || this.#shown.length === 0) {
      this.#shown = newest;
      return newest;
    }
    const known = new Map(newest.map((item) => [this.#keyOf(item), item]));
    this.#shown = this.#shown.map((item) => known.get(this.#keyOf(item)) ?? item);
    return this.#shown;
  }
}
