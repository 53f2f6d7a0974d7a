/** Fetches the full engine when the page first needs more than the first module can do. */

import type { Engine } from "../engine/engine.ts";

/** Why something is not done that takes the full engine. */
export const unfetched = "That part of the engine could not be fetched. Is there a connection?";

/** What fetching the full engine needs of a session. */
interface RefreshableSession {
  say(text: string, tone: "refused"): void;
  refreshAll(): void;
}

export class FullEngine {
  readonly #engine: Engine;
  readonly #session: RefreshableSession;
  #arriving: Promise<boolean> | null = null;

  constructor(engine: Engine, session: RefreshableSession) {
    this.#engine = engine;
    this.#session = session;
  }

  get isHere(): boolean {
    return this.#engine.isWhole;
  }

  /** Resolves to true once the full engine is here; to false, with a notice, when it cannot be. */
  fetch(): Promise<boolean> {
    if (this.isHere) return Promise.resolve(true);
    this.#arriving ??= this.#takeOver().finally(() => {
      this.#arriving = null;
    });
    return this.#arriving;
  }

  async #takeOver(): Promise<boolean> {
    try {
      await this.#engine.full();
    } catch {
      this.#session.say(unfetched, "refused");
      return false;
    }
    this.#session.refreshAll();
    return true;
  }
}
