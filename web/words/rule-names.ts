/** Names of Raft's rules for people, as the rule is and not as it is broken. */

/** By the name of the broken rule in scenario files. */
export const ruleNames: Readonly<Record<string, string>> = {
  last_reply_kills_leader: "Every follower's answer counts",
  match_whole_log: "Answers cover the message alone",
  commit_whole_log: "Commits end where the message does",
  believe_late_replies: "Late answers are ignored",
  vote_for_any_log: "Votes only for up-to-date logs",
  vote_for_longest_log: "Last terms decide before lengths",
  vote_again: "One vote per term",
  forget_vote_at_restart: "The vote survives a restart",
  forget_term_at_restart: "The term survives a restart",
  elect_with_minority: "A majority elects",
  keep_leading: "A newer term ends leadership",
  drop_uncommitted_tail: "Leaders only append",
  accept_older_term: "Older terms are rejected",
  skip_consistency_check: "Entries follow an equal entry",
  truncate_on_append: "Only conflicts are removed",
  truncate_on_heartbeat: "Heartbeats remove nothing",
  never_step_back: "After a rejection, further back",
  commit_older_term: "Only entries of the own term are counted",
  commit_with_minority: "A majority commits",
  count_unwritten_entry: "The own copy counts once on disk",
  speak_before_disk: "First the disk, then the word",
  lower_commit_index: "The commit index never falls",
  apply_uncommitted: "Only committed entries are applied",
  acknowledge_uncommitted: "Only committed entries are acknowledged",
  read_locally: "Reads are confirmed by a majority",
  apply_retry_twice: "A retry is applied once",
  refused_vote_restarts_timer: "A refused vote leaves the timer alone",
  granted_vote_keeps_timer: "A granted vote restarts the timer",
  deposed_without_timer: "A deposed leader starts a timer",
  candidate_never_yields: "A candidate yields to a leader",
  equal_timeouts: "Timeouts are drawn from a range",
  pre_vote_counts_as_vote: "A pre-vote is no vote",
  pre_vote_opens_term: "A pre-vote opens no term",
  old_pre_vote_ignored: "Pre-votes of older terms are heeded",
  unheard_without_timer: "A leader without a quorum starts a timer",
  silent_to_old_leader: "A leader of an older term gets an answer",
  candidate_hears_itself: "A candidate takes over newer terms",
  go_on_after_failed_write: "A failed write ends the process",
  transfer_never_aborted: "A transfer of the lead is given up",
  transfer_without_votes: "A successor needs votes",
  transfer_vote_for_any_log: "A successor's log is compared",
  read_without_asking: "Reads wait for a round to a majority",
  read_before_own_term: "Reads wait for a term's first commit",
  late_confirmation_counts: "A confirmation is of its own round",
  read_before_applied: "Followers read what they have applied",
  follower_reads_alone: "Followers ask their leader to read",
  endless_lease: "A lease ends before an election can",
  break_promise: "Whoever confirms a leader elects nobody",
  snapshot_uncommitted: "Snapshots hold what is committed",
  snapshot_without_sessions: "Snapshots hold the clients' sessions",
  snapshot_without_term: "Snapshots know their last term",
  install_older_snapshot: "Older snapshots are left alone",
  mix_snapshot_chunks: "Only parts of one snapshot are joined",
  keep_after_snapshot: "A log that differs goes with its rest",
  discard_after_snapshot: "A log that fits keeps its rest",
  change_before_own_term: "Changes wait for a term's first commit",
  change_while_under_way: "One change of members at a time",
  configuration_when_committed: "A configuration counts at once",
  learner_counts: "Copies of learners do not count",
  removed_leader_counts: "A removed leader does not count itself",
  only_new_majority: "Old voters are asked, too",
  leave_joint_early: "Both majorities hold it first",
  count_inherited_entries: "Only uncommitted entries of the own term are counted",
  silent_when_full: "A follower whose answers are awaited gets heartbeats",
};

/** "One vote per term"; a name that is not known stays as it is. */
export function ruleName(name: string): string {
  return ruleNames[name] ?? name;
}

/** The choice to break the rule; the name alone would read as what the cluster then does. */
export function brokenRule(name: string): string {
  return `Broken: “${ruleName(name)}”`;
}

/** The name within a sentence: "one vote per term". */
export function ruleInSentence(name: string): string {
  const [first = "", ...rest] = Array.from(ruleName(name));
  return `${first.toLowerCase()}${rest.join("")}`;
}
