/** Cutting the network by a line drawn across the ring. */

import type { Frame, NodeId } from "../engine/view.ts";
import { distance, type ScenePoint, scenePoint } from "./point.ts";
import type { Ring } from "./ring.ts";
import type { DragShape, Scene } from "./scene.ts";
import type { StageSettings } from "./settings.ts";

/** A shorter line (CSS pixels) does not count as a cut. */
export const shortestCut = 32;

/**
 * Returns the two groups that the line through `a` and `b` separates, each in order of id, the
 * one with the lowest id first; null when the line is too short or all nodes are on one side.
 */
export function groupsCutByLine(
  scene: Pick<Scene, "nodes">,
  a: ScenePoint,
  b: ScenePoint,
): NodeId[][] | null {
  return groupsOf(
    scene.nodes.map((node) => ({ id: node.id, center: node.center })),
    a,
    b,
  );
}

interface Standing {
  readonly id: NodeId;
  readonly center: ScenePoint;
}

function groupsOf(nodes: readonly Standing[], a: ScenePoint, b: ScenePoint): NodeId[][] | null {
  if (distance(a, b) < shortestCut) return null;
  const side = (point: ScenePoint): number =>
    (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
  const ids = (keep: (value: number) => boolean): NodeId[] =>
    nodes
      .filter((node) => keep(side(node.center)))
      .map((node) => node.id)
      .sort((first, second) => first - second);
  const left = ids((value) => value < 0);
  const right = ids((value) => value >= 0);
  if (left.length === 0 || right.length === 0) return null;
  return Math.min(...left) < Math.min(...right) ? [left, right] : [right, left];
}

export interface DragLayout {
  readonly shape: DragShape | null;
  /** The groups that releasing the drag would make. */
  readonly groups: readonly (readonly NodeId[])[] | null;
}

export function layoutDrag(frame: Frame, settings: StageSettings, ring: Ring): DragLayout {
  const { drag } = settings;
  if (drag === null) return { shape: null, groups: null };
  const standing = frame.nodes.flatMap((node, place) => {
    const center = ring.nodes[place];
    return center === undefined ? [] : [{ id: node.id, center }];
  });
  const groups = groupsOf(standing, drag.from, drag.to);
  const across = groups === null ? null : acrossStage(drag.from, drag.to, settings);
  return { shape: { from: drag.from, to: drag.to, across }, groups };
}

/** Extends the line through two points to the edges of the stage. */
function acrossStage(
  a: ScenePoint,
  b: ScenePoint,
  stage: { readonly width: number; readonly height: number },
): readonly [ScenePoint, ScenePoint] {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const reach = (stage.width + stage.height) / (Math.hypot(dx, dy) || 1);
  return [
    scenePoint(a.x - dx * reach, a.y - dy * reach),
    scenePoint(a.x + dx * reach, a.y + dy * reach),
  ];
}
