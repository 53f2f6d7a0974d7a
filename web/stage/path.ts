/**
 * The path of a message: a straight line, or a curve around a node that is in the way. The
 * position on it is computed from times alone.
 */

import { type ScenePoint, scenePoint } from "./point.ts";

/** A quadratic curve. Straight when `control` is the middle of `start` and `end`. */
export interface Path {
  readonly start: ScenePoint;
  readonly control: ScenePoint;
  readonly end: ScenePoint;
}

/**
 * A path from `start` to `end` whose middle stands `bend` pixels to the right of the
 * straight line (to the left when negative), seen in the direction of flight.
 */
export function bentPath(start: ScenePoint, end: ScenePoint, bend: number): Path {
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const length = Math.hypot(dx, dy) || 1;
  const control = scenePoint(
    (start.x + end.x) / 2 - (dy / length) * bend * 2,
    (start.y + end.y) / 2 + (dx / length) * bend * 2,
  );
  return { start, control, end };
}

/** Returns the point at `fraction` (0 … 1) of the flight; progress along the chord is linear. */
export function pointOn(path: Path, fraction: number): ScenePoint {
  const rest = 1 - fraction;
  return scenePoint(
    rest * rest * path.start.x +
      2 * rest * fraction * path.control.x +
      fraction * fraction * path.end.x,
    rest * rest * path.start.y +
      2 * rest * fraction * path.control.y +
      fraction * fraction * path.end.y,
  );
}

/** The direction of flight at `fraction`, in radians, clockwise from "to the right". */
export function angleOn(path: Path, fraction: number): number {
  const rest = 1 - fraction;
  const dx = rest * (path.control.x - path.start.x) + fraction * (path.end.x - path.control.x);
  const dy = rest * (path.control.y - path.start.y) + fraction * (path.end.y - path.control.y);
  return Math.atan2(dy, dx);
}

/** Length of the chord in pixels. */
export function chordLength(path: Path): number {
  return Math.hypot(path.end.x - path.start.x, path.end.y - path.start.y);
}
