/** The gaps between neighbors on the ring, through which the walls of a partition pass. */

import { type ScenePoint, scenePoint } from "./point.ts";

/** What a gap needs of a ring. */
export interface Gapped {
  readonly center: ScenePoint;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly nodeRadius: number;
  readonly nodes: readonly unknown[];
}

export interface Gap {
  /** Towards the middle of the ring, as far as walls run straight. */
  readonly inside: ScenePoint;
  readonly middle: ScenePoint;
  /** A point well outside the ring, where a wall ends. */
  readonly outside: ScenePoint;
}

/** The gap between a place and the one before it. */
export function gapBefore(place: number, ring: Gapped): Gap {
  const angle = ((2 * Math.PI) / ring.nodes.length) * (place - 0.5) - Math.PI / 2;
  const at = (reach: number): ScenePoint =>
    scenePoint(
      ring.center.x + (ring.radiusX + reach) * Math.cos(angle),
      ring.center.y + (ring.radiusY + reach) * Math.sin(angle),
    );
  return {
    inside: at(-1.4 * ring.nodeRadius),
    middle: at(-ring.nodeRadius * 0.3),
    outside: at(ring.nodeRadius + 4),
  };
}

/** The gaps of a ring of three nodes or more. */
export function gapsOf(ring: Gapped): readonly Gap[] {
  if (ring.nodes.length < 3) return [];
  return ring.nodes.map((_, place) => gapBefore(place, ring));
}
