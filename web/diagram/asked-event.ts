/** The event that the diagram is asked to show, until it does. */

import type { EventWeight, Microseconds, NodeId } from "../engine/view.ts";
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

/**
 * The point that is meant: of what one of these nodes did at that moment, the gravest, and of several
 * the last; a message where it did nothing else.
 */
export function askedPoint(points: readonly Point[], { at, nodes }: AskedEvent): Point | null {
  const rank = ({ lane, what }: Point): number => {
    const isOf = lane !== null && nodes.includes(lane);
    const weight = what.kind === "happened" ? what.happening.told.weight : null;
    return (isOf ? 0 : weights.length) + weights.indexOf(weight);
  };
  const then = points.filter((point) => point.at === at).toReversed();
  return then.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}

/** The gravest first; null for a message. */
const weights: readonly (EventWeight | null)[] = ["decisive", "notable", "routine", null];
