/** The faults that a person can give to machines, links and messages, as data for all menus. */

import type {
  Action,
  MachineView,
  Microseconds,
  NodeId,
  NodeStatus,
  PacketName,
  PacketView,
  View,
} from "../engine/view.ts";
import { rateWords } from "../words/fault-signs.ts";

/** One entry of a menu of faults: its label, and its actions in order. */
export interface Fault {
  readonly label: string;
  readonly does: readonly Action[];
  /** Whether it would change nothing, so that the entry is disabled. */
  readonly idle: boolean;
  /** Whether it is one of several values, and the one that holds now. */
  readonly isNow?: boolean;
}

/** Milliseconds. */
export const slowDisk = [50, 100] as const;
export const slowLink = [300, 400] as const;
/** One message in this many is lost on a flaky link. */
const flakyLoss = "1/3";
const flakyPerMille = 333;
const shortDelay = 500;
const longDelay = 10_000;

/** How far a clock jumps: longer than most election timeouts. */
const clockJump = 2_000;

/** The rates that a clock can be given, as ratios. */
const clockRates = ["1/3", "1/2", "1", "3/2", "2", "3"] as const;

export function diskFaults(view: View, id: NodeId): readonly Fault[] {
  const machine = view.machines[id];
  const crashed = view.nodes[id]?.status === "crashed";
  const usual = view.options.diskMs;
  const slow = machine?.diskMs != null && machine.diskMs[1] > usual[1];
  const usuallySlow = usual[1] >= slowDisk[0] && machine?.diskMs == null;
  const conduct = machine?.disk ?? "syncs";
  const held = (one: MachineView["disk"]) => ({ idle: conduct === one, isNow: conduct === one });
  return [
    {
      label: "Crash at the next write",
      does: [{ crash_at_write: id }],
      idle: crashed || machine?.crashesAtWrite === true,
    },
    {
      label: "Crash with one entry written",
      does: [{ tear_writes: id, keep: 1 }],
      idle: crashed || (machine?.unstableWrites ?? 0) === 0,
    },
    { label: "Stall", does: [{ disk: "stalls", node: id }], ...held("stalls") },
    { label: "Lie about syncing", does: [{ disk: "lies", node: id }], ...held("lies") },
    {
      label: "Fail: the process ends",
      does: [{ disk: "fails", node: id }],
      ...held("fails"),
    },
    {
      label: conduct === "syncs" ? "Sync before answering" : "Sync again",
      does: [{ disk: "syncs", node: id }],
      ...held("syncs"),
    },
    usuallySlow
      ? { label: "Write at once", does: [{ disk_ms: [0, 0], node: id }], idle: false }
      : slow
        ? { label: "Usual speed", does: [{ disk_ms: usual, node: id }], idle: false }
        : { label: "Slow: 50 to 100 ms", does: [{ disk_ms: slowDisk, node: id }], idle: false },
    { label: "Wipe", does: [{ wipe_disk: id }], idle: false },
  ];
}

export function clockFaults(view: View, id: NodeId): readonly Fault[] {
  const now = view.machines[id]?.clockPerMille ?? 1000;
  const rates = clockRates.map((rate): Fault => {
    const perMille = perMilleOf(rate);
    const words = perMille === 1000 ? "True: 1×" : rateWords(perMille);
    const isNow = perMille === now;
    return { label: words, does: [{ clock_rate: rate, node: id }], idle: isNow, isNow };
  });
  return [
    ...rates,
    { label: "Jump ahead 2 s", does: [{ clock_ahead_ms: clockJump, node: id }], idle: false },
    { label: "Jump back 2 s", does: [{ clock_back_ms: clockJump, node: id }], idle: false },
  ];
}

/** Slows all links of a node, or restores them. */
export function nodeLinkFault(view: View, id: NodeId, isSlow: boolean): Fault {
  return isSlow
    ? {
        label: "Usual speed of its links",
        does: [{ latency_ms: view.options.latencyMs, node: id }],
        idle: false,
      }
    : { label: "Slow all its links", does: [{ latency_ms: slowLink, node: id }], idle: false };
}

