/** The rules of Raft that a run may leave out: named as in the gallery, docs/gallery.md. */

export interface Rule {
  /** As scenario files write it. */
  readonly name: string;
  /** What is done without it. */
  readonly title: string;
  /** Where the paper has the rule. */
  readonly source: string;
}

export const rules: readonly Rule[] = [
  { name: "last_reply_kills_leader", title: "One answer too many", source: "Raft §5.3" },
  { name: "match_whole_log", title: "Matching the whole log", source: "Raft Figure 2, §5.3" },
  { name: "commit_whole_log", title: "Committing the whole log", source: "Raft Figure 2, §5.3" },
  {
    name: "believe_late_replies",
    title: "Believing late replies",
    source: "Raft Figure 2, §5.1, §5.3",
  },
  { name: "vote_for_any_log", title: "Voting for any log", source: "Raft §5.4.1" },
  { name: "vote_for_longest_log", title: "Voting for the longest log", source: "Raft §5.4.1" },
  { name: "vote_again", title: "Voting again", source: "Raft §5.2" },
  {
    name: "forget_vote_at_restart",
    title: "Forgetting the vote at restart",
    source: "Raft Figure 2, §5.2",
  },
  {
    name: "forget_term_at_restart",
    title: "Forgetting the term at restart",
    source: "Raft Figure 2, §5.1",
  },
  { name: "elect_with_minority", title: "Electing with a minority", source: "Raft §5.2" },
  { name: "keep_leading", title: "Leading on in a newer term", source: "Raft §5.1" },
  {
    name: "drop_uncommitted_tail",
    title: "A leader that clears its tail",
    source: "Raft §5.3, §5.4.2",
  },
  {
    name: "accept_older_term",
    title: "Following a leader of the past",
    source: "Raft §5.1, Figure 2",
  },
  { name: "skip_consistency_check", title: "Appending after anything", source: "Raft §5.3" },
  { name: "truncate_on_append", title: "Cutting on every append", source: "Raft §5.3, Figure 2" },
  { name: "truncate_on_heartbeat", title: "Cutting on a heartbeat", source: "Raft §5.3, Figure 2" },
  { name: "never_step_back", title: "Never stepping back", source: "Raft §5.3" },
  {
    name: "commit_older_term",
    title: "Counting copies of an older term",
    source: "Raft §5.4.2, Figure 8",
  },
  { name: "commit_with_minority", title: "Committing with a minority", source: "Raft §5.3, §5.4" },
  {
    name: "count_unwritten_entry",
    title: "Counting what is not on disk",
    source: "Raft Figure 2, §5.3; Thesis §10.2.1",
  },
  {
    name: "speak_before_disk",
    title: "Speaking before the disk has it",
    source: "Raft Figure 2, §5.6",
  },
  { name: "lower_commit_index", title: "A commit index that falls", source: "Raft Figure 2, §5.3" },
  { name: "apply_uncommitted", title: "Applying before the commit", source: "Raft §5.3" },
  {
    name: "acknowledge_uncommitted",
    title: "Acknowledging before the commit",
    source: "Raft §5.3, §8",
  },
  { name: "read_locally", title: "Reading from one's own memory", source: "Raft §8; Thesis §6.4" },
  { name: "apply_retry_twice", title: "Applying a retry twice", source: "Raft §8; Thesis §6.3" },
];

export function ruleTitle(name: string): string {
  return rules.find((rule) => rule.name === name)?.title ?? name;
}
