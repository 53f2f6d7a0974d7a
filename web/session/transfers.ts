/** Transfers of the lead (Thesis §3.10), as data for the menus of nodes. */

import type { NodeId, View } from "../engine/view.ts";
import { currentLeader } from "../narrator/facts.ts";
import type { Fault } from "./faults.ts";

/** To whom a leader can hand its lead; to itself ends a transfer that is under way. */
export function transfersFrom({ nodes }: View, leader: NodeId): readonly Fault[] {
  const others = nodes.filter(({ id }) => id !== leader);
  return [
    ...others.map(({ id, status }): Fault => {
      const state = status === "up" ? "" : ` (${status})`;
      return {
        label: `Node ${id}${state}`,
        does: [{ transfer: id, from: leader }],
        idle: false,
      };
    }),
    { label: "Nobody: keep the lead", does: [{ transfer: leader, from: leader }], idle: false },
  ];
}

/** The leader hands its lead to this node. */
export function transferTo({ nodes, machines }: View, id: NodeId): Fault {
  const leader = currentLeader(nodes.filter(({ status }) => status === "up"));
  return {
    label: "Transfer lead to this node",
    does: [{ transfer: id }],
    idle: leader === null || leader.id === id || (machines[id]?.membership ?? "voter") !== "voter",
  };
}
