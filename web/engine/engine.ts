/** The engine's operations, as the page calls them. `view.ts` has the types of the results. */

import type { CostsView } from "./costs.ts";
import type { DiagramView, ForecastView } from "./diagram.ts";
import type { Lanes } from "./lanes.ts";
import type {
  Action,
  Choice,
  Comparison,
  Direction,
  EventWeight,
  FeedEvent,
  Frame,
  HistoryVerdict,
  HistoryView,
  LogWindow,
  Mark,
  Microseconds,
  NodeDetail,
  NodeId,
  PacketDetail,
  RunOptions,
  Upcoming,
  View,
} from "./view.ts";

/**
 * The engine as the page uses it; playground.ts implements it over the wasm class.
 * Each method is a whole operation. A refusal is an Error whose message is one sentence for
 * people; the running cluster is then as it was before.
 */
export interface Engine {
  /** Whether the full engine is here. */
  readonly isWhole: boolean;
  /**
   * Fetches the full engine, which takes over at the moment shown. Each method that takes the full
   * engine throws before that. Rejects when it cannot be fetched; then all stays as it was.
   */
  full(): Promise<void>;
  /** Begins a new run; without a seed, the browser's random source draws one. */
  newRun(settings?: { readonly seed?: number; readonly nodes?: number }): void;
  /** Opens a share link (with or without the leading #, or a whole URL). */
  open(link: string): OpenedLink;
  /** Begins to open a share link in portions; the run shown stays until all is done. */
  beginOpening(link: string): void;
  /** The same for a run with all its branches. Takes the full engine. */
  beginOpeningKept(kept: KeptBranches): void;
  /**
   * Opens on for a moment. Returns the percentage reached, or what came of it once it is shown.
   * After 100, the next call shows the run.
   */
  goOnOpening(): number | OpenedLink;
  /** Gives up opening; the run shown stays. */
  cancelOpening(): void;
  /**
   * Opens the text of a scenario file. Returns a sentence about each action and caption that comes
   * late or never, and about each expectation that fails. Takes the full engine.
   */
  openScenario(json: string): readonly string[];
  /**
   * Brings back the run that was open before, with all its branches; the one shown takes its place.
   * Returns false, and nothing changes, when none was. Takes the full engine.
   */
  bringBack(): boolean;
  /** Does an action at the moment shown. Acting in the past forks; the old branch is kept. */
  act(action: Action): void;
  /**
   * The requests and faults between two moments, as far as this branch was ever played. Takes the
   * full engine.
   */
  history(from: Microseconds, until: Microseconds): HistoryView;
  /**
   * The messages and events between two moments, as far as this branch was played: at most so many
   * of each, and counts where there are more. Takes the full engine.
   */
  diagram(from: Microseconds, until: Microseconds, most: number): DiagramView;
  /** What comes from the moment shown on, if nobody does anything more. Takes the full engine. */
  forecast(until: Microseconds): ForecastView;
  /** What the run costs up to the moment shown. Takes the full engine. */
  costs(): CostsView;
  /**
   * Checks the clients' history up to now for linearizability, which takes a part of a second for
   * thousands of operations. Takes the full engine.
   */
  historyVerdict(): HistoryVerdict;
  /** Advances by n ticks of 10 ms of simulated time. */
  tick(n: number): void;
  /** Plays on to this moment (not back). Returns the moment reached: long work comes in slices. */
  advanceTo(at: Microseconds): Microseconds;
  /** Goes to any moment, and plays on if it is beyond `head`. Returns the moment reached. */
  seek(at: Microseconds): Microseconds;
  /** Goes a part of the way to any moment. Returns whether that was all of the way. */
  approach(at: Microseconds): boolean;
  /** Why nothing more happens in the run shown, as one sentence; null while it goes on. */
  ending(): string | null;
  /** Goes to the next event; returns its moment, or null when nothing is due. */
  step(): Microseconds | null;
  /** Goes back to the moment of the event before; all events of one moment are one step. */
  stepBack(): Microseconds | null;
  /**
   * Goes to the next or previous event of this kind: a name as in the feed ("leader_elected",
   * "committed", "crashed"), "violation", or "any". Returns its moment; null, and nothing
   * changes, when there is none up to the branch's head. Takes the full engine.
   */
  jump(kind: string, direction: Direction): Microseconds | null;
  /**
   * All that can happen next: to messages by due time (50 at most), then to nodes. Takes the full
   * engine.
   */
  choices(): readonly Choice[];
  upcoming(): Upcoming;
  /** A number that grows whenever anything but the time has changed. Cheap to read. */
  version(): number;
  frame(): Frame;
  view(): View;
  logs(first: number, count: number): LogWindow;
  /** The newest `limit` events up to now, oldest first, of at least this weight. */
  feed(limit: number, atLeast: EventWeight): readonly FeedEvent[];
  /** The events after number `seq`, up to now: the newest `limit` of them, oldest first. */
  feedSince(seq: number, limit: number): readonly FeedEvent[];
  /** Elections, commits, crashes, violations… of the whole branch, in order. Takes the full engine. */
  marks(): readonly Mark[];
  /** What each node was at each moment of the whole branch, for the time strip. */
  lanes(): Lanes;
  node(id: NodeId): NodeDetail;
  packet(id: number): PacketDetail | null;
  /** The share link's fragment, beginning with "#". */
  link(): string;
  /**
   * The link to a branch, made without showing it: for the branch shown at the moment shown, for
   * any other as far as it is kept played.
   */
  branchLink(id: number): string;
  openBranch(id: number): void;
  /** At most 60 characters; an empty name takes the name away. Takes the full engine. */
  nameBranch(id: number, name: string): void;
  /** Removes a branch, but not the last one. If it was shown, the branch it forked from is shown. Takes the full engine. */
  removeBranch(id: number): void;
  /** Brings back the branch that was removed last, with its name; returns its id, or null. Takes the full engine. */
  undoRemove(): number | null;
  /** Compares the branch shown with another one; null ends a comparison. Takes the full engine. */
  compareBranch(id: number | null): void;
  /** The options that the run shown began with. Takes the full engine. */
  options(): RunOptions;
  /**
   * Compares the branch shown with its twin: the same seed and actions under these options. Takes
   * the full engine.
   */
  compareTwin(options: RunOptions): void;
  /**
   * Shows the twin as the run, at the moment shown; in a pair, the branch that was shown stands
   * beside it as its twin. `bringBack` shows the run before. Takes the full engine.
   */
  openTwin(isPair: boolean): void;
  /** Makes reads answer for the compared run, or for the run shown. Takes the full engine. */
  lookBeside(beside: boolean): void;
  /** Null when nothing is compared. Takes the full engine. */
  comparison(): Comparison | null;
  /** The branch shown as the text of a scenario file. Takes the full engine. */
  saveScenario(): string;
  /**
   * The events after the one numbered `after` (`seq`) as at most `count` JSON lines, each with
   * its line end; empty when there are no more. The last line's `seq` is where to go on.
   * Takes the full engine.
   */
  traceLines(after: number, count: number): string;
  /** The answer to a question about the moment shown. Takes the full engine. */
  ask(question: string): Answer;
  /** Why a node decided so: the decision is the event of this number. Takes the full engine. */
  decided(seq: number): DecidedAnswer;
  /** Makes an alternative of an answer happen, by its number from 0. Takes the full engine. */
  makeHappen(question: string, alternative: number): void;
  /** What happened from one moment to another as text that another tool draws. Takes the full engine. */
  drawnRun(tool: "mermaid" | "shiviz", from: Microseconds, until: Microseconds): DrawnRun;
}

