//! The messages between nodes (Raft Figure 2).
//!
//! Each remote call of the paper is two messages, a request and a reply, so that the network can
//! lose, delay or double either of them.

use alloc::sync::Arc;

use crate::entry::{Entries, Origin};
use crate::quorum::Configuration;
use crate::snapshot::Chunk;
use crate::types::{Index, Position, Term};

/// One message: the sender's term and the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The sender's current term when it sent the message (Raft §5.1).
    pub term: Term,
    /// The content.
    pub body: Body,
}

/// The content of a message: one of the four kinds of plain Raft, or one of an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A candidate asks for a vote (Raft §5.2).
    RequestVote(RequestVote),
    /// The reply to a candidate.
    RequestVoteReply(RequestVoteReply),
    /// A leader sends entries, or none as a heartbeat (Raft §5.3).
    AppendEntries(AppendEntries),
    /// The reply to a leader.
    AppendEntriesReply(AppendEntriesReply),
    /// A node asks whether it could win an election (Thesis §9.6).
    PreVote(PreVote),
    /// The reply to a node that asks so.
    PreVoteReply(PreVoteReply),
    /// A leader that hands over its lead tells its successor to begin an election now
    /// (Thesis §3.10).
    TimeoutNow,
    /// A leader asks whether it still leads (Thesis §6.4).
    Confirm(Confirm),
    /// The reply to a leader that asks so.
    ConfirmReply(ConfirmReply),
    /// A follower asks its leader up to which index a read must see the log (Thesis §6.4).
    ReadIndex(ReadIndex),
    /// The reply to a follower that asks so.
    ReadIndexReply(ReadIndexReply),
    /// A leader sends a part of its snapshot (Raft §7).
    InstallSnapshot(InstallSnapshot),
    /// The reply to a leader that does so.
    InstallSnapshotReply(InstallSnapshotReply),
}

impl Body {
    /// Whether it is AppendEntries or the reply to one.
    #[inline]
    pub(crate) fn is_about_entries(&self) -> bool {
        matches!(self, Body::AppendEntries(_) | Body::AppendEntriesReply(_))
    }

    /// Whether only extensions of Raft send it.
    #[inline]
    #[must_use]
    pub fn is_of_extension(&self) -> bool {
        match self {
            Body::RequestVote(_)
            | Body::RequestVoteReply(_)
            | Body::AppendEntries(_)
            | Body::AppendEntriesReply(_) => false,
            Body::PreVote(_)
            | Body::PreVoteReply(_)
            | Body::TimeoutNow
            | Body::Confirm(_)
            | Body::ConfirmReply(_)
            | Body::ReadIndex(_)
            | Body::ReadIndexReply(_)
            | Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply(_) => true,
        }
    }

    /// How many log entries it carries.
    #[inline]
    #[must_use]
    pub fn entry_count(&self) -> usize {
        match self {
            Body::AppendEntries(request) => request.entries.len(),
            Body::RequestVote(_)
            | Body::RequestVoteReply(_)
            | Body::AppendEntriesReply(_)
            | Body::PreVote(_)
            | Body::PreVoteReply(_)
            | Body::TimeoutNow
            | Body::Confirm(_)
            | Body::ConfirmReply(_)
            | Body::ReadIndex(_)
            | Body::ReadIndexReply(_)
            | Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply(_) => 0,
        }
    }
}

/// A candidate's request for a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestVote {
    /// The candidate's last entry, `None` when its log is empty (Raft §5.4.1).
    pub last: Option<Position>,
    /// Whether the leader itself told the candidate to stand, so that those who hear that leader
    /// heed the request all the same (Thesis §4.2.3); never without a transfer (Thesis §3.10).
    pub transfer: bool,
}

/// A voter's reply to a candidate.
// Aligned as the other contents are: a byte beside the kind of a message would make all of them be
// moved from an odd place on, which is slow.
#[repr(align(8))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestVoteReply {
    /// The voter votes for the candidate in this term.
    Granted,
    /// The voter does not vote for the candidate.
    Denied,
}

/// A leader's request to append entries after a given entry.
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
    /// The last index that the message covers: a follower that accepts it is known to share the
    /// leader's log through there. After that index, its log may hold anything.
    #[inline]
    #[must_use]
    pub fn last_covered(&self) -> Option<Index> {
        let before = self.prev.map_or(0, |prev| prev.index.get());
        Index::new(before.saturating_add(self.entries.len() as u64))
    }
}

/// A follower's reply to a leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendEntriesReply {
    /// The follower's log equals the leader's through this index.
    Matched(Option<Index>),
    /// The entry before the new ones is missing or differs, or the request is of an older term.
    Rejected {
        /// The index whose entry did not agree (`prev_log_index` of the request); `None` when
        /// the request was of an older term and no entry was compared.
        prev: Option<Index>,
        /// The last place where both logs may still agree, as far as the follower can
        /// tell (Raft §5.3, the optimization at its end).
        hint: Option<Position>,
    },
}

/// The question whether the receiver would vote for the sender. The message's term is the sender's
/// own, which it has not left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreVote {
    /// The term that the sender would open.
    pub next_term: Term,
    /// The sender's last entry, `None` when its log is empty.
    pub last: Option<Position>,
}

/// The answer to that question. It binds nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreVoteReply {
    /// The term that was asked about.
    pub next_term: Term,
    /// Whether the sender would vote for the receiver.
    pub granted: bool,
}

/// A leader's question whether the receiver still follows it. To the receiver it is a heartbeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// The number of the leader's round in its term, from 1.
    pub round: u64,
}

/// The answer to that question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmReply {
    /// The sender follows the receiver, and did so after this round began.
    Confirmed {
        /// The round that was asked about.
        round: u64,
    },
    /// The sender is in a newer term, which is the message's.
    Refused,
}

/// A follower's question for a read index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadIndex {
    /// The client that reads, and the number of its request. No two reads share it, also across
    /// restarts, so that a late reply never answers another read.
    pub origin: Origin,
}

/// The leader's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadIndexReply {
    /// The read that was asked about.
    pub origin: Origin,
    /// The answer.
    pub answer: ReadIndexAnswer,
}

/// What a node says that was asked for a read index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadIndexAnswer {
    /// The read must see the log through this index.
    Through(Option<Index>),
    /// The sender does not lead, or no more.
    NotLeader,
}

/// A leader's request to keep a part of its snapshot, and to take over the whole of it with the
/// last part (Raft Figure 13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstallSnapshot {
    /// The last entry that the snapshot stands for (`lastIncludedIndex` and `lastIncludedTerm`).
    pub base: Position,
    /// The configuration in force behind that entry (Raft §7).
    pub configuration: Configuration,
    /// The part.
    pub chunk: Arc<Chunk>,
}

/// A follower's reply to a part of a snapshot. The paper's reply is the term alone; here it also
/// says where to go on, so that parts that are lost, doubled or overtaken need no fresh start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstallSnapshotReply {
    /// The follower holds so many of the first bytes of the snapshot with this base.
    Received {
        /// Which snapshot.
        base: Position,
        /// How many bytes.
        held: u32,
    },
    /// The part does not join on to those that the follower holds.
    Missing {
        /// Which snapshot.
        base: Position,
        /// How many of its first bytes the follower holds.
        held: u32,
    },
    /// The follower's state is on its disk and stands for all that the snapshot does.
    Installed {
        /// The index of the snapshot's base.
        through: Index,
    },
    /// The request is of an older term.
    Refused,
}
