/** The rules of Raft that a run may leave out: named as in the gallery, docs/gallery.md. */

export interface Rule {
  /** As scenario files write it. */
  readonly name: string;
  /** What is done without it. */
  readonly title: string;
  /** The rule itself, as one would tell it to a node. */
  readonly rule: string;
  /** Where the paper has the rule. */
  readonly source: string;
}

export const rules: readonly Rule[] = [
  {
    name: "last_reply_kills_leader",
    title: "One answer too many",
    rule: "A leader heeds every follower's answer, the last one's like all others.",
    source: "Raft §5.3",
  },
  {
    name: "match_whole_log",
    title: "Matching the whole log",
    rule: "Answer an append with the last entry that the message covers.",
    source: "Raft Figure 2, §5.3",
  },
  {
    name: "commit_whole_log",
    title: "Committing the whole log",
    rule: "Commit as far as the leader has, but not past the last entry that the message covers.",
    source: "Raft Figure 2, §5.3",
  },
  {
    name: "believe_late_replies",
    title: "Believing late replies",
    rule: "Ignore answers of an older term, and never lower a match index.",
    source: "Raft Figure 2, §5.1, §5.3",
  },
  {
    name: "vote_for_any_log",
    title: "Voting for any log",
    rule: "Vote only for a candidate whose log is at least as up to date as your own.",
    source: "Raft §5.4.1",
  },
  {
    name: "vote_for_longest_log",
    title: "Voting for the longest log",
    rule: "Compare the terms of the last entries first, and the lengths only if these are the same.",
    source: "Raft §5.4.1",
  },
  {
    name: "vote_again",
    title: "Voting again",
    rule: "Vote once in a term, for whoever asks first.",
    source: "Raft §5.2",
  },
  {
    name: "forget_vote_at_restart",
    title: "Forgetting the vote at restart",
    rule: "Keep your vote on disk, and boot with it.",
    source: "Raft Figure 2, §5.2",
  },
  {
    name: "forget_term_at_restart",
    title: "Forgetting the term at restart",
    rule: "Keep your term on disk, and boot in it.",
    source: "Raft Figure 2, §5.1",
  },
  {
    name: "elect_with_minority",
    title: "Electing with a minority",
    rule: "Lead only with the votes of a majority.",
    source: "Raft §5.2",
  },
  {
    name: "keep_leading",
    title: "Leading on in a newer term",
    rule: "Become a follower when you hear of a newer term.",
    source: "Raft §5.1",
  },
  {
    name: "drop_uncommitted_tail",
    title: "A leader that clears its tail",
    rule: "A leader only adds to its log, and never removes from it.",
    source: "Raft §5.3, §5.4.2",
  },
  {
    name: "accept_older_term",
    title: "Following a leader of the past",
    rule: "Reject what a leader of an older term sends.",
    source: "Raft §5.1, Figure 2",
  },
  {
    name: "skip_consistency_check",
    title: "Appending after anything",
    rule: "Reject entries unless the one before them is in your log, with the same term.",
    source: "Raft §5.3",
  },
  {
    name: "truncate_on_append",
    title: "Cutting on every append",
    rule: "Remove an entry only if one of the leader's conflicts with it.",
    source: "Raft §5.3, Figure 2",
  },
  {
    name: "truncate_on_heartbeat",
    title: "Cutting on a heartbeat",
    rule: "Remove nothing when a message brings no entries.",
    source: "Raft §5.3, Figure 2",
  },
  {
    name: "never_step_back",
    title: "Never stepping back",
    rule: "After a rejection, try again from further back.",
    source: "Raft §5.3",
  },
  {
    name: "commit_older_term",
    title: "Counting copies of an older term",
    rule: "Count copies only of entries of your own term.",
    source: "Raft §5.4.2, Figure 8",
  },
  {
    name: "commit_with_minority",
    title: "Committing with a minority",
    rule: "Commit an entry only when a majority holds it.",
    source: "Raft §5.3, §5.4",
  },
  {
    name: "count_unwritten_entry",
    title: "Counting what is not on disk",
    rule: "Count your own copy only when it is on your disk.",
    source: "Raft Figure 2, §5.3; Thesis §10.2.1",
  },
  {
    name: "speak_before_disk",
    title: "Speaking before the disk has it",
    rule: "Have on disk what you say, before you say it.",
    source: "Raft Figure 2, §5.6",
  },
  {
    name: "lower_commit_index",
    title: "A commit index that falls",
    rule: "Take over the leader's commit index only if it is higher than your own.",
    source: "Raft Figure 2, §5.3",
  },
  {
    name: "apply_uncommitted",
    title: "Applying before the commit",
    rule: "Apply entries only as far as they are committed.",
    source: "Raft §5.3",
  },
  {
    name: "acknowledge_uncommitted",
    title: "Acknowledging before the commit",
    rule: "Answer a client only when its entry is committed and applied.",
    source: "Raft §5.3, §8",
  },
  {
    name: "read_locally",
    title: "Reading from one's own memory",
    rule: "Answer a read only when a majority has confirmed that you still lead.",
    source: "Raft §8; Thesis §6.4",
  },
  {
    name: "apply_retry_twice",
    title: "Applying a retry twice",
    rule: "Remember each client's last request with its answer, and apply no request twice.",
    source: "Raft §8; Thesis §6.3",
  },
];

export function ruleTitle(name: string): string {
  return rules.find((rule) => rule.name === name)?.title ?? name;
}
