//! The settings of a cluster, and the rules that can be left out.

use crate::extension::Extensions;
use crate::quorum::Configuration;
use crate::types::Duration;
use crate::whole::IS_WHOLE;

/// The settings that all nodes of a cluster share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// The members that the cluster begins with; the log may hold a later configuration.
    pub configuration: Configuration,
    /// The shortest election timeout (Raft §5.2).
    pub election_timeout_min: Duration,
    /// The longest election timeout; each timer is drawn between the two, both included.
    pub election_timeout_max: Duration,
    /// The time between two heartbeats of a leader.
    pub heartbeat: Duration,
    /// The most entries in one message, so that a message to a follower that is far behind stays
    /// small; 0 counts as 1.
    pub entries_per_message: u32,
    /// The limits of the flow of entries. Only the extensions that they are named after look at
    /// them.
    pub flow: FlowLimits,
    /// Whether a new leader appends a blank entry (Raft §8).
    pub blank_entry_at_election: bool,
    /// The extensions that are on; plain Raft has none.
    pub extensions: Extensions,
    /// By how many thousandths one node's clock may run faster than another's, as far as leases
    /// allow for it (Thesis §6.4.1). Nothing else looks at it.
    pub clock_drift: u32,
    /// Rules left out on purpose; unchanged Raft leaves out none.
    pub bugs: Bugs,
}

/// The limits of the flow of entries: how far a leader runs ahead of its followers' answers. Raft
/// sets none, and leaves batches and windows to each system (Thesis §10.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowLimits {
    /// With [`crate::Extension::MaxInFlight`]: the most messages with entries to one follower that
    /// wait for an answer; 0 counts as 1.
    pub max_in_flight: u32,
    /// With [`crate::Extension::BatchFor`]: how long a leader gathers commands before it sends
    /// them.
    pub batch_for: Duration,
    /// With [`crate::Extension::MaxUncommitted`]: the most entries of its own term that a leader
    /// has and that are not committed; 0 counts as 1.
    pub max_uncommitted: u32,
}

impl FlowLimits {
    /// Small ones, so that a cluster that can be watched comes upon them.
    pub const USUAL: FlowLimits = FlowLimits {
        max_in_flight: 1,
        batch_for: Duration(100_000),
        max_uncommitted: 8,
    };
}

impl Config {
    /// The lab's pace, for these members: election timeouts of 1.5 to 3 s, a heartbeat every 0.5 s,
    /// at most 64 entries in one message, no blank entry, no extension, and all rules kept.
    #[must_use]
    pub fn new(configuration: Configuration) -> Config {
        Config {
            configuration,
            election_timeout_min: Duration::from_millis(1_500),
            election_timeout_max: Duration::from_millis(3_000),
            heartbeat: Duration::from_millis(500),
            entries_per_message: 64,
            flow: FlowLimits::USUAL,
            blank_entry_at_election: false,
            extensions: Extensions::NONE,
            clock_drift: 100,
            bugs: Bugs::NONE,
        }
    }
}

