/** The real engine under Node, and what tests ask of it. */

import { readFileSync } from "node:fs";
import type { Engine, OpenedLink } from "../engine/engine.ts";
import { fullModule } from "../engine/full.ts";
import type { Module } from "../engine/module.ts";
import { engineOver } from "../engine/playground.ts";
import type { Action, Frame, Microseconds, PacketView } from "../engine/view.ts";
import * as full from "../generated/full.js";
import * as first from "../generated/playground.js";

const wasm = (name: string) =>
  readFileSync(new URL(`../generated/${name}_bg.wasm`, import.meta.url));
first.initSync({ module: wasm("playground") });
full.initSync({ module: wasm("full") });

const nothingMore = () => Promise.reject(new Error("It is the full engine already."));

/** The exported class of the full module, as it is. */
export function aPlayground(): full.Playground {
  return new full.Playground(1);
}

/** A fresh run of the full engine. */
export function anEngine(seed = 1, nodes = 5): Engine {
  const engine = engineOver(fullModule(aPlayground()), nothingMore);
  engine.newRun({ seed, nodes });
  return engine;
}

/** A fresh run of the module that a page loads first, and the full one when it is asked for. */
export function aFirstEngine(
  loadFull: () => Promise<Module<full.Playground>> = () =>
    Promise.resolve(fullModule(aPlayground())),
): Engine {
  const playground = new first.Playground(0);
  const engine = engineOver({ playground, full: null }, loadFull);
  engine.newRun({ seed: 1, nodes: 5 });
  return engine;
}

/** A run that has just begun, with these extensions of Raft on. */
export function anExtended(seed: number, nodes: number, extensions: readonly string[]): Engine {
  const engine = anEngine();
  const on = Object.fromEntries(extensions.map((name) => [name, true]));
  const options = { nodes, ...on };
  engine.openScenario(JSON.stringify({ format: 1, seed, options, until_ms: 0 }));
  return engine;
}

/** Seed 1, played until somebody leads. */
export function anElectedEngine(seed = 1): Engine {
  const engine = anEngine(seed);
  stepUntil(engine, (frame) => frame.nodes.some((node) => node.role === "leader"));
  return engine;
}

/** Steps from event to event until it holds; says so when it never does. */
export function stepUntil(engine: Engine, holds: (frame: Frame) => boolean): Frame {
  for (let steps = 0; steps < 20_000; steps += 1) {
    const frame = engine.frame();
    if (holds(frame)) return frame;
    if (engine.step() === null) break;
  }
  throw new Error("What the test waits for never happened.");
}

/** The leader that most would follow. */
export function leaderOf(engine: Engine): number {
  const leaders = engine.frame().nodes.filter((node) => node.role === "leader");
  const newest = leaders.toSorted((one, other) => other.term - one.term)[0];
  if (!newest) throw new Error("Nobody leads.");
  return newest.id;
}

/** Steps until a message that may still be interfered with is on its way. */
export function aPacketInFlight(engine: Engine): PacketView {
  const lives = (packet: PacketView) => packet.fate === "arrives";
  const found = stepUntil(engine, (frame) => frame.packets.some(lives)).packets.find(lives);
  if (!found) throw new Error("No message is in flight.");
  return found;
}

/** The name of a message, as actions use it. */
export function nameOf(engine: Engine, packet: PacketView) {
  const detail = engine.packet(packet.id);
  if (!detail) throw new Error("That message has arrived.");
  return { from: packet.from, to: packet.to, nth: detail.nth, copy: detail.copy };
}

const evening: readonly (readonly [Microseconds, Action])[] = [
  [5_000_000, { write: "SET x=1", to: "leader" }],
  [5_400_000, { write: "SET y=2", to: "any" }],
  [6_000_000, { crash: "leader" }],
  [
    12_000_000,
    {
      partition: [
        [0, 1],
        [2, 3, 4],
      ],
    },
  ],
  [12_500_000, { write: "SET z=3", to: "any" }],
  [16_000_000, { pause: "a_follower" }],
  [18_000_000, "heal"],
  [18_100_000, { restart: "all" }],
];

/** Writes, a crash, a cut, a pause, a heal; played to `until`, 25 s when not given. */
export function playEvening(engine: Engine, until: Microseconds = 25_000_000): void {
  for (const [at, action] of evening.filter(([moment]) => moment <= until)) {
    engine.advanceTo(at);
    engine.act(action);
  }
  engine.advanceTo(until);
}

/** The answer to a link that comes out as it was shared, without captions and comparison. */
export const openedWell: OpenedLink = {
  digestAgrees: true,
  notice: null,
  hasCaptions: false,
};

/** What an engine shows of a run at a moment: equal for equal runs. */
export function showing(engine: Engine) {
  const { version: _, head: __, branches: ___, branch: ____, ...view } = engine.view();
  return { view, frame: engine.frame(), logs: engine.logs(1, 100) };
}
