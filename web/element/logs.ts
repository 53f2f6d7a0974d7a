/** All logs side by side: a column for each node, a row for each index. Draws visible rows only. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type {
  EntryView,
  LogWindow,
  MachineView,
  NodeView,
  StoragePlace,
  View,
} from "../engine/view.ts";
import { countOf, termHue } from "../words/format.ts";
import { type LabelParts, labelParts, logLabels } from "../words/log-labels.ts";
import { classes } from "./classes.ts";
import { icon } from "./icons.ts";
import { contentHeight, looksAtNewest, visibleRows } from "./log-window.ts";
import { ListPanel } from "./panel.ts";

export class RaftLogs extends ListPanel {
  static override properties = { ...ListPanel.properties, rows: { attribute: false } };
  /** The rows that have room; null where the logs fill the room that they are given. */
  declare rows: number | null;
  #following = true;
  #window: LogWindow | null = null;
  #windowKey = "";
  /** The key of the last rendering. */
  #shown = "";
  /** The last index of the last rendering. */
  #last = 0;
  /** CSS pixels below the column heads, which stay in place while the rows scroll. */
  #height = 374;
  /** CSS pixels of a row, as the styles have it. */
  #rowHeight = 26;

  get #scroller(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".log-scroll");
  }

  override firstUpdated(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    new ResizeObserver(() => {
      // The head is as high as a row, and both of no height where they are out of sight.
      this.#rowHeight = scroller.firstElementChild?.clientHeight || this.#rowHeight;
      this.#height = scroller.clientHeight - this.#rowHeight;
      this.requestUpdate();
    }).observe(scroller);
    // Heard after the page has been laid out, where scrolling costs no second layout.
    const grown = new ResizeObserver(() => this.#follow());
    for (const part of this.querySelectorAll(".log-scroll, .log-space")) grown.observe(part);
  }

  /** Renders only when the logs have changed, since most new pictures have the same ones. */
  override shouldUpdate(changed: PropertyValues<this>): boolean {
    const { view, page, run } = this.picture;
    const lit = page.lights?.entries;
    const shown = `${logsKey(view)}/${view.branch}/${run}/${page.compact}/${page.presents}/${lit?.first}/${lit?.last}`;
    const waits = this.picture.lists === changed.get("picture")?.lists;
    const isNewPicture = changed.has("picture") && !changed.has("rows");
    if (isNewPicture && (waits || shown === this.#shown)) return false;
    this.#shown = shown;
    return true;
  }

  override render(): TemplateResult {
    const { view } = this.picture;
    const last = Math.max(0, ...view.nodes.map((node) => node.lastIndex ?? 0));
    this.#last = last;
    const rows = this.#readWindow(last);
    return html`
      <div class="log-scroll ${view.nodes.length > 6 ? "many" : ""}" role="table" aria-label="Logs" tabindex="0"
        aria-rowcount=${last + 1} @scroll=${this.#onScroll}>
        <div class="log-head" role="row">
          <span role="columnheader" class="log-index">#</span>
          ${view.nodes.map((node) => columnHead(node))}
        </div>
        <div class="log-space">
          <div class="log-rows" role="rowgroup">${this.#rows(rows, view)}</div>
        </div>
      </div>
      ${last === 0 ? html`<p class="quiet log-empty">All logs are empty. What is written appears here.</p>` : nothing}
      <button class="chip log-newest" ?hidden=${this.#following} @click=${this.#toNewest}>
        Newest of ${countOf(last, "entry", "entries")}
      </button>`;
  }

  /**
   * A row keeps its element while it is in sight, and leaves it to the next one: with a new entry, one
   * row changes and not all.
   */
  #rows(window: LogWindow | null, view: View): unknown {
    if (!window) return nothing;
    const count = window.nodes[0]?.entries.length ?? 0;
    const seen = window.nodes.flatMap(({ entries }) => entries.map((it) => it?.command ?? ""));
    const labels = labelParts(logLabels(seen));
    const indexes = Array.from({ length: count }, (_, row) => window.first + row);
    const lit = this.picture.page.lights?.entries ?? { first: 1, last: 0 };
    const row = (index: number, place: number) =>
      html`<div class=${classes("log-row", lit.first <= index && index <= lit.last && "lit")} role="row" aria-rowindex=${index + 1}>
        <span role="rowheader" class="log-index">${index}</span>
        ${window.nodes.map((log, column) =>
          cell(log.entries[place] ?? null, labels, {
            committed: index <= (log.commitIndex ?? 0),
            storage: storageOf(view.machines[column], index),
            replaced: index <= (view.machines[column]?.snapshotIndex ?? 0),
            node: view.nodes[column],
          }),
        )}
      </div>`;
    return repeat(indexes, (index) => index % count, row);
  }

  /** Reads the logs only when the visible rows or their entries have changed. */
  #readWindow(last: number): LogWindow | null {
    if (last === 0) return null;
    const scroller = this.#scroller;
    const height = this.#height;
    const newestTop = Math.max(0, contentHeight(last, this.#rowHeight) - height);
    const scrollTop = this.#following ? newestTop : (scroller?.scrollTop ?? newestTop);
    const rows = visibleRows({ scrollTop, height, rowHeight: this.#rowHeight, lastIndex: last });
    const key = `${rows.first}/${rows.count}/${logsKey(this.picture.view)}/${this.picture.view.branch}/${this.picture.run}`;
    if (key !== this.#windowKey || !this.#window) {
      this.#window = this.session.engine.logs(rows.first, rows.count);
      this.#windowKey = key;
    }
    return this.#window;
  }

  override updated(_changed: PropertyValues): void {
    const space = this.querySelector<HTMLElement>(".log-space");
    const rows = this.querySelector<HTMLElement>(".log-rows");
    this.style.setProperty("--log-rows", this.rows === null ? "" : String(this.rows));
    this.style.setProperty("--log-digits", String(Math.max(3, String(this.#last).length)));
    this.style.setProperty("--log-columns", String(this.picture.view.nodes.length));
    space?.style.setProperty("height", `${contentHeight(this.#last, this.#rowHeight)}px`);
    const above = ((this.#window?.first ?? 1) - 1) * this.#rowHeight;
    rows?.style.setProperty("transform", `translateY(${above}px)`);
  }

  #follow(): void {
    const scroller = this.#scroller;
    if (scroller && this.#following) scroller.scrollTop = scroller.scrollHeight;
  }

  #onScroll(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const following = looksAtNewest({
      scrollTop: scroller.scrollTop,
      // The page may have been laid out anew since the height was noted.
      height: scroller.clientHeight - this.#rowHeight,
      rowHeight: this.#rowHeight,
      lastIndex: this.#last,
    });
    // Where the newest are followed, the rows are the same wherever the page has scrolled to.
    if (following && this.#following) return;
    this.#following = following;
    this.requestUpdate();
  }

  #toNewest(): void {
    this.#following = true;
    this.#follow();
    this.requestUpdate();
  }
}

/** A key that changes whenever an entry, its storage or a commit index of any log may have changed. */
function logsKey({ nodes, machines }: View): string {
  return nodes
    .map(
      (node, place) =>
        `${node.lastIndex}.${node.lastTerm}.${node.commitIndex}.${node.status}.${node.role}.${machines[place]?.storedThrough}.${machines[place]?.newestEntriesIn}.${machines[place]?.snapshotIndex}`,
    )
    .join();
}

/** Where the entry at this index of a node's log is. */
function storageOf(machine: MachineView | undefined, index: number): StoragePlace {
  if (!machine || index <= (machine.storedThrough ?? 0)) return "disk";
  return machine.newestEntriesIn;
}

function columnHead(node: NodeView): TemplateResult {
  return html`<span role="columnheader" class="log-column ${node.status}">
    <b><span class="log-node">Node </span>${node.id}</b> ${columnSign(node)}
  </span>`;
}

/** A small sign for a narrow column, with its word for screen readers. */
function columnSign(node: NodeView): TemplateResult | typeof nothing {
  if (node.status === "crashed") return html`<span class="hidden">crashed</span>`;
  if (node.status === "paused") return html`${icon("pause")}<span class="hidden">paused</span>`;
  switch (node.role) {
    case "leader":
      return html`${icon("leader")}<span class="hidden">leads</span>`;
    case "candidate":
      return html`<i>?</i><span class="hidden">asks for votes</span>`;
    case "follower":
      return nothing;
  }
}

interface Cell {
  readonly committed: boolean;
  readonly storage: StoragePlace;
  /** Whether a snapshot stands for the entry. */
  readonly replaced: boolean;
  readonly node: NodeView | undefined;
}

function cell(
  entry: EntryView | null,
  labels: ReadonlyMap<string, LabelParts>,
  { committed, storage, replaced, node }: Cell,
): TemplateResult {
  if (replaced) return html`<span role="cell" class="log-cell in-snapshot">in snapshot</span>`;
  if (!entry) return html`<span role="cell" class="log-cell none"></span>`;
  const looks = classes(
    `log-cell term-${termHue(entry.term)}`,
    committed ? "solid" : "hollow",
    node?.status === "crashed" && "crashed",
    storage !== "disk" && "unwritten",
  );
  // A node may hold an entry that is committed without knowing so yet.
  const known = committed ? "committed" : `not known to Node ${node?.id} as committed`;
  const state = `term ${entry.term}, ${known}${storageWords[storage]}`;
  return html`<span role="cell" class=${looks} title="${entry.command} (${state})">
    <b aria-hidden="true">${entry.term}</b>${logValue(labels.get(entry.command), `, ${state}`)}
  </span>`;
}

/**
 * What an entry says; where room is short, what others say too gives way first. Screen readers have
 * it in one piece, with more.
 */
export function logValue([shared, telling]: LabelParts = ["", ""], more = ""): TemplateResult {
  return html`<span class=${classes("log-value", /^[A-Z]+ /.test(shared) && "verb")} aria-hidden="true">${shared && html`<span>${shared}</span>`}<span>${telling}</span></span><span class="hidden">${shared}${telling}${more}</span>`;
}

const storageWords: Readonly<Record<StoragePlace, string>> = {
  disk: "",
  cache: "; a crash would lose it: only the disk's cache has it",
  waiting: "; not on disk yet: it waits to be written",
  memory: "; in memory only",
};

customElements.define("raft-logs", RaftLogs);
