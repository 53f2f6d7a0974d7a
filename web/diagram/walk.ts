/** Where the arrow keys lead from an event: along its lane, along its message, to another lane. Pure. */

import type { Point } from "./points.ts";

export const steps = ["before", "after", "up", "down", "messageBack", "messageOn"] as const;
export type Step = (typeof steps)[number];

/** The point that a step leads to; null when it leads nowhere. */
export function walked(points: readonly Point[], from: Point, step: Step): Point | null {
  switch (step) {
    case "before":
      return points.findLast(({ id, lane }) => id < from.id && lane === from.lane) ?? null;
    case "after":
      return points.find(({ id, lane }) => id > from.id && lane === from.lane) ?? null;
    case "up":
      return nearestOn(points, from, -1);
    case "down":
      return nearestOn(points, from, 1);
    case "messageOn":
      return ofMessage(points, from, 1);
    case "messageBack":
      return ofMessage(points, from, -1);
  }
}

/** The point nearest in time on the next lane that has any; events without a lane come first. */
function nearestOn(points: readonly Point[], from: Point, direction: 1 | -1): Point | null {
  const own = from.lane ?? -1;
  const lanes = [...new Set(points.map(({ lane }) => lane ?? -1))].toSorted((a, b) => a - b);
  const ahead = lanes.filter((lane) => (lane - own) * direction > 0);
  const next = direction === 1 ? ahead[0] : ahead.at(-1);
  const there = points.filter(({ lane }) => (lane ?? -1) === next);
  const apart = ({ at }: Point): number => Math.abs(at - from.at);
  return there.reduce<Point | null>(
    (best, point) => (best === null || apart(point) < apart(best) ? point : best),
    null,
  );
}

/** The other end of the message of a point; for another event, the next message of its lane. */
function ofMessage(points: readonly Point[], from: Point, direction: 1 | -1): Point | null {
  const { what } = from;
  if (what.kind !== "happened") {
    const { id } = what.passage.packet;
    const isSending = what.kind === "sent";
    if (isSending === (direction === 1)) {
      const other = points.find(
        (point) =>
          point.what.kind !== "happened" &&
          point.what.passage.packet.id === id &&
          point.id !== from.id,
      );
      return other ?? null;
    }
  }
  const isWanted = (point: Point): boolean =>
    point.lane === from.lane &&
    (direction === 1 ? point.what.kind === "sent" : point.what.kind === "arrived");
  return direction === 1
    ? (points.find((point) => point.id > from.id && isWanted(point)) ?? null)
    : (points.findLast((point) => point.id < from.id && isWanted(point)) ?? null);
}
