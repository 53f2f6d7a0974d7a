/** The runs that this browser keeps: each can be opened, named, deleted. */

import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { keeperOf, shelf } from "../../kept/keep-here.ts";
import { aboutWords, type KeptRun, RUN_NAME_MAX, titleOf } from "../../kept/kept-run.ts";
import { RUNS_MAX, type Shelved } from "../../kept/shelf.ts";
import { heldBy } from "../../session/open-run.ts";
import { bringBack } from "../../session/undo.ts";
import runsCss from "../../styles/runs.css?inline";
import { countOf } from "../../words/format.ts";
import { adopt } from "../adopt.ts";
import { icon } from "../icons.ts";
import { lateIcon } from "../late-icons.ts";
import { type DrawPanel, Panel } from "../panel.ts";

const styles = unsafeCSS(runsCss);
const dates = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export class RaftRuns extends Panel {
  static override properties = {
    ...Panel.properties,
    shelved: { state: true },
    edited: { state: true },
    deleted: { state: true },
  };
  /** What lies on the shelf: null until the browser has answered, a sentence when it refuses. */
  declare private shelved: Shelved | string | null;
  /** The run that is being named or deleted. */
  declare private edited: string | null;
  /** The run that was deleted last, which can come back. */
  declare private deleted: KeptRun | null;
  #focusNext: string | null = null;

  constructor() {
    super();
    this.shelved = null;
    this.edited = null;
    this.deleted = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override firstUpdated(): void {
    void this.#lookAfterSaving();
  }

  override render(): TemplateResult {
    const { shelved } = this;
    if (shelved === null) return html`<p role="status">Looking…</p>`;
    if (typeof shelved === "string") return html`<p role="alert">${shelved}</p>${this.#before()}`;
    const { runs, damaged } = shelved;
    const openId = keeperOf(this.session).openId;
    return html`
      <p class="quiet">
        The last ${RUNS_MAX} runs stay in this browser, with their branches; the oldest without a
        name goes first.
      </p>
      ${this.#before()} ${runs.length === 0 ? html`<p>None yet: a run is kept once it is played.</p>` : nothing}
      <ul class="run-list" aria-label="Kept runs">
        ${repeat(
          runs,
          (run) => run.id,
          (run) => this.#row(run, run.id === openId),
        )}
      </ul>
      ${damaged.length === 0 ? nothing : this.#damaged(damaged)} ${this.#undoOffer()}`;
  }

  #row(run: KeptRun, isOpen: boolean): TemplateResult {
    const title = titleOf(run);
    const isEdited = this.edited === run.id;
    return html`<li aria-current=${isOpen}>
      <div class="run-row">
        <span class="run-words">
          <b>${title}</b>
          <span class="quiet">${isOpen ? html`<b>open</b>, ` : nothing}${aboutWords(run)}, ${dates.format(run.savedAt)}</span>
        </span>
        ${
          isOpen
            ? nothing
            : html`<button class="button" aria-label="Open ${title}" data-open=${run.id}
                @click=${() => this.#open(run)}>Open</button>`
        }
        <button class="quiet-button" aria-label="Name or delete ${title}" title="Name or delete"
          data-edit=${run.id} aria-expanded=${isEdited}
          @click=${() => this.#edit(isEdited ? null : run.id)}>${icon("more")}</button>
      </div>
      ${isEdited ? this.#editor(run, title) : nothing}
    </li>`;
  }

  #editor(run: KeptRun, title: string): TemplateResult {
    return html`<form class="run-editor" aria-label="Name or delete ${title}"
      @submit=${(event: SubmitEvent) => this.#name(event, run)}>
      <label>Name of “${title}”
        <input class="command" type="text" name="name" maxlength=${RUN_NAME_MAX} autocomplete="off"
          .value=${run.name ?? ""} placeholder=${title} />
      </label>
      <div class="button-row">
        <button class="button primary" type="submit">Save name</button>
        <button class="button" type="button" aria-label="Delete ${title}" @click=${() => this.#delete(run)}>Delete</button>
      </div>
    </form>`;
  }

  #before(): TemplateResult | typeof nothing {
    if (heldBy(this.session).before === null) return nothing;
    return html`<div class="button-row">
      <button class="button" title="Back to the run before (U)" @click=${() => void bringBack(this.session)}>${lateIcon("undo")}Back to the run before</button>
    </div>`;
  }

  #damaged(damaged: readonly string[]): TemplateResult {
    return html`<div class="button-row">
      <span>${countOf(damaged.length, "kept run is", "kept runs are")} damaged and cannot be opened.</span>
      <button class="button" @click=${() => this.#change(() => shelf.remove(damaged))}>Delete the damaged</button>
    </div>`;
  }

  #undoOffer(): TemplateResult {
    const { deleted } = this;
    return html`<p class="run-undo" role="status">${
      deleted === null
        ? nothing
        : html`<span>Deleted “${titleOf(deleted)}”.</span>
            <button class="button" data-undo @click=${() => this.#undo(deleted)}>${lateIcon("undo")}Undo</button>`
    }</p>`;
  }

  override updated(): void {
    if (this.#focusNext === null) return;
    const next = this.querySelector<HTMLElement>(this.#focusNext);
    if (!next) return;
    next.focus();
    this.#focusNext = null;
  }

  // --- The shelf ------------------------------------------------------------------------

  async #lookAfterSaving(): Promise<void> {
    await keeperOf(this.session).save();
    await this.#look();
  }

  async #look(): Promise<void> {
    try {
      this.shelved = await shelf.look();
    } catch {
      this.shelved = "This browser does not let the page keep runs.";
    }
  }

  /** Changes the shelf and shows it anew; false, with a notice, when the browser refuses. */
  async #change(work: () => Promise<unknown>): Promise<boolean> {
    let isDone = true;
    try {
      await work();
    } catch {
      isDone = false;
      this.session.say("The browser's storage cannot be changed.", "refused");
    }
    await this.#look();
    return isDone;
  }

  // --- Presses --------------------------------------------------------------------------

  async #open(run: KeptRun): Promise<void> {
    await keeperOf(this.session).open(run);
  }

  #edit(id: string | null): void {
    this.#focusNext = id === null ? `[data-edit="${this.edited}"]` : ".run-editor input";
    this.edited = id;
  }

  async #name(event: SubmitEvent, run: KeptRun): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const name = String(new FormData(form).get("name") ?? "").trim();
    if (await this.#change(() => shelf.rename(run.id, name === "" ? null : name))) this.#edit(null);
  }

  async #delete(run: KeptRun): Promise<void> {
    if (!(await this.#change(() => shelf.remove([run.id])))) return;
    this.edited = null;
    this.deleted = run;
    this.#focusNext = "[data-undo]";
  }

  async #undo(run: KeptRun): Promise<void> {
    if (!(await this.#change(() => shelf.save(run, run.revision)))) return;
    this.deleted = null;
    // The run that is open has no button that opens it.
    this.#focusNext = `[data-open="${run.id}"], [data-edit="${run.id}"]`;
  }
}

customElements.define("raft-runs", RaftRuns);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-runs .session=${session} .picture=${picture}></raft-runs>`;
