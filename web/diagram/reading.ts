/** Which span of a run is read for a stretch that is shown, and when it is read again. Pure. */

import type { DiagramView } from "../engine/diagram.ts";
import type { Microseconds } from "../engine/view.ts";
import { type Order, orderOf } from "./causality.ts";
import { withNews } from "./news.ts";
import { type Point, pointsOf } from "./points.ts";
import type { Sight } from "./sight.ts";

/** More messages than this cannot be told apart. */
const MESSAGES_MOST = 900;
/** How much more than the stretch is read on both sides, as a share of it. */
const MARGIN = 0.5;
/** Counts are read again when the stretch has become shorter than this share. */
const SHORTER = 0.75;

/**
 * While the run plays or the diagram is moved, a run is read again no more often than this, in
 * milliseconds: what was read before is drawn meanwhile.
 */
export const readEvery = 400;

/** A part of the run, read for a stretch. */
export interface Reading {
  readonly sight: Sight;
  readonly view: DiagramView;
  readonly points: readonly Point[];
  readonly order: Order;
  /** Whether all that was played lay before its end. */
  readonly reachesHead: boolean;
}

type Read = (from: Microseconds, until: Microseconds, most: number) => DiagramView;

/** Reads a stretch with some room around it; without the room when that is too much. */
export function readSight(read: Read, sight: Sight, nodes: number): Reading {
  const room = sight.span * MARGIN;
  const until = sight.from + sight.span;
  const whole = (from: number, end: number) =>
    read(Math.max(0, Math.floor(from)), Math.ceil(end), MESSAGES_MOST);
  const wide = whole(sight.from - room, until + room);
  const found = wide.counts === null ? wide : whole(sight.from, until);
  const view = withNews(found);
  const points = pointsOf(view, nodes);
  const asked = wide.counts === null ? until + room : until;
  return { sight, view, points, order: orderOf(points), reachesHead: view.until < asked };
}

/** Reads a stretch, and nothing around it. */
export function readSpan(read: Read, sight: Sight, nodes: number): Reading {
  const until = Math.ceil(sight.from + sight.span);
  const view = withNews(read(Math.floor(sight.from), until, MESSAGES_MOST));
  const points = pointsOf(view, nodes);
  return { sight, view, points, order: orderOf(points), reachesHead: view.until < until };
}

/** Whether what was read still serves for a stretch; `head` is how far the run is played. */
export function serves(reading: Reading, sight: Sight, head: Microseconds): boolean {
  const { view, reachesHead } = reading;
  if (sight.from < view.from && view.from > 0) return false;
  const until = Math.min(sight.from + sight.span, head);
  if (until > view.until + 1) return false;
  if (reachesHead && head > view.until + 1 && until >= view.until) return false;
  return view.counts === null || sight.span >= reading.sight.span * SHORTER;
}
