/** Dialogs: native, one at a time, each with a title, a close button and Escape. */

import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { press } from "../session/cluster.ts";
import { panelTitles } from "../session/panel-titles.ts";
import { groupsOf } from "../session/partition.ts";
import { longRunWords, shareWords } from "../session/share-words.ts";
import type { Sheet } from "../session/state.ts";
import sheetCss from "../styles/sheets.css?inline";
import { adopt } from "./adopt.ts";
import { faultButtons } from "./buttons.ts";
import "./disk-times.ts";
import { drawPanel } from "./draw-panel.ts";
import { exportSection, openButton } from "./export.ts";
import { icon } from "./icons.ts";
import { drawerButtons, runButtons } from "./more-buttons.ts";
import { notice } from "./notice.ts";
import { Panel } from "./panel.ts";
import { speedControl } from "./speed.ts";

const titles: Readonly<Record<Sheet["kind"], string>> = {
  ...panelTitles,
  partition: "Cut the network into groups",
  more: "More",
  "all-flights": "Messages in flight",
  "all-requests": "Requests",
  link: "Loss and latency of a link",
  disk: "How long disk writes take",
  share: "Share this run",
};

/** Said by the tour's last step, which is done by then. */
const afterTour =
  "That was the tour. Go back to any moment by the strip below the ring, and do something else there: " +
  "that forks the run. Ask answers why a thing happened, and Examples has the paper's figures.";

/** One style sheet for all instances of this element. */
const styles = unsafeCSS(sheetCss);

export class RaftSheets extends Panel {
  static override properties = { ...Panel.properties, choice: { state: true } };
  /** The group chosen for each node in the partition sheet. */
  declare choice: readonly number[];
  /** The run that was shown when the dialog opened. */
  #run = 0;

  constructor() {
    super();
    this.choice = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override render(): TemplateResult {
    const { sheet } = this.picture.page;
    return html`<dialog class="sheet ${sheet?.kind ?? ""}" aria-labelledby="sheet-title"
      @cancel=${() => this.session.closeSheet()} @close=${this.#closed} @click=${this.#clickOutside}>
      ${
        sheet === null
          ? nothing
          : html`<div class="sheet-body">
              <div class="panel-head">
                <h2 id="sheet-title">${titles[sheet.kind]}</h2>
                <button class="quiet-button" @click=${() => this.session.closeSheet()}>
                  ${icon("close")}<span class="hidden">Close</span>
                </button>
              </div>
              ${this.#body(sheet)} ${notice(this.picture)}
            </div>`
      }
    </dialog>`;
  }

  override updated(_changed: PropertyValues): void {
    const dialog = this.querySelector("dialog");
    const { sheet } = this.picture.page;
    if (!dialog || dialog.open === (sheet !== null)) return;
    if (sheet === null) {
      dialog.close();
      if (this.picture.run !== this.#run) this.#focusPlay();
      return;
    }
    this.#run = this.picture.run;
    dialog.showModal();
    this.querySelector<HTMLInputElement>(".share-url")?.select();
  }

  /** With another run, what opened the dialog is done with: Space plays, and does not open it again. */
  #focusPlay(): void {
    const page = this.closest(".page");
    page?.querySelector<HTMLElement>(".play, raft-ring .node")?.focus();
  }

  /** The event comes late: by then the dialog may be open again for the next sheet. */
  #closed(event: Event): void {
    if (event.target instanceof HTMLDialogElement && !event.target.open) this.session.closeSheet();
  }

  #clickOutside(event: Event): void {
    if (event.target instanceof HTMLDialogElement) this.session.closeSheet();
  }

