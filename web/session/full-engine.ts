/** Fetches the full engine when the page first needs more than the first module can do. */

import type { Engine } from "../engine/engine.ts";

/** What fetching the full engine needs of a session. */
interface RefreshableSession {
  say(text: string, tone: "refused"): void;
  refreshAll(): void;
}

export class FullEngine {
  readonly #engine: Engine;
  readonly #session: RefreshableSession;
  #here = false;
  #arriving: Promise<boolean> | null = null;

  constructor(engine: Engine, session: RefreshableSession) {
    this.#engine = engine;
    this.#session = session;
  }

  get isHere(): boolean {
    return this.#here;
  }

  /** Resolves to true once the full engine is here; to false, with a notice, when it cannot be. */
  fetch(): Promise<boolean> {
    if (this.#here) return Promise.resolve(true);
    this.#arriving ??= this.#takeOver().finally(() => {
      this.#arriving = null;
    });
    return this.#arriving;
  }

  async #takeOver(): Promise<boolean> {
    try {
      await this.#engine.full();
    } catch {
      this.#session.say(
        "That part of the engine could not be fetched. Is there a connection?",
        "refused",
      );
      return false;
    }
    this.#here = true;
    this.#session.refreshAll();
    return true;
  }
}
