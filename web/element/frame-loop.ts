/** The frame loop, which runs only while something moves or is to be drawn. */

import type { LitElement, ReactiveController } from "lit";
import type { Session } from "../session/session.ts";
import type { Rings } from "./rings.ts";

/** Milliseconds between frames while only timer arcs move: about twenty frames a second. */
const QUIET_NAP = 40;

export class FrameLoop implements ReactiveController {
  readonly #session: () => Session | null;
  readonly #rings: Rings;
  #animation = 0;
  /** The timeout of a pause between two frames, while only timer arcs move. */
  #nap = 0;

  /** `session` returns null once nothing moves any more. */
  constructor(host: LitElement, session: () => Session | null, rings: Rings) {
    host.addController(this);
    this.#session = session;
    this.#rings = rings;
  }

  hostDisconnected(): void {
    window.clearTimeout(this.#nap);
    cancelAnimationFrame(this.#animation);
    this.#animation = 0;
  }

  request = (): void => {
    window.clearTimeout(this.#nap);
    if (this.#animation === 0) this.#animation = requestAnimationFrame(this.#draw);
  };

  #draw = (): void => {
    this.#animation = 0;
    const session = this.#session();
    if (!session) return;
    session.tickFrame();
    this.#rings.draw();
    if (session.quiet) this.#nap = window.setTimeout(this.request, QUIET_NAP);
    else if (session.busy) this.request();
  };
}
