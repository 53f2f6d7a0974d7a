/** The groups of a partition by place on the ring. */

import type { NodeId } from "../engine/view.ts";
import type { StageSettings } from "./settings.ts";

/** Returns the group (from 0) of each place on the ring; nodes without a group form one more. */
export function groupOfPlaces(
  groups: readonly (readonly NodeId[])[],
  order: readonly { readonly id: NodeId }[],
): number[] {
  return order.map((node) => {
    const index = groups.findIndex((group) => group.includes(node.id));
    return index < 0 ? groups.length : index;
  });
}

/** Whether a partition separates these two nodes. */
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

/** Returns the letter of each node's group: "A", "B" and so on. */
export function groupLetters(groups: readonly (readonly NodeId[])[]): ReadonlyMap<NodeId, string> {
  const letters = new Map<NodeId, string>();
  groups.forEach((group, index) => {
    for (const id of group) letters.set(id, String.fromCharCode(65 + index));
  });
  return letters;
}
