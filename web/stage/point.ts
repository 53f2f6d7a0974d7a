/**
 * Points and boxes on the stage. Two types of point that the compiler keeps apart: scene points,
 * used by layout and drawing, and screen points, which pointer events carry.
 */

declare const sceneBrand: unique symbol;
declare const screenBrand: unique symbol;

/** CSS pixels from the top left corner of the stage, y downwards. */
export interface ScenePoint {
  readonly x: number;
  readonly y: number;
  readonly [sceneBrand]: true;
}

/** CSS pixels from the top left corner of the browser's viewport (`clientX`, `clientY`). */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
  readonly [screenBrand]: true;
}

/** An upright rectangle on the stage, in CSS pixels. */
export interface SceneBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function scenePoint(x: number, y: number): ScenePoint {
  return { x, y } as ScenePoint;
}

export function screenPoint(x: number, y: number): ScreenPoint {
  return { x, y } as ScreenPoint;
}

export function distance(a: ScenePoint, b: ScenePoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Returns the point at `fraction` (0 … 1) between `a` and `b`. */
export function between(a: ScenePoint, b: ScenePoint, fraction: number): ScenePoint {
  return scenePoint(a.x + (b.x - a.x) * fraction, a.y + (b.y - a.y) * fraction);
}

/** Returns the distance of `point` from the segment `a`–`b`. */
export function distanceToSegment(point: ScenePoint, a: ScenePoint, b: ScenePoint): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const lengthSquared = dx * dx + dy * dy;
  if (lengthSquared === 0) return distance(point, a);
  const along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / lengthSquared;
  const clamped = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - a.x - dx * clamped, point.y - a.y - dy * clamped);
}

/** Where on `a`–`b` (0 … 1) the segment `c`–`d` crosses it, or null. */
export function crossing(
  a: ScenePoint,
  b: ScenePoint,
  c: ScenePoint,
  d: ScenePoint,
): number | null {
  const abX = b.x - a.x;
  const abY = b.y - a.y;
  const cdX = d.x - c.x;
  const cdY = d.y - c.y;
  const determinant = abX * cdY - abY * cdX;
  if (determinant === 0) return null;
  const alongAb = ((c.x - a.x) * cdY - (c.y - a.y) * cdX) / determinant;
  const alongCd = ((c.x - a.x) * abY - (c.y - a.y) * abX) / determinant;
  const crosses = alongAb >= 0 && alongAb <= 1 && alongCd >= 0 && alongCd <= 1;
  return crosses ? alongAb : null;
}

export function boxesOverlap(a: SceneBox, b: SceneBox): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}

export function boxContains(box: SceneBox, point: ScenePoint): boolean {
  return (
    point.x >= box.left &&
    point.x <= box.left + box.width &&
    point.y >= box.top &&
    point.y <= box.top + box.height
  );
}

/** The box grown by `margin` on every side. */
export function grown(box: SceneBox, margin: number): SceneBox {
  return {
    left: box.left - margin,
    top: box.top - margin,
    width: box.width + 2 * margin,
    height: box.height + 2 * margin,
  };
}

/** Returns the distance of `point` from the box; 0 inside it. */
export function distanceToBox(point: ScenePoint, box: SceneBox): number {
  const dx = Math.max(box.left - point.x, 0, point.x - box.left - box.width);
  const dy = Math.max(box.top - point.y, 0, point.y - box.top - box.height);
  return Math.hypot(dx, dy);
}

/** Whether the segment `a`–`b` touches the box. */
export function segmentMeetsBox(a: ScenePoint, b: ScenePoint, box: SceneBox): boolean {
  if (boxContains(box, a) || boxContains(box, b)) return true;
  const topLeft = scenePoint(box.left, box.top);
  const topRight = scenePoint(box.left + box.width, box.top);
  const bottomLeft = scenePoint(box.left, box.top + box.height);
  const bottomRight = scenePoint(box.left + box.width, box.top + box.height);
  return (
    crossing(a, b, topLeft, bottomRight) !== null || crossing(a, b, topRight, bottomLeft) !== null
  );
}
