/** The clients' history: a lane for each client, a bar for each request, faults over them. */

import {
  html,
  nothing,
  type PropertyValues,
  type SVGTemplateResult,
  svg,
  type TemplateResult,
  unsafeCSS,
} from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { HistoryView, RequestView } from "../../engine/view.ts";
import { type Bar, type Bars, layoutBars } from "../../history/bars.ts";
import { type FaultMark, labelRows, layoutFaults } from "../../history/faults.ts";
import {
  held,
  moved,
  openingSight,
  type Sight,
  type Stretch,
  spans,
  stretchOf,
  ticksOf,
  usualSight,
  xOf,
  zoomed,
} from "../../history/window.ts";
import historyCss from "../../styles/history.css?inline";
import { momentWords, requestOutcomeWords } from "../../words/format.ts";
import { adopt } from "../adopt.ts";
import { classes } from "../classes.ts";
import { HistoryJudge } from "../history-judge.ts";
import { icon } from "../icons.ts";
import { type DrawPanel, Panel } from "../panel.ts";

const LABEL_ROW = 13;
const HEAD = labelRows * LABEL_ROW + 3;
const AXIS = 16;
const LANE = 18;
const LANE_COMPACT = 32;
/** The height over the bars in which words stand, where few clients leave room for that. */
const WORDS = 13;
const FEW = 4;
/** Room for the clients' names. */
const NAMES = 62;
/** Microseconds before the window in which a fault that lasts may have begun. */
const LOOK_BACK = 120_000_000;

/** One style sheet for all instances of this element. */
const styles = unsafeCSS(historyCss);

export class RaftHistory extends Panel {
  static override properties = {
    ...Panel.properties,
    sight: { state: true },
    width: { state: true },
    looked: { state: true },
  };
  declare sight: Sight;
  /** The width of the time axis in CSS pixels. */
  declare width: number;
  /** The request under the pointer or with the focus. */
  declare looked: number | null;

  #judge = new HistoryJudge();
  #sizes = new ResizeObserver(() => this.#measure());
  #bars: Bars = { lanes: [], bars: [], height: 0, laneHeight: LANE };
  #run = "";
  /** Who has asked in the run shown, as far as it was in sight. */
  #clients = new Set<number>();
  #dragFrom: { readonly x: number; readonly sight: Sight } | null = null;
  #dragged = false;

  constructor() {
    super();
    this.sight = usualSight;
    this.width = 800;
    this.looked = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#judge.dispose();
  }

