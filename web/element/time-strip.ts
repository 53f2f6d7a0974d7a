/** The time strip: a lane for each node and one for the clients, with the Time slider over them. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Lanes } from "../engine/lanes.ts";
import type { Microseconds } from "../engine/view.ts";
import { readTheme, type Theme } from "../stage/theme.ts";
import { drawBands, drawOverBands } from "../strip/draw.ts";
import { END, layoutStrip, placeAt, playedOn, type StripScene } from "../strip/scene.ts";
import { shownSpan } from "../strip/span.ts";
import { laneWords, marksAt, momentOfLane } from "../strip/words.ts";
import { momentWords } from "../words/format.ts";
import { fitCanvas, NextFrame } from "./next-frame.ts";
import { Panel } from "./panel.ts";

const MILLISECOND = 1000;
/** How far from the pointer a mark is still meant, in CSS pixels. */
const REACH = 5;
/** How long before a press it was aimed, in milliseconds of the viewer's time. */
const AIM = 300;

interface Pointed {
  readonly x: number;
  readonly words: string;
}

export class RaftTimeStrip extends Panel {
  static override properties = { ...Panel.properties, pointed: { state: true } };
  declare pointed: Pointed | null;

  /** The span shown, the one before it, and when they changed. */
  #span = 1;
  #spanBefore = 1;
  #rescaledAt = Number.NEGATIVE_INFINITY;
  #drawn = "";
  #drawnLanes: Lanes | null = null;
  #scene: StripScene | null = null;
  /** Read again for other looks only: reading it makes the page compute its styles. */
  #theme!: Theme;
  /** What lies over the bands, thousands of marks perhaps: painted again when the lanes were read. */
  readonly #over = document.createElement("canvas");
  #told: readonly string[] = [];
  #width = 0;
  #height = 0;
  /** Knows the canvas' size, so that drawing asks for none and forces no layout. */
  readonly #resized = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    [this.#width, this.#height] = [Math.round(width), Math.round(height)];
    this.#draw();
  });
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #drawing = new NextFrame(() => this.#draw());
  readonly #repaint = (): void => {
    this.#drawn = "";
    this.#drawing.ask();
  };

  constructor() {
    super();
    this.pointed = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#dark.addEventListener("change", this.#repaint);
    // Out of the document, it has heard of no change of colors.
    this.#drawn = "";
    // An element that is put back has its canvas already.
    this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dark.removeEventListener("change", this.#repaint);
    this.#resized.disconnect();
  }

  /** While the diagram covers it, nobody sees it. */
  override shouldUpdate(): boolean {
    return this.picture.page.raised !== "diagram" || !customElements.get("raft-diagram");
  }

  override render(): TemplateResult {
    const { view, lanes } = this.picture;
    const span = shownSpan(view.head);
    if (span !== this.#span) {
      this.#spanBefore = this.#span;
      this.#span = span;
      this.#rescaledAt = performance.now();
    }
    if (lanes !== this.#drawnLanes)
      this.#told = lanes.nodes.map((_, node) => laneWords(lanes, node, view.head));
    return html`
      <div class="lanes">
        <canvas aria-hidden="true"></canvas>
        <div class="strip-axis">
          <div class="strip-ahead" aria-hidden="true"></div>
          <input type="range" aria-label="Time" min="0" step="1" max=${span / MILLISECOND}
            .value=${String(Math.round(view.now / MILLISECOND))}
            aria-valuetext=${this.#valueWords()}
            @input=${this.#input} @keydown=${this.#key}
            @pointermove=${this.#point} @pointerleave=${this.#leave} />
          ${this.#parting === null ? nothing : html`<span class="parting" aria-hidden="true">≠</span>`}
        </div>
        ${
          this.pointed === null || this.pointed.words === ""
            ? nothing
            : html`<div class="strip-tip" aria-hidden="true">${this.pointed.words}</div>`
        }
        <ul class="strip-words" aria-label="Lanes">${this.#told.map((words) => html`<li>${words}</li>`)}</ul>
      </div>`;
  }

  override firstUpdated(_changed: PropertyValues): void {
    this.#observe();
  }

  #observe(): void {
    const canvas = this.querySelector("canvas");
    if (canvas) this.#resized.observe(canvas);
  }

  override updated(_changed: PropertyValues): void {
    const { view } = this.picture;
    const span = shownSpan(view.head);
    // At the newest moment nothing lies ahead, wherever that is: so no style changes.
    const [played, known] = view.now < view.head ? [view.now / span, view.head / span] : [1, 1];
    this.style.setProperty("--played", String(played));
    this.style.setProperty("--known", String(known));
    if (this.pointed !== null) this.style.setProperty("--at", `${this.pointed.x}px`);
    if (this.#parting !== null) this.style.setProperty("--parting", String(this.#parting / span));
    this.#drawing.ask();
  }

  /** The moment, and what the lanes mark there: `[` and `]` lead from mark to mark. */
  #valueWords(): string {
    const { view, lanes } = this.picture;
    const here = marksAt(lanes, view.now);
    return [`${momentWords(view.now)} of ${momentWords(view.head)}`, ...here].join("; ");
  }

  /** The moment at which the two compared runs diverge, or null. */
  get #parting(): Microseconds | null {
    return this.picture.comparedRun?.comparison?.divergence?.at ?? null;
  }

  /** Draws, when lanes, the moment played to, size, span, colors or the parting are other than drawn. */
  #draw(): void {
    const canvas = this.querySelector("canvas");
    const context = canvas?.getContext("2d");
    const over = this.#over.getContext("2d");
    // Out of the document, nothing has a color.
    if (!this.isConnected || !canvas || !context || !over) return;
    const { view, lanes, page } = this.picture;
    const [width, height] = [this.#width, this.#height];
    if (width === 0 || height === 0) return;
    const looks = `${width} ${height} ${devicePixelRatio} ${shownSpan(view.head)} ${page.theme} ${this.#parting} `;
    const drawn = `${looks}${Math.max(lanes.played, view.now)}`;
    const isSame = lanes === this.#drawnLanes;
    if (drawn === this.#drawn && isSame) return;
    if (!this.#drawn.startsWith(looks)) {
      this.#scene = null;
      this.#theme = readTheme(canvas);
    }
    const room = { width, height, head: view.head, now: view.now, parting: this.#parting };
    fitCanvas(canvas, width, height);
    if (this.#scene && isSame) {
      this.#scene = playedOn(this.#scene, lanes, room);
    } else {
      this.#scene = layoutStrip(lanes, room);
      const { left, axis } = this.#scene;
      for (const [name, size] of Object.entries({ gutter: left, end: END, axis }))
        this.style.setProperty(`--${name}`, `${size}px`);
      fitCanvas(this.#over, width, height);
      over.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      drawOverBands(over, this.#scene, this.#theme);
    }
    this.#drawn = drawn;
    this.#drawnLanes = lanes;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    drawBands(context, this.#scene, this.#theme);
    context.resetTransform();
    context.drawImage(this.#over, 0, 0);
  }

  /** A press that was aimed while the strip had another scale goes where it was aimed. */
  #input(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    const isPress = event.target.matches(":active");
    const isLate = performance.now() - this.#rescaledAt < AIM;
    const scale = isPress && isLate ? this.#spanBefore / this.#span : 1;
    this.session.transport.seek(Number(event.target.value) * MILLISECOND * scale);
  }

  /** Says what is under the pointer. */
  #point(event: PointerEvent): void {
    const canvas = this.querySelector("canvas");
    if (!canvas || event.pointerType === "touch") return;
    const { view, lanes } = this.picture;
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const room = { width: box.width, height: box.height, head: view.head, now: view.now };
    const { lane, at, perPixel } = placeAt(lanes.nodes.length, room, x, y);
    const words =
      at > Math.max(lanes.played, view.now) ? "" : momentOfLane(lanes, lane, at, REACH * perPixel);
    if (words !== this.pointed?.words) this.pointed = { x, words };
  }

  #leave(): void {
    this.pointed = null;
  }

  /** Arrow keys move by a tenth of a second; with Shift by a second, as they do elsewhere. */
  #key(event: KeyboardEvent): void {
    const spans: Readonly<Record<string, number>> = {
      ArrowLeft: -100,
      ArrowDown: -100,
      ArrowRight: 100,
      ArrowUp: 100,
      PageDown: -1000,
      PageUp: 1000,
    };
    const span = spans[event.key];
    if (event.key === "End") this.session.transport.seek(this.picture.view.head);
    else if (span !== undefined)
      this.session.transport.seekBy(span * MILLISECOND * (event.shiftKey ? 10 : 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("raft-time-strip", RaftTimeStrip);
