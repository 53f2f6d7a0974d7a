/** The stretch of time of which the diagram asks for a figure, until the figure takes it. */

import type { Sight } from "../diagram/sight.ts";

const spans = new WeakMap<object, Sight>();

/** `page` is the session of the page. */
export function askForSpan(page: object, sight: Sight): void {
  spans.set(page, sight);
}

export function takeAskedSpan(page: object): Sight | null {
  const span = spans.get(page) ?? null;
  spans.delete(page);
  return span;
}
