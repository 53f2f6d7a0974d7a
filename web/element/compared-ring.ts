/** The ring of the compared run, which takes no input. */

import { html, type PropertyValues, type TemplateResult } from "lit";
import { sideTitles } from "../compare/differences.ts";
import { calmInput } from "../stage/settings.ts";
import { Stage } from "../stage/stage.ts";
import { faultSignsReader, signsOf } from "../words/fault-signs.ts";
import { nodeWords } from "../words/format.ts";
import { latestViolation } from "../words/violations.ts";
import { Panel } from "./panel.ts";

export class RaftComparedRing extends Panel {
  static override properties = { ...Panel.properties, requestFrame: { attribute: false } };
  /** Asks the frame loop for a frame. */
  declare requestFrame: () => void;
  #stage: Stage | null = null;
  #faultSigns = faultSignsReader();
  #stillness = matchMedia("(prefers-reduced-motion: reduce)");

  override render(): TemplateResult {
    const { comparedRun } = this.picture;
    if (!comparedRun) return html``;
    const { view } = comparedRun;
    const [, title] = sideTitles(this.picture.view, view);
    return html`<canvas aria-hidden="true"></canvas>
      <ul class="hidden" aria-label="Nodes of ${title}">
        ${view.nodes.map((node) => {
          const words = [nodeWords(node, view), ...signsOf(view, node.id).map((it) => it.words)];
          return html`<li>Node ${node.id}: ${words.join("; ")}</li>`;
        })}
      </ul>`;
  }

  override updated(_changed: PropertyValues): void {
    const canvas = this.querySelector("canvas");
    if (canvas && !this.#stage) this.#stage = new Stage(canvas, () => this.requestFrame());
    this.requestFrame();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stage?.dispose();
    this.#stage = null;
  }

  refreshTheme(): void {
    this.#stage?.refreshTheme();
    this.requestFrame();
  }

  /** Draws the ring; called once per animation frame. */
  draw(): void {
    const { comparedRun, page } = this.picture;
    const frame = this.session.comparedFrame;
    if (!comparedRun || !frame) return;
    const { view } = comparedRun;
    this.#stage?.update(frame, {
      ...calmInput,
      version: view.version,
      selected: page.selected?.kind === "node" ? page.selected : null,
      cuts: view.cuts,
      groups: view.groups,
      ...this.#faultSigns(view),
      requests: view.requests,
      waiting: view.requestCounts.waiting,
      violating: latestViolation(view)?.nodes ?? [],
      timerFull: view.options.electionTimeoutMs[1] * 1000,
      reducedMotion: this.#stillness.matches,
    });
  }
}

customElements.define("raft-compared-ring", RaftComparedRing);
