/** The form for how long a node's disk takes for a write. Fetched with the first dialog. */

import { html, type TemplateResult } from "lit";
import type { NodeId } from "../engine/view.ts";
import { press } from "../session/cluster.ts";
import { spanWords } from "../words/format.ts";
import { Panel } from "./panel.ts";

export class RaftDiskTimes extends Panel {
  static override properties = { ...Panel.properties, node: { attribute: false } };
  declare node: NodeId;

  override render(): TemplateResult {
    const { options, machines } = this.picture.view;
    const [least, most] = machines[this.node]?.diskMs ?? options.diskMs;
    return html`<form class="disk-times" novalidate @submit=${this.#set}>
      <p class="quiet">
        Each write of Node ${this.node} takes a time between these two. Until it is done, the node
        speaks of nothing that it must have stored.
      </p>
      <div class="button-row">
        ${figure("Writes take, least", least)} to ${figure("Writes take, most", most)} ms
        <button class="button primary" type="submit">Set</button>
        <button class="button" type="button" @click=${() => this.#press(options.diskMs)}>As the others</button>
      </div>
      <p class="quiet">As the others: each write takes ${spanWords(options.diskMs)}.</p>
    </form>`;
  }

  #set(event: SubmitEvent): void {
    event.preventDefault();
    const [least, most] = [...this.querySelectorAll("input")].map((input) => input.valueAsNumber);
    if (least === undefined || most === undefined || !(least >= 0) || !(most >= least)) {
      const asked = "expected two times in milliseconds, such as 50 to 100, the shorter one first";
      this.session.say(`A write cannot take that long: ${asked}.`, "refused");
      return;
    }
    this.#press([least, most]);
  }

  /** When the engine refuses, it says why, and the dialog stays open. */
  #press(diskMs: readonly [number, number]): void {
    if (press(this.session, { disk_ms: diskMs, node: this.node })) this.session.closeSheet();
  }
}

function figure(label: string, value: number): TemplateResult {
  return html`<input class="command figure" type="number" min="0" step="any" inputmode="decimal"
    aria-label=${label} .value=${String(value)} />`;
}

customElements.define("raft-disk-times", RaftDiskTimes);
