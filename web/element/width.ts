/** Chooses the layout by the element's own width, not by the page's. */

import type { LitElement, ReactiveController } from "lit";
import type { Session } from "../session/session.ts";

/** Narrower than this, the element lays itself out as on a phone (CSS pixels). */
const COMPACT_BELOW = 820;

export class Width implements ReactiveController {
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
    const { clientWidth } = this.#host;
    const compact = clientWidth > 0 && clientWidth < COMPACT_BELOW;
    this.#session()?.update((page) =>
      page.compact === compact ? page : { ...page, compact, raised: null },
    );
  }
}
