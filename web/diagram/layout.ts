/** Lays out the diagram: lanes, messages and marks over a stretch of time. Pure. */

import type { DiagramView, ForecastView, Passage } from "../engine/diagram.ts";
import type { Band, Lanes, MarkKind } from "../engine/lanes.ts";
import type { Microseconds } from "../engine/view.ts";
import { termHue } from "../words/format.ts";
import { ratesOf } from "./counts.ts";
import { type Filter, isFiltering, keepsPassage, keepsPoint } from "./filter.ts";
import { laneOf, type Point } from "./points.ts";
import type {
  BandShape,
  CountShape,
  DiagramScene,
  ForecastShape,
  LaneShape,
  Light,
  LineShape,
  MarkShape,
  MarkSign,
  PlaceShape,
} from "./scene.ts";
import { type Sight, ticksOf, tickWords } from "./sight.ts";

/** All that is laid out. */
export interface Shown {
  readonly lanes: Lanes;
  readonly view: DiagramView;
  readonly points: readonly Point[];
  readonly now: Microseconds;
  readonly head: Microseconds;
  readonly filter: Filter;
  /** The points that light up; null while nothing is pointed at. */
  readonly lit: ReadonlySet<number> | null;
  /** The points that the other one of two compared runs has not; null while none is compared. */
  readonly alone?: ReadonlySet<number> | null;
  /** The points in focus and under the pointer. */
  readonly rings: readonly number[];
  /** The stretch that is being selected, in CSS pixels. */
  readonly selection?: readonly [number, number] | null;
  /** The moment at which two compared runs diverge. */
  readonly parting?: Microseconds | null;
  /** Where the rule that is broken on purpose was missing. */
  readonly missteps?: readonly Microseconds[];
  /** What comes if we wait, in place of what was played after the moment shown. */
  readonly forecast?: ForecastView | null;
}

export interface Room {
  readonly width: number;
  readonly height: number;
  /** Height above the lanes that is kept for a title. */
  readonly title?: number;
}

const AXIS = 18;
/** The room for the crown over the first lane. */
const HEAD = 6;
const END = 12;
const NARROW = 600;
/** A message is drawn as waiting only if that can be seen. */
const WAIT_LEAST = 2;
/** A message that is lost ends before its receiver's lane: nobody there knows of it. */
const LOST_MOST = 0.9;

export function gutterOf(width: number): number {
  return width < NARROW ? 24 : 64;
}

/** The room in which time runs. */
export function axisOf({ width }: Room): { readonly left: number; readonly length: number } {
  const left = gutterOf(width);
  return { left, length: Math.max(1, width - left - END) };
}

export function layoutDiagram(shown: Shown, sight: Sight, room: Room): DiagramScene {
  const { lanes, view, points, now, head } = shown;
  const { left, length } = axisOf(room);
  const nodes = lanes.nodes.length;
  const foot = room.height - AXIS;
  const top = HEAD + (room.title ?? 0);
  const pitch = (foot - top) / (nodes + 1);
  const yOf = (lane: number): number => top + (lane + 0.5) * pitch;
  const exact = (at: Microseconds): number => left + ((at - sight.from) / sight.span) * length;
  // Far outside, exact places would be too large for a canvas.
  const xOf = (at: Microseconds): number =>
    Math.min(room.width + length, Math.max(left - length, exact(at)));
  const axes = { xOf, yOf, exact, nodes };
  const lightOf = lightsOf(shown);
  const places = points.map((point) => placeOf(point, axes));
  const forecast = shown.forecast ?? null;
  return {
    width: room.width,
    height: room.height,
    left,
    right: left + length,
    foot,
    pitch,
    lanes: laneShapes(lanes, axes, room.width, head),
    silences: view.silences.map(({ node, from, until }) => ({
      left: xOf(from),
      right: xOf(until ?? view.until),
      y: yOf(node),
    })),
    lines: view.messages.map((passage) => lineOf(passage, view, axes, lightOf.passage(passage))),
    marks:
      view.counts === null
        ? points.flatMap((point) => markOf(point, places[point.id], lightOf.point(point)))
        : laneMarks(lanes, axes),
    places: places.flatMap((place, id) => {
      const point = points[id];
      const end = Math.min(left + length, forecast === null ? Number.POSITIVE_INFINITY : xOf(now));
      const isThere = place !== null && place.x >= left && place.x <= end;
      return isThere && point && lightOf.point(point) !== "dim" ? [place] : [];
    }),
    counts: view.counts === null ? [] : countShapes(view, xOf),
    violations: lanes.violations.map(xOf),
    missteps: (shown.missteps ?? []).map(xOf),
    ticks: ticksOf(sight, length).map((at) => ({ x: exact(at), label: tickWords(at, sight.span) })),
    now: xOf(now),
    head: xOf(head),
    forecast: forecast === null ? null : forecastShape(forecast, axes, room.width),
    rings: shown.rings.flatMap((id) => places[id] ?? []),
    selection: shown.selection ?? null,
    parting: shown.parting == null ? null : xOf(shown.parting),
  };
}

