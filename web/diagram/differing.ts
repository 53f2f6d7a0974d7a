/** What only one of two compared runs has, event by event. Pure. */

import { countOf } from "../words/format.ts";
import type { Point } from "./points.ts";
import { isInSight, type Sight } from "./sight.ts";
import { pointSentence } from "./words.ts";

/**
 * The ids of the points that the other run has not: nothing happened there at the same microsecond
 * in the same place that is said in the same words.
 */
export function onlyIn(points: readonly Point[], others: readonly Point[]): ReadonlySet<number> {
  const elsewhere = new Set(others.map(nameOf));
  return new Set(points.filter((point) => !elsewhere.has(nameOf(point))).map(({ id }) => id));
}

function nameOf(point: Point): string {
  const { at, process, what } = point;
  // Whether a message arrives can be known only later, so its sending is named without that.
  const said = what.kind === "sent" ? what.passage.sentence : pointSentence(point);
  return `${at} ${process} ${what.kind} ${said}`;
}

/** How many of these points are in sight. */
export function countIn(sight: Sight, points: readonly Point[], of: ReadonlySet<number>): number {
  return points.filter(({ id, at }) => of.has(id) && isInSight(sight, at)).length;
}

/** "12 events here are of the left run alone and 9 of the right one; messages that both have are grey." */
export function differingWords(left: number, right: number): string {
  if (left === 0 && right === 0) return "Both runs have the same events here.";
  return `${countOf(left, "event", "events")} here ${left === 1 ? "is" : "are"} of the left run alone, and ${right} of the right one; messages that both have are grey. What lies after the moment shown is pale.`;
}
