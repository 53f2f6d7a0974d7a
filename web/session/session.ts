/**
 * A session holds the engine, the page's own state, and the picture that the elements draw. Everything that a person does goes through the session and ends in a new picture, in a
 * notice that shows the engine's refusal, or in the end of the session when the engine breaks.
 *
 * Parts with state of their own are fields: `transport`, `playback`, `fullEngine`, `opening`. Everything else
 * that a person can do is a function that takes the session, in a file of this folder.
 */

import type { Engine } from "../engine/engine.ts";
import type { Frame, View } from "../engine/view.ts";
import { cutCaptions } from "../narrator/facts.ts";
import { isForTour } from "../narrator/tour.ts";
import type { Hit } from "../stage/hit.ts";
import { askedCount } from "../words/format.ts";
import { comparedFrame } from "./compared-run.ts";
import { FullEngine } from "./full-engine.ts";
import type { Host } from "./host.ts";
import { Opening } from "./opening.ts";
import { firstPicture, type Picture } from "./picture.ts";
import { Playback } from "./playback.ts";
import { Reader } from "./reader.ts";
import { type Notice, type PageState, type Sheet, select, startState } from "./state.ts";
import { Transport } from "./transport.ts";
import { suggestedWrite } from "./writing.ts";

/** While the run plays, the picture is renewed this often; the stage is drawn at every frame. */
const REFRESH_MS = 100;

export class Session {
  readonly engine: Engine;
  readonly host: Host;
  readonly playback: Playback;
  readonly transport: Transport;
  readonly fullEngine: FullEngine;
  readonly opening: Opening;
  readonly #reader: Reader;
  #page: PageState;
  #frame: Frame;
  #comparedFrame: Frame | null = null;
  #picture: Picture;
  #refreshedAt: number;
  /** How many runs and branches have been shown so far. */
  #run = 0;
  #broken = false;

  constructor(engine: Engine, host: Host, touring: boolean) {
    this.#page = { ...startState, touring };
    this.engine = engine;
    this.host = host;
    this.playback = new Playback(engine, this, host.wallTime);
    this.transport = new Transport(engine, this, this.playback, host.onChange);
    this.fullEngine = new FullEngine(engine, this);
    this.opening = new Opening(engine, this, host.wallTime);
    this.#reader = new Reader(engine, host.wallTime);
    this.#frame = engine.frame();
    this.#refreshedAt = host.wallTime();
    this.#picture = firstPicture(this.#frame, engine.view(), this.#page);
  }

  get picture(): Picture {
    return this.#picture;
  }

  get frame(): Frame {
    return this.#frame;
  }

  /** The frame of the compared run at the same moment; null when nothing is compared. */
  get comparedFrame(): Frame | null {
    return this.#comparedFrame;
  }

  /** The last link read; it is still there when the engine has broken down. */
  get lastLink(): string {
    return this.#reader.link;
  }

  // --- The page -------------------------------------------------------------------------

  get page(): PageState {
    return this.#page;
  }

  /** Changes the page's own state. */
  update(change: (page: PageState) => PageState): void {
    const next = change(this.#page);
    if (next === this.#page || this.#broken) return;
    this.#page = next;
    this.refresh();
  }

  /** Changes the page's state within an attempt, which refreshes the picture at its end. */
  prepare(change: (page: PageState) => PageState): void {
    this.#page = change(this.#page);
  }

  say(text: string, tone: Notice["tone"] = "calm"): void {
    this.update((page) => ({ ...page, notice: { text, tone } }));
  }

  openSheet(sheet: Sheet): void {
    this.update((page) => ({ ...page, sheet, menu: null, notice: null }));
  }

  closeSheet(): void {
    this.update((page) => ({ ...page, sheet: null }));
  }

  select(hit: Hit | null): void {
    this.update((page) => select(page, hit));
  }

  // --- Attempts -------------------------------------------------------------------------

  /** Runs `work`. A refusal becomes a notice; a breakdown of the engine ends the session. */
  attempt(work: () => void): boolean {
    try {
      work();
      this.refresh();
      return true;
    } catch (error) {
      if (isBreakdown(error)) this.#break(error);
      else this.say(error instanceof Error ? error.message : String(error), "refused");
      return false;
    }
  }

  /** Runs reads that the engine never refuses: any error is a breakdown. */
  #safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#break(error);
    }
  }