interface Axes {
  readonly xOf: (at: Microseconds) => number;
  readonly exact: (at: Microseconds) => number;
  readonly yOf: (lane: number) => number;
  readonly nodes: number;
}

// --- Lanes ------------------------------------------------------------------------------

function laneShapes(
  lanes: Lanes,
  axes: Axes,
  width: number,
  head: Microseconds,
): readonly LaneShape[] {
  const { yOf, nodes } = axes;
  const clients = { label: width < NARROW ? "C" : "Clients", y: yOf(nodes), bands: [] };
  return [...bandLanes(lanes.nodes, axes, width, head), clients];
}

/** The lanes of the nodes, to a moment. */
function bandLanes(
  lanes: readonly { readonly bands: readonly Band[] }[],
  { xOf, yOf, nodes }: Axes,
  width: number,
  end: Microseconds,
): readonly LaneShape[] {
  return lanes.map(({ bands }, node) => ({
    label: width < NARROW ? `${node}` : `Node ${node}`,
    y: yOf(node),
    bands: bands.map((band, place) => bandShape(band, bands[place + 1]?.at ?? end, xOf, nodes)),
  }));
}

function forecastShape(forecast: ForecastView, axes: Axes, width: number): ForecastShape {
  const { xOf, yOf } = axes;
  const marks = forecast.nodes.flatMap(({ elected, committed }, node) => {
    const mark = (sign: MarkSign) => (at: Microseconds) => ({ x: xOf(at), y: yOf(node), sign });
    return [...elected.map(mark("crown")), ...committed.map(mark("commit"))];
  });
  return {
    lanes: bandLanes(forecast.nodes, axes, width, forecast.until),
    marks: marks.map((mark) => ({ ...mark, point: null, light: "plain" })),
    until: xOf(forecast.until),
  };
}

function bandShape(band: Band, until: Microseconds, xOf: Axes["xOf"], nodes: number): BandShape {
  return {
    left: xOf(band.at),
    right: xOf(Math.max(until, band.at)),
    hue: termHue(band.term),
    form: band.status === "up" ? band.role : band.status,
    term: band.term,
    cut: cutOf(band.cutOffFrom, nodes),
  };
}

function cutOf(cutOffFrom: number, nodes: number): BandShape["cut"] {
  if (cutOffFrom === 0) return "none";
  return nodes - cutOffFrom < Math.floor(nodes / 2) + 1 ? "majority" : "some";
}

const laneSigns: Readonly<Record<MarkKind, MarkSign>> = {
  elected: "crown",
  committed: "commit",
  toldOfCommit: "told",
  restarted: "restart",
  diskLost: "disk",
  requested: "request",
  requestEnded: "answer",
};
/** Marks of the lanes that are closer than this are one mark. */
const MARKS_APART = 4;
/** More marks of one kind than this stand all along a lane. */
const EVERYWHERE = 60;

/** The marks where the events are too many to be told apart: those that the lanes keep. */
function laneMarks(lanes: Lanes, { xOf, yOf }: Axes): readonly MarkShape[] {
  const all = [...lanes.nodes.map(({ marks }) => marks), lanes.clients];
  const marks = all.flatMap((of, lane) =>
    (Object.keys(laneSigns) as MarkKind[]).flatMap((kind) => {
      const places = apart(of[kind].map(xOf));
      // Marks all along a lane say no more than its band, and would hide it.
      const isEverywhere = places.length > EVERYWHERE;
      return isEverywhere ? [] : places.map((x) => ({ x, y: yOf(lane), sign: laneSigns[kind] }));
    }),
  );
  const crashes = lanes.nodes.flatMap(({ bands }, lane) =>
    bands
      .filter((band, at) => band.status === "crashed" && bands[at - 1]?.status !== "crashed")
      .map(({ at }) => ({ x: xOf(at), y: yOf(lane), sign: "crash" as const })),
  );
  return [...marks, ...crashes].map((mark) => ({ ...mark, point: null, light: "plain" }));
}

function apart(places: readonly number[]): readonly number[] {
  let last = Number.NEGATIVE_INFINITY;
  return places.filter((x) => {
    if (x - last < MARKS_APART) return false;
    last = x;
    return true;
  });
}

