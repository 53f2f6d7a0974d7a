/**
 * One visit: the engine, the page's state, the clock and the story, and everything a person
 * can do with them. It knows nothing of the DOM; the element draws what `picture` holds.
 */

import { type Beside, frameBeside, lookBeside } from "./beside.ts";
import { Clock } from "./clock/clock.ts";
import { autoRate, type PaceState, startPace } from "./clock/pace.ts";
import { autoSpeed, nudgeSpeed, type Speed } from "./clock/speed.ts";
import { offeredPartition, refusalOf, suggestedWrite } from "./commands.ts";
import { momentWords } from "./format.ts";
import { type JumpName, jumpOf } from "./jumps.ts";
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
  RunOptions,
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
  /** What the run shown is compared with, if anything. */
  readonly beside: Beside | null;
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
const SECOND = 1_000_000;
const FEED_SHORT = 60;
const FEED_LONG = 400;
const RUN_MAX = 24 * 3600 * SECOND;
/** After a leap, the story needs no more than this much of what happened. */
const NEWS_MAX = 2000;

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
  /** Where the story ends that the run shown tells, with captions; 0 when it tells none. */
  #storyEnd: Microseconds = 0;
  /** The count of changes at which it was last heard what a story says. */
  #listenedAt = -1;
  #comparedAt = 0;
  #besideFrame: Frame | null = null;
  #linkAt = 0;
  #link: string;
  #lastSeq = 0;
  #seekTo: Microseconds | null = null;
  #broken = false;
  #isWhole = false;
  #coming: Promise<boolean> | null = null;
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
      beside: null,
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

  /** Of what stands beside the run shown, at the same moment. */
  get besideFrame(): Frame | null {
    return this.#besideFrame;
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
      const due = this.#around.wallTime() - this.#refreshedAt >= REFRESH_MS;
      if (due || this.#saysSomethingNew()) this.#read();
    });
  }

  get #tells(): boolean {
    return this.#frame.now < this.#storyEnd;
  }

  /** A story is not late: what it says next is read before more happens. */
  #saysSomethingNew(): boolean {
    const version = this.#engine.version();
    if (!this.#tells || version === this.#listenedAt) return false;
    this.#listenedAt = version;
    return this.#engine.view().caption !== this.#picture.view.caption;
  }

  #advance(elapsed: number): void {
    const [least, most] = this.#picture.view.options.latencyMs;
    if (this.#page.speed.kind === "auto") {
      this.#pace = autoRate(this.#pace, {
        frame: this.#frame,
        upcoming: this.#lookAhead(),
        typicalLatency: ((least + most) / 2) * 1000,
        caption: this.#tells ? (this.#picture.view.caption ?? "") : null,
        elapsed,
      });
    }
    this.#engine.advanceTo(this.#clock.advance(this.#frame.now, elapsed, this.rate));
    this.#frame = this.#engine.frame();
    if (this.#besideFrame !== null) this.#besideFrame = frameBeside(this.#engine);
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
      beside: this.#readBeside(view),
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

  #readBeside(view: View): Beside | null {
    if (view.beside === null) {
      this.#besideFrame = null;
      return null;
    }
    this.#besideFrame = frameBeside(this.#engine);
    return {
      view: lookBeside(this.#engine, (engine) => engine.view()),
      comparison: this.#compare(),
    };
  }

  /** Finding where two runs part may take a replay: not ten times a second. */
  #compare(): Beside["comparison"] {
    const now = this.#around.wallTime();
    const old = this.#picture.beside;
    if (this.#page.playing && old !== null && now - this.#comparedAt < MARKS_MS)
      return old.comparison;
    this.#comparedAt = now;
    return this.#engine.comparison();
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

  /** To the moment of the event before; all that happened at one moment is one step. */
  stepBack(): void {
    this.#leap(() => this.#engine.stepBack(), "This is the beginning: nothing happened before.");
  }

  /** To the next or the previous happening of a kind. */
  jump(name: JumpName): void {
    const jump = jumpOf(name);
    if (jump) this.#leap(() => this.#engine.jump(jump.kind, jump.direction), jump.none);
  }

  /** Somewhere else in this run; says so when there is no such moment. */
  #leap(go: () => Microseconds | null, none: string): void {
    this.pause();
    this.attempt(() => {
      this.#doPendingSeek();
      this.#pace = startPace;
      if (go() === null) this.say(none);
      else this.#forgetEvents();
    });
  }

  /** Goes to a moment and stays there; many in one frame become one. */
  seek(at: Microseconds): void {
    this.pause();
    this.#seekTo = Math.round(at);
    this.#around.onChange();
  }

  /** As `seek`, at once: for callers that read the view next. */
  seekNow(at: Microseconds): void {
    this.pause();
    this.attempt(() => this.#doSeek(Math.round(at)));
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
    const within = Number.isNaN(at) ? 0 : Math.min(RUN_MAX, Math.max(0, at));
    this.#engine.seek(within);
    this.#forgetEvents();
    this.#read();
    if (at !== within) this.say(outsideWords(at));
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
  async setChaos(perMinute: number, breaksAssumptions: boolean): Promise<void> {
    if (!(await this.fetchWhole())) return;
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
    this.#turn(() => {
      const { beside } = this.#engine.view();
      if (beside?.branch === id) this.#engine.compareBranch(null);
      this.#engine.openBranch(id);
    });
  }

  /** Another branch of the same run takes the screen. */
  #turn(work: () => void): boolean {
    const { removed } = this.#page;
    const storyEnd = this.#storyEnd;
    const turned = this.#change(work);
    if (!turned) return false;
    this.#storyEnd = storyEnd;
    this.update((page) => ({ ...page, removed }));
    return true;
  }

  /** False when the name is refused. */
  nameBranch(id: number, name: string): boolean {
    return this.attempt(() => this.#engine.nameBranch(id, name));
  }

  removeBranch(id: number): void {
    const { branch: shown, branches } = this.#picture.view;
    const title = branches.find((branch) => branch.id === id)?.title ?? "";
    this.attempt(() => {
      this.#engine.removeBranch(id);
      this.#page = { ...this.#page, removed: [...this.#page.removed, title] };
      if (id !== shown) return;
      const { branch, beside } = this.#engine.view();
      if (beside?.branch === branch) this.#engine.compareBranch(null);
      this.#run += 1;
      this.#forgetEvents();
    });
  }

  undoRemove(): void {
    this.attempt(() => {
      if (this.#engine.undoRemove() === null) this.say("No branch was removed.");
      this.#page = { ...this.#page, removed: this.#page.removed.slice(0, -1) };
    });
  }

  /** The link to any branch, at the moment shown or at its end. */
  linkTo(id: number): string {
    const { branch, now } = this.#engine.view();
    if (id === branch) return this.#engine.link();
    this.#engine.openBranch(id);
    const link = this.#engine.link();
    this.#engine.openBranch(branch);
    this.#engine.seek(now);
    return link;
  }

  branches(): void {
    this.openSheet({ kind: "branches" });
  }

  // --- Comparing ------------------------------------------------------------------------

  /** Puts another branch beside the one shown. */
  compareBranch(id: number): Promise<void> {
    return this.#putBeside(() => this.#engine.compareBranch(id));
  }

  /** Puts beside the run shown what it would be under other options. */
  compareTwin(options: RunOptions): Promise<void> {
    return this.#putBeside(() => this.#engine.compareTwin(options));
  }

  async #putBeside(work: () => void): Promise<void> {
    if (!(await this.fetchWhole()) || !this.attempt(work)) return;
    this.update((page) => ({ ...page, sheet: null, raised: null, side: "left", tab: "logs" }));
  }

  /** The sheet in which a twin's options are chosen: it begins with those of the run shown. */
  async chooseTwin(): Promise<void> {
    if (await this.fetchWhole()) this.openSheet({ kind: "twin" });
  }

  /** The run shown has the screen for itself again. */
  alone(): void {
    if (this.#picture.view.beside === null) this.say("Nothing is compared.");
    else this.attempt(() => this.#engine.compareBranch(null));
  }

  /** What stands beside is shown, and what was shown stands beside. */
  swap(): void {
    const { beside, branch, now } = this.#picture.view;
    if (beside === null || beside.branch === null) {
      this.say("Only two branches can be swapped: open the branches to compare some.");
      return;
    }
    const other = beside.branch;
    this.#turn(() => {
      this.#engine.openBranch(other);
      this.#engine.seek(now);
      this.#engine.compareBranch(branch);
    });
  }

  /** To where the two that are compared part. */
  parting(): void {
    const { beside } = this.#picture;
    const at = beside?.comparison?.divergence?.at;
    if (beside === null) this.say("Nothing is compared: open the branches to compare some.");
    else if (at === undefined) this.say("The two are alike, as far as both were played.");
    else this.seek(at);
  }

  /** Opens or closes the list of all that can happen next. */
  async choices(): Promise<void> {
    const open = this.#page.raised === "choices";
    if (!open) this.pause();
    if (!open && !(await this.fetchWhole())) return;
    this.update((page) => ({ ...page, raised: open ? null : "choices" }));
  }

  openScenario(json: string): boolean {
    const opened = this.#change(() => this.#engine.openScenario(json));
    if (opened && hasCaptions(json)) this.#storyEnd = this.#picture.view.head;
    return opened;
  }

  /** Whether what playing does not take is there. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Fetches what playing does not take. Whether it is there; if not, the page says so. */
  fetchWhole(): Promise<boolean> {
    if (this.#isWhole) return Promise.resolve(true);
    this.#coming ??= this.#takeOver().finally(() => {
      this.#coming = null;
    });
    return this.#coming;
  }

  async #takeOver(): Promise<boolean> {
    try {
      await this.#engine.whole();
    } catch {
      this.say("That part of the engine could not be fetched. Is there a connection?", "refused");
      return false;
    }
    this.#isWhole = true;
    // Its count of changes begins anew.
    this.#upcoming = null;
    this.#picture = { ...this.#picture, view: { ...this.#picture.view, version: -1 } };
    this.#safely(() => this.#read());
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
      this.#storyEnd = 0;
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

  /** Copies a text, and says what it was. */
  async copy(text: string, what: string): Promise<void> {
    const copied = await this.#around.copy(text);
    if (copied) this.say(`Copied: ${what}.`);
    else this.say("The browser does not let this page copy.", "refused");
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

function outsideWords(at: number): string {
  if (Number.isNaN(at)) return "That is no moment: expected a number. This is the beginning.";
  if (at < 0) return "This is the beginning: a run has no earlier moment.";
  return "This is the end: a run is at most 24 hours long.";
}

/** Of a scenario file that the engine has read. */
function hasCaptions(json: string): boolean {
  const { captions } = JSON.parse(json) as { readonly captions?: readonly unknown[] };
  return (captions ?? []).length > 0;
}

/** A trap inside the engine; everything else it throws is a refusal. */
function isBreakdown(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError;
}