  #break(error: unknown): void {
    this.#broken = true;
    this.#page = { ...this.#page, playing: false };
    this.host.onBreak(error);
  }

  // --- The frame loop -------------------------------------------------------------------

  /** Once per animation frame, before the stage is drawn. */
  tickFrame(): void {
    if (this.#broken) return;
    this.#safely(() => {
      this.opening.goOn();
      this.transport.travel();
      this.playback.advance();
      if (!this.#page.playing) return;
      const due = this.host.wallTime() - this.#refreshedAt >= REFRESH_MS;
      if (due || this.playback.hasNewCaption()) this.#read();
    });
  }

  /** Pauses, and says why: the run ends before its time, or the tour waits. */
  end(sentence: string): void {
    this.transport.pause();
    this.say(sentence);
  }

  /** Gives up what the engine is long at: what is on screen stays. */
  stopWaiting(): void {
    this.opening.cancel();
    if (this.transport.isSeeking) this.transport.stop();
  }

  /** Reads the frames after the engine has advanced; the picture is renewed at its own interval. */
  follow(): void {
    this.#frame = this.engine.frame();
    if (this.#comparedFrame !== null) this.#comparedFrame = comparedFrame(this.engine);
  }

  /** Whether simulated time moves, or a seek is still to be done. */
  get busy(): boolean {
    const works = this.transport.isSeeking || this.opening.isUnderWay;
    return !this.#broken && (this.#page.playing || works);
  }

  /** Whether the run plays with no message in flight, so that only timer arcs change. */
  get quiet(): boolean {
    const works = this.transport.isSeeking || this.opening.isUnderWay;
    return this.#page.playing && !works && this.#frame.packets.length === 0;
  }

  // --- The picture ----------------------------------------------------------------------

  /** Reads from the engine what has changed, and tells the host. */
  refresh(): void {
    this.#safely(() => this.#read());
  }

  /** Reads everything again, after a change of engines: `version` then starts again. */
  refreshAll(): void {
    const { view } = this.#picture;
    this.playback.lookAgain();
    this.#picture = { ...this.#picture, view: { ...view, version: -1 } };
    this.refresh();
  }

  /** Keeps the events up to the moment shown from listeners, after a jump in time. */
  forgetNews(): void {
    this.#reader.forgetNews();
  }

  /** Counts another run or branch that is shown now. */
  turn(): void {
    this.#run += 1;
    this.forgetNews();
  }

  #read(): void {
    this.#refreshedAt = this.host.wallTime();
    this.#frame = this.engine.frame();
    const old = this.#picture;
    const { now, packets } = this.#frame;
    const stale = this.engine.version() !== old.view.version;
    const same = now === old.view.now && this.#page === old.page;
    if (!stale && same) return;
    const read = stale || !this.#page.playing ? this.engine.view() : { ...old.view, now };
    const view = this.#withFinding(read);
    this.#sayLateActions(view);
    this.#sayFork(view);
    const news = stale ? this.#reader.news() : [];
    // The tour leaves when something else has the word, and does not come back by itself.
    if (this.#page.touring && !isForTour(view)) this.#page = { ...this.#page, touring: false };
    const { captions } = this.#page;
    if (captions !== null && captions !== cutCaptions(view, captions))
      this.#page = { ...this.#page, captions: cutCaptions(view, captions) };
    const page = this.#page;
    this.#comparedFrame = view.beside === null ? null : comparedFrame(this.engine);
    this.#picture = {
      run: this.#run,
      view,
      page,
      ...this.#reader.read(this.#run, view, page, old),
      packets,
      suggestion: suggestedWrite(askedCount(view)),
    };
    this.#reader.keepLink(page);
    if (news.length > 0) this.host.onEvents(news);
    this.host.onChange();
  }

  /** From its moment on, a violation that was found in this run is part of what is shown. */
  #withFinding(view: View): View {
    const { finding } = this.#page;
    const isHere = finding?.run === this.#run && finding.branch === view.branch;
    if (!isHere || view.violation !== null || view.now < finding.violation.at) return view;
    return { ...view, violation: finding.violation };
  }

  /** Says that what was done in the past began a branch: nothing that was there is lost. */
  #sayFork({ branch, branches }: View): void {
    const { run, view: old } = this.#picture;
    const isFork = branch !== old.branch && branches.length > old.branches.length;
    if (run !== this.#run || !isFork) return;
    const text = "This began a branch. The run as it was is kept beside it.";
    this.#page = { ...this.#page, notice: { text, tone: "calm" } };
  }

  /** Says of an action that it came late, when play reaches it. */
  #sayLateActions(view: View): void {
    const said = this.#picture.view.lateActions.length;
    const text = view.lateActions.slice(said).at(-1);
    if (!this.#page.playing || this.#picture.run !== this.#run || text === undefined) return;
    this.#page = { ...this.#page, notice: { text, tone: "calm" } };
  }
}

/** Whether the error is a trap of WebAssembly; everything else the engine throws is a refusal. */
function isBreakdown(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError;
}
