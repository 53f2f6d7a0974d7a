/** The span of time that the strip shows, and the moments written under it. Pure. */

import type { Microseconds } from "../engine/view.ts";
import { clockWords } from "../words/format.ts";

const SECOND = 1_000_000;
const HOUR = 3600;
/** The spans that a strip can have, in seconds. */
const spans = [10, 20, 30, 60, 120, 300, 600, 1200, 1800, HOUR] as const;
/** The distances that moments can have, in seconds. */
const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, HOUR] as const;
/** CSS pixels that a written moment needs. */
const TICK_ROOM = 64;

/** Returns the span for a run played to `head`: at least 10 s, with some room ahead. */
export function shownSpan(head: Microseconds): Microseconds {
  const seconds = spans.find((span) => span * SECOND >= head * 1.02);
  return (seconds ?? Math.ceil((head * 1.02) / (HOUR * SECOND)) * HOUR) * SECOND;
}

/** The moments to write under a strip of this span, as wide as given in CSS pixels. */
export function ticksOf(span: Microseconds, width: number): readonly Microseconds[] {
  const most = Math.max(1, Math.floor(width / TICK_ROOM));
  const seconds = span / SECOND;
  const step =
    steps.find((each) => seconds / each <= most) ?? Math.ceil(seconds / most / HOUR) * HOUR;
  const count = Math.floor(seconds / step) + 1;
  return Array.from({ length: count }, (_, tick) => tick * step * SECOND);
}

/** "4 s", "2:05", "1:00:00": a moment of whole seconds. */
export function tickWords(at: Microseconds): string {
  return clockWords(at, 0);
}
