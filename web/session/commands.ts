/** Decisions behind the buttons, as pure functions of what is on screen. */

import type { NodeId, NodeView, View } from "../engine/view.ts";
import { countWords } from "../words/format.ts";

/** The engine refuses longer commands too; the page says so before it asks. */
export const COMMAND_LIMIT = 200;

/** Characters as people and the engine count them: 🦀 is one. */
export function lengthOf(command: string): number {
  return Array.from(command).length;
}

/** The leader most nodes would follow: the one of the newest term. */
export function currentLeader(nodes: readonly NodeView[]): NodeView | null {
  return nodes
    .filter((node) => node.role === "leader" && node.status !== "crashed")
    .reduce<NodeView | null>((best, node) => (best && best.term >= node.term ? best : node), null);
}

/** The nth write of a run if nobody types: always a value that was not written before. */
export function suggestedWrite(writesSoFar: number): string {
  const keys = ["x", "y", "z"] as const;
  const key = keys[Math.floor(writesSoFar / 3) % keys.length] ?? "x";
  return `SET ${key}=${writesSoFar + 1}`;
}

/** One sentence when a command cannot be written, or null. */
export function refusalOf(command: string): string | null {
  if (command.trim() === "") return "Nothing to write: type a command such as SET x=1.";
  const length = lengthOf(command);
  if (length > COMMAND_LIMIT) {
    return `A command holds at most ${COMMAND_LIMIT} characters; this one has ${countWords(length)}.`;
  }
  return null;
}

/**
 * The leader (or else the first node) and its neighbor against the rest. With nodes down,
 * the neighbor is chosen so that the rest can still elect a leader, if that is possible.
 */
export function offeredPartition(nodes: readonly NodeView[]): readonly (readonly NodeId[])[] {
  const ids = nodes.map((node) => node.id);
  const first = currentLeader(nodes)?.id ?? ids[0] ?? 0;
  const without = (minority: readonly NodeId[]) =>
    nodes.filter((node) => !minority.includes(node.id));
  const canElect = (minority: readonly NodeId[]) =>
    without(minority).filter((node) => node.status === "up").length >= (nodes[0]?.votesNeeded ?? 1);
  // Clockwise from the leader; four nodes or fewer have no room for two against a majority.
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

/** "Nodes 0 and 1 | Nodes 2, 3 and 4" from the group chosen for each node; null when all are in one. */
export function groupsOf(choice: readonly number[]): readonly (readonly NodeId[])[] | null {
  const groups = [...new Set(choice)]
    .toSorted(ascending)
    .map((group) => choice.flatMap((chosen, id) => (chosen === group ? [id] : [])));
  return groups.length < 2 ? null : groups;
}

/** Two limits from a middle and a spread, in whole milliseconds, never below zero. */
export function latencyRange(center: number, jitter: number): readonly [number, number] {
  return [Math.max(0, center - jitter), center + jitter];
}

export function latencyParts([least, most]: readonly [number, number]): {
  readonly center: number;
  readonly jitter: number;
} {
  const center = Math.round((least + most) / 2);
  return { center, jitter: most - center };
}

/** "0 violations · 15 properties, 12 345 checks", in parts. */
export function verdictOf(view: View): { readonly violations: number; readonly checks: number } {
  return {
    violations: view.checks.filter((check) => check.violated).length,
    checks: view.checks.reduce((sum, check) => sum + check.checked, 0),
  };
}
