/** Groups of a partition, seen from the ring. */

import type { NodeId } from "../engine/view.ts";
import type { StageSettings } from "./settings.ts";

/** Which group (from 0) each place on the ring belongs to; those left out are one more group. */
export function groupOfPlaces(
  groups: readonly (readonly NodeId[])[],
  order: readonly { readonly id: NodeId }[],
): number[] {
  return order.map((node) => {
    const index = groups.findIndex((group) => group.includes(node.id));
    return index < 0 ? groups.length : index;
  });
}

/** True when a partition parts these two nodes. */
export function partedByGroups(
  settings: Pick<StageSettings, "groups">,
  from: NodeId,
  to: NodeId,
): boolean {
  if (settings.groups === null) return false;
  const groups = settings.groups;
  const groupOf = (id: NodeId): number => groups.findIndex((group) => group.includes(id));
  return groupOf(from) !== groupOf(to);
}

/** "A", "B", … for each node. */
export function groupLetters(groups: readonly (readonly NodeId[])[]): ReadonlyMap<NodeId, string> {
  const letters = new Map<NodeId, string>();
  groups.forEach((group, index) => {
    for (const id of group) letters.set(id, String.fromCharCode(65 + index));
  });
  return letters;
}
