/** The rules of Raft that a run may leave out, in words. */

export interface Rule {
  /** As scenario files write it. */
  readonly name: string;
  readonly title: string;
  /** What goes wrong without it, and where the paper has it. */
  readonly meaning: string;
}

export const rules: readonly Rule[] = [
  {
    name: "last_reply_kills_leader",
    title: "One reply kills the leader",
    meaning: "An answer from the highest-numbered node stops the leader for good (Raft §5.3).",
  },
  {
    name: "match_whole_log",
    title: "Match the whole log",
    meaning: "A follower answers with the length of its whole log, stale entries too (Raft §5.3).",
  },
  {
    name: "commit_whole_log",
    title: "Commit the whole log",
    meaning: "A follower commits to the end of its log, not of what it was sent (Raft Figure 2).",
  },
  {
    name: "believe_late_replies",
    title: "Believe late replies",
    meaning: "A leader believes replies that are late or of an older term (Raft §5.1, §5.3).",
  },
];

export function ruleTitle(name: string): string {
  return rules.find((rule) => rule.name === name)?.title ?? name;
}
