/** The window of time that the history shows: it follows the run or stays in place. Pure. */

import type { Microseconds } from "../engine/view.ts";

const SECOND = 1_000_000;

/** The lengths that the window can have, in microseconds. */
export const spans = [2, 5, 10, 20, 60, 120, 300, 600].map((seconds) => seconds * SECOND);
export const usualSpan = 10 * SECOND;
/** Where in a window that follows the run the moment shown stands, as a share of its length. */
const followed = 0.9;
/** Pixels between two ticks, at least. */
const tickRoom = 84;

export interface Sight {
  readonly span: Microseconds;
  /** Where it begins; null while it follows the moment shown. */
  readonly from: Microseconds | null;
}

export const usualSight: Sight = { span: usualSpan, from: null };

/**
 * The window to begin with: the usual one, or one so long that the nearest request is in it. When
 * none is long enough, it stays where that request is.
 */
export function openingSight(request: Microseconds | null, now: Microseconds): Sight {
  if (request === null) return usualSight;
  const holds = (span: Microseconds) => {
    const { from, until } = stretchOf({ span, from: null }, now);
    return request >= from && request < until;
  };
  const span = spans.find((each) => each >= usualSpan && holds(each));
  if (span !== undefined) return { span, from: null };
  return { span: usualSpan, from: Math.max(0, request - usualSpan / 2) };
}

export interface Stretch {
  readonly from: Microseconds;
  readonly until: Microseconds;
}

export function stretchOf({ span, from }: Sight, now: Microseconds): Stretch {
  const start = from ?? Math.max(0, now - span * followed);
  return { from: start, until: start + span };
}

/** Moves the window by a share of its length; it no longer follows the run. */
export function moved(sight: Sight, now: Microseconds, share: number): Sight {
  const { from } = stretchOf(sight, now);
  return { ...sight, from: Math.max(0, Math.round(from + sight.span * share)) };
}

/** Makes the window longer or shorter around its middle; one that follows the run still does. */
export function zoomed(sight: Sight, now: Microseconds, direction: 1 | -1): Sight {
  const place = spans.indexOf(sight.span) + direction;
  const span = spans[Math.min(spans.length - 1, Math.max(0, place))] ?? usualSpan;
  if (sight.from === null) return { span, from: null };
  const middle = stretchOf(sight, now).from + sight.span / 2;
  return { span, from: Math.max(0, Math.round(middle - span / 2)) };
}

/** Fixes the window in place. */
export function held(sight: Sight, now: Microseconds): Sight {
  return { ...sight, from: stretchOf(sight, now).from };
}

export interface Tick {
  readonly at: Microseconds;
  readonly x: number;
}

/** Round moments, so far apart that their words do not touch. */
export function ticksOf({ from, until }: Stretch, width: number): readonly Tick[] {
  const most = Math.max(1, Math.floor(width / tickRoom));
  const steps = [0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300].map((step) => step * SECOND);
  const step = steps.find((candidate) => (until - from) / candidate <= most) ?? 600 * SECOND;
  const first = Math.ceil(from / step);
  const last = Math.floor(until / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => {
    const at = (first + place) * step;
    return { at, x: xOf(at, { from, until }, width) };
  });
}

export function xOf(at: Microseconds, { from, until }: Stretch, width: number): number {
  return ((at - from) / (until - from)) * width;
}
