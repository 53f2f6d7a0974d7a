/** Groups the choices of what can happen next by message or node. Pure. */

import type { Choice, Microseconds, PacketName } from "../engine/view.ts";
import { partyName } from "../words/format.ts";

/** The choices for one message, or for the nodes. */
export interface ChoiceGroup {
  readonly key: string;
  /** "Node 1 → Node 2", or "Nodes". */
  readonly title: string;
  /** When the message arrives by itself. */
  readonly dueAt: Microseconds | null;
  readonly choices: readonly Choice[];
}

/** Groups the choices in the engine's order: messages by due time, then the nodes together. */
export function choiceGroups(choices: readonly Choice[]): readonly ChoiceGroup[] {
  const groups = new Map<string, ChoiceGroup>();
  for (const choice of choices) {
    const key = choice.packet === null ? "nodes" : `message ${choice.packet}`;
    const known = groups.get(key)?.choices ?? [];
    const title = titleOf(choice);
    groups.set(key, { key, title, dueAt: choice.dueAt, choices: [...known, choice] });
  }
  return [...groups.values()];
}

/** Returns a key that the same choice has at every moment. */
export function choiceKey(choice: Choice): string {
  return JSON.stringify(choice.do);
}

function titleOf(choice: Choice): string {
  const name = packetName(choice);
  return name === null ? "Nodes" : `${partyName(name.from)} → ${partyName(name.to)}`;
}

function packetName({ do: action }: Choice): PacketName | null {
  if (typeof action !== "object") return null;
  // A choice names its message by numbers, as the run would record it.
  if ("deliver" in action) return action.deliver as PacketName;
  if ("drop" in action) return action.drop as PacketName;
  if ("duplicate" in action) return action.duplicate as PacketName;
  return null;
}
