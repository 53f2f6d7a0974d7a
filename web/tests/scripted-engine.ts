/** An engine that records what it is asked and answers as it is told. */

import type { Engine, KeptBranches, OpenedLink } from "../engine/engine.ts";
import { noLanes } from "../engine/lanes.ts";
import type { Action, FeedEvent, Frame, RunOptions, View } from "../engine/view.ts";
import { aView } from "./samples.ts";

export class ScriptedEngine implements Engine {
  readonly calls: string[] = [];
  shown: View = aView({ now: 0, head: 0 });
  events: readonly FeedEvent[] = [];
  /** Thrown by the next call that changes anything. */
  refusal: Error | null = null;
  /** Where `stepBack` and `jump` say that they went. */
  leap: number | null = 0;
  /** The percentages that the next portions of opening reach. */
  portions: number[] = [];
  /** Where the next approaches stop on their way. */
  stops: number[] = [];
  /** Why nothing more happens. */
  ended: string | null = null;
  /** What `openScenario` says of the file. */
  notices: readonly string[] = [];
  /** Whether a run was open before. */
  hasBefore = true;
  opened = {
    digestAgrees: true,
    notice: null as string | null,
    hasCaptions: false,
  };
  /** Whether the link is opened up to showing it. */
  #isReady = false;

  #change(call: string): void {
    if (this.refusal) {
      const refusal = this.refusal;
      this.refusal = null;
      throw refusal;
    }
    this.calls.push(call);
    this.shown = { ...this.shown, version: this.shown.version + 1 };
  }

  #goTo(at: number): void {
    this.shown = { ...this.shown, now: at, head: Math.max(at, this.shown.head) };
  }

  isWhole = true;

  full(): Promise<void> {
    this.calls.push("full");
    this.isWhole = true;
    return Promise.resolve();
  }

  newRun(): void {
    this.#change("newRun");
    this.#goTo(0);
  }

  open(link: string) {
    this.#change(`open ${link}`);
    return this.opened;
  }

  beginOpening(link: string): void {
    this.#change(`open ${link}`);
    this.#isReady = false;
  }

  beginOpeningKept({ branches }: KeptBranches): void {
    this.#change(`open ${branches.length} branches`);
    this.#isReady = false;
  }

  goOnOpening(): number | OpenedLink {
    const portion = this.portions.shift();
    if (portion !== undefined) return portion;
    if (this.#isReady) return this.opened;
    this.#isReady = true;
    return 100;
  }

  cancelOpening(): void {
    this.calls.push("cancelOpening");
  }

  approach(at: number): boolean {
    const isThere = this.stops.length === 0;
    if (isThere) this.#change(`seek ${at}`);
    this.#goTo(this.stops.shift() ?? at);
    return isThere;
  }

  ending(): string | null {
    return this.ended;
  }

  bringBack(): boolean {
    this.#change("bringBack");
    return this.hasBefore;
  }

  openScenario(): readonly string[] {
    this.#change("openScenario");
    return this.notices;
  }

  act(action: Action): void {
    this.#change(JSON.stringify(action));
  }

  tick(n: number): void {
    this.#change(`tick ${n}`);
  }

  advanceTo(at: number): number {
    if (this.ended !== null) return this.shown.now;
    this.#goTo(at);
    return at;
  }

  seek(at: number): number {
    this.#change(`seek ${at}`);
    this.#goTo(at);
    return at;
  }

  step(): number | null {
    this.#change("step");
    return this.shown.now;
  }

  stepBack(): number | null {
    this.#change("stepBack");
    return this.leap;
  }

  jump(kind: string, direction: string): number | null {
    this.#change(`jump ${kind} ${direction}`);
    return this.leap;
  }

  choices() {
    return [];
  }

  upcoming() {
    return { nextEventAt: null, decisive: null };
  }

  version(): number {
    return this.shown.version;
  }

  frame(): Frame {
    return { now: this.shown.now, nodes: this.shown.nodes, packets: [] };
  }

  view(): View {
    return this.shown;
  }

  logs(first: number) {
    return { first, nodes: [] };
  }

  feed(limit: number): readonly FeedEvent[] {
    return this.events.slice(-limit);
  }

  feedSince(seq: number, limit: number): readonly FeedEvent[] {
    return this.events.filter((event) => event.seq > seq).slice(-limit);
  }

  lanes() {
    return noLanes;
  }

  marks() {
    return [];
  }

  node(id: number) {
    return { id, fields: [], progress: [], machine: [], decisions: [] };
  }

  packet() {
    return null;
  }

  link(): string {
    return "#run";
  }

  branchLink(id: number): string {
    return `#branch ${id}`;
  }

  history() {
    return { requests: [], faults: [] };
  }

  diagram(from: number, until: number) {
    return { from, until, messages: [], events: [], counts: null, silences: [] };
  }

  forecast(until: number) {
    return { from: 0, until, nodes: [] };
  }

  costs() {
    const none = { perCommittedWrite: null, perElection: null, perSecond: null };
    return { messages: 0, bytes: 0, ...none, byKind: [], from: 0, step: 1 };
  }

  historyVerdict() {
    return {
      verdict: "holds",
      sentence: "Linearizable, but the clients did nothing.",
      operations: 0,
      partitions: 0,
      contradiction: [],
    } as const;
  }

  openBranch(id: number): void {
    this.#change(`openBranch ${id}`);
  }

  nameBranch(id: number, name: string): void {
    this.#change(`nameBranch ${id} ${name}`);
  }

  removeBranch(id: number): void {
    this.#change(`removeBranch ${id}`);
  }

  undoRemove(): number | null {
    this.#change("undoRemove");
    return 1;
  }

  compareBranch(id: number | null): void {
    this.#change(`compareBranch ${id}`);
  }

  options() {
    return {};
  }

  openTwin(isPair: boolean): void {
    this.#change(`openTwin ${isPair}`);
  }

  compareTwin(options: RunOptions): void {
    this.#change(`compareTwin ${JSON.stringify(options)}`);
  }

  lookBeside(beside: boolean): void {
    this.calls.push(`lookBeside ${beside}`);
  }

  comparison() {
    return null;
  }

  saveScenario(): string {
    return '{"format":1}';
  }

  traceLines(): string {
    return "";
  }

  ask(): never {
    throw new Error("Nothing can be asked of a scripted engine.");
  }

  decided(): never {
    throw new Error("Nothing can be asked of a scripted engine.");
  }

  makeHappen() {}

  drawnRun() {
    return { text: "", startsAt: null };
  }
}
