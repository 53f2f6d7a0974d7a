/** What an event of the diagram lights up in the ring and in the logs. Pure. */

import type { NodeId } from "../engine/view.ts";
import type { Lights, NodeLight } from "../stage/lights.ts";
import { futureOf, type Order, pastOf } from "./causality.ts";
import type { Point } from "./points.ts";

/**
 * The node of an event, the nodes that something led from to it, and those that something of it may
 * have come to; the entries that it is about. A node that is both counts among what led to it.
 */
export function lightsOf(points: readonly Point[], order: Order, main: Point): Lights {
  const nodes = new Map<NodeId, NodeLight>();
  const put = (ids: Iterable<number>, light: NodeLight) => {
    for (const id of ids) {
      const node = nodeOf(points[id]);
      if (node !== null) nodes.set(node, light);
    }
  };
  put(futureOf(order, main.id), "future");
  put(pastOf(order, main.id), "past");
  put([main.id], "event");
  return { nodes, entries: entriesOf(main) };
}

function nodeOf(point: Point | undefined): NodeId | null {
  const found = /^node (\d+)$/.exec(point?.process ?? "");
  return found ? Number(found[1]) : null;
}

function entriesOf({ what }: Point): Lights["entries"] {
  if (what.kind === "happened") {
    const { first, last } = what.happening;
    return first === null || last === null ? null : { first, last };
  }
  const { first, packet } = what.passage;
  if (first === null || packet.entryCount === 0) return null;
  return { first, last: first + packet.entryCount - 1 };
}
