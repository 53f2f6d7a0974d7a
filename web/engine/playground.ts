/**
 * The engine behind the door. It begins as the module that holds what playing takes, and ends as
 * the whole engine, which repeats what was done so far. Only `whole.ts` beside it imports the
 * generated packages.
 */

import init, { Playground } from "../generated/playground.js";
import wasmUrl from "../generated/playground_bg.wasm?url";
import type { Playground as Whole } from "../generated/whole.js";
import { wordsOf } from "./action.ts";
import type { Engine, OpenedLink } from "./engine.ts";
import { readFrame } from "./frame.ts";
import { Past } from "./past.ts";
import type {
  Action,
  Choice,
  Comparison,
  Direction,
  EventWeight,
  FeedEvent,
  HistoryVerdict,
  HistoryView,
  LogWindow,
  Mark,
  Microseconds,
  NodeDetail,
  PacketDetail,
  RunOptions,
  Upcoming,
  View,
} from "./view.ts";

/** A module that was loaded. */
export interface Module {
  readonly playground: Playground;
  readonly memory: WebAssembly.Memory;
  /** The same playground, where it is the whole engine. */
  readonly whole: Whole | null;
}

/** Loads the engine in a browser. */
export async function createEngine(): Promise<Engine> {
  const { memory } = await init({ module_or_path: wasmUrl });
  const first = { playground: new Playground(0), memory, whole: null };
  return engineOver(first, async () => (await import("./full.ts")).loadWhole());
}

/** Marks that turn the direction of text: unseen, they would reorder the page's own words too. */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The same JSON with a visible sign for each of those. */
function plain(text: string): string {
  return text.replace(directionMarks, "\ufffd");
}

/** The engine over a module, and over the whole one from when it is asked for. */
export function engineOver(first: Module, loadWhole: () => Promise<Module>): Engine {
  let { playground, memory, whole } = first;
  let arriving: Promise<void> | null = null;
  const past = new Past<Playground>();

  function takeOver(module: Module): void {
    past.repeat(module.playground);
    playground.free();
    ({ playground, memory, whole } = module);
  }

  /** Does it, and again to the whole engine when that takes over. */
  function lasting<T>(call: (playground: Playground) => T): T {
    const result = call(playground);
    if (!whole) past.add(call);
    return result;
  }

  /** As `lasting`, for what replaces all that there was. */
  function fresh<T>(call: (playground: Playground) => T): T {
    const result = call(playground);
    if (!whole) past.begin(call);
    return result;
  }

  function reached(at: Microseconds): Microseconds {
    if (!whole) past.move(at);
    return at;
  }

  function reachedIfAny(at: Microseconds | undefined): Microseconds | null {
    return at === undefined ? null : reached(at);
  }

  function all(): Whole {
    if (whole) return whole;
    throw new Error("This takes the whole engine, which is not here yet: await `whole()` first.");
  }

  function act(action: Action): void {
    if (whole) {
      whole.act(JSON.stringify(action));
      return;
    }
    const words = wordsOf(action);
    if (words === null) {
      throw new Error(
        'This is no action: expected the "do" of a scenario file, such as {"crash": "leader"}.',
      );
    }
    lasting((it) => it.perform(words));
  }

  function newRun(settings: { readonly seed?: number; readonly nodes?: number } = {}): void {
    playground.newRun(settings.seed, settings.nodes);
    const seed = settings.seed ?? parse<View>(playground.view()).seed;
    if (!whole) past.begin((it) => it.newRun(seed, settings.nodes));
  }

  const parse = <T>(text: string): T => JSON.parse(plain(text)) as T;
  return {
    whole: () => {
      if (whole) return Promise.resolve();
      arriving ??= loadWhole()
        .then(takeOver)
        .finally(() => {
          arriving = null;
        });
      return arriving;
    },
    newRun,
    open: (link: string) => parse<OpenedLink>(fresh((it) => it.open(link))),
    openScenario: (json: string) => all().openScenario(json),
    act,
    setChaos: (perMinute: number, breaksAssumptions: boolean) =>
      all().setChaos(perMinute, breaksAssumptions),
    history: (from: Microseconds, until: Microseconds) =>
      parse<HistoryView>(all().history(from, until)),
    historyVerdict: () => parse<HistoryVerdict>(all().historyVerdict()),
    tick: (count: number) => {
      reached(playground.tick(count));
    },
    advanceTo: (at: Microseconds) => reached(playground.advanceTo(at)),
    seek: (at: Microseconds) => reached(playground.seek(at)),
    step: () => reachedIfAny(playground.step()),
    stepBack: () => reachedIfAny(playground.stepBack()),
    jump: (kind: string, direction: Direction) =>
      reachedIfAny(playground.jump(kind, direction === "ahead")),
    choices: () => parse<readonly Choice[]>(all().choices()),
    upcoming: () => parse<Upcoming>(playground.upcoming()),
    version: () => playground.version(),
    frame: () => {
      const length = playground.writeFrame();
      // A view dies when wasm memory grows, so each frame makes its own.
      return readFrame(new Float64Array(memory.buffer, playground.framePointer(), length));
    },
    view: () => parse<View>(playground.view()),
    logs: (first: number, count: number) => parse<LogWindow>(playground.logs(first, count)),
    feed: (limit: number, atLeast: EventWeight) =>
      parse<readonly FeedEvent[]>(playground.feed(limit, atLeast)),
    feedSince: (seq: number, limit: number) =>
      parse<readonly FeedEvent[]>(playground.feedSince(seq, limit)),
    marks: () => parse<readonly Mark[]>(playground.marks()),
    node: (id: number) => parse<NodeDetail>(playground.node(id)),
    packet: (id: number) => parse<PacketDetail | null>(playground.packet(id)),
    link: () => playground.link(),
    openBranch: (id: number) => lasting((it) => it.openBranch(id)),
    nameBranch: (id: number, name: string) => lasting((it) => it.nameBranch(id, name)),
    removeBranch: (id: number) => lasting((it) => it.removeBranch(id)),
    undoRemove: () => lasting((it) => it.undoRemove()) ?? null,
    compareBranch: (id: number | null) => all().compareBranch(id),
    options: () => parse<RunOptions>(all().options()),
    compareTwin: (options: RunOptions) => all().compareTwin(JSON.stringify(options)),
    lookBeside: (beside: boolean) => all().lookBeside(beside),
    comparison: () => parse<Comparison | null>(all().comparison()),
    saveScenario: () => `${JSON.stringify(parse(all().saveScenario()), null, 2)}\n`,
    traceLines: (after: number, count: number) => all().traceLines(after, count),
  };
}
