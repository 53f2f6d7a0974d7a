/** The hunt: its form, its progress, its catches. */

import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { type HuntChoice, huntCommand } from "../../hunt/choice.ts";
import { HuntDesk } from "../../hunt/desk.ts";
import type { HuntProgress } from "../../hunt/hunt.ts";
import { huntOutcomeWords, seenCounts, triedCounts } from "../../hunt/outcome.ts";
import { startWorker, workerCount } from "../../hunt/start-worker.ts";
import type { HuntNames } from "../../hunt/words.ts";
import type { Session } from "../../session/session.ts";
import huntCss from "../../styles/hunt.css?inline";
import { countOf, countWords } from "../../words/format.ts";
import { ruleInSentence } from "../../words/rule-names.ts";
import { adopt } from "../adopt.ts";
import { caughtRow } from "../caught.ts";
import { huntForm, likeTheRunShown } from "../hunt-form.ts";
import { type DrawPanel, Panel } from "../panel.ts";

const styles = unsafeCSS(huntCss);

/** The desk of each session, which outlives the sheet that shows it. */
const desks = new WeakMap<Session, HuntDesk>();

function deskOf(session: Session): HuntDesk {
  const known = desks.get(session);
  if (known) return known;
  const wallTime = () => performance.now();
  const desk = new HuntDesk({ makeWorker: startWorker, workers: workerCount(), wallTime });
  desks.set(session, desk);
  return desk;
}

export class RaftHunt extends Panel {
  #desk: HuntDesk | null = null;
  /** What was there to see when the sheet was drawn last; null before that. */
  #shown: "form" | "hunt" | "catch" | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#desk) this.#desk.onChange = () => {};
    this.#desk = null;
  }

  /** Another run may be shown since the sheet was last open. */
  override firstUpdated(): void {
    if (this.#desk?.choice.cluster.kind !== "like") return;
    void likeTheRunShown(this.session, this.#desk);
  }

  /** On a small page the form fills the sheet: what a hunt brings comes into sight. */
  override updated(): void {
    const { progress } = this.#desk ?? { progress: null };
    const found = (progress?.results.catches.length ?? 0) > 0;
    const shown = progress === null ? "form" : found ? "catch" : "hunt";
    const before = this.#shown;
    this.#shown = shown;
    if (before === null || before === shown || shown === "form") return;
    const news = this.querySelector(shown === "catch" ? ".hunt-catches > li" : ".hunt-outcome");
    news?.scrollIntoView({ block: "nearest" });
  }

  override render(): TemplateResult {
    this.#desk ??= deskOf(this.session);
    this.#desk.onChange = () => this.requestUpdate();
    const { names, refusal, progress } = this.#desk;
    if (refusal !== null) return html`<p role="alert">${refusal}</p>`;
    if (names === null) return html`<p role="status">Fetching the hunter…</p>`;
    return html`
      ${huntForm(this.session, this.#desk, names)}
      ${progress === null ? nothing : this.#results(this.#desk, names, progress)}`;
  }

  // --- What it came to ------------------------------------------------------------------

  #results(desk: HuntDesk, names: HuntNames, progress: HuntProgress): TemplateResult {
    const { results, state, seeds } = progress;
    const { hunted, seconds } = desk;
    const runs = state === "running";
    const tried = triedCounts(names, results.faults);
    return html`<section class="hunt-results" aria-label="The hunt">
      <progress aria-label="Runs done" max=${seeds} .value=${results.runs}></progress>
      <p class="hunt-outcome" role="status" aria-live=${runs ? "off" : "polite"}>
        <b>${huntedTitle(hunted)}.</b> ${huntOutcomeWords(progress, hunted)}
      </p>
      <dl class="hunt-figures">
        ${tile("runs", results.runs)}
        ${tile("runs a second", seconds > 0 ? Math.round(results.runs / seconds) : 0)}
        ${tile("events", results.events)}
        ${tile(
          "faults",
          tried.faults.reduce((sum, { count }) => sum + count, 0),
        )}
        ${tile("candidacies", results.elections)}
        ${tile("client operations", results.operations)}
      </dl>
      ${results.undecided === 0 ? nothing : html`<p class="quiet">${countOf(results.undecided, "run was", "runs were")} too long to be judged to the end.</p>`}
      ${
        results.catches.length === 0
          ? nothing
          : html`<ul class="hunt-catches" aria-label="Catches">
              ${repeat(
                results.catches,
                ({ seed }) => seed,
                (caught) => caughtRow(this.session, desk, caught),
              )}
            </ul>`
      }
      <details ?open=${state === "done" && results.catches.length === 0}>
        <summary>What was tried, and what came of it</summary>
        <div class="hunt-tried">
          ${counts("Faults tried", tried.faults)}
          ${counts("Repairs between them", tried.repairs)}
          ${counts("States reached", seenCounts(names.sights, results.sights))}
        </div>
        <p class="quiet">The command line hunts the same:</p>
        ${commandLine(huntCommand(hunted))}
      </details>
    </section>`;
  }
}

function huntedTitle({ bug, breaksAssumptions }: HuntChoice): string {
  const title = bug === null ? "Whole Raft" : `Broken on purpose: “${ruleInSentence(bug)}”`;
  return breaksAssumptions ? `${title}, on disks that lie` : title;
}

function commandLine(command: string): TemplateResult {
  const options = command.split(/ (?=--)/);
  return html`<pre class="hunt-command" tabindex="0" role="region" aria-label="Command">${options.map((option) => html`<span>${option}</span> `)}</pre>`;
}

function tile(name: string, count: number): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${countWords(count)}</dd></div>`;
}

function counts(
  title: string,
  found: readonly { readonly name: string; readonly count: number }[],
): TemplateResult {
  return html`<section aria-label=${title}>
    <h3>${title}</h3>
    <dl class="hunt-counts">
      ${found.map(({ name, count }) => html`<div><dt>${name}</dt><dd>${countWords(count)}</dd></div>`)}
    </dl>
  </section>`;
}

customElements.define("raft-hunt", RaftHunt);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-hunt .session=${session} .picture=${picture}></raft-hunt>`;
