/**
 * The fixed geometry: the nodes on the ring, the client beside it, and the path between any two
 * of them. It depends on the stage's size and the number of nodes only, and is kept for both.
 */

import type { Party } from "../engine/view.ts";
import {
  type CaptionPlacer,
  type CaptionPlaces,
  captionLeading,
  captionLines,
  captionPlacer,
  captionReach,
  hasCaptions,
} from "./captions.ts";
import { gapsOf } from "./gaps.ts";
import { bentPath, chordLength, type Path, pointOn } from "./path.ts";
import {
  distance,
  distanceToBox,
  distanceToSegment,
  type SceneBox,
  type ScenePoint,
  scenePoint,
} from "./point.ts";

/** Whether the stage draws the client, or the page puts a panel in its place. */
export type ClientPlace = "drawn" | "beside";

export interface Ring {
  readonly width: number;
  readonly height: number;
  /** Whether the stage is small, so that nodes have fewer words. */
  readonly compact: boolean;
  readonly center: ScenePoint;
  /** Half axes of the ellipse that carries the nodes. */
  readonly radiusX: number;
  readonly radiusY: number;
  readonly nodeRadius: number;
  /** The nodes by place on the ring: the first at the top, then clockwise. */
  readonly nodes: readonly ScenePoint[];
  /** The caption beside each node; null where there is no room. */
  readonly captions: CaptionPlaces;
  /** The same where some matter more than others. */
  readonly placeCaptions: CaptionPlacer;
  /** The client's box. */
  readonly client: SceneBox;
  readonly clientPlace: ClientPlace;
  /** Whether no word may be smaller than 16 pixels, for a hall. */
  readonly large: boolean;
  /** The box below the client for the outcomes of its newest requests. */
  readonly requests: SceneBox;
  /** Text sizes in CSS pixels. */
  readonly text: { readonly name: number; readonly inner: number; readonly caption: number };
  /** The distance of a message's lane from the middle line of its link, to its own right. */
  readonly lane: number;
  /** Size of packets; 1 on a wide stage. */
  readonly packetScale: number;
  /** Paths by `wayKey`. */
  readonly ways: ReadonlyMap<number, Path>;
}

/** Returns the path of a message between two places on the ring (or the client). */
export function wayBetween(ring: Ring, from: Place, to: Place): Path | null {
  return ring.ways.get(wayKey(from, to)) ?? null;
}

/** A place on the ring, from 0; or the client. */
export type Place = number | "client";

/** Returns the place of a party in the frame's order of nodes; null for an unknown node. */
export function placeOf(party: Party, order: readonly { readonly id: number }[]): Place | null {
  if (party === "client") return "client";
  const atSameIndex = order[party];
  if (atSameIndex !== undefined && atSameIndex.id === party) return party;
  const index = order.findIndex((node) => node.id === party);
  return index < 0 ? null : index;
}

const kept = new Map<string, Ring>();
const keptLimit = 8;

