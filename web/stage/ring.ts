/**
 * The fixed geometry: the nodes on the ring, the client beside it, and the path between any two
 * of them. It depends on the stage's size and the number of nodes only, and is kept for both.
 */

import type { Party } from "../engine/view.ts";
import {
  type CaptionPlace,
  captionLeading,
  captionLines,
  captionReach,
  placeCaptions,
} from "./captions.ts";
import { bentPath, chordLength, type Path, pointOn } from "./path.ts";
import {
  distance,
  distanceToBox,
  distanceToSegment,
  type SceneBox,
  type ScenePoint,
  scenePoint,
} from "./point.ts";

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
  readonly captions: readonly (CaptionPlace | null)[];
  /** The client's box. */
  readonly client: SceneBox;
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
export function ringFor(width: number, height: number, nodeCount: number): Ring {
  const key = `${width}x${height}:${nodeCount}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const ring = makeRing(width, height, nodeCount);
  if (kept.size >= keptLimit) kept.clear();
  kept.set(key, ring);
  return ring;
}

/** Space for timer and selection outside a node's outline. */
export const nodeMargin = 12;
/** Space above the highest node for a crown. */
const crownRoom = 20;

function makeRing(width: number, height: number, nodeCount: number): Ring {
  const fit = Math.min(width / 760, height / 500);
  const compact = fit < 0.78;
  const clientSize = compact ? { width: 58, height: 40 } : { width: 92, height: 52 };
  const clientColumn = clientSize.width + (compact ? 8 : 36);
  const captionSide = compact ? 0 : 84;

  const textScale = (radius: number): number =>
    compact ? 1 : Math.min(1.15, Math.max(0.8, radius / 42));
  const captionSize = compact ? 10.5 : 12;
  // A ring with a flat foot may be larger: its lowest nodes do not reach the ellipse's foot.
  const lowest = nodeCount === 1 ? 1 : Math.max(...angles(nodeCount).map(Math.sin));
  const captionFoot = captionReach(compact) + captionLines * captionLeading * captionSize + 4;

  let nodeRadius = Math.min(50, Math.max(26, 42 * fit));
  let radiusX = 0;
  let radiusY = 0;
  const measure = (): void => {
    radiusY = (height - 2 * nodeRadius - crownRoom - captionFoot) / (1 + lowest);
    const span = width - clientColumn - 2 * nodeRadius - 2 * nodeMargin - captionSide;
    radiusX = Math.min(span / 2, 1.22 * radiusY);
  };
  measure();
  if (nodeCount > 5) {
    const neighbors = 2 * Math.min(radiusX, radiusY) * Math.sin(Math.PI / nodeCount);
    nodeRadius = Math.max(24, Math.min(nodeRadius, 0.31 * neighbors));
    measure();
  }
  const ringLeft = clientColumn + nodeMargin + nodeRadius;
  const free = width - captionSide - nodeRadius - nodeMargin - ringLeft - 2 * radiusX;
  const top = crownRoom + nodeRadius;
  const center = scenePoint(ringLeft + radiusX + Math.max(0, free / 2), top + radiusY);
  // One node alone stands in the middle.
  const nodes =
    nodeCount === 1
      ? [center]
      : angles(nodeCount).map((angle) =>
          scenePoint(center.x + radiusX * Math.cos(angle), center.y + radiusY * Math.sin(angle)),
        );
  const client = placeClient(clientSize, nodes, nodeRadius, height, compact);
  const requests = requestsBox(client, nodes, nodeRadius, compact);
  const scale = textScale(nodeRadius);
  const text = compact
    ? { name: nodeRadius >= 26 ? 15 : 14, inner: 10.5, caption: captionSize }
    : { name: 14 * scale, inner: Math.max(10, 12 * scale), caption: captionSize };
  const laneSide = compact ? 8 : 11;
  return {
    width,
    height,
    compact,
    center,
    radiusX,
    radiusY,
    nodeRadius,
    nodes,
    captions: placeCaptions({
      width,
      height,
      compact,
      center,
      nodes,
      nodeRadius,
      taken: [client, requests],
      size: text.caption,
    }),
    client,
    requests,
    text,
    lane: laneSide,
    packetScale: compact ? 0.78 : 1,
    ways: allWays(nodes, nodeRadius, client, laneSide),
  };
}

function angles(nodeCount: number): number[] {
  return Array.from(
    { length: nodeCount },
    (_, place) => (2 * Math.PI * place) / nodeCount - Math.PI / 2,
  );
}

/** Places the client at the left, at the height from which nodes hide the fewest others. */
function placeClient(
  size: { readonly width: number; readonly height: number },
  nodes: readonly ScenePoint[],
  nodeRadius: number,
  height: number,
  compact: boolean,
): SceneBox {
  const left = compact ? 4 : 16;
  let best: SceneBox | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= 10; step += 1) {
    const lowest = height - requestsHeight(compact) - size.height / 2 - 14;
    const middle = Math.min(height * (0.3 + 0.04 * step), lowest);
    const box = { left, top: middle - size.height / 2, width: size.width, height: size.height };
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
  return best ?? { left, top: height / 2, width: size.width, height: size.height };
}

/** The room for the newest requests, up to the nearest node. */
function requestsBox(
  client: SceneBox,
  nodes: readonly ScenePoint[],
  nodeRadius: number,
  compact: boolean,
): SceneBox {
  const { left } = client;
  const top = client.top + client.height + (compact ? 4 : 10);
  const height = requestsHeight(compact);
  const beside = nodes.filter(
    (node) => node.y + nodeRadius + 8 > top && node.y - nodeRadius - 8 < top + height,
  );
  const free = Math.min(...beside.map((node) => node.x - nodeRadius - nodeMargin - left));
  return { left, top, width: Math.min(client.width + (compact ? 8 : 36), free), height };
}

function requestsHeight(compact: boolean): number {
  return compact ? 30 : 120;
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
  const start = scenePoint(
    from.at.x + dx * from.gap - dy * side,
    from.at.y + dy * from.gap + dx * side,
  );
  const end = scenePoint(to.at.x - dx * to.gap - dy * side, to.at.y - dy * to.gap + dx * side);
  return bentPath(start, end, bend);
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
