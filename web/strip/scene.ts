/**
 * Lays out the time strip: one lane for each node and one for the clients, over one axis of time.
 * Pure; `draw.ts` paints what this says. Lengths are CSS pixels.
 */

import { type Band, type Lanes, type MarkKind, type Marks, markKinds } from "../engine/lanes.ts";
import type { Microseconds } from "../engine/view.ts";
import { termHue } from "../words/format.ts";
import { shownSpan, ticksOf, tickWords } from "./span.ts";

/** How a band looks: by role while the node runs. */
export type BandForm = "follower" | "candidate" | "leader" | "paused" | "crashed";

export interface BandShape {
  readonly left: number;
  readonly right: number;
  readonly hue: number;
  readonly form: BandForm;
  /** Whether it could not speak with some of the others, or with so many that no majority was left. */
  readonly cut: "none" | "some" | "majority";
}

export interface MarkShape {
  readonly x: number;
  readonly kind: MarkKind | "crashed";
}

export interface LaneShape {
  readonly label: string;
  /** Lanes lower than letters have their labels in columns, from the right. */
  readonly column: number;
  /** The middle of the lane. */
  readonly y: number;
  readonly bands: readonly BandShape[];
  readonly marks: readonly MarkShape[];
}

export interface StripScene {
  readonly width: number;
  readonly height: number;
  /** Where time begins; the labels of the lanes stand before. */
  readonly left: number;
  /** The height of the written moments, below the lanes. */
  readonly axis: number;
  /** From the middle of one lane to the next. */
  readonly pitch: number;
  readonly lanes: readonly LaneShape[];
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly violations: readonly number[];
}

export interface StripRoom {
  readonly width: number;
  readonly height: number;
  /** The furthest moment: that of a scenario is known before it is played. */
  readonly head: Microseconds;
  /** The moment shown. */
  readonly now: Microseconds;
  /** Where two compared runs part: a sign stands there among the written moments. */
  readonly parting?: Microseconds | null;
}

/** The room at the right end, so that half of the slider's thumb fits. */
export const END = 8;
/** The room for the written moments, in a strip and in a low one. */
const AXIS = 16;
const LOW_AXIS = 13;
const LOW = 60;
/** The least distance between two labels, one above the other. */
const LABEL_ROOM = 11;
/** From one column of labels to the next. */
export const columnRoom = 9;
/** Marks of one kind that are closer than this are one mark. */
const MARKS_APART = 4;

/** What is under a point of the strip: a lane, counted from the top, and a moment. */
export interface StripPlace {
  readonly lane: number;
  readonly at: Microseconds;
  readonly perPixel: Microseconds;
}

/** The lane and the moment at a point, without laying the strip out. */
export function placeAt(nodes: number, room: StripRoom, x: number, y: number): StripPlace {
  const { left, length, span, pitch } = measure(nodes, room);
  const perPixel = span / length;
  return { lane: Math.floor(y / pitch), at: Math.max(0, (x - left) * perPixel), perPixel };
}

function measure(nodes: number, { width, height, head }: StripRoom) {
  const axis = height < LOW ? LOW_AXIS : AXIS;
  const pitch = (height - axis) / (nodes + 1);
  const columns = Math.ceil(LABEL_ROOM / pitch);
  // A strip with little room for labels has digits alone.
  const isShort = width < 600 || columns > 1;
  const left = isShort ? 15 + columnRoom * columns : 64;
  return {
    axis,
    pitch,
    columns,
    isShort,
    left,
    span: shownSpan(head),
    length: Math.max(1, width - left - END),
  };
}

export function layoutStrip(lanes: Lanes, room: StripRoom): StripScene {
  const { width, height, now, parting } = room;
  // What was not played yet is blank: nobody knows it.
  const played = Math.max(lanes.played, now);
  const { axis, left, span, length, pitch, columns, isShort } = measure(lanes.nodes.length, room);
  const xOf = (at: Microseconds): number => left + (at / span) * length;
  const sign = xOf(parting ?? -span);
  const yOf = (place: number): number => (place + 0.5) * pitch;
  const nodes = lanes.nodes.map(({ bands, marks }, node) => ({
    label: isShort ? `${node}` : `Node ${node}`,
    column: (lanes.nodes.length - node) % columns,
    y: yOf(node),
    bands: bandShapes(bands, lanes.nodes.length, played, xOf),
    marks: [...markShapes(marks, xOf), ...crashes(bands, xOf)],
  }));
  const clients = {
    label: isShort ? "C" : "Clients",
    column: 0,
    y: yOf(lanes.nodes.length),
    bands: [],
    marks: markShapes(lanes.clients, xOf),
  };
  return {
    width,
    height,
    left,
    axis,
    pitch,
    lanes: [...nodes, clients],
    // None that the sign would cover: half of it is eight pixels wide, and a letter eight at most,
    // whichever end of the words stands at their moment.
    ticks: ticksOf(span, length)
      .map((at) => ({ x: xOf(at), label: tickWords(at) }))
      .filter(({ x, label }) => Math.abs(x - sign) > 8 + 8 * label.length),
    violations: apart(lanes.violations.map(xOf)),
  };
}

/** A scene of the same lanes, span and size, played on: the last band of each lane is longer. */
export function playedOn(scene: StripScene, lanes: Lanes, room: StripRoom): StripScene {
  const { left, span, length } = measure(lanes.nodes.length, room);
  const reached = left + (Math.max(lanes.played, room.now) / span) * length;
  const grown = (band: BandShape, place: number, { length: count }: readonly BandShape[]) =>
    place < count - 1 ? band : { ...band, right: Math.max(band.left, reached) };
  return {
    ...scene,
    lanes: scene.lanes.map((lane) => ({ ...lane, bands: lane.bands.map(grown) })),
  };
}

function bandShapes(
  bands: readonly Band[],
  nodes: number,
  played: Microseconds,
  xOf: (at: Microseconds) => number,
): readonly BandShape[] {
  return bands.map((band, place) => ({
    left: xOf(band.at),
    right: xOf(bands[place + 1]?.at ?? Math.max(played, band.at)),
    hue: termHue(band.term),
    form: band.status === "up" ? band.role : band.status,
    cut: cutOf(band.cutOffFrom, nodes),
  }));
}

function cutOf(cutOffFrom: number, nodes: number): BandShape["cut"] {
  if (cutOffFrom === 0) return "none";
  const majority = Math.floor(nodes / 2) + 1;
  return nodes - cutOffFrom < majority ? "majority" : "some";
}

function markShapes(marks: Marks, xOf: (at: Microseconds) => number): readonly MarkShape[] {
  return markKinds.flatMap((kind) => apart(marks[kind].map(xOf)).map((x) => ({ x, kind })));
}

function crashes(bands: readonly Band[], xOf: (at: Microseconds) => number): readonly MarkShape[] {
  const begun = bands.filter(
    (band, place) => band.status === "crashed" && bands[place - 1]?.status !== "crashed",
  );
  return apart(begun.map(({ at }) => xOf(at))).map((x) => ({ x, kind: "crashed" }));
}

/** Leaves out places that are too close to the one before. */
function apart(places: readonly number[]): readonly number[] {
  let last = Number.NEGATIVE_INFINITY;
  return places.filter((x) => {
    if (x - last < MARKS_APART) return false;
    last = x;
    return true;
  });
}
