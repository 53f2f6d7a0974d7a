/** The form that chooses the options of a twin. */

import { html, type TemplateResult, unsafeCSS } from "lit";
import { rules } from "../../compare/rules.ts";
import {
  draftOf,
  isChanged,
  optionRows,
  optionsOf,
  type TwinDraft,
  unitOf,
} from "../../compare/twin.ts";
import type { RunOptions } from "../../engine/view.ts";
import { compareTwin } from "../../session/comparing.ts";
import compareCss from "../../styles/compare.css?inline";
import { brokenRule } from "../../words/rule-names.ts";
import { adopt } from "../adopt.ts";
import { type DrawPanel, Panel } from "../panel.ts";
import { readsChoice } from "../reads-choice.ts";

const styles = unsafeCSS(compareCss);

export class RaftTwin extends Panel {
  static override properties = { ...Panel.properties, draft: { state: true } };
  declare private draft: TwinDraft | null;
  #own: RunOptions = {};

  constructor() {
    super();
    this.draft = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override willUpdate(): void {
    if (this.draft !== null) return;
    this.#own = this.session.engine.options();
    this.draft = draftOf(this.#own);
  }

  override render(): TemplateResult {
    const draft = this.draft ?? draftOf({});
    const changed = isChanged(draft, this.#own);
    return html`
      <p class="quiet">
        The same seed, the same actions, other options. What does not depend on them stays alike.
      </p>
      <form class="twin-form" @submit=${this.#submit}>
        ${optionRows.map((row) => this.#row(row))}
        <details ?open=${draft.bugs.length > 0}>
          <summary>Rules broken on purpose${draft.bugs.length === 0 ? "" : `: ${draft.bugs.length}`}</summary>
          <div class="twin-rules">
            ${rules.map(
              (rule) => html`<label class="check">
                <input type="checkbox" .checked=${draft.bugs.includes(rule.name)}
                  @change=${(event: Event) => this.#setRule(rule.name, isChecked(event))} />
                <span><b>${brokenRule(rule.name)}</b> ${rule.source}</span>
              </label>`,
            )}
          </div>
        </details>
        <div class="button-row sheet-acts">
          <button class="button primary" type="submit" ?disabled=${!changed}>Compare</button>
          <span class="quiet">${changed ? "" : "Change something first: a twin differs in at least one option."}</span>
        </div>
      </form>`;
  }

  #row(row: (typeof optionRows)[number]): TemplateResult {
    const { option, label } = row;
    const value = (this.draft ?? draftOf({}))[option];
    const set = (changed: unknown) => this.#set({ [option]: changed });
    if (typeof value === "boolean")
      return html`<label class="check">
        <input type="checkbox" .checked=${value}
          @change=${(event: Event) => set(isChecked(event))} />
        ${label}
      </label>`;
    if (typeof value === "string") return field(label, readsChoice(label, value, set));
    if (typeof value === "number") {
      const [unit, step] = unitOf(row);
      return field(label, html`${figure(label, value, Number(step), set)} ${unit}`);
    }
    const [least, most] = value;
    return field(
      label,
      html`${figure(`${label}, least`, least, 1, (changed) => set([changed, most]))} to
      ${figure(`${label}, most`, most, 1, (changed) => set([least, changed]))} ms`,
    );
  }

  #set(change: Partial<TwinDraft>): void {
    this.draft = { ...(this.draft ?? draftOf(this.#own)), ...change };
  }

  #setRule(name: string, broken: boolean): void {
    const others = (this.draft?.bugs ?? []).filter((bug) => bug !== name);
    this.#set({ bugs: broken ? [...others, name] : others });
  }

  /** Compares with the twin; when the engine refuses, the form stays open. */
  #submit(event: SubmitEvent): void {
    event.preventDefault();
    if (this.draft) void compareTwin(this.session, optionsOf(this.draft, this.#own));
  }
}

function field(label: string, figures: TemplateResult): TemplateResult {
  return html`<div class="twin-field">
    <span>${label}</span><span class="twin-figures">${figures}</span>
  </div>`;
}

function figure(
  label: string,
  value: number,
  step: number,
  set: (changed: number) => void,
): TemplateResult {
  return html`<input class="command figure" type="number" min="0" step=${step} required aria-label=${label}
    .value=${String(value)}
    @input=${(event: Event) => {
      if (event.target instanceof HTMLInputElement && event.target.value !== "")
        set(Number(event.target.value));
    }} />`;
}

function isChecked(event: Event): boolean {
  return event.target instanceof HTMLInputElement && event.target.checked;
}

customElements.define("raft-twin", RaftTwin);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-twin .session=${session} .picture=${picture}></raft-twin>`;
