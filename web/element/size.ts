/** Chooses the layout by the element's own size, not by the page's. */

import type { LitElement, ReactiveController } from "lit";
import type { Session } from "../session/session.ts";

/** Narrower than this, the element stacks everything, as on a phone (CSS pixels). */
const COMPACT_BELOW = 820;
/** Lower than this there is no room to stack: the ring stands beside the tabs. */
const LOW_BELOW = 600;
/** Narrower than this there is no room for anything beside the ring. */
const BESIDE_FROM = 600;

export class Size implements ReactiveController {
  readonly #host: LitElement;
  readonly #session: () => Session | null;
  #sizes = new ResizeObserver(() => this.measure());

  constructor(host: LitElement, session: () => Session | null) {
    host.addController(this);
    this.#host = host;
    this.#session = session;
  }

  hostConnected(): void {
    this.#sizes.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#sizes.disconnect();
  }

  measure(): void {
    const { clientWidth, clientHeight } = this.#host;
    if (clientWidth === 0) return;
    const low = clientHeight < LOW_BELOW && clientWidth >= BESIDE_FROM;
    const compact = low || clientWidth < COMPACT_BELOW;
    this.#session()?.update((page) =>
      page.compact === compact && page.low === low
        ? page
        : { ...page, compact, low, raised: null, risen: false },
    );
  }
}
