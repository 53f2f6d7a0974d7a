/** The hunt: what to look for, how far it has come, what was caught. */

import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { ruleTitle } from "../compare/rules.ts";
import { countOf, countWords } from "../format.ts";
import { type HuntChoice, huntCommand, huntedSizes, SEED_MAX, SEEDS_MAX } from "../hunt/choice.ts";
import { HuntDesk } from "../hunt/desk.ts";
import type { HuntProgress } from "../hunt/hunt.ts";
import { outcomeWords, seenCounts } from "../hunt/outcome.ts";
import { startWorker, workerCount } from "../hunt/start-worker.ts";
import type { Exhibit, HuntNames } from "../hunt/words.ts";
import type { Session } from "../session.ts";
import huntCss from "../styles/hunt.css?inline";
import { adopt } from "./adopt.ts";
import { caughtRow } from "./caught.ts";
import { Panel } from "./panel.ts";

const styles = unsafeCSS(huntCss);

/** A visit's hunt outlives the sheet that shows it. */
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

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#desk) this.#desk.onChange = () => {};
    this.#desk = null;
  }

  override render(): TemplateResult {
    this.#desk ??= deskOf(this.session);
    this.#desk.onChange = () => this.requestUpdate();
    const { names, refusal, progress } = this.#desk;
    if (refusal !== null) return html`<p role="alert">${refusal}</p>`;
    if (names === null) return html`<p role="status">Fetching the hunter…</p>`;
    return html`
      ${this.#form(this.#desk, names)}
      ${progress === null ? nothing : this.#results(this.#desk, names, progress)}`;
  }

  // --- What to hunt ---------------------------------------------------------------------

  #form(desk: HuntDesk, names: HuntNames): TemplateResult {
    const { choice, progress } = desk;
    const runs = progress?.state === "running";
    const exhibit = names.bugs.find(({ name }) => name === choice.bug) ?? null;
    return html`<form class="hunt-form" @submit=${(event: SubmitEvent) => this.#submit(event, desk)}>
      <fieldset ?disabled=${runs}>
        <legend class="hidden">What to hunt</legend>
        ${chooser("Leave out", choice.bug, [["", "Nothing: whole Raft"], ...names.bugs.map(({ name, title }) => [name, title] as const)], (bug) => desk.choose({ bug }))}
        ${chooser("What counts", choice.property, [["", "Any property"], ...names.properties], (property) => desk.choose({ property }))}
        <div class="hunt-exhibit">${exhibit === null ? wholeRaft : exhibitWords(exhibit, names)}</div>
        ${chooser("Cluster", choice.nodes?.toString() ?? null, [["", "Each seed draws one"], ...huntedSizes.map((size) => [String(size), `${size} nodes`] as const)], (size) => desk.choose({ nodes: size === null ? null : Number(size) }))}
        <div class="hunt-seeds">
          ${figure("First seed", choice.first, 0, SEED_MAX, (first) => desk.choose({ first }))}
          ${figure("How many seeds", choice.seeds, 1, SEEDS_MAX, (seeds) => desk.choose({ seeds }))}
        </div>
        <label class="check">
          <input type="checkbox" .checked=${choice.stopsAtCatch}
            @change=${() => desk.choose({ stopsAtCatch: !choice.stopsAtCatch })} />
          Stop at the first catch
        </label>
      </fieldset>
      <div class="button-row">
        <button class="button primary" type="submit" ?disabled=${runs}>Hunt</button>
        <button class="button" type="button" ?disabled=${!runs} @click=${() => desk.stop()}>Stop</button>
        <span class="quiet">${countOf(desk.workers, "worker", "workers")}, every check on.${runs ? " It goes on while this is closed." : ""}</span>
      </div>
    </form>`;
  }

  #submit(event: SubmitEvent, desk: HuntDesk): void {
    event.preventDefault();
    desk.begin();
  }

  // --- What it came to ------------------------------------------------------------------

  #results(desk: HuntDesk, names: HuntNames, progress: HuntProgress): TemplateResult {
    const { results, state, seeds } = progress;
    const { hunted, seconds } = desk;
    const runs = state === "running";
    return html`<section class="hunt-results" aria-label="The hunt">
      <progress aria-label="Runs done" max=${seeds} .value=${results.runs}></progress>
      <p class="hunt-outcome" role="status" aria-live=${runs ? "off" : "polite"}>
        <b>${huntedTitle(hunted)}.</b> ${outcomeWords(progress, hunted)}
      </p>
      <dl class="hunt-figures">
        ${tile("runs", results.runs)}
        ${tile("runs a second", seconds > 0 ? Math.round(results.runs / seconds) : 0)}
        ${tile("events", results.events)}
        ${tile(
          "faults",
          results.faults.reduce((sum, count) => sum + count, 0),
        )}
        ${tile("elections", results.elections)}
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
          ${counts("Faults tried", seenCounts(names.faults, results.faults))}
          ${counts("States reached", seenCounts(names.sights, results.sights))}
        </div>
        <p class="quiet">The command line hunts the same: <code>${huntCommand(hunted)}</code></p>
      </details>
    </section>`;
  }
}

const wholeRaft = html`<p>
  With every rule in place, nothing that the hunt does to a cluster may break a promise of Raft.
</p>`;

function exhibitWords({ paragraph, section, breaks, source }: Exhibit, names: HuntNames) {
  const property = names.properties.find(([name]) => name === breaks)?.[1] ?? breaks;
  return html`<p>${paragraph}</p>
    <p class="quiet">The rule: ${section}. It keeps: ${property}.${source === null ? "" : ` ${source}`}</p>`;
}

function huntedTitle({ bug }: HuntChoice): string {
  return bug === null ? "Whole Raft" : ruleTitle(bug);
}

/** Options by value and words; the empty value is null. */
function chooser(
  name: string,
  chosen: string | null,
  options: readonly (readonly [string, string])[],
  choose: (value: string | null) => void,
): TemplateResult {
  const read = ({ target }: Event) => {
    if (target instanceof HTMLSelectElement) choose(target.value === "" ? null : target.value);
  };
  return html`<label class="hunt-field">
    <span>${name}</span>
    <select class="command" @change=${read}>
      ${options.map(([value, words]) => html`<option value=${value} ?selected=${value === (chosen ?? "")}>${words}</option>`)}
    </select>
  </label>`;
}

function figure(
  name: string,
  value: number,
  min: number,
  max: number,
  set: (value: number) => void,
): TemplateResult {
  const read = ({ target }: Event) => {
    if (target instanceof HTMLInputElement && target.validity.valid) set(target.valueAsNumber);
  };
  return html`<label class="hunt-field">
    <span>${name}</span>
    <input class="command" type="number" required min=${min} max=${max} step="1" .value=${String(value)} @input=${read} />
  </label>`;
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
