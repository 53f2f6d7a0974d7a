/**
 * The space-time diagram: who did what when, and which message tells whom. A canvas shows it; a list
 * of the events in sight, in causal order, holds the same for keys and for those who cannot see it.
 */

import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { guard } from "lit/directives/guard.js";
import { sideTitles } from "../../compare/differences.ts";
import {
  type AskedEvent,
  askedPoint,
  askForEvent,
  takeAskedEvent,
} from "../../diagram/asked-event.ts";
import { futureOf, pastOf, wayBetween } from "../../diagram/causality.ts";
import { countIn, differingWords } from "../../diagram/differing.ts";
import { drawDiagram } from "../../diagram/draw.ts";
import { type Filter, keepsPoint, noFilter } from "../../diagram/filter.ts";
import { messageAt, pointAt } from "../../diagram/hit.ts";
import { axisOf, layoutDiagram, type Room } from "../../diagram/layout.ts";
import { type Subject, stretchOf } from "../../diagram/life.ts";
import { lightsOf } from "../../diagram/lights.ts";
import { type Misstep, misstepsOf } from "../../diagram/missteps.ts";
import type { Point } from "../../diagram/points.ts";
import { type Reading, readEvery, readSight, serves } from "../../diagram/reading.ts";
import type { DiagramScene } from "../../diagram/scene.ts";
import {
  around,
  fitted,
  following,
  forecastLength,
  isInSight,
  moved,
  openingSight,
  type Sight,
  showing,
  spanLeast,
  zoomed,
  zoomStep,
} from "../../diagram/sight.ts";
import { type Step, walked } from "../../diagram/walk.ts";
import { WholeLife } from "../../diagram/whole-life.ts";
import { type WhyOf, whyOf } from "../../diagram/why-of.ts";
import {
  betweenWords,
  coneWords,
  countsWords,
  forecastWords,
  messageWords,
  playingWords,
  pointSentence,
  pointWords,
  subjectWords,
} from "../../diagram/words.ts";
import type { ForecastView } from "../../engine/diagram.ts";
import type { Microseconds } from "../../engine/view.ts";
import { askForSpan } from "../../figure/asked-span.ts";
import { readTheme, type Theme } from "../../stage/theme.ts";
import diagramCss from "../../styles/diagram.css?inline";
import { exactWords } from "../../words/exact-times.ts";
import { adopt } from "../adopt.ts";
import { DiagramBeside } from "../diagram-beside.ts";
import { DiagramEdge } from "../diagram-edge.ts";
import { filterTools } from "../diagram-filters.ts";
import { besideList, eventList, lifeList } from "../diagram-lists.ts";
import { DiagramPointer } from "../diagram-pointer.ts";
import { icon } from "../icons.ts";
import { fitCanvas, NextFrame } from "../next-frame.ts";
import { type DrawPanel, Panel } from "../panel.ts";

/** How far from a finger or a pointer an event is still meant, in CSS pixels. */
const REACH = 10;
const REACH_TOUCH = 22;
const LINE_REACH = 5;
/** The list waits for a zoom to end, in milliseconds of the viewer's time. */
const SETTLE = 120;
/** One press of an arrow key moves by this share of what is in sight. */
const PAN = 0.1;

/** With what comes if we wait, this share of what is in sight lies before the moment shown. */
const BEHIND = 0.35;
/** And so many of the longest election timeouts after it, at least. */
const AHEAD = 2;
/** The height of the words that say whose lanes are whose; see `.diagram-side`. */
const SIDE_TITLE = 14;

const legend =
  "Solid: a request. Dashed: a reply. A cross: lost. Press an event or a moment to go there. Zoom: ";
/** Whoever has only a thumb is told no keys. */
const hasThumb = () => matchMedia("(hover: none)").matches;
const zoomWords = () => (hasThumb() ? "+, −, or two fingers." : "+, −, or drag with Shift.");

/** One style sheet for all instances of this element. */
const styles = unsafeCSS(diagramCss);

