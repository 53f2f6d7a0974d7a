/**
 * One visit: the engine, the page's state, the clock and the story, and everything a person
 * can do with them. It knows nothing of the DOM; the element draws what `picture` holds.
 */

import { Clock } from "./clock/clock.ts";
import { autoRate, type PaceState, startPace } from "./clock/pace.ts";
import { autoSpeed, nudgeSpeed, type Speed } from "./clock/speed.ts";
import { offeredPartition, refusalOf, suggestedWrite } from "./commands.ts";
import { momentWords } from "./format.ts";
import { mayCompare, refusalOfFragment, shareUrl } from "./share.ts";
import type { Hit } from "./stage/hit.ts";
import {
  forgetRun,
  type Notice,
  type PageState,
  type Sheet,
  select,
  selectedNode,
  startState,
} from "./state.ts";
import { type Act, onAct, onView, type Story, tell } from "./story/story.ts";
import type { Telling } from "./story/telling.ts";
import type {
  Action,
  Engine,
  FeedEvent,
  Frame,
  Mark,
  Microseconds,
  NodeDetail,
  NodeId,
  PacketDetail,
  PacketView,
  Upcoming,
  View,
} from "./view.ts";

/** Everything the elements draw. A new value whenever something in it has changed. */
export interface Picture {
  /** Another number for another run or branch on screen. */
  readonly run: number;
  readonly view: View;
  readonly page: PageState;
  readonly story: Story;
  readonly telling: Telling;
  /** The newest decisions, oldest first, of the weight the page shows. */
  readonly feed: readonly FeedEvent[];
  /** The newest decisive event: the sentence that explains the moment. */
  readonly moment: FeedEvent | null;
  readonly marks: readonly Mark[];
  /** Of the selected node or message. */
  readonly node: NodeDetail | null;
  readonly packet: PacketDetail | null;
  readonly packets: readonly PacketView[];
  /** What Write writes if nobody types. */
  readonly suggestion: string;
}

/** What a session needs of its surroundings. */
export interface Surroundings {
  /** Milliseconds of the viewer's time. */
  readonly wallTime: () => number;
  /** The page's address, without which a run cannot be shared. */
  readonly pageUrl: () => string;
  /** Puts text on the clipboard; false when that is refused. */
  readonly copy: (text: string) => Promise<boolean>;
  /** Called when there is something new to draw. */
  readonly onChange: () => void;
  readonly onEvents: (events: readonly FeedEvent[]) => void;
  /** The engine has stopped for good. */
  readonly onBreak: (error: unknown) => void;
}

/** While playing, readings are renewed this often; the stage moves at every frame. */
const REFRESH_MS = 100;
const MARKS_MS = 500;
const LINK_MS = 1000;
const FEED_SHORT = 60;
const FEED_LONG = 400;
/** After a leap, the story needs no more than this much of what happened. */
const NEWS_MAX = 2000;
const SECOND = 1_000_000;

export class Session {
  #engine: Engine;
  #around: Surroundings;
  #clock: Clock;
  #pace: PaceState = startPace;
  #page: PageState = startState;
  #story: Story;
  #frame: Frame;
  #picture: Picture;
  #refreshedAt = 0;
  #marksAt = 0;
  #linkAt = 0;
  #link: string;
  #lastSeq = 0;
  #seekTo: Microseconds | null = null;
  #broken = false;
  #upcoming: { readonly version: number; readonly found: Upcoming } | null = null;
  /** How many runs and branches have taken the screen. */
  #run = 0;

