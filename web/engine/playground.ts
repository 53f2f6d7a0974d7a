/**
 * The engine over the wasm modules. It begins with the module that a page loads first. When the
 * full engine takes over, it repeats the calls so far (`call-log.ts`). Only this file and `full.ts`
 * load the generated packages.
 */

import init, { Playground } from "../generated/playground.js";
import wasmUrl from "../generated/playground_bg.wasm?url";
import { wordsOf } from "./action.ts";
import { aPause, CallLog } from "./call-log.ts";
import type { Engine, KeptBranches, OpenedLink } from "./engine.ts";
import { readFrame } from "./frame.ts";
import { readLanes } from "./lanes.ts";
import type { FullOperations, Module } from "./module.ts";
import { plain } from "./plain.ts";
import type {
  Action,
  Direction,
  EventWeight,
  FeedEvent,
  LogWindow,
  Mark,
  Microseconds,
  NodeDetail,
  PacketDetail,
  RunOptions,
  Upcoming,
  View,
} from "./view.ts";

/** Loads the first module in a browser. */
export async function createEngine(): Promise<Engine> {
  await init({ module_or_path: wasmUrl });
  const first = { playground: new Playground(0), full: null };
  return engineOver(first, async () => (await import("./full.ts")).loadFull());
}

/** The engine over the first module, and over the full one from when it is asked for. */
export function engineOver(
  first: Module<Playground>,
  loadFull: () => Promise<Module<Playground>>,
): Engine {
  let { playground, full } = first;
  let arriving: Promise<void> | null = null;
  /** The link that is being opened, if one is. */
  let opening: string | null = null;
  const log = new CallLog<Playground>();

  function takeOver(module: Module<Playground>): Promise<void> {
    return log.repeat(module.playground, () => {
      if (opening !== null) module.playground.beginOpening(opening);
      playground.free();
      ({ playground, full } = module);
    });
  }

  /** Opens a link in portions, so that the page draws while the full engine repeats it. */
  async function reopen(it: Playground, link: string): Promise<void> {
    it.beginOpening(link);
    while (typeof parse<number | OpenedLink>(it.goOnOpening()) === "number") await aPause();
  }

  /** Calls it, and logs the call for the full engine. */
  function lasting<T>(call: (playground: Playground) => T): T {
    const result = call(playground);
    if (!full) log.add(call);
    return result;
  }

  function reached(at: Microseconds): Microseconds {
    if (!full) log.move(at);
    return at;
  }

  function reachedIfAny(at: Microseconds | undefined): Microseconds | null {
    return at === undefined ? null : reached(at);
  }

  function takesFull(): FullOperations {
    if (full) return full;
    throw new Error("This takes the full engine, which is not here yet: await `full()` first.");
  }

  function act(action: Action): void {
    const words = wordsOf(action);
    if (words !== null) {
      lasting((it) => it.perform(words));
    } else if (full) {
      full.act(action);
    } else {
      throw new Error(
        'This is no action: expected the "do" of a scenario file, such as {"crash": "leader"}.',
      );
    }
  }

  function newRun(settings: { readonly seed?: number; readonly nodes?: number } = {}): void {
    playground.newRun(settings.seed, settings.nodes);
    opening = null;
    const seed = settings.seed ?? parse<View>(playground.view()).seed;
    if (!full) log.restart((it) => it.newRun(seed, settings.nodes));
  }

  const parse = <T>(text: string): T => JSON.parse(plain(text)) as T;
  return {
    full: () => {
      if (full) return Promise.resolve();
      arriving ??= loadFull()
        .then(takeOver)
        .finally(() => {
          arriving = null;
        });
      return arriving;
    },
    newRun,
    open: (link: string) => {
      const opened = parse<OpenedLink>(playground.open(link));
      opening = null;
      if (!full) log.restart((it) => reopen(it, link));
      return opened;
    },
    beginOpening: (link: string) => {
      playground.beginOpening(link);
      opening = link;
    },
    goOnOpening: () => {
      const link = opening;
      opening = null;
      const opened = parse<number | OpenedLink>(playground.goOnOpening());
      if (typeof opened === "number") opening = link;
      else if (!full && link !== null) log.restart((it) => reopen(it, link));
      return opened;
    },
    cancelOpening: () => {
      opening = null;
      playground.cancelOpening();
    },
    openScenario: (json: string) => takesFull().openScenario(json),
    openKept: (kept: KeptBranches) => {
      const opened = takesFull().openKept(kept);
      opening = null;
      return opened;
    },
    bringBack: () => {
      const isBack = takesFull().bringBack();
      if (isBack) opening = null;
      return isBack;
    },
    act,
    history: (from: Microseconds, until: Microseconds) => takesFull().history(from, until),
    historyVerdict: () => takesFull().historyVerdict(),
    tick: (count: number) => {
      reached(playground.tick(count));
    },
    advanceTo: (at: Microseconds) => reached(playground.advanceTo(at)),
    seek: (at: Microseconds) => reached(playground.seek(at)),
    approach: (at: Microseconds) => {
      const isThere = playground.approach(at);
      reached(readFrame(playground.frame()).now);
      return isThere;
    },
    ending: () => playground.ending() ?? null,
    step: () => reachedIfAny(playground.step()),
    stepBack: () => reachedIfAny(playground.stepBack()),
    jump: (kind: string, direction: Direction) =>
      reachedIfAny(playground.jump(kind, direction === "ahead")),
    choices: () => takesFull().choices(),
    upcoming: () => parse<Upcoming>(playground.upcoming()),
    version: () => playground.version(),
    frame: () => readFrame(playground.frame()),
    view: () => parse<View>(playground.view()),
    logs: (first: number, count: number) => parse<LogWindow>(playground.logs(first, count)),
    feed: (limit: number, atLeast: EventWeight) =>
      parse<readonly FeedEvent[]>(playground.feed(limit, atLeast)),
    feedSince: (seq: number, limit: number) =>
      parse<readonly FeedEvent[]>(playground.feedSince(seq, limit)),
    marks: () => parse<readonly Mark[]>(playground.marks()),
    lanes: () => readLanes(playground.lanes()),
    node: (id: number) => parse<NodeDetail>(playground.node(id)),
    packet: (id: number) => parse<PacketDetail | null>(playground.packet(id)),
    link: () => playground.link(),
    branchLink: (id: number) => playground.branchLink(id),
    openBranch: (id: number) => lasting((it) => it.openBranch(id)),
    nameBranch: (id: number, name: string) => lasting((it) => it.nameBranch(id, name)),
    removeBranch: (id: number) => lasting((it) => it.removeBranch(id)),
    undoRemove: () => lasting((it) => it.undoRemove()) ?? null,
    compareBranch: (id: number | null) => takesFull().compareBranch(id),
    options: () => takesFull().options(),
    compareTwin: (options: RunOptions) => takesFull().compareTwin(options),
    lookBeside: (beside: boolean) => takesFull().lookBeside(beside),
    comparison: () => takesFull().comparison(),
    saveScenario: () => takesFull().saveScenario(),
    traceLines: (after: number, count: number) => takesFull().traceLines(after, count),
  };
}