  #measure(): void {
    const inside = this.querySelector(".history-scroll")?.clientWidth ?? this.clientWidth;
    this.width = Math.max(120, inside - NAMES);
  }

  override willUpdate(_changed: PropertyValues): void {
    const { run, view } = this.picture;
    const { isHere } = this.session.fullEngine;
    const key = `${run}.${view.branch}/${isHere}`;
    if (key === this.#run) return;
    this.#run = key;
    this.#clients.clear();
    const whole = isHere ? this.session.engine.history(0, view.head) : null;
    if (whole) this.#meet(whole);
    // The moment of the newest request, or of the first one ahead; null when nothing was asked.
    const asked = view.requests.at(-1) ?? whole?.requests[0];
    this.sight = openingSight(whole && asked ? asked.sentAt : null, view.now);
    this.looked = null;
  }

  override firstUpdated(): void {
    this.#measure();
  }

  override render(): TemplateResult {
    const { view } = this.picture;
    const stretch = stretchOf(this.sight, view.now);
    const history = this.#read(stretch);
    this.#meet(history);
    const verdict = this.#judge.verdict(this.session, this.picture, () => this.requestUpdate());
    this.#bars = layoutBars(
      history.requests,
      stretch,
      { width: this.width, ...this.#laneOf(), reached: view.head, clients: this.#clients },
      verdict?.contradiction,
    );
    const faults = layoutFaults(history.faults, stretch, this.width, view.head);
    const contradicts = verdict?.verdict === "broken";
    return html`
      <div class="panel-head history-head">
        <h2>Requests over time</h2>
        <p class="history-reading ${contradicts ? "violation-words" : "quiet"}">${this.#reading(contradicts ? verdict.sentence : null)}</p>
        ${this.#tools()}
      </div>
      ${this.#bars.bars.length === 0 ? this.#empty() : nothing}
      <div class="history-scroll scroll" @wheel=${this.#wheel} @pointerdown=${this.#down}
        @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up}>
        ${this.#drawing(stretch, faults)}
      </div>
      <ol class="hidden" aria-label="Faults in sight">
        ${faults.map((mark) => html`<li>${momentWords(mark.event.at)}: ${mark.event.sentence}</li>`)}
      </ol>`;
  }

  #meet({ requests }: HistoryView): void {
    for (const { client } of requests) this.#clients.add(client);
  }

  /** Lanes are as high as all clients of the run bear: those in sight are others at each moment. */
  #laneOf() {
    const clients = Math.max(this.#clients.size, this.picture.view.workload?.clients ?? 0);
    const wordsHeight = clients <= FEW ? WORDS : 0;
    const bar = this.picture.page.compact ? LANE_COMPACT : LANE;
    return { laneHeight: bar + wordsHeight, wordsHeight };
  }

  #read({ from, until }: Stretch): HistoryView {
    if (!this.session.fullEngine.isHere) return { requests: [], faults: [] };
    const { faults } = this.session.engine.history(Math.max(0, from - LOOK_BACK), until);
    return { requests: this.session.engine.history(from, until).requests, faults };
  }

  #empty(): TemplateResult {
    return html`<p class="quiet history-empty">
      No request here. Press Write, or let clients ask by themselves: Faults, Lab, Workload.
    </p>`;
  }

  /** A line about the request in focus, or a legend. */
  #reading(contradiction: string | null): string {
    const bar = this.#bars.bars.find(({ request }) => request.id === this.looked);
    if (bar) return requestWords(bar.request);
    return (
      contradiction ??
      "Solid: acknowledged. Open: no answer, so it may still take effect. Press a bar to go to its moment."
    );
  }

  #tools(): TemplateResult {
    const follows = this.sight.from === null;
    const { now } = this.picture.view;
    const tool = (label: string, sign: string, next: () => Sight, off = false) =>
      html`<button class="quiet-button" aria-label=${label} title=${label} ?disabled=${off}
        @click=${() => {
          this.sight = next();
        }}><span aria-hidden="true">${sign}</span></button>`;
    return html`<div class="history-tools" role="group" aria-label="What is in sight">
      ${tool("Earlier", "‹", () => moved(this.sight, now, -0.5), stretchOf(this.sight, now).from <= 0)}
      ${tool("Later", "›", () => moved(this.sight, now, 0.5))}
      ${tool("Zoom out", "−", () => zoomed(this.sight, now, 1), this.sight.span === spans.at(-1))}
      ${tool("Zoom in", "+", () => zoomed(this.sight, now, -1), this.sight.span === spans[0])}
      <button class="button" aria-pressed=${follows} @click=${this.#toggleFollow}>Follow</button>
      <button class="quiet-button" aria-label="Close" @click=${this.#close}>${icon("close")}</button>
    </div>`;
  }

  #toggleFollow(): void {
    const { now } = this.picture.view;
    this.sight = this.sight.from === null ? held(this.sight, now) : { ...this.sight, from: null };
  }

  #close(): void {
    this.session.update((page) => ({ ...page, raised: null, sheet: null }));
  }

  // --- The drawing ----------------------------------------------------------------------

  #drawing(stretch: Stretch, faults: readonly FaultMark[]): TemplateResult {
    const { lanes, bars, height, laneHeight } = this.#bars;
    const below = HEAD + Math.max(height, LANE);
    const now = xOf(this.picture.view.now, stretch, this.width);
    const entry = bars.find(({ request }) => request.id === this.looked) ?? bars.at(-1);
    return html`<svg class="history" width=${NAMES + this.width} height=${below + AXIS}
      role="group" aria-label="Requests by client, over time" @keydown=${this.#key}>
      <g transform="translate(${NAMES} 0)">
        ${ticksOf(stretch, this.width).map(
          (tick) => svg`<g class="tick" aria-hidden="true">
            <line x1=${tick.x} x2=${tick.x} y1=${HEAD} y2=${below} />
            <text class=${tick.x > this.width - 24 ? "at-end" : ""} x=${tick.x} y=${below + AXIS - 4}>${tickWords(tick.at)}</text>
          </g>`,
        )}
        ${lanes.map(
          (lane) => svg`<g class="lane" aria-hidden="true">
            <text x=${8 - NAMES} y=${HEAD + lane.top + laneHeight / 2 + 4}>Client ${lane.client}</text>
            <line x1="0" x2=${this.width} y1=${HEAD + lane.top + laneHeight} y2=${HEAD + lane.top + laneHeight} />
          </g>`,
        )}
        ${faults.map((mark) => drawFault(mark, below))}
        <g transform="translate(0 ${HEAD})">
          ${repeat(
            bars,
            (bar) => bar.request.id,
            (bar) => this.#bar(bar, bar === entry),
          )}
        </g>
        <line class="now" aria-hidden="true" x1=${now} x2=${now} y1=${HEAD - 4} y2=${below} />
      </g>
    </svg>`;
  }

  #bar(bar: Bar, isEntry: boolean): SVGTemplateResult {
    const { request, left, width, top, height } = bar;
    const middle = top + height / 2;
    return svg`<g class=${classes("bar", bar.outcome, bar.contradicts && "contradicts")} role="button"
      data-request=${request.id} tabindex=${isEntry ? 0 : -1}
      aria-label="${bar.contradicts ? "Part of the contradiction: " : ""}${requestWords(request)}"
      @click=${() => this.#go(request)} @focus=${() => this.#look(request.id)}
      @pointerenter=${() => this.#look(request.id)} @pointerleave=${() => this.#look(null)}>
      <rect class="reach" x=${left - bar.before} y=${top - 3} width=${width + bar.before + bar.after} height=${height + 6} />
      ${
        bar.isOpen
          ? svg`<path class="body" d="M ${left + width} ${top} H ${left} V ${top + height} H ${left + width}" />`
          : svg`<rect class="body" x=${left} y=${top} width=${width} height=${height} rx="2" />`
      }
      ${bar.outcome === "refused" ? svg`<path class="strike" d="M ${left + 1} ${middle} H ${left + width - 1}" />` : nothing}
      ${
        bar.words === ""
          ? nothing
          : svg`<text class=${bar.wordsPlace} x=${bar.wordsLeft} y=${bar.wordsPlace === "above" ? top - 3 : middle + 4}>${bar.words}</text>`
      }
    </g>`;
  }

  #look(id: number | null): void {
    this.looked = id;
  }

  /** Seeks the moment of a request without moving the window. */
  #go(request: RequestView): void {
    if (this.#dragged) return;
    this.sight = held(this.sight, this.picture.view.now);
    this.looked = request.id;
    this.session.transport.seek(request.sentAt);
    if (this.picture.page.compact)
      this.session.update((page) => ({ ...page, sheet: null, tab: "explain" }));
  }

  // --- Keyboard and pointer -------------------------------------------------------------

  #key(event: KeyboardEvent): void {
    const { bars } = this.#bars;
    const at = bars.findIndex(({ request }) => request.id === this.looked);
    const bar = bars[at];
    if (!bar) return;
    if (event.key === "Enter" || event.key === " ") this.#go(bar.request);
    else {
      const next = neighbor(bars, bar, event.key);
      if (next === undefined) return;
      this.querySelector<SVGElement>(`[data-request="${next.request.id}"]`)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #wheel(event: WheelEvent): void {
    const { now } = this.picture.view;
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (event.ctrlKey) this.sight = zoomed(this.sight, now, event.deltaY > 0 ? 1 : -1);
    else if (sideways !== 0) this.sight = moved(this.sight, now, sideways / this.width);
    else return;
    event.preventDefault();
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#dragged = false;
    this.#dragFrom = { x: event.clientX, sight: held(this.sight, this.picture.view.now) };
  }

  #move(event: PointerEvent): void {
    const start = this.#dragFrom;
    if (!start) return;
    const by = event.clientX - start.x;
    if (Math.abs(by) > 5) this.#dragged = true;
    if (this.#dragged) this.sight = moved(start.sight, this.picture.view.now, -by / this.width);
  }

  #up(): void {
    this.#dragFrom = null;
  }
}

