/** The engine behind the door: the only file that imports the generated package. */

import { readFrame } from "./frame.ts";
import init, { initSync, Playground } from "./generated/playground.js";
import wasmUrl from "./generated/playground_bg.wasm?url";
import type {
  Action,
  Choice,
  Comparison,
  Direction,
  Engine,
  EventWeight,
  FeedEvent,
  HistoryVerdict,
  HistoryView,
  LogWindow,
  Mark,
  Microseconds,
  NodeDetail,
  OpenedLink,
  PacketDetail,
  RunOptions,
  Upcoming,
  View,
} from "./view.ts";

/** Loads the engine in a browser. */
export async function createEngine(): Promise<Engine> {
  const { memory } = await init({ module_or_path: wasmUrl });
  return engineOver(memory);
}

/** The engine over a module that was read from disk: for tests under Node. */
export function createEngineFrom(wasm: BufferSource): Engine {
  const { memory } = initSync({ module: wasm });
  return engineOver(memory);
}

/** Marks that turn the direction of text: unseen, they would reorder the page's own words too. */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The same JSON with a visible sign for each of those. */
function plain(text: string): string {
  return text.replace(directionMarks, "\ufffd");
}

function engineOver(memory: WebAssembly.Memory): Engine {
  const playground = new Playground(0);
  const parse = <T>(text: string): T => JSON.parse(plain(text)) as T;
  return {
    newRun: (settings = {}) => playground.newRun(settings.seed, settings.nodes),
    open: (link: string) => parse<OpenedLink>(playground.open(link)),
    openScenario: (json: string) => playground.openScenario(json),
    act: (action: Action) => playground.act(JSON.stringify(action)),
    setChaos: (perMinute: number, breaksAssumptions: boolean) =>
      playground.setChaos(perMinute, breaksAssumptions),
    history: (from: Microseconds, until: Microseconds) =>
      parse<HistoryView>(playground.history(from, until)),
    historyVerdict: () => parse<HistoryVerdict>(playground.historyVerdict()),
    tick: (count: number) => {
      playground.tick(count);
    },
    advanceTo: (at: Microseconds) => playground.advanceTo(at),
    seek: (at: Microseconds) => playground.seek(at),
    step: () => playground.step() ?? null,
    stepBack: () => playground.stepBack() ?? null,
    jump: (kind: string, direction: Direction) =>
      playground.jump(kind, direction === "ahead") ?? null,
    choices: () => parse<readonly Choice[]>(playground.choices()),
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
    openBranch: (id: number) => playground.openBranch(id),
    nameBranch: (id: number, name: string) => playground.nameBranch(id, name),
    removeBranch: (id: number) => playground.removeBranch(id),
    undoRemove: () => playground.undoRemove() ?? null,
    compareBranch: (id: number | null) => playground.compareBranch(id),
    options: () => parse<RunOptions>(playground.options()),
    compareTwin: (options: RunOptions) => playground.compareTwin(JSON.stringify(options)),
    lookBeside: (beside: boolean) => playground.lookBeside(beside),
    comparison: () => parse<Comparison | null>(playground.comparison()),
    saveScenario: () => `${JSON.stringify(parse(playground.saveScenario()), null, 2)}\n`,
    traceLines: (after: number, count: number) => playground.traceLines(after, count),
  };
}
