/** The rings on the page: that of the run shown, and that of the compared run, if any. */

import type { LitElement } from "lit";
import type { NodeId } from "../engine/view.ts";
import type { RaftComparedRing } from "./compared-ring.ts";
import type { RaftRing } from "./ring.ts";

export class Rings {
  readonly #host: LitElement;
  /** The ring that was found last: it is asked for at every frame. */
  #found: RaftRing | null = null;

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** Draws the rings; called once per animation frame. */
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

  /** Drops the cutting line that is being drawn; returns false when there is none. */
  letGo(): boolean {
    return this.#shown?.letGo() ?? false;
  }

  get #shown(): RaftRing | null {
    if (!this.#found?.isConnected)
      this.#found = this.#host.renderRoot.querySelector<RaftRing>("raft-ring");
    return this.#found;
  }

  /** The compared ring, whose methods exist only once its part of the page is fetched. */
  get #compared(): Partial<RaftComparedRing> | null {
    if (!this.#shown?.picture.comparedRun) return null;
    return this.#host.renderRoot.querySelector<RaftComparedRing>("raft-compared-ring");
  }
}
