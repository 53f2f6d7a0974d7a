/** The form that begins a new run. The run before stays: `U` brings it back. */

import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import { live } from "lit/directives/live.js";
import {
  draftOf,
  extensionRows,
  extensionWords,
  type Field,
  figures,
  type NewRunDraft,
  type PresetName,
  presetNames,
  presetOf,
  type Refusal,
  warningsOf,
  withPreset,
} from "../../compare/new-run.ts";
import { rules } from "../../compare/rules.ts";
import { unitOf } from "../../compare/twin.ts";
import type { RunOptions } from "../../engine/view.ts";
import { beginRun } from "../../session/new-run.ts";
import runsCss from "../../styles/runs.css?inline";
import { countOf } from "../../words/format.ts";
import { brokenRule } from "../../words/rule-names.ts";
import { adopt } from "../adopt.ts";
import { lateIcon } from "../late-icons.ts";
import { type DrawPanel, Panel } from "../panel.ts";
import { readsChoice } from "../reads-choice.ts";

const styles = unsafeCSS(runsCss);
/** The page's own seeds are short, so that people can say them. */
const SEEDS = 1_000_000;

export class RaftNewRun extends Panel {
  static override properties = {
    ...Panel.properties,
    draft: { state: true },
    refusal: { state: true },
  };
  declare private draft: NewRunDraft | null;
  declare private refusal: Refusal | null;

  constructor() {
    super();
    this.draft = null;
    this.refusal = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override render(): TemplateResult {
    const draft = this.#draft;
    const { bugs } = draft;
    return html`<form class="run-form" novalidate @submit=${this.#begin}>
      <label class="run-field">
        <span>Nodes</span>
        <span class="run-figures">${this.#figure("nodes", "Nodes", draft.nodes, (nodes) => this.#set({ nodes }))}</span>
      </label>
      ${this.#refusalOf("nodes")}
      <div class="run-field">
        <label for="run-seed">Seed</label>
        <span class="run-figures">
          ${this.#figure("seed", "Seed", draft.seed, (seed) => this.#set({ seed }), "run-seed")}
          <button class="button" type="button" @click=${() => this.#set({ seed: anotherSeed() })}>
            ${lateIcon("another")}Another seed
          </button>
        </span>
      </div>
      ${this.#refusalOf("seed")}
      <label class="run-field">
        <span>Settings of</span>
        ${this.#presets(draft)}
      </label>
      ${figures.map((row) => this.#row(row, draft))}
      ${this.#extensions(draft)}
      <details ?open=${bugs.length > 0}>
        <summary>Rules: ${bugs.length === 0 ? "all are kept" : `${countOf(bugs.length, "is", "are")} broken on purpose`}</summary>
        <p class="quiet">A rule that is ticked is broken on every node.</p>
        <div class="run-rules">
          ${rules.map(
            ({ name, source }) => html`<label class="check">
              <input type="checkbox" .checked=${live(bugs.includes(name))}
                @change=${(event: Event) => this.#setRule(name, isChecked(event))} />
              <span><b>${brokenRule(name)}</b> ${source}</span>
            </label>`,
          )}
        </div>
      </details>
      ${this.#refusalOf("bugs")} ${this.#refusalOf(null)}
      <div role="status">${warningsOf(draft).map((sentence) => html`<p class="run-warning">${sentence}</p>`)}</div>
      <div class="button-row sheet-acts">
        <button class="button primary" type="submit">Begin</button>
        <span class="quiet">${
          this.picture.page.compact
            ? "The run shown stays, with all its branches: find it in Runs."
            : html`The run shown stays: <kbd>U</kbd> brings it back, with all its branches.`
        }</span>
      </div>
      <div class="button-row">
        <button class="button" type="button" @click=${() => this.session.openSheet({ kind: "runs" })}>Runs kept here…</button>
      </div>
    </form>`;
  }

  // --- Fields ---------------------------------------------------------------------------

  #row({ field, label, unit }: (typeof figures)[number], draft: NewRunDraft): TemplateResult {
    const value = draft[field];
    const figure = (name: string, one: number, set: (changed: number) => void) =>
      this.#figure(field, name, one, set);
    const set = (changed: number | readonly [number, number]) => this.#set({ [field]: changed });
    const boxes =
      typeof value === "number"
        ? figure(label, value, set)
        : html`${figure(`${label}, least`, value[0], (least) => set([least, value[1]]))} to
          ${figure(`${label}, most`, value[1], (most) => set([value[0], most]))}`;
    return html`<div class="run-field">
        <span>${label}</span><span class="run-figures">${boxes}<span>${unit}</span></span>
      </div>
      ${this.#refusalOf(field)}`;
  }

  #figure(
    field: Field,
    name: string,
    value: number,
    set: (changed: number) => void,
    id?: string,
  ): TemplateResult {
    const refused = this.refusal?.field === field;
    const read = ({ target }: Event) => {
      if (target instanceof HTMLInputElement) set(target.valueAsNumber);
    };
    return html`<input class="command figure" type="number" step="any" aria-label=${name}
      id=${id ?? nothing} aria-invalid=${refused} aria-describedby=${refused ? `refused-${field}` : nothing}
      .value=${live(Number.isNaN(value) ? "" : String(value))} @input=${read} />`;
  }

