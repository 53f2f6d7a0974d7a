/** What the run costs: messages and bytes, for what, of which kind, and when. Comes with the verdict. */

import { html, nothing, type PropertyValues, svg, type TemplateResult, unsafeCSS } from "lit";
import { type CostGroup, type Measure, measures, plotOf } from "../costs/plot.ts";
import type { Cost, CostsView } from "../engine/costs.ts";
import costsCss from "../styles/costs.css?inline";
import { countOf, countWords, momentWords } from "../words/format.ts";
import { adopt } from "./adopt.ts";
import { Panel } from "./panel.ts";

const styles = unsafeCSS(costsCss);

const WIDTH = 600;
const HEIGHT = 120;

const groupWords: Readonly<Record<CostGroup, string>> = {
  entries: "entries and heartbeats",
  elections: "elections",
  others: "reads, snapshots",
  clients: "clients",
};

export class RaftCosts extends Panel {
  static override properties = { ...Panel.properties, measure: { state: true } };
  declare private measure: Measure;
  #costs: CostsView | null = null;
  #read = "";

  constructor() {
    super();
    this.measure = "messages";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  /** Counted again for another moment only; not while the run plays, since that would take long. */
  override willUpdate(_changed: PropertyValues): void {
    const { view, run, page } = this.picture;
    const read = `${run}/${view.branch}/${view.now}/${view.version}`;
    if (read === this.#read || !this.session.fullEngine.isHere) return;
    if (page.playing && this.#costs !== null) return;
    this.#read = read;
    this.#costs = this.session.engine.costs();
  }

  override render(): TemplateResult | typeof nothing {
    const costs = this.#costs;
    if (costs === null) return nothing;
    return html`
      <dl class="facts">
        <dt>in all</dt><dd>${costWords(costs)}</dd>
        <dt>for each committed write</dt><dd>${shareWords(costs.perCommittedWrite, "nothing is committed yet")}</dd>
        <dt>for each election</dt><dd>${shareWords(costs.perElection, "there was none yet")}</dd>
        <dt>for each second</dt><dd>${shareWords(costs.perSecond, "no time has passed yet")}</dd>
      </dl>
      <p class="quiet">A write bears all messages but those of elections, heartbeats included. Copies that the network makes are free.</p>
      ${costs.messages === 0 ? nothing : this.#plot(costs)} ${kinds(costs)}`;
  }

  #plot(costs: CostsView): TemplateResult {
    const { now } = this.picture.view;
    const { parts, groups, highest } = plotOf(costs, this.measure, now);
    const most = `${countWords(Math.round(highest))} ${this.measure} a second`;
    return html`
      <div class="button-row" role="group" aria-label="What is plotted">
        ${measures.map(
          (measure) => html`<button class="button" aria-pressed=${measure === this.measure}
            @click=${() => {
              this.measure = measure;
            }}>${measure}</button>`,
        )}
      </div>
      <figure class="cost-plot">
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img"
          aria-label="From ${momentWords(costs.from)} to ${momentWords(now)}: at most ${most}">
          ${parts.map(
            ({
              group,
              x,
              width,
              y,
              height,
            }) => svg`<rect class="cost-${group}" x=${x * WIDTH} y=${y * HEIGHT}
              width=${Math.max(0.5, width * WIDTH - 1)} height=${height * HEIGHT}></rect>`,
          )}
        </svg>
        <figcaption class="quiet">
          ${momentWords(costs.from)} to ${momentWords(now)}; the highest bar: ${most}.
          ${groups.map((group) => html`<span class="cost-key cost-${group}">${groupWords[group]}</span> `)}
        </figcaption>
      </figure>`;
  }
}

function kinds(costs: CostsView): TemplateResult | typeof nothing {
  if (costs.byKind.length === 0) return nothing;
  return html`<table class="small-table">
    <thead><tr><th scope="col">kind</th><th scope="col">messages</th><th scope="col">bytes</th></tr></thead>
    <tbody>
      ${costs.byKind.map(
        ({ kind, messages, bytes }) => html`<tr>
          <th scope="row">${kind}</th><td>${countWords(messages)}</td><td>${countWords(bytes)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function costWords({ messages, bytes }: Cost): string {
  return `${countOf(messages, "message", "messages")}, ${countOf(bytes, "byte", "bytes")}`;
}

/** A share is in thousandths. */
function shareWords(share: Cost | null, none: string): string {
  if (share === null) return none;
  const [messages, bytes] = [share.messages / 1000, share.bytes / 1000];
  return `${messages.toFixed(1)} messages, ${bytes.toFixed(0)} bytes`;
}

customElements.define("raft-costs", RaftCosts);
