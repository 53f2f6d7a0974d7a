/** The groups of a partition: those that the page offers, and those that a person chose. Pure. */

import type { NodeId, NodeView } from "../engine/view.ts";
import { currentLeader } from "../narrator/facts.ts";

/**
 * Returns two groups: the leader (or else the first node) with a neighbor, and the rest. When
 * nodes are down, the neighbor is one that leaves the rest able to elect a leader, if there is one.
 */
export function offeredPartition(nodes: readonly NodeView[]): readonly (readonly NodeId[])[] {
  const ids = nodes.map((node) => node.id);
  const first = currentLeader(nodes)?.id ?? ids[0] ?? 0;
  const without = (minority: readonly NodeId[]) =>
    nodes.filter((node) => !minority.includes(node.id));
  const canElect = (minority: readonly NodeId[]) =>
    without(minority).filter((node) => node.status === "up").length >= (nodes[0]?.votesNeeded ?? 1);
  // Clockwise from the leader. Of four nodes or fewer, two without a majority leave none with one.
  const neighbors =
    nodes.length < 5
      ? []
      : ids.map((_, i) => (first + 1 + i) % ids.length).filter((id) => id !== first);
  const pairs = neighbors.map((neighbor) => [first, neighbor]);
  const minority = pairs.find(canElect) ?? pairs[0] ?? [first];
  return [minority.toSorted(ascending), without(minority).map((node) => node.id)];
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Returns the groups, given the group chosen for each node; null when all are in one group. */
export function groupsOf(choice: readonly number[]): readonly (readonly NodeId[])[] | null {
  const groups = [...new Set(choice)]
    .toSorted(ascending)
    .map((group) => choice.flatMap((chosen, id) => (chosen === group ? [id] : [])));
  return groups.length < 2 ? null : groups;
}
