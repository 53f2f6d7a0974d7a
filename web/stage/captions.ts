/**
 * Finds a place beside each node for its caption: outside the ring, inside the stage, off the
 * other nodes, captions and the client, clear of where a wall may stand, and away from links.
 */

import type { Gap } from "./gaps.ts";
import {
  boxesOverlap,
  distanceToBox,
  grown,
  type SceneBox,
  type ScenePoint,
  scenePoint,
  segmentMeetsBox,
} from "./point.ts";

export interface CaptionPlace {
  readonly box: SceneBox;
  readonly align: "left" | "center" | "right";
}

export interface CaptionQuestion {
  readonly width: number;
  readonly height: number;
  readonly compact: boolean;
  readonly center: ScenePoint;
  readonly nodes: readonly ScenePoint[];
  readonly nodeRadius: number;
  /** Where a wall may stand. */
  readonly gaps: readonly Gap[];
  /** Boxes that captions must not cover: the client and its requests. */
  readonly taken: readonly SceneBox[];
  /** Text size in CSS pixels. */
  readonly size: number;
}

/** Lines of a caption. */
export const captionLines = 2;
/** Line height as a multiple of the text size. */
export const captionLeading = 1.3;
/** Mean width of a letter as a multiple of the text size, estimated high. */
export const letterWidth = 0.56;

/** The distance from a node's outline to its caption, which clears timer and selection. */
export function captionReach(compact: boolean): number {
  return compact ? 11.5 : 15;
}

/** The longest caption is "committed 999". */
const longestCaption = 13;
/** A small stage with more nodes has no room for captions. */
const mostCompact = 6;
/** A caption whose best place costs this much is left out. */
const unbearable = 19;
/** The same where nodes have words inside, so that less is lost with a caption. */
const dear = 15.5;

/** Whether so many nodes have captions at all. */
export function hasCaptions(compact: boolean, nodeCount: number): boolean {
  return !compact || nodeCount <= mostCompact;
}

/** One place per node, in the order of the nodes; null where there is no room. */
export type CaptionPlaces = readonly (CaptionPlace | null)[];

/** Finds places for captions, of which those of the nodes named first have the first choice. */
export type CaptionPlacer = (first: readonly number[]) => CaptionPlaces;

/** Returns a placer that finds the places for each choice of first nodes once. */
export function captionPlacer(question: CaptionQuestion): CaptionPlacer {
  const known = new Map<string, CaptionPlaces>();
  return (first) => {
    const key = first.join();
    const places = known.get(key) ?? placeCaptions(question, first);
    known.set(key, places);
    return places;
  };
}

function placeCaptions(question: CaptionQuestion, first: readonly number[]): CaptionPlaces {
  const places: (CaptionPlace | null)[] = question.nodes.map(() => null);
  if (!hasCaptions(question.compact, question.nodes.length)) return places;
  const placed: SceneBox[] = [];
  for (const index of new Set([...first, ...places.keys()])) {
    const node = question.nodes[index];
    const place = node === undefined ? null : bestPlace(node, question, placed);
    if (place !== null) placed.push(place.box);
    places[index] = place;
  }
  return places;
}

function bestPlace(
  node: ScenePoint,
  question: CaptionQuestion,
  placed: readonly SceneBox[],
): CaptionPlace | null {
  const outward = Math.atan2(node.y - question.center.y, node.x - question.center.x);
  let best: CaptionPlace | null = null;
  let bestCost = question.compact ? unbearable : dear;
  // Half a turn from the way outward and back would be inside the ring.
  for (let turn = -11; turn <= 11; turn += 1) {
    for (const extra of [0, 4, 8, 16, 26]) {
      const angle = outward + (turn * Math.PI) / 18;
      const place = placeAt(node, angle, extra, question);
      const cost = Math.abs(turn) * 0.35 + extra * 0.2 + costOf(place.box, node, question, placed);
      if (cost < bestCost) {
        best = place;
        bestCost = cost;
      }
    }
  }
  return best;
}

function placeAt(
  node: ScenePoint,
  angle: number,
  extra: number,
  question: CaptionQuestion,
): CaptionPlace {
  const width = longestCaption * letterWidth * question.size;
  const height = captionLines * captionLeading * question.size;
  const reach = question.nodeRadius + captionReach(question.compact) + extra;
  const x = Math.cos(angle);
  const y = Math.sin(angle);
  let left = node.x + x * reach + ((x - 1) / 2) * width;
  const top = node.y + y * reach + ((y - 1) / 2) * height;
  // Where room is short the box may slide in from the edge; how near it then is, is judged later.
  if (question.compact) left = Math.max(3, Math.min(left, question.width - width - 3));
  const align = x > 0.35 ? "left" : x < -0.35 ? "right" : "center";
  return { box: { left, top, width, height }, align };
}

function costOf(
  box: SceneBox,
  node: ScenePoint,
  question: CaptionQuestion,
  placed: readonly SceneBox[],
): number {
  const isInSight =
    box.left >= 3 &&
    box.top >= 3 &&
    box.left + box.width <= question.width - 3 &&
    box.top + box.height <= question.height - 3;
  if (!isInSight) return unbearable;
  if (question.taken.some((other) => boxesOverlap(grown(box, 4), other))) return unbearable;
  if (placed.some((other) => boxesOverlap(box, grown(other, 2)))) return unbearable;
  for (const other of question.nodes) {
    if (distanceToBox(other, box) < question.nodeRadius + captionReach(question.compact) - 2)
      return unbearable;
  }
  const crown = scenePoint(node.x, node.y - question.nodeRadius - 10);
  let cost = distanceToBox(crown, box) < 14 ? 20 : 0;
  const { nodes } = question;
  const around = grown(box, question.compact ? 6 : 12);
  nodes.forEach((from, index) => {
    for (const to of nodes.slice(index + 1)) if (segmentMeetsBox(from, to, around)) cost += 3;
  });
  for (const { inside, outside } of question.gaps) {
    if (segmentMeetsBox(inside, outside, grown(box, 3))) cost += 9;
  }
  return cost;
}