/// A rule of Raft that can be left out, to see why it is there. raft-check's `gallery` describes
/// each. A link names a rule by its place in this list, so a new one comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bug {
    /// A reply of the highest-numbered node stops the leader: its process is up, but it neither
    /// receives nor sends any more (breaks Raft §5.3: any follower's reply counts).
    LastReplyKillsLeader,
    /// A follower replies with the length of its log, so that a stale suffix counts as
    /// replicated (breaks Raft §5.3, Figure 2 "AppendEntries").
    MatchWholeLog,
    /// A follower commits through the end of its own log, and not through the last entry that
    /// the message covers (breaks Raft Figure 2, "index of last new entry").
    CommitWholeLog,
    /// A leader believes late replies: its match index for a follower can fall, and replies of an
    /// older term count (breaks Raft §5.1 and §5.3).
    BelieveLateReplies,
    /// A node votes for any candidate, however far behind its log is (breaks Raft §5.4.1).
    VoteForAnyLog,
    /// A voter compares the lengths of two logs, and not their last terms (breaks Raft §5.4.1).
    VoteForLongestLog,
    /// A node votes for every candidate that asks, several times in a term (breaks Raft §5.2).
    VoteAgain,
    /// A node boots without the vote that its disk holds (breaks Raft Figure 2, `votedFor`).
    ForgetVoteAtRestart,
    /// A node boots in the term of its last entry (breaks Raft Figure 2, `currentTerm`).
    ForgetTermAtRestart,
    /// A candidate becomes leader with one vote less than a majority (breaks Raft §5.2).
    ElectWithMinority,
    /// A leader that receives a newer term goes on leading in that term (breaks Raft §5.1).
    KeepLeading,
    /// A new leader removes the entries that it does not know to be committed from its own log
    /// (breaks Raft §5.3, Leader Append-Only).
    DropUncommittedTail,
    /// A follower takes entries from the leader of an older term (breaks Raft §5.1).
    AcceptOlderTerm,
    /// A follower checks that it has an entry before the new ones, and not that it is the leader's:
    /// one of an older term passes (breaks Raft §5.3).
    SkipConsistencyCheck,
    /// A follower cuts its log before it appends, whether or not there is a conflict (breaks
    /// Raft §5.3).
    TruncateOnAppend,
    /// A follower cuts its log after the entry that a heartbeat names (breaks Raft §5.3).
    TruncateOnHeartbeat,
    /// A leader does nothing about rejections: `nextIndex` never falls (breaks Raft §5.3).
    NeverStepBack,
    /// A leader commits entries of older terms, too, by counting copies (breaks Raft §5.4.2).
    CommitOlderTerm,
    /// A leader commits with one copy less than a majority (breaks Raft §5.3).
    CommitWithMinority,
    /// A leader counts its own copy before it is on its disk (breaks Raft Figure 2, "stable
    /// storage").
    CountUnwrittenEntry,
    /// A node sends its messages before its disk holds what they assert (breaks Raft Figure 2,
    /// "stable storage").
    SpeakBeforeDisk,
    /// A follower takes over the leader's commit index even if it is lower than its own (breaks
    /// Raft Figure 2, AppendEntries).
    LowerCommitIndex,
    /// A state machine applies all of the log when something is committed (breaks Raft §5.3).
    ApplyUncommitted,
    /// A leader answers its client as soon as the command is in its log (breaks Raft §5.3).
    AcknowledgeUncommitted,
    /// A leader answers reads from its own state machine, without the log and without asking
    /// its followers (breaks Raft §8).
    ReadLocally,
    /// A state machine keeps no sessions: a command that a client sends twice is applied twice
    /// (breaks Raft §8).
    ApplyRetryTwice,
    /// Every vote request restarts its receiver's election timer, also one that is refused (breaks
    /// Raft Figure 2, "followers"; Thesis §9.5).
    RefusedVoteRestartsTimer,
    /// A granted vote does not restart the voter's election timer (breaks Raft Figure 2,
    /// "followers").
    GrantedVoteKeepsTimer,
    /// A leader that is deposed starts no election timer (breaks Raft §5.2).
    DeposedWithoutTimer,
    /// A candidate takes no notice of the leader of its term (breaks Raft §5.2).
    CandidateNeverYields,
    /// Every election timeout is the shortest (breaks Raft §5.2: randomized timeouts).
    EqualTimeouts,
    /// A node that wins its pre-vote counts the answers as votes (breaks Thesis §9.6, Raft §5.2).
    PreVoteCountsAsVote,
    /// A node that is asked for a pre-vote enters the term that it is about (breaks Thesis §9.6).
    PreVoteOpensTerm,
    /// A node ignores pre-votes, questions and answers, from nodes in older terms than its own
    /// (breaks Thesis §9.6).
    OldPreVoteIgnored,
    /// A leader that steps down since it has lost its quorum starts no election timer (breaks
    /// Raft §5.2, with check-quorum of Thesis §6.2).
    UnheardWithoutTimer,
    /// A node does not answer the leader of an older term (breaks Raft Figure 2, AppendEntries;
    /// harmless until votes are ignored, Thesis §4.2.3).
    SilentToOldLeader,
    /// A candidate ignores requests for votes of newer terms, as if it heard a leader (breaks
    /// Thesis §4.2.3).
    CandidateHearsItself,
    /// A node whose disk has failed a write goes on as if the write were done (breaks Raft
    /// Figure 2, "stable storage").
    GoOnAfterFailedWrite,
    /// A leader never gives up a transfer of its lead (breaks Thesis §3.10).
    TransferNeverAborted,
    /// A node that is told to begin an election leads at once, without votes (breaks Thesis §3.10,
    /// Raft §5.2).
    TransferWithoutVotes,
    /// A voter votes for a candidate that a leader told to stand however far behind its log is
    /// (breaks Raft §5.4.1, with Thesis §3.10).
    TransferVoteForAnyLog,
    /// A leader answers a read without asking whether it still leads (breaks Thesis §6.4).
    ReadWithoutAsking,
    /// A new leader answers reads before it has committed an entry of its own term (breaks
    /// Thesis §6.4).
    ReadBeforeOwnTerm,
    /// A leader takes a late confirmation for one of its latest round (breaks Thesis §6.4).
    LateConfirmationCounts,
    /// A follower answers a read before it has applied the read index (breaks Thesis §6.4).
    ReadBeforeApplied,
    /// A follower answers reads at its own commit index, without asking the leader (breaks
    /// Thesis §6.4).
    FollowerReadsAlone,
    /// A leader's lease never ends (breaks Thesis §6.4.1).
    EndlessLease,
    /// A node votes for whoever asks, although it has confirmed a leader not long ago, or may have
    /// before it booted (breaks Thesis §6.4.1).
    BreakPromise,
    /// A node's snapshot takes in all of its log, also what is not committed (breaks Raft §7).
    SnapshotUncommitted,
    /// A snapshot holds the keys and not the sessions of clients (breaks Thesis §6.3, Raft §8).
    SnapshotWithoutSessions,
    /// A node that boots knows the last index of its snapshot and not its term (breaks Raft §7,
    /// "last included term").
    SnapshotWithoutTerm,
    /// A follower installs any snapshot that arrives, also one that is older than its own state
    /// (breaks Raft §7).
    InstallOlderSnapshot,
    /// A follower joins the parts of different snapshots (breaks Raft Figure 13).
    MixSnapshotChunks,
    /// A follower that installs a snapshot keeps the entries behind it although its log differs
    /// from the leader's (breaks Raft Figure 13).
    KeepAfterSnapshot,
    /// A follower that installs a snapshot discards the entries behind it although its log holds
    /// the snapshot's last entry (breaks Raft Figure 13).
    DiscardAfterSnapshot,
    /// A leader changes the membership before it has committed an entry of its own term (breaks
    /// Thesis §4.1 as mended in 2015).
    ChangeBeforeOwnTerm,
    /// A leader changes the membership while its last change is not committed (breaks
    /// Thesis §4.1).
    ChangeWhileUnderWay,
    /// A node uses a configuration when it is committed, and not when it is in the log (breaks
    /// Thesis §4.1).
    ConfigurationWhenCommitted,
    /// A leader counts the copies of learners (breaks Thesis §4.2.1).
    LearnerCounts,
    /// A leader that has removed itself counts its own copy (breaks Thesis §4.2.2).
    RemovedLeaderCounts,
    /// In a joint configuration, a majority of the new voters elects and commits alone (breaks
    /// Raft §6).
    OnlyNewMajority,
    /// A leader leaves a joint configuration before it is committed (breaks Raft §6).
    LeaveJointEarly,
    /// A leader counts the entries of earlier terms, too, before it takes a command (leaves a new
    /// leader with nothing that it may commit: Raft §5.4.2).
    CountInheritedEntries,
    /// A leader that waits for a follower's answers sends it no heartbeats meanwhile (breaks
    /// Raft §5.2).
    SilentWhenFull,
}

