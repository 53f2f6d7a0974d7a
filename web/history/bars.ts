/** Lays out the clients' requests: a lane for each client, a bar for each request. Pure. */

import type { HistoryView, Microseconds, RequestOutcome, RequestView } from "../engine/view.ts";
import { type Stretch, xOf } from "./window.ts";

/** Lengths in CSS pixels. */
export interface BarsRoom {
  readonly width: number;
  readonly laneHeight: number;
  /** How far the run was played. */
  readonly reached: Microseconds;
}

export interface Lane {
  readonly client: number;
  readonly top: number;
}

export interface Bar {
  readonly request: RequestView;
  readonly lane: number;
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
  readonly outcome: RequestOutcome;
  /** Whether it has no answer, so that it may still take effect at any later time. */
  readonly isOpen: boolean;
  readonly contradicts: boolean;
  /** How far before and after it a press still counts: half the way to its neighbors, at most. */
  readonly before: number;
  readonly after: number;
  /** Its command, or "" when there is no room for it in the bar or behind it. */
  readonly words: string;
  readonly wordsLeft: number;
  readonly wordsInside: boolean;
}

export interface Bars {
  readonly lanes: readonly Lane[];
  /** By lane, then by time. */
  readonly bars: readonly Bar[];
  readonly height: number;
}

/** The least width of a bar. */
const narrowest = 4;
const letter = 6.3;
const wordGap = 5;
const laneGap = 6;
const reach = 8;

export function layoutBars(
  requests: HistoryView["requests"],
  stretch: Stretch,
  room: BarsRoom,
  contradiction: readonly number[] = [],
): Bars {
  const clients = [...new Set(requests.map((request) => request.client))].sort(ascending);
  const lanes = clients.map((client, place) => ({ client, top: place * room.laneHeight }));
  const bars = lanes.flatMap((lane, place) => {
    const own = requests.filter((request) => request.client === lane.client);
    const placed = own.map((request, order) =>
      layoutBar(request, own[order + 1] ?? null, place, stretch, room, contradiction),
    );
    return placed.map((bar, order) => withReach(bar, placed[order - 1], placed[order + 1]));
  });
  return { lanes, bars, height: lanes.length * room.laneHeight };
}

function layoutBar(
  request: RequestView,
  next: RequestView | null,
  lane: number,
  stretch: Stretch,
  room: BarsRoom,
  contradiction: readonly number[],
): Bar {
  const isOpen = request.outcome === "unknown" || request.outcome === "waiting";
  const sent = xOf(request.sentAt, stretch, room.width);
  const left = Math.max(sent, -2);
  const end = endOf(request, next, room.reached);
  const right = Math.min(xOf(end, stretch, room.width), room.width + 2);
  const width = Math.max(narrowest, right - left);
  const free =
    next === null ? room.width : Math.min(room.width, xOf(next.sentAt, stretch, room.width));
  const needed = request.command.length * letter;
  const wordsInside = width >= needed + 2 * wordGap;
  const fits = wordsInside || free - (left + width) >= needed + 2 * wordGap;
  return {
    request,
    lane,
    left,
    width,
    top: lane * room.laneHeight + laneGap / 2,
    height: room.laneHeight - laneGap,
    outcome: request.outcome,
    isOpen,
    contradicts: contradiction.includes(request.id),
    before: 0,
    after: 0,
    words: fits ? request.command : "",
    wordsLeft: wordsInside ? left + wordGap : left + width + wordGap,
    wordsInside,
  };
}

function withReach(bar: Bar, previous: Bar | undefined, next: Bar | undefined): Bar {
  const half = (gap: number) => Math.max(0, Math.min(reach, gap / 2));
  const before = previous ? half(bar.left - previous.left - previous.width) : reach;
  const after = next ? half(next.left - bar.left - bar.width) : reach;
  return { ...bar, before, after };
}

/** An open bar ends at the client's next request, or at the end of the run played so far. */
function endOf(
  request: RequestView,
  next: RequestView | null,
  reached: Microseconds,
): Microseconds {
  if (request.outcome === "waiting") return reached;
  if (request.outcome === "unknown") return Math.max(request.endedAt ?? 0, next?.sentAt ?? reached);
  return request.endedAt ?? reached;
}

function ascending(one: number, other: number): number {
  return one - other;
}
