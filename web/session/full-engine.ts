/** What playing does not take comes with the whole engine, which is fetched when it is asked for. */

import type { Engine } from "../engine/engine.ts";

/** What the whole engine needs of a session when it arrives, or does not. */
interface Shown {
  say(text: string, tone: "refused"): void;
  refreshAll(): void;
}

export class WholeEngine {
  readonly #engine: Engine;
  readonly #shown: Shown;
  #here = false;
  #coming: Promise<boolean> | null = null;

  constructor(engine: Engine, shown: Shown) {
    this.#engine = engine;
    this.#shown = shown;
  }

  get isHere(): boolean {
    return this.#here;
  }

  /** Whether it is there in the end; if not, the page says so. */
  fetch(): Promise<boolean> {
    if (this.#here) return Promise.resolve(true);
    this.#coming ??= this.#takeOver().finally(() => {
      this.#coming = null;
    });
    return this.#coming;
  }

  async #takeOver(): Promise<boolean> {
    try {
      await this.#engine.whole();
    } catch {
      this.#shown.say(
        "That part of the engine could not be fetched. Is there a connection?",
        "refused",
      );
      return false;
    }
    this.#here = true;
    this.#shown.refreshAll();
    return true;
  }
}