/** Returns the bar that an arrow key leads to: in the lane, or the nearest in the next lane. */
function neighbor(bars: readonly Bar[], from: Bar, key: string): Bar | undefined {
  const own = bars.filter((bar) => bar.lane === from.lane);
  const place = own.indexOf(from);
  const nearest = (lane: number | undefined) =>
    bars
      .filter((bar) => bar.lane === lane)
      .toSorted(
        (one, other) => Math.abs(one.left - from.left) - Math.abs(other.left - from.left),
      )[0];
  const lanes = bars.map(({ lane }) => lane);
  switch (key) {
    case "ArrowLeft":
      return own[place - 1];
    case "ArrowRight":
      return own[place + 1];
    case "ArrowUp":
      return nearest(lanes.findLast((lane) => lane < from.lane));
    case "ArrowDown":
      return nearest(lanes.find((lane) => lane > from.lane));
    case "Home":
      return own[0];
    case "End":
      return own.at(-1);
    default:
      return undefined;
  }
}

function drawFault(
  { left, width, label, row, event }: FaultMark,
  below: number,
): SVGTemplateResult {
  const top = row === null ? HEAD - 4 : row * LABEL_ROW + 2;
  return svg`<g class=${classes("fault", event.kind)} aria-hidden="true">
    ${width > 0 ? svg`<rect x=${left} y=${HEAD} width=${width} height=${below - HEAD} />` : nothing}
    <line x1=${left} x2=${left} y1=${top} y2=${below} />
    ${row === null ? nothing : svg`<text x=${left + 4} y=${top + 10}>${label}</text>`}
    <title>${event.sentence}</title>
  </g>`;
}

/** "Client 2 asks SET x=1 at 4.20 s: acknowledged at 4.36 s; x = 1". */
function requestWords(request: RequestView): string {
  const end = request.endedAt === null ? "" : ` at ${momentWords(request.endedAt)}`;
  const note = request.note === "" ? "" : `; ${request.note}`;
  return `Client ${request.client} asks ${request.command} at ${momentWords(request.sentAt)}: ${requestOutcomeWords[request.outcome]}${end}${note}`;
}

function tickWords(at: number): string {
  const tenths = Math.round(at / 100_000);
  const minutes = Math.floor(tenths / 600);
  const seconds = String((tenths % 600) / 10);
  return minutes === 0 ? `${seconds} s` : `${minutes}:${seconds.padStart(2, "0")}`;
}

customElements.define("raft-history", RaftHistory);

export const draw: DrawPanel = (session, picture, place) =>
  html`<raft-history class=${place} .session=${session} .picture=${picture}></raft-history>`;
