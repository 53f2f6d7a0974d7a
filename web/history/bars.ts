/** Lays out the clients' requests: a lane for each client, a bar for each request. Pure. */

import type { HistoryView, Microseconds, RequestOutcome, RequestView } from "../engine/view.ts";
import { type LabelParts, labelParts, logLabels } from "../words/log-labels.ts";
import { type Stretch, xOf } from "./window.ts";

/** Lengths in CSS pixels. */
export interface BarsRoom {
  readonly width: number;
  readonly laneHeight: number;
  /** The part of a lane's height that is kept over its bars for words; 0 where lanes are low. */
  readonly wordsHeight: number;
  /** How far the run was played. */
  readonly reached: Microseconds;
  /** Clients that have a lane wherever their requests are, so that lanes do not move with the sight. */
  readonly clients?: ReadonlySet<number>;
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
  /** Its command, or what tells it from the others; "" where there is no room for that either. */
  readonly words: string;
  readonly wordsLeft: number;
  readonly wordsPlace: WordsPlace;
}

export type WordsPlace = "inside" | "behind" | "above";

export interface Bars {
  readonly lanes: readonly Lane[];
  /** By lane, then by time. */
  readonly bars: readonly Bar[];
  readonly height: number;
  readonly laneHeight: number;
}

/** The least width of a bar. */
const narrowest = 4;
const letter = 6.3;
const wordGap = 5;
/** Fewer letters of a command say nothing. */
const lettersLeast = 5;
const laneGap = 6;
const reach = 8;

export function layoutBars(
  requests: HistoryView["requests"],
  stretch: Stretch,
  room: BarsRoom,
  contradiction: readonly number[] = [],
): Bars {
  const asking = requests.map((request) => request.client);
  const clients = [...new Set([...(room.clients ?? []), ...asking])].sort(ascending);
  const namesOf = namer(requests);
  const lanes = clients.map((client, place) => ({ client, top: place * room.laneHeight }));
  const bars = lanes.flatMap((lane, place) => {
    const own = requests.filter((request) => request.client === lane.client);
    const placed = own.map((request, order) =>
      layoutBar(request, own[order + 1] ?? null, place, stretch, room, contradiction, namesOf),
    );
    return placed.map((bar, order) => withReach(bar, placed[order - 1], placed[order + 1]));
  });
  return { lanes, bars, height: lanes.length * room.laneHeight, laneHeight: room.laneHeight };
}

function layoutBar(
  request: RequestView,
  next: RequestView | null,
  lane: number,
  stretch: Stretch,
  room: BarsRoom,
  contradiction: readonly number[],
  namesOf: (request: RequestView) => Iterable<string>,
): Bar {
  const isOpen = request.outcome === "unknown" || request.outcome === "waiting";
  const sent = xOf(request.sentAt, stretch, room.width);
  const left = Math.max(sent, -2);
  const end = endOf(request, next, room.reached);
  const right = Math.min(xOf(end, stretch, room.width), room.width + 2);
  const width = Math.max(narrowest, right - left);
  const free =
    next === null ? room.width : Math.min(room.width, xOf(next.sentAt, stretch, room.width));
  const rooms: [WordsPlace, number][] = [
    ["inside", width],
    ["behind", free - left - width],
    ["above", room.wordsHeight > 0 ? free - left : 0],
  ];
  const { words, wordsPlace } = fitted(request.command, namesOf(request), rooms);
  return {
    request,
    lane,
    left,
    width,
    top: lane * room.laneHeight + laneGap / 2 + room.wordsHeight,
    height: room.laneHeight - laneGap - room.wordsHeight,
    outcome: request.outcome,
    isOpen,
    contradicts: contradiction.includes(request.id),
    before: 0,
    after: 0,
    words,
    wordsLeft: { inside: left + wordGap, behind: left + width + wordGap, above: left }[wordsPlace],
    wordsPlace,
  };
}

/** The longest name that has room somewhere; else the beginning of the command, where it has most. */
function fitted(
  command: string,
  names: Iterable<string>,
  rooms: readonly (readonly [WordsPlace, number])[],
): Pick<Bar, "words" | "wordsPlace"> {
  const lettersIn = (width: number) => Math.floor((width - 2 * wordGap) / letter);
  for (const words of names) {
    const place = rooms.find(([, width]) => lettersIn(width) >= words.length);
    if (place) return { words, wordsPlace: place[0] };
  }
  const [wordsPlace, width] = rooms.reduce((one, other) => (other[1] > one[1] ? other : one));
  const letters = lettersIn(width);
  return { words: letters < lettersLeast ? "" : `${command.slice(0, letters - 1)}…`, wordsPlace };
}

/**
 * What can be written of a request, the longest first: its command, its label, the end of that. What
 * tells commands apart is looked for only where one has no room.
 */
function namer(requests: HistoryView["requests"]) {
  let known: ReadonlyMap<string, LabelParts> | undefined;
  return function* ({ command }: RequestView): Generator<string> {
    yield command;
    known ??= labelParts(logLabels(requests.map((request) => request.command)));
    const [shared, telling] = known.get(command) ?? ["", ""];
    for (const name of [`${shared}${telling}`, `…${telling}`]) if (name.length > 1) yield name;
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