/** Returns the ring for a stage of this size, the same object for the same arguments. */
export function ringFor(
  width: number,
  height: number,
  nodeCount: number,
  client: ClientPlace = "drawn",
  large = false,
): Ring {
  const key = `${width}x${height}:${nodeCount}${client}${large}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const ring = makeRing({ width, height, nodeCount, client, large });
  if (kept.size >= keptLimit) kept.clear();
  kept.set(key, ring);
  return ring;
}

/** Space for timer and selection outside a node's outline. */
export const nodeMargin = 12;
/** Space above the highest node for a crown. */
const crownRoom = 20;

interface Question {
  readonly width: number;
  readonly height: number;
  readonly nodeCount: number;
  readonly client: ClientPlace;
  readonly large: boolean;
}

/** The smallest type for a hall (CSS pixels). */
const hallType = 16;

/** A stage so small has digits in its nodes in place of words (CSS pixels). */
const smallWidth = 440;
const smallHeight = 300;
/** The smallest node that has room for a name, a role and a term. */
const wordsRadius = { usual: 34, large: 46 } as const;

function makeRing(question: Question): Ring {
  const { width, height } = question;
  const isSmall = width < smallWidth || height < smallHeight;
  if (!isSmall) {
    const ring = ringOf(question, false, "column");
    if (ring.nodeRadius >= wordsRadius[question.large ? "large" : "usual"]) return ring;
  }
  if (question.client === "beside") return ringOf(question, true, "column");
  // In the corner above the ring, the client takes no room from it; but a node may stand there.
  const cornered = ringOf(question, true, "corner");
  // Else as near the middle as the client bears, so that every node's caption has its room.
  const inColumn = [0.5, 0.6, 0.7, 0.8, 0.9].map((share) =>
    ringOf(question, true, "column", share),
  );
  const column = ringOf(question, true, "column");
  const best = [cornered, ...inColumn, column].find(
    (ring) => isFree(ring) && !ring.captions.includes(null),
  );
  return best ?? (isFree(cornered) ? cornered : column);
}

/** Whether the client and its requests have their room. */
function isFree({ client, requests, nodes, nodeRadius }: Ring): boolean {
  return [client, { ...requests, width: client.width + 8 }].every((box) =>
    nodes.every((node) => distanceToBox(node, box) > nodeRadius + 9),
  );
}

/** `share`: how much of the client's column is kept free at the left; the rest is at the right. */
function ringOf(
  question: Question,
  compact: boolean,
  stands: "column" | "corner",
  share = 1,
): Ring {
  const { width, height, nodeCount } = question;
  const size = clientSize(question, compact);
  const column =
    stands === "corner"
      ? 0
      : size.left + size.width + (question.client === "drawn" && compact ? 4 : 20);
  const left = column * share;
  const right = compact ? column - left : 84;
  const { large } = question;
  const shape = largest({ width, height, nodeCount, compact, large, left, right });
  const { nodeRadius, radiusX, radiusY } = shape;
  const ringLeft = left + nodeMargin + nodeRadius;
  const free = width - right - nodeRadius - nodeMargin - ringLeft - 2 * radiusX;
  const top = crownRoom + nodeRadius;
  const depth = top + (1 + lowestOf(nodeCount)) * radiusY + nodeRadius;
  const below = height - footOf({ nodeCount, compact, large }, nodeRadius) - depth;
  const center = scenePoint(
    ringLeft + radiusX + Math.max(0, free / 2),
    top + radiusY + Math.max(0, below / 2),
  );
  const nodes = nodesOf(center, shape, nodeCount);
  const client = placeClient(question, size, nodes, nodeRadius, compact, stands);
  const requests =
    question.client === "beside"
      ? listBeside(client, height)
      : requestsBox(client, nodes, nodeRadius, question, compact);
  const scale = Math.min(large ? 2.5 : 1.6, nodeRadius / 42);
  const least = large ? hallType : 0;
  const words = compact
    ? { name: Math.max(14, 0.48 * nodeRadius), inner: Math.max(11, 0.32 * nodeRadius) }
    : { name: 14 * scale, inner: 12 * scale };
  const text = {
    name: Math.max(least, words.name),
    inner: Math.max(least, words.inner),
    caption: captionSize(nodeRadius, compact, large),
  };
  const laneSide = compact ? 8 : 11;
  const placeCaptions = captionPlacer({
    width,
    height,
    compact,
    center,
    nodes,
    nodeRadius,
    gaps: gapsOf({ center, radiusX, radiusY, nodeRadius, nodes }),
    // Beside the page's own panel a little more is left free, for the ring around what pulses.
    taken: [client, requests].map((box) =>
      question.client === "beside" ? { ...box, width: box.width + 6 } : box,
    ),
    size: text.caption,
  });
  return {
    width,
    height,
    compact,
    center,
    radiusX,
    radiusY,
    nodeRadius,
    nodes,
    captions: placeCaptions([]),
    placeCaptions,
    client,
    clientPlace: question.client,
    large,
    requests,
    text,
    lane: laneSide,
    packetScale: compact ? 0.78 : 1,
    ways: allWays(nodes, nodeRadius, client, laneSide),
  };
}

// --- How large ------------------------------------------------------------------------------

interface Shape {
  readonly nodeRadius: number;
  readonly radiusX: number;
  readonly radiusY: number;
}

interface Room {
  readonly width: number;
  readonly height: number;
  readonly nodeCount: number;
  readonly compact: boolean;
  readonly large: boolean;
  /** What the ring leaves free at each side. */
  readonly left: number;
  readonly right: number;
}

/** The letters of a caption (CSS pixels), which grow with the nodes. */
function captionSize(nodeRadius: number, compact: boolean, large: boolean): number {
  const size = compact ? 12 : Math.min(16, Math.max(12, 0.23 * nodeRadius));
  return large ? Math.max(hallType, 0.2 * nodeRadius) : size;
}

/** What the ring leaves free below its lowest node: its caption, or its timer where it has none. */
function footOf({ nodeCount, compact, large }: Footed, nodeRadius: number): number {
  if (!hasCaptions(compact, nodeCount)) return nodeMargin;
  const size = captionSize(nodeRadius, compact, large);
  return captionReach(compact) + captionLines * captionLeading * size + 4;
}

type Footed = Pick<Room, "nodeCount" | "compact" | "large">;

const smallestRadius = 24;
/** Where there is hardly any room, as in a small part of another page. */
const tiniestRadius = 18;
/** A ring in a narrow room is hardly higher than wide: stretched, it would be no ring. */
const tallest = 1.1;

/** Returns the ring with the largest nodes that the free area bears. */
function largest(room: Room): Shape {
  const most = room.compact ? 40 : room.large ? 112 : 72;
  for (let nodeRadius = most; nodeRadius > smallestRadius; nodeRadius -= 1) {
    const shape = shapeOf(room, nodeRadius, footOf(room, nodeRadius));
    if (fits(shape, room.nodeCount)) return shape;
  }
  const captioned = shapeOf(room, smallestRadius, footOf(room, smallestRadius));
  if (fits(captioned, room.nodeCount)) return captioned;
  // Rather no captions at the foot, and smaller nodes, than nodes that hide one another.
  for (let nodeRadius = smallestRadius; nodeRadius > tiniestRadius; nodeRadius -= 1) {
    const shape = shapeOf(room, nodeRadius, nodeMargin);
    if (fits(shape, room.nodeCount)) return shape;
  }
  return shapeOf(room, tiniestRadius, nodeMargin);
}

function shapeOf(room: Room, r: number, foot: number): Shape {
  const { width, height, nodeCount, compact, left, right } = room;
  const span = Math.max(0, width - left - right - 2 * r - 2 * nodeMargin);
  const rise = height - 2 * r - crownRoom - foot;
  // Two nodes stand beside each other; nothing then hangs below the middle.
  if (nodeCount === 2) {
    return { nodeRadius: r, radiusX: Math.min(span / 2, 4 * r), radiusY: rise / 2 };
  }
  const [radiusX, radiusY] = [span / 2, rise / (1 + lowestOf(nodeCount))];
  const most = compact ? 1.5 : 1.25;
  return {
    nodeRadius: r,
    radiusX: Math.min(radiusX, most * radiusY),
    radiusY: nodeCount === 1 ? radiusY : Math.min(radiusY, tallest * radiusX),
  };
}

/**
 * How far below the middle the lowest node stands, as a share of the ellipse's half height. A ring
 * with a flat foot may be larger: its lowest nodes do not reach the foot.
 */
function lowestOf(nodeCount: number): number {
  return nodeCount <= 2 ? 1 : Math.max(...angles(nodeCount).map(Math.sin));
}

/** Whether the nodes stand so far apart that messages between them can be told apart. */
function fits(shape: Shape, nodeCount: number): boolean {
  const { nodeRadius, radiusX, radiusY } = shape;
  if (Math.min(radiusX, radiusY) < (nodeCount === 1 ? 0 : nodeRadius / 2)) return false;
  const nodes = nodesOf(scenePoint(0, 0), shape, nodeCount);
  const apart = Math.max(3.1 * nodeRadius, 2 * nodeRadius + 24);
  return nodes.every((one, place) =>
    nodes.slice(place + 1).every((other) => distance(one, other) >= apart),
  );
}

function nodesOf(center: ScenePoint, { radiusX, radiusY }: Shape, nodeCount: number): ScenePoint[] {
  // One node alone stands in the middle.
  if (nodeCount === 1) return [center];
  return angles(nodeCount).map((angle) =>
    scenePoint(center.x + radiusX * Math.cos(angle), center.y + radiusY * Math.sin(angle)),
  );
}

/** The directions of the nodes from the middle: clockwise from the top; two nodes from the left. */
function angles(nodeCount: number): number[] {
  if (nodeCount === 2) return [Math.PI, 0];
  return Array.from(
    { length: nodeCount },
    (_, place) => (2 * Math.PI * place) / nodeCount - Math.PI / 2,
  );
}

// --- The client -----------------------------------------------------------------------------

interface ClientSize {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

function clientSize({ width, client, large }: Question, compact: boolean): ClientSize {
  if (client === "beside") return { left: 20, width: width < 700 ? 148 : 170, height: 110 };
  if (large) return { left: 4, width: 116, height: 60 };
  return compact ? { left: 4, width: 58, height: 40 } : { left: 16, width: 92, height: 52 };
}

/** Places the client at the left, at the height from which nodes hide the fewest others. */
function placeClient(
  { height, client, large }: Question,
  size: ClientSize,
  nodes: readonly ScenePoint[],
  nodeRadius: number,
  compact: boolean,
  stands: "column" | "corner",
): SceneBox {
  if (client === "beside" || stands === "corner") return { ...size, top: 8 };
  const { left } = size;
  let best: SceneBox = { ...size, top: height / 2 };
  let bestCost = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= 10; step += 1) {
    const lowest = height - requestsHeight(compact, large) - size.height / 2 - 14;
    const middle = Math.min(height * (0.3 + 0.04 * step), lowest);
    const box = { ...size, top: middle - size.height / 2 };
    const from = scenePoint(left + size.width, middle);
    let cost = Math.abs(middle - height / 2) / height;
    for (const target of nodes) {
      for (const other of nodes) {
        if (other === target) continue;
        const clear = distanceToSegment(other, from, target) - nodeRadius - 10;
        if (clear < 0) cost += 1 - clear / nodeRadius;
      }
      if (distanceToBox(target, box) < nodeRadius + nodeMargin) cost += 10;
    }
    if (cost < bestCost) {
      best = box;
      bestCost = cost;
    }
  }
  return best;
}

/** The room of the page's list of requests: five of two lines, below what it says of Write. */
function listBeside({ left, top, width, height }: SceneBox, stageHeight: number): SceneBox {
  const first = top + height;
  return { left, top: first, width, height: Math.max(0, Math.min(stageHeight - first - 4, 270)) };
}

/** The room for the newest requests, up to the nearest node. */
function requestsBox(
  client: SceneBox,
  nodes: readonly ScenePoint[],
  nodeRadius: number,
  { large }: Question,
  compact: boolean,
): SceneBox {
  const height = requestsHeight(compact, large);
  const { left } = client;
  const top = client.top + client.height + (compact ? 4 : 10);
  const beside = nodes.filter(
    (node) => node.y + nodeRadius + 8 > top && node.y - nodeRadius - 8 < top + height,
  );
  const free = Math.min(...beside.map((node) => node.x - nodeRadius - nodeMargin - left));
  return {
    left,
    top,
    width: Math.min(client.width + (compact ? 12 : large ? 64 : 36), free),
    height,
  };
}

function requestsHeight(compact: boolean, large: boolean): number {
  return (compact ? 30 : 120) * (large ? 5 / 3 : 1);
}

function wayKey(from: Place, to: Place): number {
  return (from === "client" ? 15 : from) * 16 + (to === "client" ? 15 : to);
}

function allWays(
  nodes: readonly ScenePoint[],
  nodeRadius: number,
  client: SceneBox,
  side: number,
): ReadonlyMap<number, Path> {
  const ways = new Map<number, Path>();
  const clientDoor = scenePoint(client.left + client.width, client.top + client.height / 2);
  const nodeGap = nodeRadius + 6;
  const add = (from: Stop, to: Stop, side: number): void => {
    const others = nodes.filter((node) => node !== from.at && node !== to.at);
    const bend = clearBend(from, to, side, others, nodeRadius + 10 + side);
    ways.set(wayKey(from.place, to.place), lane(from, to, side, bend));
    ways.set(wayKey(to.place, from.place), lane(to, from, side, -bend));
  };
  nodes.forEach((at, place) => {
    const stop = { place, at, gap: nodeGap };
    nodes.slice(place + 1).forEach((otherAt, rest) => {
      add(stop, { place: place + 1 + rest, at: otherAt, gap: nodeGap }, side);
    });
    add({ place: "client", at: clientDoor, gap: 8 }, stop, side);
  });
  return ways;
}

/** An end of a path: `gap` is the distance from its center at which messages begin and end. */
interface Stop {
  readonly place: Place;
  readonly at: ScenePoint;
  readonly gap: number;
}

/** One direction of a link, `side` pixels to the right of its middle line. */
function lane(from: Stop, to: Stop, side: number, bend: number): Path {
  const length = distance(from.at, to.at) || 1;
  const dx = (to.at.x - from.at.x) / length;
  const dy = (to.at.y - from.at.y) / length;
  const free = length - from.gap - to.gap;
  const first = from.gap + crownGap(from, -dy, free);
  const last = to.gap + crownGap(to, dy, free);
  const start = scenePoint(from.at.x + dx * first - dy * side, from.at.y + dy * first + dx * side);
  const end = scenePoint(to.at.x - dx * last - dy * side, to.at.y - dy * last + dx * side);
  return bentPath(start, end, bend);
}

/** How much further off a message begins or ends above a node, where a crown may stand. */
function crownGap({ place }: Stop, up: number, free: number): number {
  return place === "client" || up < 0.88 ? 0 : Math.min(crownRoom + 8, 0.3 * free);
}

/** Returns the smallest bend with which a link's middle line clears every other node. */
function clearBend(
  from: Stop,
  to: Stop,
  side: number,
  others: readonly ScenePoint[],
  clearance: number,
): number {
  const length = distance(from.at, to.at);
  let best = 0;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= 10; step += 1) {
    for (const sign of step === 0 ? [0] : [-1, 1]) {
      const bend = sign * step * 0.04 * length;
      const cost = hindrance(lane(from, to, 0, bend), others, clearance) + step * (side / 20);
      if (cost >= bestCost) continue;
      best = bend;
      bestCost = cost;
    }
  }
  return best;
}

/** Returns how far a path intrudes into the clearance of other nodes, in pixels. */
function hindrance(path: Path, others: readonly ScenePoint[], clearance: number): number {
  const steps = Math.max(8, Math.ceil(chordLength(path) / 16));
  let worst = 0;
  for (let step = 0; step <= steps; step += 1) {
    const point = pointOn(path, step / steps);
    for (const other of others) worst = Math.max(worst, clearance - distance(point, other));
  }
  return worst;
}
