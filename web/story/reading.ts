/** What the story wants to know about a view. */

import type { NodeId, NodeView, View } from "../engine/view.ts";

/** The leader most nodes would follow: the one of the newest term. */
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

/** Too few nodes run for anything to be decided. */
export function lacksMajority(view: View): boolean {
  return upCount(view) < votesNeeded(view);
}

/** The candidate of the newest term that is up. */
export function currentCandidate(view: View): NodeView | null {
  return view.nodes
    .filter((node) => node.role === "candidate" && node.status === "up")
    .reduce<NodeView | null>((best, node) => (best && best.term >= node.term ? best : node), null);
}

/** A leader that cannot reach a majority, and how many its group holds. */
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

/** The leader of the group that holds a majority, if the network is cut and it has one. */
export function majorityLeader(view: View): NodeView | null {
  const group = view.groups?.find((members) => members.length >= votesNeeded(view));
  return group ? currentLeader(view.nodes.filter((node) => group.includes(node.id))) : null;
}

/** The client has its answer to the newest write: until then it is committed and no more. */
export function isAnswered(view: View): boolean {
  return view.requests.at(-1)?.outcome === "acknowledged";
}

/** The highest index that any node knows to be committed. */
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

/** "Five", at the head of a sentence. */
export function numberWord(count: number): string {
  return numbers[count] ?? String(count);
}

/** What a command is about, in a word: the key of a SET, else the command itself. */
export function subjectOf(command: string): string {
  return /^(?:SET|ADD|CAS)\s+([^\s=]{1,12})/.exec(command)?.[1] ?? "your write";
}
