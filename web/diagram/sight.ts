/** The stretch of time that the diagram shows, and how it is zoomed and moved. Pure. */

import type { Microseconds } from "../engine/view.ts";
import { clockWords } from "../words/format.ts";

/** Where the stretch begins, and how long it is; both may be fractions of a microsecond. */
export interface Sight {
  readonly from: Microseconds;
  readonly span: Microseconds;
}

const SECOND = 1_000_000;
/** The shortest stretch: a microsecond fills a part of it that can be seen. */
export const spanLeast = 20;
/** The longest one: a day, as long as a run can be. */
export const spanMost = 24 * 3600 * SECOND;
const SPAN_USUAL = SECOND;
/** Where the moment shown stands when the diagram opens, and where it is brought while playing. */
const NOW_SHARE = 0.75;
/** One press of a key, or one notch of a wheel, zooms by this factor. */
export const zoomStep = 1.5;
/** Pixels between two written moments, at least. */
const TICK_ROOM = 84;

export function openingSight(now: Microseconds): Sight {
  return brought(now, SPAN_USUAL);
}

/** A stretch of this length with the moment shown near its end. */
function brought(now: Microseconds, span: Microseconds): Sight {
  return { from: Math.max(0, now - span * NOW_SHARE), span };
}

export function isInSight({ from, span }: Sight, at: Microseconds): boolean {
  return at >= from && at <= from + span;
}

/** Zooms by a factor (more than 1 shows less time); the moment at `share` of the width stays there. */
export function zoomed({ from, span }: Sight, share: number, factor: number): Sight {
  const next = Math.min(spanMost, Math.max(spanLeast, span / factor));
  return { from: Math.max(0, from + (span - next) * share), span: next };
}

/** Moves by a share of the length. */
export function moved({ from, span }: Sight, share: number): Sight {
  return { from: Math.min(spanMost, Math.max(0, from + span * share)), span };
}

/** All that was played. */
export function fitted(head: Microseconds): Sight {
  return { from: 0, span: Math.min(spanMost, Math.max(SECOND, head * 1.02)) };
}

/** Keeps a moment in sight while the run is played. */
export function following(sight: Sight, now: Microseconds): Sight {
  const share = (now - sight.from) / sight.span;
  return share >= 0 && share <= 0.95 ? sight : brought(now, sight.span);
}

/** Brings a moment into sight; one that is in sight already moves nothing. */
export function showing(sight: Sight, at: Microseconds): Sight {
  const share = (at - sight.from) / sight.span;
  if (share >= 0.02 && share <= 0.98) return sight;
  return { ...sight, from: Math.max(0, at - sight.span / 2) };
}

/** Shows all between two moments, with room around it; stays when both are in sight already. */
export function around(sight: Sight, from: Microseconds, until: Microseconds): Sight {
  const fits = from >= sight.from && until <= sight.from + sight.span;
  if (fits && until - from >= sight.span / 4) return sight;
  const span = Math.max(spanLeast, (until - from) * 1.4);
  return { from: Math.max(0, from - span * 0.1), span };
}

/** Round moments in sight, so far apart that their words do not touch. */
export function ticksOf({ from, span }: Sight, width: number): readonly Microseconds[] {
  const most = Math.max(1, Math.floor(width / TICK_ROOM));
  const step = stepOf(span / most);
  const first = Math.ceil(from / step);
  const last = Math.floor((from + span) / step);
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, place) => (first + place) * step,
  );
}

/** The least round step of at least this length: 1, 2 or 5 of a power of ten, or of a minute. */
function stepOf(least: Microseconds): Microseconds {
  const minutes = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800];
  if (least > 5 * SECOND)
    return (minutes.find((step) => step * SECOND >= least) ?? 28_800) * SECOND;
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least) ?? power * 10;
}

/** "6.905 s", "2:05", "1:00:00": a moment with as many digits as tell neighbors apart. */
export function tickWords(at: Microseconds, span: Microseconds): string {
  const digits = Math.min(6, Math.max(0, Math.ceil(1 - Math.log10(span / SECOND / 10))));
  return clockWords(at, digits);
}

/**
 * How far ahead of the moment shown a forecast for this stretch goes, in a few lengths: so moving
 * the stretch a little asks for no other forecast.
 */
export function forecastLength({ from, span }: Sight, now: Microseconds): Microseconds {
  const ahead = Math.max(1_000_000, from + span - now);
  return Math.min(FORECAST_MOST, 2 ** Math.ceil(Math.log2(ahead)));
}

/** One hour. */
const FORECAST_MOST = 3_600_000_000;
