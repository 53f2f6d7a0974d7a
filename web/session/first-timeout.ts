/** The node whose election timer ran out first in the run shown, which the tour asks for. */

import type { Engine } from "../engine/engine.ts";
import type { FeedEvent, NodeId, View } from "../engine/view.ts";

/** The timeout is looked for among this many events from the beginning. */
const EVENTS_MAX = 1000;

export class FirstTimeout {
  readonly #engine: Engine;
  /** The timeout found, and the run and branch that it is of. */
  #found: { readonly of: string; readonly event: FeedEvent } | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Returns the node, or null when no timer has run out up to the moment shown. */
  read(run: number, { branch, now }: View): NodeId | null {
    const of = `${run}/${branch}`;
    if (this.#found?.of !== of) {
      const events = this.#engine.feedSince(0, EVENTS_MAX);
      const event = events.find(({ kind }) => kind === "election_timeout");
      this.#found = event && events.length < EVENTS_MAX ? { of, event } : null;
    }
    return this.#found !== null && this.#found.event.at <= now ? this.#found.event.node : null;
  }
}
