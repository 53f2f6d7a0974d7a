/** The rings on the page: that of the run shown, and the one beside it when two are compared. */

import type { LitElement } from "lit";
import type { NodeId } from "../engine/view.ts";
import type { RaftComparedRing } from "./compared-ring.ts";
import type { RaftRing } from "./ring.ts";

export class Rings {
  readonly #host: LitElement;

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** Once per animation frame. */
  draw(): void {
    this.#shown?.draw();
    this.#compared?.draw?.();
  }

  refreshTheme(): void {
    this.#shown?.refreshTheme();
    this.#compared?.refreshTheme?.();
  }

  focusNode(id: NodeId): void {
    this.#shown?.focusNode(id);
  }

  /** Forgets the line that is being drawn across the ring; false when there is none. */
  letGo(): boolean {
    return this.#shown?.letGo() ?? false;
  }

  get #shown(): RaftRing | null {
    return this.#host.renderRoot.querySelector<RaftRing>("raft-ring");
  }

  /** Its methods are there once its part of the page is. */
  get #compared(): Partial<RaftComparedRing> | null {
    return this.#host.renderRoot.querySelector<RaftComparedRing>("raft-compared-ring");
  }
}
