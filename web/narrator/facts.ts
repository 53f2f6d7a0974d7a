/** Facts about a view that narrator, session and tests need. Pure. */

import type { BranchView, Microseconds, NodeView, View } from "../engine/view.ts";

/** Returns the leader of the newest term that has not crashed, or null. */
export function currentLeader(nodes: readonly NodeView[]): NodeView | null {
  return nodes
    .filter((node) => node.role === "leader" && node.status !== "crashed")
    .reduce<NodeView | null>((best, node) => (best && best.term >= node.term ? best : node), null);
}

/**
 * Returns those who vote: all nodes, unless members come and go. `but` leaves out who votes on one
 * side of a joint configuration only.
 */
export function voters({ nodes, machines }: View, but = ""): readonly NodeView[] {
  return nodes.filter(
    ({ id }) => !["learner", "outside", but].includes(machines[id]?.membership ?? "voter"),
  );
}

/** The voters on both sides of a joint configuration; the same twice in any other. */
function sides(view: View) {
  return ["joining", "leaving"].map((but) => voters(view, but));
}

/** How many are a majority; 0 in a joint configuration, where no number of them says so. */
export function votesNeeded(view: View): number {
  const { length } = voters(view);
  return sides(view).some((side) => side.length < length) ? 0 : Math.floor(length / 2) + 1;
}

/** Whether these nodes are a majority of those who vote, on both sides of a joint configuration. */
function isMajority(view: View, nodes: readonly number[]): boolean {
  return sides(view).every(
    (side) => 2 * side.filter(({ id }) => nodes.includes(id)).length > side.length,
  );
}

export function upCount(view: View): number {
  return view.nodes.filter((node) => node.status === "up").length;
}

export function upVoters(view: View): number {
  return voters(view).filter((node) => node.status === "up").length;
}

/** Whether fewer of those who vote are up than a majority needs. */
export function lacksMajority(view: View): boolean {
  return !isMajority(
    view,
    view.nodes.filter((node) => node.status === "up").map(({ id }) => id),
  );
}

/**
 * Returns all candidates of the newest term that has one, if no leader is of a newer term. One
 * without its own vote asks nobody yet: its disk has not written that vote.
 */
export function currentCandidates({ nodes }: View): readonly NodeView[] {
  const asking = nodes.filter(
    ({ role, status, votes }) => role === "candidate" && status === "up" && votes.length > 0,
  );
  const newest = Math.max(...asking.map((node) => node.term));
  const leader = currentLeader(nodes);
  return leader && leader.term >= newest ? [] : asking.filter((node) => node.term === newest);
}

/** Returns a leader in a group without a majority, and how many nodes that are up it reaches. */
export function minorityLeader(view: View): { readonly node: NodeView; reaches: number } | null {
  for (const group of view.groups ?? []) {
    const leader = currentLeader(view.nodes.filter((node) => group.includes(node.id)));
    if (isMajority(view, group) || leader?.status !== "up") continue;
    const isCutOff = (node: NodeView) =>
      view.cuts.some(({ from, to }) => from === leader.id && to === node.id);
    const reached = view.nodes.filter((node) => node.status === "up" && !isCutOff(node));
    return { node: leader, reaches: reached.length };
  }
  return null;
}

/** Returns the leader of the group with a majority, or null without a partition or a leader. */
export function majorityLeader(view: View): NodeView | null {
  const group = view.groups?.find((members) => isMajority(view, members));
  return group ? currentLeader(view.nodes.filter((node) => group.includes(node.id))) : null;
}

/** Whether one node leads, and all nodes that are up have its term and a log with the same end. */
export function isOfOneMind({ nodes }: View): boolean {
  const [one, ...rest] = nodes.filter((node) => node.status === "up");
  const alike = (node: NodeView) =>
    node.term === one?.term && node.lastIndex === one.lastIndex && node.lastTerm === one.lastTerm;
  return nodes.filter((node) => node.role === "leader").length === 1 && rest.every(alike);
}

/**
 * Whether the branch shown has its past up to `at` in common with another branch. What was said or
 * guessed there up to then belongs to the branch shown, too.
 */
export function sharesPast({ branch, branches }: View, other: number, at: Microseconds): boolean {
  const find = (id: number | null): BranchView | undefined =>
    branches.find((candidate) => candidate.id === id);
  for (let now = find(branch); now !== undefined; now = find(now.parent)) {
    if (now.id === other) return true;
    if (now.forkedAt <= at) return false;
  }
  return branch === other;
}

/** The captions of a scenario: its branch, the moment at which they end, and the actions by then. */
interface Captions {
  readonly branch: number;
  readonly end: Microseconds;
  readonly actions: number;
}

/**
 * Ends the captions where an action of a person has changed what nobody had seen yet: the branch was
 * cut off there, and goes on in another way.
 */
export function cutCaptions<Of extends Captions>(view: View, captions: Of): Of {
  const own = view.branches.find(({ id }) => id === captions.branch);
  const isCut = own !== undefined && own.actionCount > captions.actions && own.head < captions.end;
  return isCut ? { ...captions, end: own.head } : captions;
}

/**
 * Returns the caption of the moment shown. Captions stop where a branch leaves the scenario's run,
 * at its end, and before any action that the scenario does not have.
 */
export function captionOf(view: View, captions: Captions | null): string | null {
  if (captions === null) return null;
  const { now, branches } = view;
  const own = branches.find(({ id }) => id === captions.branch);
  const isOver =
    now > captions.end || (now === captions.end && (own?.actionCount ?? 0) > captions.actions);
  return !isOver && sharesPast(view, captions.branch, now) ? view.caption : null;
}

const numbers = "No One Two Three Four Five Six Seven Eight Nine".split(" ");

/** Returns a count as a word that begins a sentence: "Five". */
export function numberWord(count: number): string {
  return numbers[count] ?? String(count);
}

/** Returns the key that a command writes, or "your write" when it names none. */
export function subjectOf(command: string): string {
  return /^(?:SET|ADD|CAS)\s+([^\s=]{1,12})/.exec(command)?.[1] ?? "your write";
}