export class RaftDiagram extends Panel {
  static override properties = {
    ...Panel.properties,
    sight: { state: true },
    filter: { state: true },
    subject: { state: true },
    focused: { state: true },
    pointed: { state: true },
    message: { state: true },
    listed: { state: true },
    size: { state: true },
    selection: { state: true },
    waits: { state: true },
  };
  declare sight: Sight;
  declare filter: Filter;
  /** The life that is told, if any. */
  declare subject: Subject | null;
  /** The number of the event in focus: it stays the same when another span is read. */
  declare focused: number | null;
  /** The number of the event under the pointer. */
  declare pointed: number | null;
  /** The id of the message under the pointer. */
  declare message: number | null;
  /** The stretch whose events the list holds. */
  declare listed: Sight;
  /** The size of the canvas in CSS pixels. */
  declare size: { readonly width: number; readonly height: number };
  /** The stretch that is being selected, in CSS pixels. */
  declare selection: readonly [number, number] | null;
  /** Whether what comes if we wait is drawn ahead of the moment shown. */
  declare waits: boolean;

  #reading: Reading | null = null;
  /** The life that is told, as far as it was read. */
  #whole: WholeLife | null = null;
  #lifeReadAt = 0;
  #readAt = 0;
  #forecast: ForecastView | null = null;
  /** Of which moment, and how far. */
  #forecastOf = "";
  #run = "";
  #version = -1;
  /** The moment shown when it was looked at last. */
  #now = -1;
  #scene: DiagramScene | null = null;
  #settling = 0;
  /** Whether a zoom or a movement goes on. */
  #moves = false;
  #focusWanted = false;
  /** The event that somebody asked for, until it is read. */
  #asked: AskedEvent | null = null;
  #theme: { readonly name: string; readonly colors: Theme } | null = null;
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #drawing = new NextFrame(() => this.#draw());
  readonly #repaint = (): void => this.requestUpdate();
  readonly #resized = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    this.size = { width: Math.round(width), height: Math.round(height) };
  });
  readonly #beside = new DiagramBeside();
  readonly #edge = new DiagramEdge(() => this.#close());
  /** What was lit last, as the number of its event. */
  #lights: number | null = null;
  readonly #pointer = new DiagramPointer({
    zoom: (x, factor) => this.#look(zoomed(this.sight, this.#shareOf(x), factor)),
    pan: (pixels) => this.#look(moved(this.sight, -pixels / this.#length)),
    mark: (stretch) => {
      this.selection = stretch;
    },
    select: (from, until) => this.#select(from, until),
    press: (x, y, isTouch) => this.#press(x, y, isTouch),
    point: (x, y) => this.#point(x, y),
    leave: () => this.#unpoint(),
  });

  constructor() {
    super();
    this.sight = { from: 0, span: 1_000_000 };
    this.filter = noFilter;
    this.subject = null;
    this.focused = null;
    this.pointed = null;
    this.message = null;
    this.listed = this.sight;
    this.size = { width: 0, height: 0 };
    this.selection = null;
    this.waits = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
    this.#dark.addEventListener("change", this.#repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dark.removeEventListener("change", this.#repaint);
    this.#resized.disconnect();
    window.clearTimeout(this.#settling);
    this.#light(null);
  }

  override firstUpdated(): void {
    const canvas = this.querySelector("canvas");
    if (canvas) this.#resized.observe(canvas);
    // A wheel zooms the diagram in place of the page.
    const area = this.querySelector<HTMLElement>(".diagram-area");
    area?.addEventListener("wheel", this.#pointer.wheel, { passive: false });
  }

  // --- What is read ---------------------------------------------------------------------

  override willUpdate(changed: PropertyValues): void {
    const { run, view } = this.picture;
    const key = `${run}.${view.branch}`;
    if (key !== this.#run) {
      this.#run = key;
      this.#reading = null;
      this.#forget();
      this.#see(openingSight(view.now));
    } else if (changed.has("picture") && view.now !== this.#now) {
      this.#see(following(this.sight, view.now));
    }
    this.#now = view.now;
    this.#take(takeAskedEvent(this.session));
    this.#read();
    this.#readLife();
    this.#readForecast();
    this.#findAsked();
    this.#beside.read(this.session, this.picture, this.sight, this.#reading);
  }

  #forget(): void {
    this.focused = null;
    this.pointed = null;
    this.message = null;
    this.subject = null;
    this.#whole = null;
  }

  #read(): void {
    const { view, lanes, page } = this.picture;
    if (!this.session.fullEngine.isHere) return;
    const now = performance.now();
    const isSame = this.#version === view.version;
    if (this.#reading && (isSame || page.playing)) {
      const waits = page.playing || this.#moves;
      const isFresh = waits && now - this.#readAt < readEvery;
      if (isFresh || serves(this.#reading, this.sight, this.#played)) return;
    }
    [this.#readAt, this.#version] = [now, view.version];
    const { engine } = this.session;
    this.#reading = readSight(
      (from, until, most) => engine.diagram(from, until, most),
      this.sight,
      lanes.nodes.length,
    );
  }

  /** Reads a portion of the life that is told; the next one follows with the next frame. */
  #readLife(): void {
    const whole = this.#whole;
    if (whole?.hasMore(this.#played) !== true || !this.session.fullEngine.isHere) return;
    const now = performance.now();
    if (this.picture.page.playing && now - this.#lifeReadAt < readEvery) return;
    this.#lifeReadAt = now;
    const { engine } = this.session;
    whole.readOn((from, until, most) => engine.diagram(from, until, most), this.#played);
    requestAnimationFrame(this.#repaint);
  }

  /** What comes if we wait; nothing while the run plays, since it then comes anyhow. */
  #readForecast(): void {
    const { view, page, run } = this.picture;
    if (!this.waits || page.playing || !this.session.fullEngine.isHere) {
      this.#forecast = null;
      this.#forecastOf = "";
      return;
    }
    const until = view.now + forecastLength(this.sight, view.now);
    const of = `${run}.${view.branch}.${view.version}.${view.now}.${until}`;
    if (of === this.#forecastOf) return;
    this.#forecastOf = of;
    this.#forecast = this.session.engine.forecast(until);
  }

  /** Makes room for what comes, and draws it; or draws what was played again. */
  #wait(): void {
    this.waits = !this.waits;
    if (!this.waits) return;
    const { now, options } = this.picture.view;
    const [, longest] = options.electionTimeoutMs;
    // So far ahead that an election could come.
    const span = Math.max(this.sight.span, (AHEAD * longest * 1_000) / (1 - BEHIND));
    this.#look({ from: Math.max(0, now - span * BEHIND), span });
  }

  /** Brings an event into sight that somebody asks for. */
  #take(asked: AskedEvent | null): void {
    if (asked === null) return;
    this.#forget();
    this.#asked = asked;
    const usual = openingSight(asked.at);
    this.#see(isInSight(this.sight, asked.at) ? this.sight : usual);
    // So much is in sight that no event could be told apart.
    if (this.sight.span > usual.span) this.#see(usual);
  }

  /** Puts the focus on the event that was asked for, once it is read. */
  #findAsked(): void {
    if (this.#asked === null || this.#reading === null) return;
    const point = askedPoint(this.#points, this.#asked);
    // It is further than the run was played: it comes when the run has got there.
    if (point === null && this.#played < this.#asked.at) return;
    this.#asked = null;
    if (point === null) return;
    this.focused = point.seq;
    // A dialog that closes now gives the focus back to where it was; this comes after that.
    requestAnimationFrame(() => this.#moveTo(point));
  }

  get #missteps(): readonly Misstep[] {
    return misstepsOf(this.session, this.picture.view);
  }

  get #played(): Microseconds {
    const { lanes, view } = this.picture;
    return Math.max(lanes.played, view.now);
  }

  get #points(): readonly Point[] {
    return this.#reading?.points ?? [];
  }

  #pointOf(seq: number | null): Point | null {
    return seq === null ? null : (this.#points.find((point) => point.seq === seq) ?? null);
  }

  /** The event that cause and effect are shown of: the one in focus, else the one under the pointer. */
  get #main(): Point | null {
    return this.#pointOf(this.focused) ?? this.#pointOf(this.pointed);
  }

  /** What can be asked about the event in focus. */
  get #why(): WhyOf | null {
    const point = this.#pointOf(this.focused);
    return point === null ? null : whyOf(point);
  }

  /** Opens the decision of the event in focus, or the question about it. */
  #askWhy(): void {
    const [point, why] = [this.#pointOf(this.focused), this.#why];
    if (point === null || why === null) return;
    const { decision, asked } = why;
    if (decision !== null) this.session.openSheet({ kind: "ask", decision });
    if (asked === null) return;
    // A node is asked about at the moment of the event; a message has moments of its own.
    if (point.what.kind === "happened") this.#seek(point.at);
    this.session.openSheet({ kind: "ask", asked });
  }

  /** A second event, to be related to the one in focus. */
  get #second(): Point | null {
    const pointed = this.#pointOf(this.pointed);
    return this.focused === null || pointed?.seq === this.focused ? null : pointed;
  }

  #way(main: Point, second: Point): readonly number[] | null {
    const order = this.#reading?.order;
    if (!order) return null;
    const [one, other] = [Math.min(main.id, second.id), Math.max(main.id, second.id)];
    return wayBetween(order, one, other);
  }

  #lit(): ReadonlySet<number> | null {
    const order = this.#reading?.order;
    const [main, second] = [this.#main, this.#second];
    if (order && main && second)
      return new Set([main.id, second.id, ...(this.#way(main, second) ?? [])]);
    if (order && main)
      return new Set([...pastOf(order, main.id), main.id, ...futureOf(order, main.id)]);
    if (this.#whole !== null) {
      const told = new Set(this.#whole.points.map(({ seq }) => seq));
      return new Set(this.#points.flatMap(({ id, seq }) => (told.has(seq) ? [id] : [])));
    }
    return null;
  }

  // --- What is drawn --------------------------------------------------------------------

  override render(): TemplateResult {
    return html`
      ${this.#edge.render()}
      <div class="panel-head diagram-head">
        <h2>Space-time diagram</h2>
        <p class="diagram-reading quiet" role="status">${this.#words()}</p>
      </div>
      ${filterTools({
        filter: this.filter,
        subject: this.subject,
        points: this.#points,
        requests: this.picture.view.requests,
        nodes: this.picture.lanes.nodes.length,
        choose: (filter) => {
          this.filter = filter;
        },
        tell: (subject) => this.#tell(subject),
        waits: this.waits,
        wait: () => this.#wait(),
        why: this.#why,
        ask: () => this.#askWhy(),
      })}
      ${this.#misstepButtons()}
      <div class="diagram-body">
        <div class="diagram-area scroll" data-first tabindex="0" role="group" aria-keyshortcuts="+ - 0 Enter"
          aria-label="Time: arrow keys move it, + and − zoom, 0 shows all, Enter leads to the events"
          @keydown=${this.#areaKey} @pointerdown=${this.#pointer.down} @pointermove=${this.#pointer.move}
          @pointerup=${this.#pointer.up} @pointercancel=${this.#pointer.cancel} @pointerleave=${this.#pointer.leave}>
          <canvas aria-hidden="true"></canvas>
          ${this.#sides()}
        </div>
        ${this.#life()}
      </div>
      ${guard(this.#listKey(), () => this.#list())}
      ${guard([this.#beside.reading, this.listed], () => this.#besideList())} ${this.#tools()}`;
  }

  /** The missteps of a hunt's story, by their moments; each leads to what was done there. */
  #misstepButtons(): TemplateResult | typeof nothing {
    const missteps = this.#missteps;
    if (missteps.length === 0) return nothing;
    return html`<div class="diagram-missteps" role="group" aria-label="Missteps">
      <span class="quiet">Where the rule is missing:</span>
      ${missteps.map(
        ({
          at,
          sentence,
        }) => html`<button class="chip" title=${sentence} aria-label="${exactWords(at)}: ${sentence}"
          @click=${() => this.#goToMisstep(at)}>${exactWords(at)}</button>`,
      )}
    </div>`;
  }

  #goToMisstep(at: Microseconds): void {
    askForEvent(this.session, { at, nodes: [] });
    this.#seek(at);
    this.requestUpdate();
  }

  /** Whose lanes are whose, while two runs are compared. */
  #sides(): TemplateResult | typeof nothing {
    const { view, comparedRun } = this.picture;
    if (this.#beside.reading === null || comparedRun === null) return nothing;
    const titles = sideTitles(view, comparedRun.view);
    return html`${titles.map((title, place) => html`<span class="diagram-side">${place === 0 ? "Left" : "Right"}: ${title}</span>`)}`;
  }

  /** A line about what is in focus or under the pointer, else the legend. */
  #words(): string {
    const reading = this.#reading;
    if (!reading) return "The engine for this is on its way.";
    const [main, second] = [this.#main, this.#second];
    if (main && second)
      return `${pointWords(second)}. ${betweenWords(this.#points, this.#way(main, second))}`;
    if (main) {
      const { order } = reading;
      const misstep = this.#missteps.find(({ at }) => at === main.at);
      if (misstep) return `${exactWords(main.at)}, where the rule is missing: ${misstep.sentence}`;
      return `${pointSentence(main)} ${coneWords(pastOf(order, main.id).size, futureOf(order, main.id).size)}`;
    }
    if (this.waits) return this.#forecast === null ? playingWords : forecastWords(this.#forecast);
    const message = reading.view.messages.find(({ packet }) => packet.id === this.message);
    if (message) return messageWords(message);
    const { reading: beside, onlyLeft, onlyRight } = this.#beside;
    if (beside !== null)
      return differingWords(
        countIn(this.sight, this.#points, onlyLeft),
        countIn(this.sight, beside.points, onlyRight),
      );
    return reading.view.counts === null
      ? `${legend}${zoomWords()}`
      : countsWords(reading.view, hasThumb() ? "+ or two fingers" : "+ or the wheel");
  }

  #tools(): TemplateResult {
    const tool = (label: string, sign: string, next: () => Sight) =>
      html`<button class="quiet-button" aria-label=${label} title=${label}
        @click=${() => this.#look(next())}><span aria-hidden="true">${sign}</span></button>`;
    return html`<div class="diagram-tools" role="group" aria-label="What is in sight">
      ${tool("Earlier", "‹", () => moved(this.sight, -0.5))}
      ${tool("Later", "›", () => moved(this.sight, 0.5))}
      ${tool("Zoom out", "−", () => this.#zoomed(1 / zoomStep))}
      ${tool("Zoom in", "+", () => this.#zoomed(zoomStep))}
      <button class="button" title="All that was played (0)" @click=${() => this.#look(fitted(this.#played))}>All</button>
      <button class="button" title="Back to the moment shown" @click=${() => this.#look(openingSight(this.picture.view.now))}>Now</button>
      <button class="button" title="What is in sight as a figure" @click=${this.#makeFigure}>Figure…</button>
      <button class="quiet-button" aria-label="Close" @click=${this.#close}>${icon("close")}</button>
    </div>`;
  }

  #makeFigure = (): void => {
    askForSpan(this.session, this.sight);
    this.session.openSheet({ kind: "figure" });
  };

  /** Tells a life, and brings all of it into sight. */
  #tell(subject: Subject | null): void {
    this.focused = null;
    this.subject = subject;
    this.#whole = null;
    if (subject === null) return;
    const { view, lanes } = this.picture;
    const stretch = stretchOf(this.#points, view.requests, subject);
    if (stretch === null) return;
    this.#see(around(this.sight, stretch.from, stretch.until));
    this.#whole = new WholeLife(subject, stretch.from, {
      nodes: lanes.nodes.length,
      takesSnapshots: (this.session.engine.options().snapshot_after ?? 0) > 0,
    });
  }

  /** While the run plays, the list stays as it was: nobody reads one that changes with each frame. */
  #listKey(): unknown[] {
    if (this.picture.page.playing && this.focused === null) return [true];
    return [this.#reading, this.#beside.reading, this.listed, this.filter, this.focused];
  }

  #list(): TemplateResult {
    const points = this.#points.filter(
      (point) => isInSight(this.listed, point.at) && keepsPoint(this.filter, point),
    );
    return eventList({
      points,
      focused: this.focused,
      only: this.#beside.reading === null ? null : this.#beside.onlyLeft,
      key: this.#eventKey,
      focus: (point) => this.#focus(point),
      blur: (event) => this.#blur(event),
      go: (point) => this.#go(point),
    });
  }

  #besideList(): TemplateResult | typeof nothing {
    const { reading, onlyRight } = this.#beside;
    return reading === null ? nothing : besideList(reading.points, onlyRight, this.listed);
  }

  #life(): TemplateResult | typeof nothing {
    const whole = this.#whole;
    if (whole === null) return nothing;
    return lifeList(
      subjectWords(whole.subject, this.picture.view.requests),
      whole,
      this.#played,
      (point) => this.#go(point),
      (point) => this.#hover(point),
    );
  }

  override updated(): void {
    this.#drawing.ask();
    this.#light(this.#main);
    if (!this.#focusWanted || this.focused === null) return;
    this.#focusWanted = false;
    this.querySelector<HTMLElement>(`[data-seq="${this.focused}"]`)?.focus();
  }

  /** Lights up in ring and logs what the event in focus has to do with. */
  #light(main: Point | null): void {
    const order = this.#reading?.order;
    const seq = main?.seq ?? null;
    if (seq === this.#lights || (main && !order)) return;
    this.#lights = seq;
    const lights = main && order ? lightsOf(this.#points, order, main) : null;
    this.session.update((page) => ({ ...page, lights }));
  }

  /** The room of the run shown: all of the canvas, or its upper half while two are compared. */
  get #room(): Room {
    const { width, height } = this.size;
    if (this.#beside.reading === null) return this.size;
    return { width, height: Math.floor(height / 2), title: SIDE_TITLE };
  }

  #draw(): void {
    const canvas = this.querySelector("canvas");
    const context = canvas?.getContext("2d");
    const { width, height } = this.size;
    if (!canvas || !context || width === 0 || height === 0) return;
    const { lanes, view } = this.picture;
    const nothingRead = {
      ...{ from: 0, until: 0, messages: [], events: [], counts: null },
      silences: [],
    };
    this.#scene = layoutDiagram(
      {
        lanes,
        view: this.#reading?.view ?? nothingRead,
        points: this.#points,
        now: view.now,
        head: this.#played,
        filter: this.filter,
        lit: this.#lit(),
        alone: this.#beside.reading === null ? null : this.#beside.onlyLeft,
        parting: this.picture.comparedRun?.comparison?.divergence?.at ?? null,
        missteps: this.#missteps.map(({ at }) => at),
        forecast: this.#forecast,
        selection: this.selection,
        rings: [this.#main?.id, this.#second?.id].filter((id) => id !== undefined),
      },
      this.sight,
      this.#room,
    );
    fitCanvas(canvas, width, height);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const colors = this.#colors(canvas);
    drawDiagram(context, this.#scene, colors);
    const beside = this.#beside.scene(this.picture, this.filter, this.sight, this.#room);
    if (beside === null) return;
    context.translate(0, this.#room.height);
    drawDiagram(context, beside, colors);
  }

  /** The colors, read again only for another theme: reading them makes the page compute its styles. */
  #colors(canvas: HTMLElement): Theme {
    const name = `${this.picture.page.theme} ${this.#dark.matches}`;
    if (this.#theme?.name !== name) this.#theme = { name, colors: readTheme(canvas) };
    return this.#theme.colors;
  }

  // --- Time -----------------------------------------------------------------------------

  get #length(): number {
    return axisOf(this.size).length;
  }

  #shareOf(x: number): number {
    const { left, length } = axisOf(this.size);
    return Math.min(1, Math.max(0, (x - left) / length));
  }

  /** Zooms about the event in focus, else about the moment shown, else about the middle. */
  #zoomed(factor: number): Sight {
    const at = this.#pointOf(this.focused)?.at ?? this.picture.view.now;
    const share = (at - this.sight.from) / this.sight.span;
    return zoomed(this.sight, share >= 0 && share <= 1 ? share : 0.5, factor);
  }

  /** Shows another stretch; the list follows when the movement has ended. */
  #look(sight: Sight): void {
    this.sight = sight;
    this.#moves = true;
    window.clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => {
      this.#moves = false;
      this.listed = { ...this.sight };
    }, SETTLE);
  }

  /** Shows another stretch, and lists its events at once. */
  #see(sight: Sight): void {
    this.sight = sight;
    this.listed = sight;
  }

  #seek(at: Microseconds): void {
    this.session.transport.pause();
    this.session.transport.seek(Math.min(this.picture.view.head, Math.max(0, Math.round(at))));
  }

  #close(): void {
    this.session.update((page) => ({ ...page, raised: null, sheet: null }));
  }

  /** A stretch that was selected fills the diagram. */
  #select(fromX: number, untilX: number): void {
    const at = (x: number) => this.sight.from + this.#shareOf(x) * this.sight.span;
    const [from, until] = [at(fromX), at(untilX)];
    this.#look({ from, span: Math.max(spanLeast, until - from) });
  }

  // --- Pointer --------------------------------------------------------------------------

  #press(x: number, y: number, isTouch: boolean): void {
    if (!this.#scene) return;
    const id = pointAt(this.#scene, x, y, isTouch ? REACH_TOUCH : REACH);
    const point = id === null ? null : (this.#points[id] ?? null);
    this.focused = point?.seq ?? null;
    if (point) this.#seek(point.at);
    else this.#seek(this.sight.from + this.#shareOf(x) * this.sight.span);
  }

  #point(x: number, y: number): void {
    if (!this.#scene) return;
    const id = pointAt(this.#scene, x, y, REACH);
    this.pointed = id === null ? null : (this.#points[id]?.seq ?? null);
    this.message = id === null ? messageAt(this.#scene, x, y, LINE_REACH) : null;
  }

  #unpoint(): void {
    this.pointed = null;
    this.message = null;
  }

  #hover(point: Point | null): void {
    this.pointed = point?.seq ?? null;
  }

  // --- Keys and focus -------------------------------------------------------------------

  #focus(point: Point): void {
    this.focused = point.seq;
    this.#see(showing(this.sight, point.at));
  }

  #blur(event: FocusEvent): void {
    // A press on the diagram keeps what it has chosen.
    const to = event.relatedTarget;
    // What is asked about it is a press away.
    if (to instanceof Element && to.closest(".diagram-asks") !== null) return;
    if (to !== null) this.focused = null;
  }

  /** Goes to the moment of an event, which stays in focus. */
  #go(point: Point): void {
    this.focused = point.seq;
    this.#see(showing(this.sight, point.at));
    this.#seek(point.at);
  }

  /** Keys that zoom and fit, wherever in the diagram the focus is. Returns whether it was one. */
  #zoomKey(key: string): boolean {
    if (key === "+" || key === "=") this.#look(this.#zoomed(zoomStep));
    else if (key === "-" || key === "_") this.#look(this.#zoomed(1 / zoomStep));
    else if (key === "0") this.#look(fitted(this.#played));
    else return false;
    return true;
  }

  #areaKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "ArrowLeft") this.#look(moved(this.sight, -PAN));
    else if (event.key === "ArrowRight") this.#look(moved(this.sight, PAN));
    else if (event.key === "Enter") this.#enter();
    else if (event.key === "!" && this.#why !== null) this.#askWhy();
    else if (!this.#zoomKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Puts the focus on the event nearest to the moment shown. */
  #enter(): void {
    const { now } = this.picture.view;
    const inSight = this.#points.filter(
      (point) => isInSight(this.sight, point.at) && keepsPoint(this.filter, point),
    );
    const point = inSight.findLast(({ at }) => at <= now) ?? inSight[0];
    if (point) this.#moveTo(point);
  }

  #moveTo(point: Point): void {
    this.focused = point.seq;
    this.#see(showing(this.sight, point.at));
    this.#focusWanted = true;
    this.requestUpdate();
  }

  #eventKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = stepOf(event);
    const from = this.#pointOf(this.focused);
    if (step !== null && from) {
      const kept = this.#points.filter((point) => keepsPoint(this.filter, point));
      const next = walked(kept, from, step);
      if (next) this.#moveTo(next);
    } else if (event.key === "!" && this.#why !== null) this.#askWhy();
    else if (!this.#zoomKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Arrows lead along the lanes; with Shift, left and right lead along a message. */
function stepOf({ key, shiftKey }: KeyboardEvent): Step | null {
  switch (key) {
    case "ArrowLeft":
      return shiftKey ? "messageBack" : "before";
    case "ArrowRight":
      return shiftKey ? "messageOn" : "after";
    case "ArrowUp":
      return "up";
    case "ArrowDown":
      return "down";
    default:
      return null;
  }
}

customElements.define("raft-diagram", RaftDiagram);

export const draw: DrawPanel = (session, picture, place) =>
  html`<raft-diagram class=${place} .session=${session} .picture=${picture}></raft-diagram>`;