  #presets(draft: NewRunDraft): TemplateResult {
    const chosen = presetOf(draft);
    const choose = ({ target }: Event) => {
      if (target instanceof HTMLSelectElement && target.value in presetNames)
        this.#put(withPreset(draft, target.value as PresetName));
    };
    return html`<select class="command" @change=${choose}>
      ${Object.entries(presetNames).map(([name, words]) => html`<option value=${name} .selected=${live(name === chosen)}>${words}</option>`)}
      ${chosen === null ? html`<option value="" .selected=${live(true)}>Those below</option>` : nothing}
    </select>`;
  }

  #extensions(draft: NewRunDraft): TemplateResult {
    const words = extensionWords(draft);
    return html`<details ?open=${words.length > 0}>
        <summary>Beyond plain Raft: ${words.length === 0 ? "nothing" : words.join(", ")}</summary>
        <div class="run-rules">
          ${extensionRows.map((row) => {
            const { option, label } = row;
            const value = draft[option];
            if (typeof value === "number")
              return html`<label class="run-field">
                <span>${label}</span><span class="run-figures">${this.#figure(option, label, value, (changed) => this.#set({ [option]: changed }))}<span>${unitOf(row)[0]}</span></span>
              </label>`;
            return typeof value === "boolean"
              ? html`<label class="check">
                  <input type="checkbox" .checked=${live(value)}
                    @change=${(event: Event) => this.#set({ [option]: isChecked(event) })} />
                  <span>${label}</span>
                </label>`
              : html`<label class="run-field">
                  <span>${label}</span>${readsChoice(label, value, (reads) => this.#set({ reads }))}
                </label>`;
          })}
        </div>
      </details>
      ${extensionRows.map(({ option }) => this.#refusalOf(option))}`;
  }

  #refusalOf(field: Field | null): TemplateResult | typeof nothing {
    if (this.refusal === null || this.refusal.field !== field) return nothing;
    return html`<p class="run-refusal" role="alert" id="refused-${field ?? "run"}">${this.refusal.sentence}</p>`;
  }

  // --- The draft ------------------------------------------------------------------------

  get #draft(): NewRunDraft {
    this.draft ??= draftOf(this.#optionsShown, anotherSeed());
    return this.draft;
  }

  /** The options of the run shown: without the full engine, it can only be one of the lab. */
  get #optionsShown(): RunOptions {
    const { fullEngine, engine } = this.session;
    return fullEngine.isHere ? engine.options() : { nodes: this.picture.view.options.nodes };
  }

  #put(draft: NewRunDraft): void {
    this.draft = draft;
    this.refusal = null;
  }

  #set(change: Partial<NewRunDraft>): void {
    this.#put({ ...this.#draft, ...change });
  }

  #setRule(name: string, isBroken: boolean): void {
    const others = this.#draft.bugs.filter((bug) => bug !== name);
    this.#set({ bugs: isBroken ? [...others, name] : others });
  }

  async #begin(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const draft = this.#draft;
    this.refusal = await beginRun(this.session, draft);
    await this.updateComplete;
    this.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}

function anotherSeed(): number {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number % SEEDS;
}

function isChecked(event: Event): boolean {
  return event.target instanceof HTMLInputElement && event.target.checked;
}

customElements.define("raft-new-run", RaftNewRun);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-new-run .session=${session} .picture=${picture}></raft-new-run>`;
