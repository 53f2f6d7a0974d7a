/** Transfers of the lead (Thesis §3.10), as data for the menus of nodes. */

import type { NodeId, View } from "../engine/view.ts";
import { currentLeader } from "../narrator/facts.ts";
import type { Fault } from "./faults.ts";

/** To whom a leader can hand its lead; to itself ends a transfer that is under way. */
export function transfersFrom(view: View, leader: NodeId): readonly Fault[] {
  const others = view.nodes.filter(({ id }) => id !== leader);
  return [
    ...others.map(({ id, status }): Fault => {
      const state = status === "up" ? "" : ` (${status})`;
      return {
        label: `Node ${id}${state}`,
        does: [{ transfer: id, from: leader }],
        idle: !votes(view, id),
      };
    }),
    { label: "Nobody: keep the lead", does: [{ transfer: leader, from: leader }], idle: false },
  ];
}

/** The leader hands its lead to this node. */
export function transferTo(view: View, id: NodeId): Fault {
  const leader = currentLeader(view.nodes.filter(({ status }) => status === "up"));
  return {
    label: "Transfer lead to this node",
    does: [{ transfer: id }],
    idle: leader === null || leader.id === id || !votes(view, id),
  };
}

/** Whether the node votes on either side: the lead is handed to nobody else (Thesis §3.10). */
function votes({ machines }: View, id: NodeId): boolean {
  const membership = machines[id]?.membership;
  return membership !== "learner" && membership !== "outside";
}