  #body(sheet: Sheet): TemplateResult | typeof nothing {
    switch (sheet.kind) {
      case "partition":
        return this.#partition();
      case "more":
        return this.#more();
      case "all-flights":
        return html`<raft-flights .session=${this.session} .picture=${this.picture}></raft-flights>`;
      case "all-requests":
        return html`${this.picture.view.requests.length === 0 ? html`<p class="quiet">Nothing has been asked yet.</p>` : nothing}
          <raft-requests .session=${this.session} .picture=${this.picture}></raft-requests>`;
      case "link":
        return html`<p class="quiet">Both directions between Node ${sheet.from} and Node ${sheet.to}.</p>
          <raft-network .session=${this.session} .picture=${this.picture} .link=${[sheet.from, sheet.to]} .shows=${"all"}></raft-network>`;
      case "disk":
        return html`<raft-disk-times .session=${this.session} .picture=${this.picture} .node=${sheet.node}></raft-disk-times>`;
      case "share":
        return this.#share(sheet);
      default:
        return drawPanel(sheet.kind, this.session, this.picture);
    }
  }

  // --- Share ----------------------------------------------------------------------------

  #share(sheet: Extract<Sheet, { kind: "share" }>): TemplateResult {
    if (sheet.url === "") {
      return html`<p role="status">${longRunWords}</p> ${exportSection(this.session, null)}`;
    }
    return html`<p role="status">${shareWords(sheet.copied, sheet)}</p>
      <input class="share-url" type="text" readonly aria-label="Link to this run" .value=${sheet.url}
        @focus=${(event: FocusEvent) => event.target instanceof HTMLInputElement && event.target.select()} />
      <p class="quiet">${
        this.picture.comparedRun === null
          ? "Whoever opens it sees the same run at the same moment, and can go on from there."
          : "Whoever opens it sees the same two side by side at the same moment, and can go on from there."
      }</p>
      ${sheet.endsTour ? html`<p>${afterTour}</p>` : nothing}
      ${exportSection(this.session, sheet.url)}`;
  }

  // --- Partition ------------------------------------------------------------------------

  #partition(): TemplateResult {
    const { nodes } = this.picture.view;
    const chosen = nodes.map((_, id) => this.choice[id] ?? 0);
    const groups = groupsOf(chosen);
    const choose = (id: number, group: number) => () => {
      this.choice = chosen.map((old, other) => (other === id ? group : old));
    };
    const cut = () => {
      if (groups && press(this.session, { partition: groups })) this.session.closeSheet();
    };
    return html`<p class="quiet">Nodes hear only their own group. You can also draw a line across the ring.</p>
      <table class="small-table groups">
        <thead><tr><td></td><th scope="col">A</th><th scope="col">B</th><th scope="col">C</th></tr></thead>
        <tbody>
          ${nodes.map(
            (node) => html`<tr>
              <th scope="row">Node ${node.id}</th>
              ${[0, 1, 2].map(
                (
                  group,
                ) => html`<td><label class="spot"><input type="radio" name="group-of-${node.id}"
                  aria-label="Node ${node.id} in group ${"ABC"[group]}"
                  .checked=${chosen[node.id] === group} @change=${choose(node.id, group)} /></label></td>`,
              )}
            </tr>`,
          )}
        </tbody>
      </table>
      <div class="button-row sheet-acts">
        <button class="button primary" ?disabled=${groups === null} @click=${cut}>Cut</button>
        <span class="quiet">${groups ? groups.map((group) => group.join(", ")).join(" | ") : "Choose at least two groups."}</span>
      </div>`;
  }

  // --- More: what a phone's thumb bar has no room for -----------------------------------

  #more(): TemplateResult {
    const { session, picture } = this;
    return html`<div class="more">
      <raft-client .session=${session} .picture=${picture}></raft-client>
      <div class="button-grid" @click=${this.#backToRing}>${faultButtons(session, picture)}</div>
      <div class="button-grid">${drawerButtons(session, picture)}</div>
      <div class="button-grid">${runButtons(session, picture)} ${openButton(session)}</div>
      ${speedControl(session, picture)}
      <raft-network .session=${session} .picture=${picture} .shows=${"all"}></raft-network>
    </div>`;
  }

  /** Closes the sheet after an action, so that the ring is visible. */
  #backToRing(): void {
    if (this.session.page.sheet?.kind === "more") this.session.closeSheet();
  }
}

customElements.define("raft-sheets", RaftSheets);
