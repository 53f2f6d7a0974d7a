// @ts-check
// The whole world, and the bare core, beside raft-rs.

import { METHOD, measure } from "./engine.mjs";
import { printTable, times } from "./table.mjs";

/** @typedef {import("./engine.mjs").Target} Target */

/** @type {Target[]} */
const TARGETS = ["native", "wasm"];

const LOADS = [
  ["idle", "idle"],
  ["heartbeat", "a write per heartbeat"],
  ["50ms", "a write every 50 ms"],
];

/** The whole world under three loads, with the log as long as 0, 1 000 and 10 000 entries. */
export function world() {
  const result = measure("world ");
  console.log(`Messages per CPU second, in millions. Five nodes, default options. ${METHOD}
World: network, disks, clients, key-value machines and digest; "judged" adds every property
of the judge after every event. Bare: the core alone, messages moved in memory without latency,
one command at a time, writes confirmed at once, commands applied. From the given number of
entries on, each round adds 1 000 (none when idle). Reach: judged, with writes, native 3, wasm 2.
`);
  for (const target of TARGETS) {
    /** @type {string[][]} */
    const rows = [];
    for (const [load, title] of LOADS) {
      for (const entries of [0, 1_000, 10_000]) {
        /** @param {string} who */
        const millions = (who) => result(target, `world ${who} ${load} ${entries}`).messages / 1e6;
        const figures = ["judged", "unwatched", "raft-core", "raft-rs"].map(millions);
        const [judged = 0, , bare = 0, theirs = 0] = figures;
        rows.push([
          `${target}, ${title}, ${entries} entries`,
          ...figures.map((value) => value.toFixed(2)),
          times(judged / theirs),
          times(bare / theirs),
          times(judged / (result(target, `world judged ${load} 0`).messages / 1e6)),
        ]);
      }
    }
    printTable(
      [
        ...["", "world, judged", "world", "bare raft-core", "bare raft-rs"],
        ...["judged : raft-rs", "bare : raft-rs", "judged : at 0"],
      ],
      rows,
    );
    console.log();
  }
}

/** The same with pre-vote, check-quorum and ignored votes on, in ours and in raft-rs. */
export function switches() {
  const result = measure("switches ");
  console.log(`Messages per CPU second, in millions. Five nodes, an empty log. ${METHOD}
World and bare cores as in the group world, with pre-vote (Thesis §9.6), check-quorum (§6.2) and
votes ignored while a leader is heard (§4.2.3). In raft-rs, check_quorum is the latter two.
`);
  for (const target of TARGETS) {
    const rows = LOADS.map(([load, title]) => {
      /** @param {string} who */
      const millions = (who) => result(target, `switches ${who} ${load}`).messages / 1e6;
      const figures = ["judged", "raft-core", "raft-rs"].map(millions);
      const [judged = 0, bare = 0, theirs = 0] = figures;
      return [
        `${target}, ${title}`,
        ...figures.map((value) => value.toFixed(2)),
        times(judged / theirs),
        times(bare / theirs),
      ];
    });
    printTable(
      [
        ...["", "world, judged", "bare raft-core", "bare raft-rs"],
        ...["judged : raft-rs", "bare : raft-rs"],
      ],
      rows,
    );
    console.log();
  }
}

const CORES = [
  ["raft-core", "raft-core"],
  ["raft-core-informed", "raft-core, a heartbeat after each lot"],
  ["raft-rs", "raft-rs"],
  ["raft-rs-batched", "raft-rs, batch_append"],
];

/** Commands through the bare core. */
export function core() {
  const result = measure("core ");
  console.log(`Commands applied on all five nodes, thousands per CPU second. ${METHOD}
Five bare nodes from an empty log, 6 400 commands of 16 bytes a round, building the nodes not
counted. So many are proposed, then messages are delivered round by round until nobody has more
to say: the leader has applied them by then. raft-rs's followers have, too. raft-core's learn
it from the next command or heartbeat; one heartbeat ends the round, after which all five nodes
have applied all 6 400, or the benchmark stops. "A heartbeat after each lot" lets the next
commands wait until all five have applied these. Reach: 1.5 times raft-rs.
`);
  /** @type {string[][]} */
  const rows = [];
  for (const inFlight of [1, 64]) {
    for (const [who, title] of CORES) {
      const name = `core ${who} ${inFlight}`;
      const theirs = `core raft-rs ${inFlight}`;
      const figures = TARGETS.map((target) => result(target, name).commands / 1e3);
      const ratios = TARGETS.map(
        (target) => result(target, name).commands / result(target, theirs).commands,
      );
      rows.push([
        `${inFlight} in flight, ${title}`,
        ...figures.map((value) => value.toFixed(0)),
        result("native", name).messagesPerCommand.toFixed(2),
        ...ratios.map(times),
      ]);
    }
  }
  const head = ["", "native", "wasm", "messages per command"];
  printTable([...head, "native : raft-rs", "wasm : raft-rs"], rows);
}

const JUDGED = [
  ["world", "a world's history, with the order that its log suggests"],
  ["operations", "the same operations, without: an order is searched for"],
  ["stale", "the same with a stale read: no order, smallest contradiction"],
];

/** Judging whether a clients' history is linearizable. */
export function history() {
  const result = measure("history ");
  console.log(`CPU seconds to judge 10 000 operations. ${METHOD}
Five clients ask five nodes with default options without a break: SET, GET, DELETE, CAS and ADD on
five keys. In every minute, nodes crash and links break for 55 seconds; one operation in 36 stays
without an answer. Tied: one command in eleven is a TRANSFER, and all five keys are one part.
Reach: 1 second, native.
`);
  /** @type {string[][]} */
  const rows = [];
  for (const [keys, title] of [
    ["apart", "keys apart"],
    ["tied", "keys tied"],
  ]) {
    for (const [what, explanation] of JUDGED) {
      const name = `history ${what} ${keys}`;
      const seconds = TARGETS.map((target) => 10_000 / result(target, name).commands);
      rows.push([`${title}: ${explanation}`, ...seconds.map((value) => value.toFixed(4))]);
    }
  }
  printTable(["", "native", "wasm"], rows);
}
