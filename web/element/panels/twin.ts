/** The form that chooses the options of a twin. */

import { html, type TemplateResult, unsafeCSS } from "lit";
import { rules } from "../../compare/rules.ts";
import { draftOf, isChanged, optionsOf, type TwinDraft } from "../../compare/twin.ts";
import type { RunOptions } from "../../engine/view.ts";
import { compareTwin } from "../../session/comparing.ts";
import compareCss from "../../styles/compare.css?inline";
import { adopt } from "../adopt.ts";
import { type DrawPanel, Panel } from "../panel.ts";

const styles = unsafeCSS(compareCss);

/** The values of the draft that are numbers. */
type Figure = Exclude<keyof TwinDraft, "blankEntry" | "bugs">;

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
        ${this.#range("Election timeout", "timeoutLeast", "timeoutMost")}
        ${this.#range("Latency", "latencyLeast", "latencyMost")}
        ${this.#single("Heartbeat", "heartbeat", "ms", 1)}
        ${this.#single("Loss", "loss", "%", 0.01)}
        ${this.#single("Duplicates", "duplicate", "%", 0.01)}
        <label class="check twin-wide">
          <input type="checkbox" .checked=${draft.blankEntry}
            @change=${(event: Event) => this.#set({ blankEntry: isChecked(event) })} />
          A new leader appends a blank entry (Raft §8)
        </label>
        <details class="twin-wide" ?open=${draft.bugs.length > 0}>
          <summary>Rules broken on purpose${draft.bugs.length === 0 ? "" : `: ${draft.bugs.length}`}</summary>
          <div class="twin-rules">
            ${rules.map(
              (rule) => html`<label class="check">
                <input type="checkbox" .checked=${draft.bugs.includes(rule.name)}
                  @change=${(event: Event) => this.#setRule(rule.name, isChecked(event))} />
                <span><b>${rule.title}</b> ${rule.source}</span>
              </label>`,
            )}
          </div>
        </details>
        <div class="button-row twin-wide">
          <button class="button primary" type="submit" ?disabled=${!changed}>Compare</button>
          <span class="quiet">${changed ? "" : "Change something first: a twin differs in at least one option."}</span>
        </div>
      </form>`;
  }

  #range(name: string, least: Figure, most: Figure): TemplateResult {
    return html`<div class="twin-field">
      <span>${name}</span>
      <span class="twin-figures">${this.#figure(`${name}, least`, least, 1)} to ${this.#figure(`${name}, most`, most, 1)} ms</span>
    </div>`;
  }

  #single(name: string, figure: Figure, unit: string, step: number): TemplateResult {
    return html`<div class="twin-field">
      <span>${name}</span><span class="twin-figures">${this.#figure(name, figure, step)} ${unit}</span>
    </div>`;
  }

  #figure(name: string, figure: Figure, step: number): TemplateResult {
    return html`<input class="command figure" type="number" min="0" step=${step} required aria-label=${name}
      .value=${String(this.draft?.[figure] ?? 0)}
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement && event.target.value !== "")
          this.#set({ [figure]: Number(event.target.value) });
      }} />`;
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

function isChecked(event: Event): boolean {
  return event.target instanceof HTMLInputElement && event.target.checked;
}

customElements.define("raft-twin", RaftTwin);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-twin .session=${session} .picture=${picture}></raft-twin>`;
