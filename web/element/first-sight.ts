/** One line that explains a sign where it first appears; each sign once in a browser. */

import { html, type TemplateResult, unsafeCSS } from "lit";
import signCss from "../styles/signs.css?inline";
import { adopt } from "./adopt.ts";
import { icon } from "./icons.ts";
import { Panel } from "./panel.ts";
import { newSign, type Sign, signDrawing, signs } from "./signs.ts";

const KEY = "raft-playground.signs";
/** Milliseconds of the viewer's time for which a line stands, at least; then the next may come. */
const STAYS = 6000;

const styles = unsafeCSS(signCss);

export class RaftFirstSight extends Panel {
  #known = new Set(kept());
  #shown: Sign | null = null;
  #since = 0;
  #timer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.#timer);
  }

  override willUpdate(): void {
    const now = performance.now();
    if (this.#shown !== null && now - this.#since < STAYS) return;
    const next = newSign(this.picture, this.#known);
    if (next === null && this.#shown === null) return;
    this.#shown = next;
    this.#since = now;
    window.clearTimeout(this.#timer);
    if (next === null) return;
    this.#learn([next.id]);
    // Nothing may change in the picture by then.
    this.#timer = window.setTimeout(() => this.requestUpdate(), STAYS + 50);
  }

  override render(): TemplateResult {
    if (this.#shown === null) return html``;
    return html`<p class="first-sight" role="note">
      ${signDrawing(this.#shown)}<span>${this.#shown.words}</span>
      <button class="quiet-button" aria-label="Explain no more signs" title="Explain no more signs: ? has them all"
        @click=${this.#dismiss}>${icon("close")}</button>
    </p>`;
  }

  #dismiss(): void {
    this.#learn(signs.map(({ id }) => id));
    this.#shown = null;
    this.requestUpdate();
  }

  #learn(ids: readonly string[]): void {
    for (const id of ids) this.#known.add(id);
    try {
      localStorage.setItem(KEY, [...this.#known].join());
    } catch {
      // Without storage, the next visit explains them again.
    }
  }
}

function kept(): readonly string[] {
  try {
    return (localStorage.getItem(KEY) ?? "").split(",");
  } catch {
    return [];
  }
}

customElements.define("raft-first-sight", RaftFirstSight);