/** The answer to a question about a moment, in sentences. */
export interface Answer {
  readonly question: string;
  readonly headline: string;
  /** Rules left out, and assumptions and requirements that are broken. */
  readonly broken: readonly string[];
  readonly because: readonly Clause[];
  /** Null where there is nothing to wait for. */
  readonly ifWeWait: string | null;
  readonly comesByItself: boolean;
  /** What must happen: each of these suffices. */
  readonly needs: readonly { readonly sentence: string; readonly nodes: readonly NodeId[] }[];
  /** What is said where no such set was found and waiting is not enough. */
  readonly nothingHelps: string | null;
  /** What the receiver of a message decided when it read it. */
  readonly decided: readonly { readonly seq: number; readonly sentence: string }[];
}

/** A fact that an answer rests on. */
export interface Clause {
  readonly sentence: string;
  readonly nodes: readonly NodeId[];
  /** When the event happened that it rests on. */
  readonly at: Microseconds | null;
}

/** Why a node decided as it did, in sentences. */
export interface DecidedAnswer {
  readonly at: Microseconds;
  readonly node: NodeId;
  readonly sentence: string;
  readonly section: string;
  readonly cause: {
    readonly sentence: string;
    /** When the message was sent, or the timer started. */
    readonly at: Microseconds | null;
  };
  /** The rule as the paper has it, with the values of that moment. */
  readonly rule: { readonly title: string; readonly lines: readonly RuleLine[] };
  /** What the node says when it is asked again with other values. */
  readonly wouldHaveChanged: readonly string[];
}

/** One line of a rule. */
export interface RuleLine {
  readonly text: string;
  /** What its condition compares; null without one, and where the rule ended before. */
  readonly values: string | null;
  readonly holds: boolean | null;
  /** Whether this line decided. */
  readonly decides: boolean;
}

/** A span of a run as text that another tool draws. */
export interface DrawnRun {
  readonly text: string;
  /** From when on it tells everything: before that was no room. Null when the whole span is in it. */
  readonly startsAt: Microseconds | null;
}

export interface OpenedLink {
  /** False when the replay's digest differs from the one in the link. */
  readonly digestAgrees: boolean;
  /** One sentence to show, or null. */
  readonly notice: string | null;
  /** Whether the link holds captions. */
  readonly hasCaptions: boolean;
}

/** A run with all its branches, as it is kept from one visit to the next. */
export interface KeptBranches {
  /** In the order of their numbers. */
  readonly branches: readonly KeptBranch[];
  /** The place in `branches` of the one that is shown. */
  readonly shown: number;
}

export interface KeptBranch {
  readonly link: string;
  /** The place in `branches` of the one that it forked from. */
  readonly parent: number | null;
  readonly forkedAt: Microseconds;
}