impl Bug {
    /// All rules that can be left out, in the order of the gallery.
    pub const ALL: [Bug; 64] = [
        Bug::LastReplyKillsLeader,
        Bug::MatchWholeLog,
        Bug::CommitWholeLog,
        Bug::BelieveLateReplies,
        Bug::VoteForAnyLog,
        Bug::VoteForLongestLog,
        Bug::VoteAgain,
        Bug::ForgetVoteAtRestart,
        Bug::ForgetTermAtRestart,
        Bug::ElectWithMinority,
        Bug::KeepLeading,
        Bug::DropUncommittedTail,
        Bug::AcceptOlderTerm,
        Bug::SkipConsistencyCheck,
        Bug::TruncateOnAppend,
        Bug::TruncateOnHeartbeat,
        Bug::NeverStepBack,
        Bug::CommitOlderTerm,
        Bug::CommitWithMinority,
        Bug::CountUnwrittenEntry,
        Bug::SpeakBeforeDisk,
        Bug::LowerCommitIndex,
        Bug::ApplyUncommitted,
        Bug::AcknowledgeUncommitted,
        Bug::ReadLocally,
        Bug::ApplyRetryTwice,
        Bug::RefusedVoteRestartsTimer,
        Bug::GrantedVoteKeepsTimer,
        Bug::DeposedWithoutTimer,
        Bug::CandidateNeverYields,
        Bug::EqualTimeouts,
        Bug::PreVoteCountsAsVote,
        Bug::PreVoteOpensTerm,
        Bug::OldPreVoteIgnored,
        Bug::UnheardWithoutTimer,
        Bug::SilentToOldLeader,
        Bug::CandidateHearsItself,
        Bug::GoOnAfterFailedWrite,
        Bug::TransferNeverAborted,
        Bug::TransferWithoutVotes,
        Bug::TransferVoteForAnyLog,
        Bug::ReadWithoutAsking,
        Bug::ReadBeforeOwnTerm,
        Bug::LateConfirmationCounts,
        Bug::ReadBeforeApplied,
        Bug::FollowerReadsAlone,
        Bug::EndlessLease,
        Bug::BreakPromise,
        Bug::SnapshotUncommitted,
        Bug::SnapshotWithoutSessions,
        Bug::SnapshotWithoutTerm,
        Bug::InstallOlderSnapshot,
        Bug::MixSnapshotChunks,
        Bug::KeepAfterSnapshot,
        Bug::DiscardAfterSnapshot,
        Bug::ChangeBeforeOwnTerm,
        Bug::ChangeWhileUnderWay,
        Bug::ConfigurationWhenCommitted,
        Bug::LearnerCounts,
        Bug::RemovedLeaderCounts,
        Bug::OnlyNewMajority,
        Bug::LeaveJointEarly,
        Bug::CountInheritedEntries,
        Bug::SilentWhenFull,
    ];

