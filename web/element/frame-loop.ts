/** One loop, which runs only while there is something to move or to draw. */

import type { LitElement, ReactiveController } from "lit";
import type { Session } from "../session/session.ts";
import type { Rings } from "./rings.ts";

/** Milliseconds: with the next frame of the screen, twenty frames a second do for creeping timers. */
const QUIET_NAP = 40;

export class FrameLoop implements ReactiveController {
  readonly #session: () => Session | null;
  readonly #rings: Rings;
  #animation = 0;
  /** A pause between two frames while only timers creep. */
  #nap = 0;

  /** `session` gives null when nothing is to move any more. */
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
