/** Sliders for loss, latency and jitter, of the network or of one link. */

import { html, type TemplateResult } from "lit";
import type { Action, NodeId } from "../engine/view.ts";
import { press } from "../session/cluster.ts";
import { latencyParts, latencyRange } from "../session/latency.ts";
import { latencyWords } from "../words/format.ts";
import { Panel } from "./panel.ts";

/** Milliseconds. */
const LATENCY_MAX = 1000;
const JITTER_MAX = 500;

export class RaftNetwork extends Panel {
  static override properties = {
    ...Panel.properties,
    link: { attribute: false },
    shows: { attribute: false },
    draft: { state: true },
  };
  /** One link in both directions, or null for the whole network. */
  declare link: readonly [NodeId, NodeId] | null;
  /** Which sliders are shown. */
  declare shows: "usual" | "rest" | "all";
  /** The values of sliders that are being dragged. */
  declare draft: { readonly loss?: number; readonly center?: number; readonly jitter?: number };

  constructor() {
    super();
    this.link = null;
    this.shows = "usual";
    this.draft = {};
  }

  override render(): TemplateResult {
    const { options } = this.picture.view;
    const parts = latencyParts(options.latencyMs);
    const loss = this.draft.loss ?? Math.round(options.lossPerMille / 10);
    const center = this.draft.center ?? parts.center;
    const jitter = this.draft.jitter ?? parts.jitter;
    const words = latencyWords(latencyRange(center, jitter));
    const prefix = this.link ? "Link " : "";
    const usual = html`
      ${this.#slider(`${prefix}${this.link ? "loss" : "Message loss"}`, loss, 100, `${loss} %`, (value) => ({ loss: value }))}
      ${this.#slider(`${prefix}${this.link ? "latency" : "Latency"}`, center, LATENCY_MAX, `${center} ms`, (value) => ({ center: value }))}`;
    const rest = html`
      ${this.#slider(`${prefix}${this.link ? "jitter" : "Jitter"}`, jitter, JITTER_MAX, `± ${jitter} ms`, (value) => ({ jitter: value }))}
      <p class="quiet latency-words">${words[0]?.toUpperCase()}${words.slice(1)}.</p>`;
    if (this.shows === "usual") return usual;
    return this.shows === "rest" ? rest : html`${usual}${rest}`;
  }

  #slider(
    name: string,
    value: number,
    max: number,
    words: string,
    change: (value: number) => RaftNetwork["draft"],
  ): TemplateResult {
    const read = (event: Event) => {
      if (event.target instanceof HTMLInputElement) {
        this.draft = { ...this.draft, ...change(Number(event.target.value)) };
      }
    };
    return html`<label class="slider">
      <span class="slider-name">${name}</span><output>${words}</output>
      <input type="range" aria-label=${name} min="0" max=${max} step="1" .value=${String(value)}
        aria-valuetext=${words} @input=${read}
        @change=${(event: Event) => {
          read(event);
          this.#apply();
        }} />
    </label>`;
  }

  /** Acts when the slider is released, so that a drag is one action. */
  #apply(): void {
    const parts = latencyParts(this.picture.view.options.latencyMs);
    const { loss, center, jitter } = this.draft;
    if (loss !== undefined) this.#press((link) => ({ loss: `${loss}/100`, ...link }));
    if (center !== undefined || jitter !== undefined) {
      const range = latencyRange(center ?? parts.center, jitter ?? parts.jitter);
      this.#press((link) => ({ latency_ms: range, ...link }));
    }
    if (!this.link) this.draft = {};
  }

  #press(action: (link: { readonly link?: readonly [NodeId, NodeId] }) => Action): void {
    if (!this.link) {
      press(this.session, action({}));
      return;
    }
    const [from, to] = this.link;
    press(this.session, action({ link: [from, to] }));
    press(this.session, action({ link: [to, from] }));
  }
}

customElements.define("raft-network", RaftNetwork);
