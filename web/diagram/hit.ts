/** Finds what is under a point of the diagram: the nearest event, or the nearest message. Pure. */

import type { DiagramScene, LineShape, PlaceShape } from "./scene.ts";

/** The point within `reach` of a place; null when none is so near. */
export function pointAt(scene: DiagramScene, x: number, y: number, reach: number): number | null {
  let nearest: { readonly place: PlaceShape; readonly distance: number } | null = null;
  for (const place of scene.places) {
    const distance = Math.hypot(place.x - x, place.y - y);
    if (distance <= reach && (nearest === null || distance < nearest.distance))
      nearest = { place, distance };
  }
  return nearest?.place.point ?? null;
}

/** The message whose line passes within `reach` of a place; null when none is so near. */
export function messageAt(scene: DiagramScene, x: number, y: number, reach: number): number | null {
  let nearest: { readonly id: number; readonly distance: number } | null = null;
  for (const line of scene.lines) {
    if (line.light === "dim") continue;
    const distance = distanceTo(line, x, y);
    if (distance <= reach && (nearest === null || distance < nearest.distance))
      nearest = { id: line.id, distance };
  }
  return nearest?.id ?? null;
}

function distanceTo({ x1, y1, x2, y2 }: LineShape, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const share =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - (x1 + dx * share), y - (y1 + dy * share));
}
