/** Questions about the moment shown: which of them arise there, and which can be asked at all. */

import type { NodeView, View } from "../engine/view.ts";
import { currentCandidates, currentLeader } from "../narrator/facts.ts";

export interface Question {
  /** As the engine reads it: "leader", "win 3", "commit 7". */
  readonly asked: string;
  /** As people ask it. */
  readonly words: string;
}

const leader: Question = { asked: "leader", words: "Why is there no leader?" };
const commit = (index: number): Question => ({
  asked: `commit ${index}`,
  words: `Why is entry ${index} not committed?`,
});
const known = (node: number, index: number): Question => ({
  asked: `known ${node} ${index}`,
  words: `Why does Node ${node} not know entry ${index} to be committed?`,
});
const speak = ({ id, status }: NodeView): Question => ({
  asked: `speak ${id}`,
  words: status === "up" ? `Does Node ${id} speak?` : `Why is Node ${id} silent?`,
});
const catchUp = ({ id }: NodeView, isBehind: boolean): Question => ({
  asked: `catch_up ${id}`,
  words: isBehind ? `Why does Node ${id} not catch up?` : `Does Node ${id} hold the log?`,
});
const win = (node: NodeView): Question => ({
  asked: `win ${node.id}`,
  words: leads(node) ? `Why does Node ${node.id} lead?` : `Why does Node ${node.id} not lead?`,
});

const leads = ({ role, status }: NodeView): boolean => role === "leader" && status === "up";

/** The questions that the moment raises, the most pressing first. */
export function raisedQuestions(view: View): readonly Question[] {
  const { nodes } = view;
  const longest = longestLog(view);
  const known = Math.max(0, ...nodes.map((node) => node.commitIndex ?? 0));
  const behind = nodes.filter((node) => isBehind(node, view));
  const waiting = view.requests.filter((request) => request.outcome === "waiting");
  return [
    ...(nodes.some(leads) ? currentCandidates(view).map(win) : [leader]),
    ...(known < longest ? [commit(known + 1)] : []),
    ...waiting.slice(0, 2).map(({ id, command }) => ({
      asked: `answer ${id}`,
      words: `Why is request ${id} (${command}) not answered?`,
    })),
    ...nodes.filter((node) => node.status !== "up").map(speak),
    ...behind.map((node) => catchUp(node, true)),
  ];
}

/** What is said where a moment raises no question. */
export function calmWords({ cuts, nodes }: View): string {
  const known = Math.max(0, ...nodes.map((node) => node.commitIndex ?? 0));
  const committed = known === 0 ? "nothing waits to be committed" : "every entry is committed";
  return cuts.length === 0
    ? `This moment raises no question: a leader leads, and ${committed}.`
    : `A leader leads, and ${committed}. But the network is cut: ask about a node what that keeps from it.`;
}

function longestLog({ nodes }: View): number {
  return Math.max(0, ...nodes.map((node) => node.lastIndex ?? 0));
}

/** Whether a node lacks entries of the log that counts: that of the leader, where one leads. */
function isBehind(node: NodeView, view: View): boolean {
  const leader = currentLeader(view.nodes.filter(leads));
  if (node.id === leader?.id) return false;
  return (node.lastIndex ?? 0) < (leader === null ? longestLog(view) : (leader.lastIndex ?? 0));
}

/** All questions about one node, without those that the moment raises anyway. */
export function otherQuestionsAbout(id: number, view: View): readonly Question[] {
  const raised = new Set(raisedQuestions(view).map(({ asked }) => asked));
  return questionsAbout(id, view).filter(({ asked }) => !raised.has(asked));
}

/** All questions about one node. */
export function questionsAbout(id: number, view: View): readonly Question[] {
  const node = view.nodes[id];
  if (node === undefined) return [];
  const log = longestLog(view) === 0 ? [] : [catchUp(node, isBehind(node, view))];
  const most = Math.max(0, ...view.nodes.map((other) => other.commitIndex ?? 0));
  const own = node.commitIndex ?? 0;
  return [win(node), speak(node), ...log, ...(own < most ? [known(id, own + 1)] : [])];
}

/** The node that a question is about; null where it is about none. */
export function nodeOf(asked: string): number | null {
  const found = /^(?:win|speak|catch_up|known) (\d+)/.exec(asked);
  return found ? Number(found[1]) : null;
}
