/** Facts about a view that the story and the session need. Pure. */

import type { NodeId, NodeView, View } from "../engine/view.ts";

/** Returns the leader of the newest term that has not crashed, or null. */
export function currentLeader(nodes: readonly NodeView[]): NodeView | null {
  return nodes
    .filter((node) => node.role === "leader" && node.status !== "crashed")
    .reduce<NodeView | null>((best, node) => (best && best.term >= node.term ? best : node), null);
}

export function votesNeeded(view: View): number {
  return view.nodes[0]?.votesNeeded ?? Math.floor(view.options.nodes / 2) + 1;
}

export function upCount(view: View): number {
  return view.nodes.filter((node) => node.status === "up").length;
}

/** Whether fewer nodes are up than a majority needs. */
export function lacksMajority(view: View): boolean {
  return upCount(view) < votesNeeded(view);
}

/** Returns the candidate of the newest term that is up, or null. */
export function currentCandidate(view: View): NodeView | null {
  return view.nodes
    .filter((node) => node.role === "candidate" && node.status === "up")
    .reduce<NodeView | null>((best, node) => (best && best.term >= node.term ? best : node), null);
}

/** Returns a leader in a group without a majority, and how many nodes of that group are up. */
export function minorityLeader(
  view: View,
): { readonly id: NodeId; readonly reaches: number } | null {
  for (const group of view.groups ?? []) {
    if (group.length >= votesNeeded(view)) continue;
    const leader = currentLeader(view.nodes.filter((node) => group.includes(node.id)));
    const up = view.nodes.filter((node) => group.includes(node.id) && node.status === "up");
    if (leader) return { id: leader.id, reaches: up.length };
  }
  return null;
}

/** Returns the leader of the group with a majority, or null without a partition or a leader. */
export function majorityLeader(view: View): NodeView | null {
  const group = view.groups?.find((members) => members.length >= votesNeeded(view));
  return group ? currentLeader(view.nodes.filter((node) => group.includes(node.id))) : null;
}

/** Whether the client has the answer to its newest request. */
export function isAnswered(view: View): boolean {
  return view.requests.at(-1)?.outcome === "acknowledged";
}

/** Returns the highest commit index of all nodes. */
export function highestCommit(view: View): number {
  return Math.max(0, ...view.nodes.map((node) => node.commitIndex ?? 0));
}

const numbers = [
  "No",
  "One",
  "Two",
  "Three",
  "Four",
  "Five",
  "Six",
  "Seven",
  "Eight",
  "Nine",
] as const;

/** Returns a count as a word that begins a sentence: "Five". */
export function numberWord(count: number): string {
  return numbers[count] ?? String(count);
}

/** Returns the key that a command writes, or "your write" when it names none. */
export function subjectOf(command: string): string {
  return /^(?:SET|ADD|CAS)\s+([^\s=]{1,12})/.exec(command)?.[1] ?? "your write";
}
