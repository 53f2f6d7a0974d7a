/** What can be asked about an event of the diagram: the decision behind it, or a question. Pure. */

import type { Point } from "./points.ts";

export interface WhyOf {
  /** As people ask it. */
  readonly words: string;
  /** The number of the decision; null for another question. */
  readonly decision: number | null;
  /** The question as the engine reads it, where it is about no decision. */
  readonly asked: string | null;
}

/** Null for an event that nobody decided, such as a crash. */
export function whyOf({ seq, what }: Point): WhyOf | null {
  if (what.kind !== "happened") {
    const words = what.kind === "lost" ? "Why was it lost?" : "What became of it?";
    return { words, decision: null, asked: `message ${seq}` };
  }
  const { kind, node, section } = what.happening.told;
  if (node === null || section === null || kind === "applied") return null;
  return kind === "messages_held"
    ? { words: `Why is Node ${node} silent?`, decision: null, asked: `speak ${node}` }
    : { words: "Why so?", decision: seq, asked: null };
}
