/** Changes of one machine's place in the cluster (Thesis §4), as data for its menu and the drawer. */

import type { MachineView } from "../engine/view.ts";
import type { Fault } from "./faults.ts";

export interface MemberChange extends Fault {
  /** The label with the machine, where it stands among those of others. */
  readonly named: string;
}

/** What a client can ask the leader to make of a machine; nothing where members do not come and go. */
export function memberChanges({ id, membership }: MachineView): readonly MemberChange[] {
  if (membership === null) return [];
  return [
    {
      label: "Add to the cluster",
      named: `Add to the cluster Node ${id}`,
      does: [{ add_server: id }],
      idle: membership === "voter",
    },
    {
      label: "Make a learner",
      named: `Make a learner of Node ${id}`,
      does: [{ add_learner: id }],
      idle: membership === "learner",
    },
    {
      label: "Remove from the cluster",
      named: `Remove from the cluster Node ${id}`,
      does: [{ remove_server: id }],
      idle: membership === "outside",
    },
  ];
}