    /// The rule with this [`Bug::name`].
    #[must_use]
    pub fn named(name: &str) -> Option<Bug> {
        Bug::ALL.into_iter().find(|bug| bug.name() == name)
    }

    /// The rule's name in scenario files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Bug::LastReplyKillsLeader => "last_reply_kills_leader",
            Bug::MatchWholeLog => "match_whole_log",
            Bug::CommitWholeLog => "commit_whole_log",
            Bug::BelieveLateReplies => "believe_late_replies",
            Bug::VoteForAnyLog => "vote_for_any_log",
            Bug::VoteForLongestLog => "vote_for_longest_log",
            Bug::VoteAgain => "vote_again",
            Bug::ForgetVoteAtRestart => "forget_vote_at_restart",
            Bug::ForgetTermAtRestart => "forget_term_at_restart",
            Bug::ElectWithMinority => "elect_with_minority",
            Bug::KeepLeading => "keep_leading",
            Bug::DropUncommittedTail => "drop_uncommitted_tail",
            Bug::AcceptOlderTerm => "accept_older_term",
            Bug::SkipConsistencyCheck => "skip_consistency_check",
            Bug::TruncateOnAppend => "truncate_on_append",
            Bug::TruncateOnHeartbeat => "truncate_on_heartbeat",
            Bug::NeverStepBack => "never_step_back",
            Bug::CommitOlderTerm => "commit_older_term",
            Bug::CommitWithMinority => "commit_with_minority",
            Bug::CountUnwrittenEntry => "count_unwritten_entry",
            Bug::SpeakBeforeDisk => "speak_before_disk",
            Bug::LowerCommitIndex => "lower_commit_index",
            Bug::ApplyUncommitted => "apply_uncommitted",
            Bug::AcknowledgeUncommitted => "acknowledge_uncommitted",
            Bug::ReadLocally => "read_locally",
            Bug::ApplyRetryTwice => "apply_retry_twice",
            Bug::RefusedVoteRestartsTimer => "refused_vote_restarts_timer",
            Bug::GrantedVoteKeepsTimer => "granted_vote_keeps_timer",
            Bug::DeposedWithoutTimer => "deposed_without_timer",
            Bug::CandidateNeverYields => "candidate_never_yields",
            Bug::EqualTimeouts => "equal_timeouts",
            Bug::PreVoteCountsAsVote => "pre_vote_counts_as_vote",
            Bug::PreVoteOpensTerm => "pre_vote_opens_term",
            Bug::OldPreVoteIgnored => "old_pre_vote_ignored",
            Bug::UnheardWithoutTimer => "unheard_without_timer",
            Bug::SilentToOldLeader => "silent_to_old_leader",
            Bug::CandidateHearsItself => "candidate_hears_itself",
            Bug::GoOnAfterFailedWrite => "go_on_after_failed_write",
            Bug::TransferNeverAborted => "transfer_never_aborted",
            Bug::TransferWithoutVotes => "transfer_without_votes",
            Bug::TransferVoteForAnyLog => "transfer_vote_for_any_log",
            Bug::ReadWithoutAsking => "read_without_asking",
            Bug::ReadBeforeOwnTerm => "read_before_own_term",
            Bug::LateConfirmationCounts => "late_confirmation_counts",
            Bug::ReadBeforeApplied => "read_before_applied",
            Bug::FollowerReadsAlone => "follower_reads_alone",
            Bug::EndlessLease => "endless_lease",
            Bug::BreakPromise => "break_promise",
            Bug::SnapshotUncommitted => "snapshot_uncommitted",
            Bug::SnapshotWithoutSessions => "snapshot_without_sessions",
            Bug::SnapshotWithoutTerm => "snapshot_without_term",
            Bug::InstallOlderSnapshot => "install_older_snapshot",
            Bug::MixSnapshotChunks => "mix_snapshot_chunks",
            Bug::KeepAfterSnapshot => "keep_after_snapshot",
            Bug::DiscardAfterSnapshot => "discard_after_snapshot",
            Bug::ChangeBeforeOwnTerm => "change_before_own_term",
            Bug::ChangeWhileUnderWay => "change_while_under_way",
            Bug::ConfigurationWhenCommitted => "configuration_when_committed",
            Bug::LearnerCounts => "learner_counts",
            Bug::RemovedLeaderCounts => "removed_leader_counts",
            Bug::OnlyNewMajority => "only_new_majority",
            Bug::LeaveJointEarly => "leave_joint_early",
            Bug::CountInheritedEntries => "count_inherited_entries",
            Bug::SilentWhenFull => "silent_when_full",
        }
    }
}

/// The set of rules that are left out. There is room for 64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bugs(u64);

impl Bugs {
    /// No rule is left out.
    pub const NONE: Bugs = Bugs(0);

    /// The set with one more rule left out.
    #[must_use]
    pub const fn with(self, bug: Bug) -> Bugs {
        Bugs(self.0 | 1 << bug as u64)
    }

    /// Whether this rule is left out.
    #[inline]
    #[must_use]
    pub fn has(self, bug: Bug) -> bool {
        IS_WHOLE && self.0 & (1 << bug as u64) != 0
    }

    /// Whether any of these rules is left out.
    #[inline]
    #[must_use]
    pub fn intersects(self, bugs: Bugs) -> bool {
        IS_WHOLE && self.0 & bugs.0 != 0
    }

    /// The rules left out, in the order of [`Bug::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Bug> {
        Bug::ALL.into_iter().filter(move |bug| self.has(*bug))
    }
}
