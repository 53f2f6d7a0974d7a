/** The branches of a run as a tree; each can be opened, compared, named, removed. */

import { html, nothing, type PropertyValues, svg, type TemplateResult, unsafeCSS } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { forgetBranch, type Kept, keepBranch, keptBranches } from "../../compare/kept.ts";
import { type Lane, lanePath, lanesOf, spanOf } from "../../compare/tree.ts";
import type { BranchView } from "../../engine/view.ts";
import {
  linkToBranch,
  nameBranch,
  openBranch,
  removeBranch,
  undoRemove,
} from "../../session/branches.ts";
import { chooseTwin, compareBranch } from "../../session/comparing.ts";
import { openLink } from "../../session/runs.ts";
import compareCss from "../../styles/compare.css?inline";
import { countOf, momentWords } from "../../words/format.ts";
import { adopt } from "../adopt.ts";
import { moveFocus } from "../arrow-keys.ts";
import { classes } from "../classes.ts";
import { icon } from "../icons.ts";
import { lateIcon } from "../late-icons.ts";
import { type DrawPanel, Panel } from "../panel.ts";

/** The height of a lane in CSS pixels, enough for a thumb. */
const ROW = 52;

const styles = unsafeCSS(compareCss);
const storage = () => localStorage;

export class RaftBranches extends Panel {
  static override properties = { ...Panel.properties, edited: { state: true } };
  /** The branch that is being named or removed. */
  declare private edited: number | null;
  /** The selector of the element that gets the focus after the next rendering. */
  #focusNext: string | null = null;

  constructor() {
    super();
    this.edited = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override render(): TemplateResult {
    const { branch, branches, now } = this.picture.view;
    const lanes = lanesOf(branches);
    const span = spanOf(branches);
    return html`
      <p class="quiet">Acting in the past forks the run. Nothing is lost: every branch stays here.</p>
      <div class="tree" @keydown=${(event: KeyboardEvent) => moveFocus(event, ".tree-open")}>
        ${drawTree(lanes, branch, Math.min(1000, Math.round((now / span) * 1000)))}
        <ul class="tree-rows">
          ${repeat(
            lanes,
            (lane) => lane.branch.id,
            (lane) => this.#row(lane),
          )}
        </ul>
        <p class="tree-scale quiet" aria-hidden="true"><span>0 s</span><span>${momentWords(span)}</span></p>
      </div>
      ${this.#editor(branches)} ${this.#undoOffer()}
      <div class="button-row">
        <button class="button" @click=${() => chooseTwin(this.session)}>
          ${lateIcon("compare")}Compare with a twin…
        </button>
        <span class="quiet">${branches.length === 1 ? "There is no other branch yet. " : ""}A twin is the same run with other options.</span>
      </div>
      ${this.#kept()}`;
  }

  #row({ branch }: Lane): TemplateResult {
    const { view } = this.picture;
    const shown = branch.id === view.branch;
    const isCompared = branch.id === view.beside?.branch;
    const what = [
      branch.name === null || branch.parent === null ? "" : `from ${momentWords(branch.forkedAt)}`,
      countOf(branch.actionCount, "action", "actions"),
    ].filter((words) => words !== "");
    return html`<li class=${classes("tree-row", shown && "shown")} aria-current=${shown}>
      <div class="tree-name">
        <button class="tree-open" aria-label="Open ${branch.title}" data-branch=${branch.id}
          aria-description="${what.join(", ")}, played to ${momentWords(branch.head)}"
          aria-disabled=${shown} @click=${() => this.#open(branch)}>${branch.title}</button>
        <span class="quiet">${shown ? html`<b>shown</b>, ` : isCompared ? html`<b>beside it</b>, ` : nothing}${what.join(", ")}</span>
      </div>
      <span></span>
      ${
        view.branches.length === 1
          ? html`<span></span>`
          : html`<button class="button tree-compare" aria-label="Compare ${branch.title}" title="Compare with the branch shown"
              aria-disabled=${shown || isCompared} @click=${() => this.#compare(branch)}>
              ${lateIcon("compare")}<span>Compare</span>
            </button>`
      }
      <button class="quiet-button" aria-label="Name or remove ${branch.title}" title="Name or remove"
        data-edit=${branch.id} aria-expanded=${this.edited === branch.id}
        @click=${() => this.#edit(this.edited === branch.id ? null : branch.id)}>${icon("more")}</button>
    </li>`;
  }

  #editor(branches: readonly BranchView[]): TemplateResult | typeof nothing {
    const branch = branches.find((candidate) => candidate.id === this.edited);
    if (!branch) return nothing;
    return html`<form class="tree-editor" aria-label="Name or remove ${branch.title}"
      @submit=${(event: SubmitEvent) => this.#name(event, branch)}>
      <label>Name of “${branch.title}”
        <input class="command" type="text" name="name" maxlength="200" autocomplete="off"
          .value=${branch.name ?? ""} placeholder=${branch.title} />
      </label>
      <div class="button-row">
        <button class="button primary" type="submit">Save name</button>
        <button class="button" type="button" aria-label="Remove ${branch.title}" ?disabled=${branches.length === 1}
          @click=${() => this.#remove(branch)}>Remove</button>
      </div>
    </form>`;
  }

