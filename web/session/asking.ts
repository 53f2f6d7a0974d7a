/** Questions about the moment shown: which of them arise there, and which can be asked at all. */

import type { View } from "../engine/view.ts";

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
const speak = (node: number): Question => ({
  asked: `speak ${node}`,
  words: `Why is Node ${node} silent?`,
});
const catchUp = (node: number): Question => ({
  asked: `catch_up ${node}`,
  words: `Why does Node ${node} not catch up?`,
});
const win = (node: number): Question => ({
  asked: `win ${node}`,
  words: `Why does Node ${node} not lead?`,
});

/** The questions that the moment raises, the most pressing first. */
export function raisedQuestions(view: View): readonly Question[] {
  const { nodes } = view;
  const leads = nodes.filter((node) => node.role === "leader" && node.status === "up");
  const lasts = nodes.map((node) => node.lastIndex ?? 0);
  const longest = Math.max(0, ...lasts);
  const known = Math.max(0, ...nodes.map((node) => node.commitIndex ?? 0));
  const behind = nodes.filter((node) => (node.lastIndex ?? 0) < longest);
  const waiting = view.requests.filter((request) => request.outcome === "waiting");
  return [
    ...(leads.length === 0 ? [leader] : []),
    ...(known < longest ? [commit(known + 1)] : []),
    ...waiting.slice(0, 2).map(({ id, command }) => ({
      asked: `answer ${id}`,
      words: `Why is ${command} not answered?`,
    })),
    ...nodes.filter((node) => node.status !== "up").map((node) => speak(node.id)),
    ...behind.map((node) => catchUp(node.id)),
  ];
}

/** All questions about one node. */
export function questionsAbout(node: number): readonly Question[] {
  return [win(node), speak(node), catchUp(node)];
}
