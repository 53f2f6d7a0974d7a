/** The event that the diagram is asked to show, until it does. */

import type { Microseconds, NodeId } from "../engine/view.ts";
import type { Point } from "./points.ts";

export interface AskedEvent {
  readonly at: Microseconds;
  /** The nodes that it may be of; none where that is not known. */
  readonly nodes: readonly NodeId[];
}

const events = new WeakMap<object, AskedEvent>();

/** `page` is the session of the page. */
export function askForEvent(page: object, event: AskedEvent): void {
  events.set(page, event);
}

export function takeAskedEvent(page: object): AskedEvent | null {
  const event = events.get(page) ?? null;
  events.delete(page);
  return event;
}

/** The point that is meant: one of these nodes at that moment, what it did before what it sent. */
export function askedPoint(points: readonly Point[], { at, nodes }: AskedEvent): Point | null {
  const rank = ({ lane, what }: Point): number =>
    (lane !== null && nodes.includes(lane) ? 0 : 2) + (what.kind === "happened" ? 0 : 1);
  const then = points.filter((point) => point.at === at);
  return then.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}