  #undoOffer(): TemplateResult {
    const title = this.picture.page.removed.at(-1);
    return html`<p class="undo-offer" role="status">${
      title === undefined
        ? nothing
        : html`<span>Removed “${title}”.</span>
            <button class="button" data-undo title="U" @click=${this.#undo}>${lateIcon("undo")}Undo</button>`
    }</p>`;
  }

  #kept(): TemplateResult | typeof nothing {
    const { seed, branches } = this.picture.view;
    const isHere = (one: Kept) =>
      one.seed === seed && branches.some((branch) => branch.name === one.name);
    const kept = keptBranches(storage).filter((branch) => !isHere(branch));
    if (kept.length === 0) return nothing;
    return html`<h3>Named before, and kept in this browser</h3>
      <ul class="kept" aria-label="Kept in this browser">
        ${kept.map(
          (branch) => html`<li>
            <span><b>${branch.name}</b> <span class="quiet">seed ${branch.seed}, at ${momentWords(branch.at)}</span></span>
            <button class="button" aria-label="Open kept ${branch.name}" @click=${() => openLink(this.session, branch.link)}>Open</button>
            <button class="quiet-button" aria-label="Forget ${branch.name}" title="Forget"
              @click=${() => this.#forget(branch)}>${icon("close")}</button>
          </li>`,
        )}
      </ul>`;
  }

  override updated(_changed: PropertyValues): void {
    if (this.#focusNext === null) return;
    // The element to focus may come with the next picture.
    const next = this.querySelector<HTMLElement>(this.#focusNext);
    if (!next) return;
    next.focus();
    this.#focusNext = null;
  }

  // --- Presses --------------------------------------------------------------------------

  #open(branch: BranchView): void {
    const shown = this.picture.view.branch;
    if (branch.id === shown) return;
    const left = this.picture.view.branches.find((other) => other.id === shown);
    if (left?.name) this.#keep(left, left.name);
    openBranch(this.session, branch.id);
  }

  #compare(branch: BranchView): void {
    const { branch: shown, beside } = this.picture.view;
    if (branch.id !== shown && branch.id !== beside?.branch)
      void compareBranch(this.session, branch.id);
  }

  #edit(id: number | null): void {
    this.#focusNext = id === null ? `[data-edit="${this.edited}"]` : ".tree-editor input";
    this.edited = id;
  }

  #name(event: SubmitEvent, branch: BranchView): void {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const name = String(new FormData(form).get("name") ?? "").trim();
    if (!nameBranch(this.session, branch.id, name)) return;
    if (branch.name && branch.name !== name) this.#forgetName(branch.name);
    if (name !== "") this.#keep(branch, name);
    this.#edit(null);
  }

  #remove(branch: BranchView): void {
    if (branch.name) this.#forgetName(branch.name);
    removeBranch(this.session, branch.id);
    this.#focusNext = "[data-undo]";
    this.edited = null;
  }

  #undo(): void {
    const before = new Set(this.picture.view.branches.map((branch) => branch.id));
    undoRemove(this.session);
    const back = this.session.picture.view.branches.find((branch) => !before.has(branch.id));
    if (!back) return;
    if (back.name) this.#keep(back, back.name);
    this.#focusNext = `[data-branch="${back.id}"]`;
    this.requestUpdate();
  }

  // --- Kept in the browser --------------------------------------------------------------

  #keep(branch: BranchView, name: string): void {
    let link = "";
    const made = this.session.attempt(() => {
      link = linkToBranch(this.session, branch.id);
    });
    if (!made) return;
    const { seed, now } = this.picture.view;
    const kept = { name, seed, at: Math.min(now, branch.head), link };
    if (keepBranch(storage, kept)) return;
    this.session.say(
      `“${name}” is its name here, but this browser's storage is full or refused: share a link to keep it.`,
      "refused",
    );
  }

  #forgetName(name: string): void {
    forgetBranch(storage, { name, seed: this.picture.view.seed });
  }

  #forget(branch: Kept): void {
    if (!forgetBranch(storage, branch))
      this.session.say("The browser's storage cannot be changed.", "refused");
    this.requestUpdate();
  }
}

/** All lanes as an SVG, with a dashed line at the moment shown. */
function drawTree(lanes: readonly Lane[], shown: number, now: number): TemplateResult {
  const height = lanes.length * ROW;
  return html`<svg class="tree-lanes" viewBox="0 0 1000 ${height}" height=${height} preserveAspectRatio="none" aria-hidden="true">
    <line class="tree-now" x1=${now} x2=${now} y1="0" y2=${height} />
    ${lanes.map(
      (
        lane,
      ) => svg`<path class="tree-lane ${lane.branch.id === shown ? "shown" : ""}" d=${lanePath(lane, ROW)} />
        <path class="tree-end ${lane.branch.id === shown ? "shown" : ""}" d="M${lane.to} ${lane.row * ROW + ROW / 2}h0" />`,
    )}
  </svg>`;
}

customElements.define("raft-branches", RaftBranches);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-branches .session=${session} .picture=${picture}></raft-branches>`;