function countShapes(view: DiagramView, xOf: Axes["xOf"]): readonly CountShape[] {
  const counts = view.counts ?? [];
  const rates = ratesOf(counts);
  const highest = Math.max(...rates, Number.MIN_VALUE);
  return counts.map((count, place) => ({
    left: xOf(count.from),
    right: xOf(Math.min(count.until, view.until)),
    share: (rates[place] ?? 0) / highest,
  }));
}

// --- Messages ---------------------------------------------------------------------------

function lineOf(
  passage: Passage,
  view: DiagramView,
  { exact, xOf, yOf, nodes }: Axes,
  light: Light,
): LineShape {
  const { packet, waitedAt, end } = passage;
  const reachedAt = waitedAt ?? passage.endedAt ?? Math.min(packet.dueAt, view.until);
  const [y1, y2] = [yOf(laneOf(packet.from, nodes)), yOf(laneOf(packet.to, nodes))];
  const share = shareOf(passage, reachedAt);
  const waits = waitedAt === null ? 0 : exact(passage.endedAt ?? view.until) - exact(waitedAt);
  const isClient = packet.kind === "clientRequest" || packet.kind === "clientReply";
  const isAppend = packet.kind === "appendEntries" || packet.kind === "appendEntriesReply";
  return {
    id: packet.id,
    x1: exact(packet.sentAt),
    y1,
    x2: exact(reachedAt),
    y2: y1 + (y2 - y1) * share,
    waitsUntil: waits > WAIT_LEAST ? xOf(passage.endedAt ?? view.until) : null,
    end,
    hue: isClient ? null : termHue(packet.term),
    isReply: packet.kind.endsWith("Reply"),
    isRoutine: isAppend && packet.entryCount === 0 && packet.positive !== false,
    light,
  };
}

/** How much of its way a message has made when it ends, or at the end of what was played. */
function shareOf({ packet, waitedAt, end }: Passage, reachedAt: Microseconds): number {
  if (waitedAt !== null || end === "arrived" || end === "receiverDown") return 1;
  const way = packet.dueAt - packet.sentAt;
  const share = way <= 0 ? 0.5 : Math.min(1, Math.max(0, (reachedAt - packet.sentAt) / way));
  return end === "underWay" ? share : Math.min(LOST_MOST, share);
}

// --- Points -----------------------------------------------------------------------------

function placeOf(point: Point, { xOf, yOf, nodes }: Axes): PlaceShape | null {
  const { id, at, lane, what } = point;
  if (lane !== null) return { point: id, x: xOf(at), y: yOf(lane) };
  if (what.kind === "happened") return { point: id, x: xOf(at), y: yOf(-0.5) };
  const { packet } = what.passage;
  const [y1, y2] = [yOf(laneOf(packet.from, nodes)), yOf(laneOf(packet.to, nodes))];
  return { point: id, x: xOf(at), y: y1 + (y2 - y1) * shareOf(what.passage, at) };
}

const signs: Readonly<Record<string, MarkSign>> = {
  leader_elected: "crown",
  applied: "applied",
  crashed: "crash",
  restarted: "restart",
  paused: "pause",
  resumed: "restart",
  election_timeout: "timeout",
  disk_lost: "disk",
  messages_held: "held",
  snapshot_installed: "told",
  request_sent: "request",
  request_acknowledged: "answer",
  request_refused: "answer",
  request_unknown: "answer",
};

function markOf(point: Point, place: PlaceShape | null | undefined, light: Light): MarkShape[] {
  if (point.what.kind !== "happened" || !place) return [];
  return [{ point: point.id, x: place.x, y: place.y, sign: signOf(point), light }];
}

function signOf({ lane, what }: Point): MarkSign {
  if (what.kind !== "happened") return "dot";
  const { kind, weight } = what.happening.told;
  if (kind === "committed") return weight === "decisive" ? "commit" : "told";
  return signs[kind] ?? (lane === null ? "world" : "dot");
}

/** What stands out: nothing while nothing is asked for, else what is asked for. */
function lightsOf({ points, filter, lit, alone = null }: Shown) {
  const filters = isFiltering(filter);
  const litMessages = new Set<number>();
  for (const id of lit ?? alone ?? []) {
    const what = points[id]?.what;
    if (what !== undefined && what.kind !== "happened") litMessages.add(what.passage.packet.id);
  }
  const light = (isKept: boolean, isLit: boolean): Light => {
    if (!isKept) return "dim";
    if (lit !== null) return isLit ? "lit" : "dim";
    if (alone !== null) return isLit ? "lit" : "shared";
    return filters ? "lit" : "plain";
  };
  return {
    point: (point: Point) =>
      light(keepsPoint(filter, point), (lit ?? alone)?.has(point.id) ?? false),
    passage: (passage: Passage) =>
      light(keepsPassage(filter, passage), litMessages.has(passage.packet.id)),
  };
}
