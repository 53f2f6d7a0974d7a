/** Lays out the faults over the bars: marks for moments, spans for faults that last. Pure. */

import type { FeedEvent, HistoryView, Microseconds } from "../engine/view.ts";
import { type Stretch, xOf } from "./window.ts";

export interface FaultMark {
  readonly event: FeedEvent;
  readonly left: number;
  /** 0 for a fault that does not last. */
  readonly width: number;
  readonly label: string;
  /** The row of its label; null when no row has room for it. */
  readonly row: number | null;
}

export const labelRows = 2;
const letter = 6;
const labelGap = 10;

/** For each kind of fault that lasts, the kinds of event that end it. */
const endings: Readonly<Record<string, readonly string[]>> = {
  crashed: ["restarted"],
  paused: ["resumed", "crashed"],
  partitioned: ["healed", "partitioned"],
  isolated: ["healed", "partitioned"],
};

const labels: Readonly<Record<string, string>> = {
  crashed: "crash",
  restarted: "restart",
  paused: "pause",
  resumed: "resume",
  partitioned: "partition",
  isolated: "isolation",
  healed: "heal",
  cut: "cut",
  mended: "mended",
  crash_armed: "crash armed",
  writes_torn: "writes torn",
  disk_wiped: "disk wiped",
  disk_lost: "disk lost",
  disk_set: "disk",
  disk_latency_set: "disk speed",
  clock_set: "clock",
  clock_put_ahead: "clock ahead",
  clock_put_back: "clock back",
  latency_set: "latency",
  loss_set: "loss",
  duplication_set: "doubling",
  dropped: "drop",
  delivered: "early",
  duplicated: "double",
  delayed: "delay",
  workload_set: "workload",
  chaos_set: "chaos",
  transfer_asked: "transfer",
  server_added: "add",
  learner_added: "learner",
  server_removed: "remove",
  voters_changed: "voters",
};

/** Kinds without a mark of their own, most of which only end a span. */
const quiet = new Set(["restarted", "resumed", "healed", "mended", "workload_set"]);

export function layoutFaults(
  faults: HistoryView["faults"],
  stretch: Stretch,
  width: number,
  reached: Microseconds,
): readonly FaultMark[] {
  const taken = Array.from({ length: labelRows }, () => Number.NEGATIVE_INFINITY);
  return faults.flatMap((event, place) => {
    if (quiet.has(event.kind)) return [];
    const end = endOf(event, faults.slice(place + 1), reached);
    if (end < stretch.from || event.at > stretch.until) return [];
    const left = Math.max(0, xOf(event.at, stretch, width));
    const right = Math.min(width, xOf(end, stretch, width));
    const label = labelOf(event);
    const needed = label.length * letter + labelGap;
    const row = taken.findIndex((free) => free <= left && left + needed <= width);
    if (row >= 0) taken[row] = left + needed;
    return [{ event, left, width: Math.max(0, right - left), label, row: row < 0 ? null : row }];
  });
}

/** Returns when a fault ends: at once, unless it is of a kind that lasts. */
function endOf(event: FeedEvent, later: readonly FeedEvent[], reached: Microseconds): Microseconds {
  const ends = endings[event.kind];
  if (ends === undefined) return event.at;
  const end = later.find((other) => ends.includes(other.kind) && other.node === event.node);
  return end?.at ?? reached;
}

/** "crash 2", "partition". */
export function labelOf(event: FeedEvent): string {
  const word = labels[event.kind] ?? event.kind.replaceAll("_", " ");
  return event.node === null ? word : `${word} ${event.node}`;
}
