/** Two runs side by side: their titles, where they diverge, how they differ now. */

import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import {
  alikeWords,
  type LogGroup,
  logGroups,
  logWords,
  partingWords,
  type StateRow,
  sideTitles,
  stateRows,
} from "../compare/differences.ts";
import { verdictWords, violationsOf } from "../compare/verdicts.ts";
import type { Comparison, Difference, EntryView, View } from "../engine/view.ts";
import { goToParting, stopComparing } from "../session/comparing.ts";
import { type Side, sides } from "../session/state.ts";
import { openTwin, swapSides } from "../session/swapping.ts";
import compareCss from "../styles/compare.css?inline";
import { withClock } from "../words/exact-times.ts";
import { momentWords, termHue } from "../words/format.ts";
import { type LabelParts, labelParts, logLabels } from "../words/log-labels.ts";
import { adopt } from "./adopt.ts";
import { classes } from "./classes.ts";
import { watchComparedHistory, withComparedFinding } from "./compared-history.ts";
import { icon } from "./icons.ts";
import { lateIcon } from "./late-icons.ts";
import { logValue } from "./logs.ts";
import { Panel } from "./panel.ts";
import "./compared-ring.ts";

const styles = unsafeCSS(compareCss);
const sideWords: Readonly<Record<Side, string>> = { left: "Left", right: "Right" };

/** The head of a comparison: both titles, and buttons for the pair. Replaces the headline. */
export class RaftCompareHead extends Panel {
  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override render(): TemplateResult {
    const { picture, session } = this;
    if (!picture.comparedRun) return html``;
    const titles = sideTitles(picture.view, picture.comparedRun.view);
    const right = withComparedFinding(session, picture.comparedRun.view);
    const statuses = [picture.view, right].map((view) => `${view.status}; ${violationsOf(view)}`);
    return html`
      <div class="compare-bar">
        <h1>Side by side</h1>
        <p class="quiet">${this.#parting(picture.comparedRun.comparison)}</p>
        <button class="quiet-button" aria-label="Swap left and right" title="Swap left and right (Shift D)"
          @click=${() => swapSides(session)}>${lateIcon("swap")}</button>
        <button class="quiet-button" aria-label="Stop comparing" title="Stop comparing (Shift B)"
          @click=${() => stopComparing(session)}>${icon("close")}</button>
      </div>
      <div class="compare-sides" role="group" aria-label="Compared">
        ${sides.map((side, place) =>
          picture.page.compact
            ? html`<button class="button compare-side" aria-pressed=${picture.page.side === side}
                @click=${() => session.update((page) => ({ ...page, side }))}>
                <b>${sideWords[side]}</b><span>${titles[place]}</span>
              </button>`
            : html`<p class="compare-side">
                <span title=${titles[place]}><b>${sideWords[side]}</b> ${titles[place]}</span>
                <span class="quiet compare-status">${statuses[place]}</span>
              </p>`,
        )}
      </div>`;
  }

  override updated(): void {
    watchComparedHistory(this.session);
  }

  #parting(comparison: Comparison | null): TemplateResult {
    const at = comparison?.divergence?.at;
    if (at === undefined) return html`<span>Alike so far.</span>`;
    const there = this.picture.view.now === at;
    const words = partingWords(this.picture.view, at);
    return html`<span title=${words}>${words}</span>
      <button class="quiet-button text" title="D" aria-disabled=${there}
        @click=${() => goToParting(this.session)}>Go there</button>`;
  }
}

/** The differences: the first one, then by node, then by entry. Replaces the logs. */
export class RaftComparison extends Panel {
  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override render(): TemplateResult {
    const { comparedRun, view } = this.picture;
    if (!comparedRun?.comparison) return html``;
    const { comparison } = comparedRun;
    const alike = alikeWords(comparison, view, comparedRun.view);
    return html`<div class="scroll comparison" tabindex="0" role="group" aria-label="Differences">
      ${parting(comparison)}
      <h2>Now, at ${momentWords(view.now)}</h2>
      ${stateTable(stateRows(comparison, view, comparedRun.view))} ${logGroups(comparison).map(logTable)}
      ${alike === null ? nothing : html`<p class="quiet">${alike}</p>`}
      ${this.#verdicts([view, withComparedFinding(this.session, comparedRun.view)])}
    </div>`;
  }

  /** What the judge says of each run up to now, and the way into the twin. */
  #verdicts(views: readonly View[]): TemplateResult {
    const isTwin = this.picture.view.beside?.branch === null;
    return html`<h2>Verdict</h2>
      <dl class="facts">${views.map((view, place) => html`<dt>${sideWords[sides[place] ?? "left"]}</dt><dd>${verdictWords(view)}</dd>`)}</dl>
      ${
        isTwin
          ? html`<div class="button-row"><button class="button" title="The run shown now is kept: U shows it again"
              @click=${() => openTwin(this.session)}>Go on in the twin</button></div>`
          : nothing
      }`;
  }
}

function parting({ divergence }: Comparison): TemplateResult {
  if (divergence === null) {
    return html`<h2>No difference yet</h2>
      <p class="quiet">The two are alike, as far as both were played. Play on, or act.</p>`;
  }
  const line = (side: Side, difference: Difference | null) =>
    html`<dt>${sideWords[side]}</dt>
      <dd>${difference === null ? "Nothing, as far as both were played." : withClock(difference.sentence)} ${
        difference === null || difference.at === divergence.at
          ? nothing
          : html`<span class="quiet">(${momentWords(difference.at)})</span>`
      }</dd>`;
  return html`<h2>First difference, at ${momentWords(divergence.at)}</h2>
    <dl class="facts">${line("left", divergence.left)}${line("right", divergence.right)}</dl>`;
}

function stateTable(rows: readonly StateRow[]): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<table class="small-table difference-table">
    <thead><tr><th scope="col">Node</th><th scope="col">differs in</th><th scope="col">left</th><th scope="col">right</th></tr></thead>
    <tbody>
      ${rows.map(
        (row, place) => html`<tr class=${classes(rows[place - 1]?.node !== row.node && "first")}>
          <th scope="row">${rows[place - 1]?.node === row.node ? html`<span class="hidden">${row.node}</span>` : row.node}</th>
          <td class="quiet">${row.what}</td><td>${row.left}</td><td>${row.right}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function logTable(group: LogGroup): TemplateResult {
  const seen = group.rows.flatMap(({ left, right }) => [left?.command ?? "", right?.command ?? ""]);
  const labels = labelParts(logLabels(seen));
  return html`<table class="small-table difference-table log-difference">
    <caption>${logWords(group)}</caption>
    <thead><tr><th scope="col">#</th><th scope="col">left</th><th scope="col">right</th></tr></thead>
    <tbody>
      ${group.rows.map(
        (row) =>
          html`<tr><th scope="row">${row.index}</th><td>${entry(row.left, labels)}</td><td>${entry(row.right, labels)}</td></tr>`,
      )}
    </tbody>
  </table>`;
}

function entry(entry: EntryView | null, labels: ReadonlyMap<string, LabelParts>): TemplateResult {
  if (entry === null) return html`<span class="quiet">no entry</span>`;
  return html`<span class="log-cell hollow term-${termHue(entry.term)}" title="${entry.command} (term ${entry.term})">
    <b>${entry.term}</b>${logValue(labels.get(entry.command))}
  </span>`;
}

customElements.define("raft-compare-head", RaftCompareHead);
customElements.define("raft-comparison", RaftComparison);
