//! What a node is told once, when it is made.

use crate::quorum::Configuration;
use crate::types::Duration;

/// The settings that all nodes of a cluster share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// Who votes.
    pub configuration: Configuration,
    /// The shortest election timeout (Raft §5.2).
    pub election_timeout_min: Duration,
    /// The longest election timeout; each timer is drawn between the two, both included.
    pub election_timeout_max: Duration,
    /// How often a leader speaks to its followers when there is nothing to say.
    pub heartbeat: Duration,
    /// Entries per message at most, so that a far-behind follower is not sent the world; 0
    /// counts as 1.
    pub entries_per_message: u32,
    /// Whether a new leader appends a blank entry (Raft §8).
    pub blank_entry_at_election: bool,
    /// Rules left out on purpose; whole Raft leaves out none.
    pub bugs: Bugs,
}

/// A rule of Raft that can be left out, to see why it is there. raft-check's `gallery` tells of
/// each. A link names them by their places, so new ones come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bug {
    /// An answer from the highest-numbered node kills the leader's thread: the process stands,
    /// but it neither hears nor speaks any more (breaks Raft §5.3: any follower's answer counts).
    LastReplyKillsLeader,
    /// A follower answers with its whole log's length, so that a stale suffix counts as
    /// replicated (breaks Raft §5.3, Figure 2 "AppendEntries").
    MatchWholeLog,
    /// A follower commits up to the end of its own log, not of what the message covers
    /// (breaks Raft Figure 2, "index of last new entry").
    CommitWholeLog,
    /// A leader believes late replies: match index falls, and replies of an older term count
    /// (breaks Raft §5.1 and §5.3).
    BelieveLateReplies,
    /// A vote goes to whoever asks, however far behind its log is (breaks Raft §5.4.1).
    VoteForAnyLog,
    /// Voters compare how long two logs are, and not the terms they end in (breaks Raft §5.4.1).
    VoteForLongestLog,
    /// A node votes for everybody who asks, several times in a term (breaks Raft §5.2).
    VoteAgain,
    /// A node boots without the vote that is on its disk (breaks Raft Figure 2, `votedFor`).
    ForgetVoteAtRestart,
    /// A node boots in the term of its last entry (breaks Raft Figure 2, `currentTerm`).
    ForgetTermAtRestart,
    /// A candidate takes office with one vote less than a majority (breaks Raft §5.2).
    ElectWithMinority,
    /// A leader that hears of a newer term leads on in that one (breaks Raft §5.1).
    KeepLeading,
    /// A new leader drops what it does not know to be committed from its own log (breaks Raft
    /// §5.3, Leader Append-Only).
    DropUncommittedTail,
    /// A follower takes entries from the leader of an older term (breaks Raft §5.1).
    AcceptOlderTerm,
    /// A follower asks whether there is an entry before the new ones, and not whether it is the
    /// leader's: an older one will do (breaks Raft §5.3).
    SkipConsistencyCheck,
    /// A follower cuts its log before it appends, whether or not there is a conflict (breaks
    /// Raft §5.3).
    TruncateOnAppend,
    /// A follower cuts its log behind the place that a heartbeat names (breaks Raft §5.3).
    TruncateOnHeartbeat,
    /// A leader does not heed rejections: `nextIndex` never falls (breaks Raft §5.3).
    NeverStepBack,
    /// A leader counts copies of entries of older terms, too (breaks Raft §5.4.2).
    CommitOlderTerm,
    /// A leader commits with one copy less than a majority (breaks Raft §5.3).
    CommitWithMinority,
    /// A leader counts its own copy before it is on its disk (breaks Raft Figure 2, "stable
    /// storage").
    CountUnwrittenEntry,
    /// A node speaks at once of what its disk has not written yet (breaks Raft Figure 2, "stable
    /// storage").
    SpeakBeforeDisk,
    /// A follower takes over the leader's commit index even if it is lower than its own (breaks
    /// Raft Figure 2, AppendEntries).
    LowerCommitIndex,
    /// A machine applies all of the log when something is committed (breaks Raft §5.3).
    ApplyUncommitted,
    /// A leader answers its client as soon as it has logged the command (breaks Raft §5.3).
    AcknowledgeUncommitted,
    /// A leader answers reads out of its own machine, without the log and without asking
    /// anybody (breaks Raft §8).
    ReadLocally,
    /// A machine keeps no sessions: what a client asks again is applied again (breaks Raft §8).
    ApplyRetryTwice,
}

impl Bug {
    /// All of them, in the order of the gallery.
    pub const ALL: [Bug; 26] = [
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
    ];

    /// The rule with this [`Bug::name`].
    #[must_use]
    pub fn named(name: &str) -> Option<Bug> {
        Bug::ALL.into_iter().find(|bug| bug.name() == name)
    }

    /// The name used in scenario files.
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
        }
    }
}

/// The rules that are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bugs(u32);

impl Bugs {
    /// Whole Raft.
    pub const NONE: Bugs = Bugs(0);

    /// Leaves out one more rule.
    #[must_use]
    pub fn with(self, bug: Bug) -> Bugs {
        Bugs(self.0 | 1 << bug as u32)
    }

    /// Whether this rule is left out.
    #[inline]
    #[must_use]
    pub fn has(self, bug: Bug) -> bool {
        self.0 & (1 << bug as u32) != 0
    }

    /// The rules left out, in the order of [`Bug::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Bug> {
        Bug::ALL.into_iter().filter(move |bug| self.has(*bug))
    }
}