/** Faults of one link, in both directions. */
export function linkFaults(view: View, from: NodeId, to: NodeId): readonly Fault[] {
  const ways = [[from, to] as const, [to, from] as const];
  const { latencyMs, lossPerMille } = view.options;
  const own = view.oddLinks.filter((link) =>
    ways.some(([a, b]) => link.from === a && link.to === b),
  );
  const flaky = own.some((link) => (link.lossPerMille ?? lossPerMille) > lossPerMille);
  const slow = own.some((link) => link.latencyMs !== null && link.latencyMs[1] > latencyMs[1]);
  const loss = (share: string) => ways.map((link) => ({ loss: share, link }));
  const latency = (span: readonly [number, number]) =>
    ways.map((link) => ({ latency_ms: span, link }));
  return [
    flaky
      ? { label: "Flaky no more", does: loss(`${lossPerMille}/1000`), idle: false }
      : {
          label: "Flaky: 1 in 3 is lost",
          does: loss(flakyLoss),
          idle: lossPerMille >= flakyPerMille,
        },
    slow
      ? { label: "Usual speed", does: latency(latencyMs), idle: false }
      : {
          label: "Slow: 300 to 400 ms",
          does: latency(slowLink),
          idle: latencyMs[1] >= slowLink[1],
        },
  ];
}

/** Faults of a message in flight. */
export function packetFaults(
  name: PacketName,
  packet: PacketView,
  now: Microseconds,
): readonly Fault[] {
  const idle = packet.fate !== "arrives" || packet.dueAt < now;
  return [
    { label: "Drop", does: [{ drop: name }], idle },
    { label: "Deliver now", does: [{ deliver: name }], idle },
    { label: "Duplicate", does: [{ duplicate: name }], idle },
    { label: "Delay 0.5 s", does: [{ delay: { ...name, by_ms: shortDelay } }], idle },
    { label: "Very late: 10 s", does: [{ delay: { ...name, by_ms: longDelay } }], idle },
  ];
}

/** Whether a process ends when it goes on: its disk may have failed a write meanwhile. */
function endsAtOnce(status: NodeStatus, machine: MachineView | undefined): boolean {
  return status === "paused" && machine?.disk === "fails";
}

function perMilleOf(rate: string): number {
  const [over = 1, under = 1] = rate.split("/").map(Number);
  return Math.floor((1000 * over) / under);
}

/** Returns the actions that end every fault of the run shown. */
export function mending(view: View): readonly Action[] {
  const { options, machines, nodes } = view;
  const usual = (span: readonly [number, number] | null, other: readonly [number, number]) =>
    span === null || (span[0] === other[0] && span[1] === other[1]);
  return [
    ...(view.cuts.length > 0 ? (["heal"] as const) : []),
    ...view.oddLinks.flatMap(({ from, to, latencyMs, lossPerMille }): readonly Action[] => [
      ...(usual(latencyMs, options.latencyMs)
        ? []
        : [{ latency_ms: options.latencyMs, link: [from, to] as const }]),
      ...(lossPerMille === null || lossPerMille === options.lossPerMille
        ? []
        : [{ loss: `${options.lossPerMille}/1000`, link: [from, to] as const }]),
    ]),
    ...machines.flatMap((machine): readonly Action[] => [
      ...(machine.disk === "syncs" ? [] : [{ disk: "syncs", node: machine.id } as const]),
      ...(usual(machine.diskMs, options.diskMs)
        ? []
        : [{ disk_ms: options.diskMs, node: machine.id }]),
      ...(machine.clockPerMille === 1000 ? [] : [{ clock_rate: "1", node: machine.id }]),
    ]),
    ...nodes.flatMap(({ id, status }) => (status === "paused" ? [{ resume: id }] : [])),
    ...(nodes.some(({ id, status }) => status === "crashed" || endsAtOnce(status, machines[id]))
      ? [{ restart: "all" } as const]
      : []),
  ];
}
