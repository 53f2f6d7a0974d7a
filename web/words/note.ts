/** What the page, which sees every node, adds to the sentence of an event. */

import type { FeedEvent } from "../engine/view.ts";

/**
 * Returns a sentence, or nothing: whose count the copies of an entry are, and that a decision is one
 * that Raft forbids, although it cites the section.
 */
export function noteOf({ node, copies, broken }: FeedEvent): string {
  if (broken) return "Raft forbids that: a rule is broken on purpose here.";
  return copies === null ? "" : `These are the copies that Node ${node} knows of.`;
}