  constructor(engine: Engine, around: Surroundings, story: Story, page: PageState = startState) {
    this.#engine = engine;
    this.#around = around;
    this.#clock = new Clock(around.wallTime);
    this.#page = page;
    this.#story = story;
    this.#frame = engine.frame();
    const view = engine.view();
    this.#link = engine.link();
    this.#picture = {
      run: 0,
      view,
      page,
      story,
      telling: tell(story, view),
      feed: [],
      moment: null,
      marks: [],
      node: null,
      packet: null,
      packets: this.#frame.packets,
      suggestion: suggestedWrite(0),
    };
    this.#forgetEvents();
    this.#read();
  }

  get picture(): Picture {
    return this.#picture;
  }

  get frame(): Frame {
    return this.#frame;
  }

  get page(): PageState {
    return this.#page;
  }

  /** Viewer's speed now: simulated time over wall time. */
  get rate(): number {
    return this.#page.speed.kind === "auto" ? this.#pace.rate : this.#page.speed.rate;
  }

  /** The last link that is known to be good; it outlives the engine. */
  get lastLink(): string {
    return this.#link;
  }

  get engine(): Engine {
    return this.#engine;
  }

  /** Time moves, but nothing flies: only the timers creep. */
  get quiet(): boolean {
    return this.#page.playing && this.#seekTo === null && this.#frame.packets.length === 0;
  }

  /** Simulated time moves, or a seek is still to be done. */
  get busy(): boolean {
    return !this.#broken && (this.#page.playing || this.#seekTo !== null);
  }

  // --- The loop -------------------------------------------------------------------------

  /** Once per animation frame, before the stage is drawn. */
  tickFrame(): void {
    if (this.#broken) return;
    this.#safely(() => {
      if (this.#seekTo !== null) this.#doSeek(this.#seekTo);
      const elapsed = this.#clock.frame();
      if (this.#page.playing && elapsed > 0) this.#advance(elapsed);
      if (!this.#page.playing) return;
      if (this.#around.wallTime() - this.#refreshedAt >= REFRESH_MS) this.#read();
    });
  }

  #advance(elapsed: number): void {
    const [least, most] = this.#picture.view.options.latencyMs;
    if (this.#page.speed.kind === "auto") {
      this.#pace = autoRate(this.#pace, {
        frame: this.#frame,
        upcoming: this.#lookAhead(),
        typicalLatency: ((least + most) / 2) * 1000,
        elapsed,
      });
    }
    this.#engine.advanceTo(this.#clock.advance(this.#frame.now, elapsed, this.rate));
    this.#frame = this.#engine.frame();
  }

  /** Looking ahead plays a copy of the world: once for each change is enough. */
  #lookAhead(): Upcoming {
    const version = this.#engine.version();
    if (this.#upcoming?.version !== version) {
      this.#upcoming = { version, found: this.#engine.upcoming() };
    }
    return this.#upcoming.found;
  }

  /** Reads from the engine whatever has changed and tells the element. */
  #read(): void {
    this.#refreshedAt = this.#around.wallTime();
    this.#frame = this.#engine.frame();
    const old = this.#picture;
    const stale = this.#engine.version() !== old.view.version;
    if (
      !stale &&
      this.#frame.now === old.view.now &&
      this.#page === old.page &&
      this.#story === old.story
    )
      return;
    const view =
      stale || !this.#page.playing ? this.#engine.view() : { ...old.view, now: this.#frame.now };
    const events = stale ? this.#newEvents() : [];
    this.#story = onView(this.#story, view, events);
    this.#picture = {
      run: this.#run,
      view,
      page: this.#page,
      story: this.#story,
      telling: tell(this.#story, view),
      feed: this.#readFeed(),
      moment: this.#engine.feed(1, "decisive")[0] ?? null,
      marks: this.#readMarks(),
      ...this.#readSelected(),
      packets: this.#frame.packets,
      suggestion: suggestedWrite(writeCount(view)),
    };
    this.#keepLink();
    if (events.length > 0) this.#around.onEvents(events);
    this.#around.onChange();
  }

  #readFeed(): readonly FeedEvent[] {
    const limit = this.#page.raised === "feed" ? FEED_LONG : FEED_SHORT;
    return this.#engine.feed(limit, this.#page.everyDecision ? "routine" : "notable");
  }

  #readMarks(): readonly Mark[] {
    const now = this.#around.wallTime();
    if (this.#page.playing && now - this.#marksAt < MARKS_MS) return this.#picture.marks;
    this.#marksAt = now;
    return this.#engine.marks();
  }

  #readSelected(): Pick<Picture, "node" | "packet"> {
    const selected = this.#page.selected;
    if (selected?.kind === "node") return { node: this.#engine.node(selected.id), packet: null };
    if (selected?.kind !== "packet") return { node: null, packet: null };
    // A message that has arrived is gone; what it said stays to be read.
    const old = this.#picture.packet;
    const kept = old?.packet.id === selected.id ? old : null;
    return { node: null, packet: this.#engine.packet(selected.id) ?? kept };
  }

  #keepLink(): void {
    const now = this.#around.wallTime();
    if (this.#page.playing && now - this.#linkAt < LINK_MS) return;
    this.#linkAt = now;
    this.#link = this.#engine.link();
  }

  #newEvents(): readonly FeedEvent[] {
    const fresh = this.#engine.feedSince(this.#lastSeq, NEWS_MAX);
    this.#lastSeq = fresh.at(-1)?.seq ?? this.#lastSeq;
    return fresh;
  }

  /** After a jump in time: what lies before it is not news. */
  #forgetEvents(): void {
    this.#lastSeq = this.#engine.feed(1, "routine").at(-1)?.seq ?? 0;
  }

  /** Whatever the engine throws here, it cannot go on. */
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
    this.#around.onBreak(error);
  }

  // --- The page -------------------------------------------------------------------------

  /** Changes the page's own state. */
  update(change: (page: PageState) => PageState): void {
    const next = change(this.#page);
    if (next === this.#page || this.#broken) return;
    this.#page = next;
    this.#safely(() => this.#read());
  }

  say(text: string, tone: Notice["tone"] = "calm"): void {
    this.update((page) => ({ ...page, notice: { text, tone } }));
  }

  openSheet(sheet: Sheet): void {
    this.update((page) => ({ ...page, sheet, menu: null }));
  }

  closeSheet(): void {
    this.update((page) => ({ ...page, sheet: null }));
  }

  select(hit: Hit | null): void {
    this.update((page) => select(page, hit));
  }

  /** A press on a node: the guess that opens the story, else a selection. */
  pressNode(id: NodeId): void {
    if (this.#story.step === "predict") {
      this.#hear({ kind: "predicted", node: id });
      this.play();
      return;
    }
    const selected = this.#page.selected;
    this.select(selected?.kind === "node" && selected.id === id ? null : { kind: "node", id });
  }

  expect(survives: boolean): void {
    this.#hear({ kind: "expected", survives });
    this.#safely(() => this.#read());
  }

  #hear(act: Act): void {
    this.#story = onAct(this.#story, act, this.#picture.view);
  }

  // --- Time -----------------------------------------------------------------------------

  play(): void {
    if (this.#page.playing) return;
    this.#clock.play();
    this.#hear({ kind: "played" });
    this.update((page) => ({ ...page, playing: true }));
  }

  pause(): void {
    this.#clock.pause();
    this.update((page) => (page.playing ? { ...page, playing: false } : page));
  }

  toggle(): void {
    if (this.#page.playing) this.pause();
    else this.play();
  }

  setSpeed(speed: Speed): void {
    this.update((page) => ({ ...page, speed }));
  }

  nudgeSpeed(direction: 1 | -1): void {
    this.setSpeed(nudgeSpeed(this.#page.speed, direction, this.rate));
  }

  autoSpeed(): void {
    this.setSpeed(autoSpeed);
  }

  /** To the next event, and stay there. */
  step(): void {
    this.pause();
    this.attempt(() => {
      if (this.#engine.step() === null)
        this.say("Nothing is due: no message is in flight and no timer runs.");
    });
  }

  /** To the moment of the event before this one. */
  stepBack(): void {
    const now = this.#frame.now;
    const before = this.#engine.feed(FEED_LONG, "routine").findLast((event) => event.at < now);
    this.seek(before?.at ?? 0);
  }

  /** Goes to a moment and stays there; many in one frame become one. */
  seek(at: Microseconds): void {
    this.pause();
    this.#seekTo = Math.max(0, Math.round(at));
    this.#around.onChange();
  }

  /** As `seek`, at once: for callers that read the view next. */
  seekNow(at: Microseconds): void {
    this.pause();
    this.attempt(() => this.#doSeek(Math.max(0, Math.round(at))));
  }

  seekBy(span: Microseconds): void {
    this.seek((this.#seekTo ?? this.#frame.now) + span);
  }

  secondOn(): void {
    this.seekBy(SECOND);
  }

  secondBack(): void {
    this.seekBy(-SECOND);
  }

  nextMark(): void {
    const mark = this.#engine.marks().find((candidate) => candidate.at > this.#frame.now);
    if (mark) this.seek(mark.at);
  }

  previousMark(): void {
    const mark = this.#engine.marks().findLast((candidate) => candidate.at < this.#frame.now);
    this.seek(mark?.at ?? 0);
  }

  #doSeek(at: Microseconds): void {
    this.#seekTo = null;
    this.#pace = startPace;
    this.#engine.seek(at);
    this.#forgetEvents();
    this.#read();
  }

  tick(n: number): void {
    this.#engine.tick(n);
    this.#safely(() => this.#read());
  }

  // --- The cluster ----------------------------------------------------------------------

  /** Does it at the moment shown; throws the engine's one-sentence refusal. */
  act(action: Action): void {
    this.#doPendingSeek();
    this.#engine.act(action);
    // While playing, scripts may act often: the readings follow at their own pace.
    if (!this.#page.playing) this.#safely(() => this.#read());
  }

  #doPendingSeek(): void {
    if (this.#seekTo !== null) this.#doSeek(this.#seekTo);
  }

  /** Runs it; a refusal is shown in its own words, a breakdown ends the visit. */
  attempt(work: () => void): boolean {
    try {
      work();
      this.#safely(() => this.#read());
      return true;
    } catch (error) {
      if (isBreakdown(error)) this.#break(error);
      else this.say(error instanceof Error ? error.message : String(error), "refused");
      return false;
    }
  }

  /** A press: does it, or says why not. */
  press(action: Action): boolean {
    return this.attempt(() => this.act(action));
  }

  /** Several actions of one press; the first that is refused ends it. */
  pressAll(actions: readonly Action[]): boolean {
    return actions.every((action) => this.press(action));
  }

  /** Faults come by themselves from now on, so many a minute; none for 0. */
  setChaos(perMinute: number, breaksAssumptions: boolean): void {
    this.attempt(() => this.#engine.setChaos(perMinute, breaksAssumptions));
  }

  write(): void {
    const command = this.#page.draft ?? this.#picture.suggestion;
    const refusal = refusalOf(command);
    if (refusal !== null) {
      this.say(refusal, "refused");
      return;
    }
    const leads = this.#picture.view.nodes.some(
      (node) => node.role === "leader" && node.status === "up",
    );
    const to = selectedNode(this.#page) ?? (leads ? "leader" : "any");
    if (!this.press({ write: command, to })) return;
    this.#hear({ kind: "wrote", command });
    this.update((page) => ({
      ...page,
      draft: null,
      // It leaves on the ring: let it be seen.
      sheet: page.sheet?.kind === "more" ? null : page.sheet,
    }));
    if (!this.#page.playing) this.say("Sent. Press Play to see it travel.");
  }

  crashLeader(): void {
    this.press({ crash: "leader" });
  }

  restartAll(): void {
    this.press({ restart: "all" });
  }

  partition(): void {
    const { nodes } = this.#picture.view;
    if (nodes.length === 1) this.say("One node alone has nobody to be cut off from.", "refused");
    else this.press({ partition: offeredPartition(nodes) });
  }

  heal(): void {
    if (this.#picture.view.cuts.length === 0) this.say("Nothing is cut: there is nothing to heal.");
    else this.press("heal");
  }

  dropPacket(id: number): void {
    this.attempt(() => {
      const detail = this.#engine.packet(id);
      if (!detail) throw new Error("That message has already arrived.");
      const { from, to } = detail.packet;
      this.act({ drop: { from, to, nth: detail.nth, copy: detail.copy } });
    });
  }

  // --- Runs -----------------------------------------------------------------------------

  newRun(): void {
    this.#change(() => this.#engine.newRun({ nodes: this.#picture.view.options.nodes }));
  }

  openBranch(id: number): void {
    this.#change(() => this.#engine.openBranch(id));
  }

  removeBranch(id: number): void {
    this.attempt(() => this.#engine.removeBranch(id));
  }

  openScenario(json: string): boolean {
    return this.#change(() => this.#engine.openScenario(json));
  }

  /** Fetches what playing does not take. Whether it is there; if not, the page says so. */
  async fetchWhole(): Promise<boolean> {
    try {
      await this.#engine.whole();
    } catch {
      this.say("That part of the engine could not be fetched. Is there a connection?", "refused");
      return false;
    }
    // Its count of changes begins anew.
    this.#upcoming = null;
    this.#picture = { ...this.#picture, view: this.#engine.view() };
    this.#around.onChange();
    return true;
  }

  /** Opens a run from its link, paused at its moment; false when it is refused. */
  open(link: string): boolean {
    const refusal = refusalOfFragment(link);
    if (refusal !== null) {
      this.say(refusal, "refused");
      return false;
    }
    let notice: Notice | null = null;
    const opened = this.#change(() => {
      const result = this.#engine.open(link);
      if (result.notice !== null) notice = { text: result.notice, tone: "calm" };
      if (!result.digestAgrees) {
        const text =
          result.notice ??
          "This engine replays the link differently: what you see is not what was shared.";
        notice = { text, tone: "refused" };
      }
    });
    if (notice !== null) this.update((page) => ({ ...page, notice }));
    if (opened && mayCompare(link)) void this.fetchWhole();
    return opened;
  }

  /** Another run or branch takes the screen; when that is refused, all stays as it was. */
  #change(work: () => void): boolean {
    return this.attempt(() => {
      work();
      this.#run += 1;
      this.#clock.pause();
      this.#seekTo = null;
      this.#pace = startPace;
      this.#page = forgetRun(this.#page);
      this.#hear({ kind: "left" });
      this.#forgetEvents();
    });
  }

  /** Copies the address of this run at this moment, and shows it. */
  async share(): Promise<void> {
    const fragment = this.#engine.link();
    const url = shareUrl(this.#around.pageUrl(), fragment);
    const copied = await this.#around.copy(url);
    this.#hear({ kind: "shared" });
    this.openSheet({ kind: "share", url, copied });
  }

  /** "4.20 s", of the moment shown. */
  get nowWords(): string {
    return momentWords(this.#frame.now);
  }
}

function writeCount(view: View): number {
  const { waiting, acknowledged, refused, unknown } = view.requestCounts;
  return waiting + acknowledged + refused + unknown;
}

/** A trap inside the engine; everything else it throws is a refusal. */
function isBreakdown(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError;
}
