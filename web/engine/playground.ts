/**
 * The engine over the wasm modules. It begins with the module that a page loads first. When the
 * full engine takes over, it repeats the calls so far (`call-log.ts`). Only this file and `full.ts`
 * load the generated packages.
 */

import init, { Playground } from "../generated/playground.js";
import wasmUrl from "../generated/playground_bg.wasm?url";
import { takesFullEngine, wordsOf } from "./action.ts";
import { CallLog } from "./call-log.ts";
import type { Engine } from "./engine.ts";
import { readFrame } from "./frame.ts";
import { readLanes } from "./lanes.ts";
import { type FullOperations, type LateOperations, lateOperations, type Module } from "./module.ts";
import { parsed } from "./plain.ts";
import type {
  Action,
  EventWeight,
  FeedEvent,
  LogWindow,
  Microseconds,
  NodeDetail,
  PacketDetail,
  Upcoming,
  View,
} from "./view.ts";

/**
 * Loads the first module in a browser; the full one at once, when the page opens with a run that
 * only the full one can open.
 */
export async function createEngine(whole: boolean): Promise<Engine> {
  const loadFull = async () => (await import("./full.ts")).loadFull();
  if (whole) return engineOver(await loadFull(), loadFull);
  await init({ module_or_path: wasmUrl });
  return engineOver({ playground: new Playground(0), full: null }, loadFull);
}

/** The engine over the first module, and over the full one from when it is asked for. */
export function engineOver(
  first: Module<Playground>,
  loadFull: () => Promise<Module<Playground>>,
): Engine {
  let { playground, full } = first;
  let arriving: Promise<void> | null = null;
  const log = new CallLog<Playground>();

  function takeOver(module: Module<Playground>): Promise<void> {
    return log.repeat(module.playground, () => {
      playground.free();
      ({ playground, full } = module);
    });
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
    throw new Error("This takes the full engine: await `full()` first.");
  }

  // Each says what it takes when the full engine is not here.
  const late = Object.fromEntries(
    lateOperations.map((name) => [
      name,
      (...given: unknown[]) => Reflect.apply(takesFull()[name], null, given),
    ]),
  ) as unknown as LateOperations;

  function act(action: Action): void {
    const words = wordsOf(action);
    if (words !== null) {
      lasting((it) => it.perform(words));
    } else if (full || takesFullEngine(action)) {
      takesFull().act(action);
    } else {
      throw new Error(
        'This is no action: expected the "do" of a scenario file, such as {"crash": "leader"}.',
      );
    }
  }

  function newRun(settings: { readonly seed?: number; readonly nodes?: number } = {}): void {
    playground.newRun(settings.seed, settings.nodes);
    const seed = settings.seed ?? parsed<View>(playground.view()).seed;
    if (!full) log.restart((it) => it.newRun(seed, settings.nodes));
  }

  return {
    ...late,
    get isWhole() {
      return full !== null;
    },
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
    act,
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
    upcoming: () => parsed<Upcoming>(playground.upcoming()),
    version: () => playground.version(),
    frame: () => readFrame(playground.frame()),
    view: () => parsed<View>(playground.view()),
    logs: (first: number, count: number) => parsed<LogWindow>(playground.logs(first, count)),
    feed: (limit: number, atLeast: EventWeight) =>
      parsed<readonly FeedEvent[]>(playground.feed(limit, atLeast)),
    feedSince: (seq: number, limit: number) =>
      parsed<readonly FeedEvent[]>(playground.feedSince(seq, limit)),
    lanes: () => readLanes(playground.lanes()),
    node: (id: number) => parsed<NodeDetail>(playground.node(id)),
    packet: (id: number) => parsed<PacketDetail | null>(playground.packet(id)),
    link: () => playground.link(),
    branchLink: (id: number) => playground.branchLink(id),
    openBranch: (id: number) => lasting((it) => it.openBranch(id)),
  };
}
