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

/// A rule of Raft that can be left out, to see why it is there.
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
}

impl Bug {
    /// All of them, in the order of their names' table.
    pub const ALL: [Bug; 4] = [
        Bug::LastReplyKillsLeader,
        Bug::MatchWholeLog,
        Bug::CommitWholeLog,
        Bug::BelieveLateReplies,
    ];

    /// The name used in scenario files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Bug::LastReplyKillsLeader => "last_reply_kills_leader",
            Bug::MatchWholeLog => "match_whole_log",
            Bug::CommitWholeLog => "commit_whole_log",
            Bug::BelieveLateReplies => "believe_late_replies",
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
