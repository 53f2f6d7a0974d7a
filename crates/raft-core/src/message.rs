//! What nodes say to each other (Raft Figure 2).
//!
//! The paper's remote calls become two messages each, so that the network can lose,
//! delay or double either half.

use crate::entry::Entries;
use crate::types::{Index, Position, Term};

/// One message: the sender's term and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The sender's current term when it spoke (Raft §5.1).
    pub term: Term,
    /// What it says.
    pub body: Body,
}

/// The four things nodes say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A candidate asks for a vote (Raft §5.2).
    RequestVote(RequestVote),
    /// The answer to it.
    RequestVoteReply(RequestVoteReply),
    /// A leader sends entries, or none as a heartbeat (Raft §5.3).
    AppendEntries(AppendEntries),
    /// The answer to it.
    AppendEntriesReply(AppendEntriesReply),
}

/// "Vote for me."
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestVote {
    /// The candidate's last entry, `None` when its log is empty (Raft §5.4.1).
    pub last: Option<Position>,
}

/// "You have my vote", or "you have not".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestVoteReply {
    /// The voter votes for the candidate in this term.
    Granted,
    /// It does not.
    Denied,
}

/// "Append these after that."
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppendEntries {
    /// The entry before the new ones, `None` when they begin the log
    /// (`prev_log_index` and `prev_log_term`).
    pub prev: Option<Position>,
    /// The new entries; none in a heartbeat.
    pub entries: Entries,
    /// The leader's commit index.
    pub leader_commit: Option<Index>,
}

impl AppendEntries {
    /// The last index this message speaks for: what a follower that accepts it is known to
    /// share with the leader, whatever else its log may hold.
    #[inline]
    #[must_use]
    pub fn last_covered(&self) -> Option<Index> {
        let before = self.prev.map_or(0, |prev| prev.index.get());
        Index::new(before.saturating_add(self.entries.len() as u64))
    }
}

/// "My log agrees up to here", or "it does not".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendEntriesReply {
    /// The follower's log equals the leader's through this index.
    Matched(Option<Index>),
    /// The entry before the new ones is missing or differs, or the term is over.
    Rejected {
        /// The index whose entry did not agree (`prev_log_index` of the request); `None` when
        /// the term was over and no entry was looked at.
        prev: Option<Index>,
        /// The last place where both logs may still agree, as far as the follower can
        /// tell (Raft §5.3, the optimization at its end).
        hint: Option<Position>,
    },
}
