//! Writes that the disk has not confirmed yet, and messages that must wait for them.

use alloc::collections::VecDeque;

use crate::log::Log;
use crate::message::{AppendEntriesReply, Body, InstallSnapshotReply, Message};
use crate::persistent::Token;
use crate::types::{Index, NodeId};

/// Keeps count of writes that have been asked for and not yet confirmed (Raft Figure 2:
/// "updated on stable storage before responding").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Durability {
    issued: Token,
    durable: Token,
    /// The last write that changed the term or the vote. Every message waits for it, since every
    /// message carries the term.
    state: Token,
    /// Log writes not yet confirmed, oldest first.
    log_writes: VecDeque<(Token, Index)>,
    held: VecDeque<Held>,
    /// The entries in the held messages.
    held_entries: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    until: Token,
    to: NodeId,
    message: Message,
}

impl Durability {
    /// Numbers a new write.
    pub(crate) fn issue(&mut self, changes_state: bool, log_from: Option<Index>) -> Token {
        self.issued = Token(self.issued.0 + 1);
        if changes_state {
            self.state = self.issued;
        }
        if let Some(first) = log_from {
            self.log_writes.push_back((self.issued, first));
        }
        self.issued
    }

    /// Notes that the disk has completed all writes up to `token`.
    pub(crate) fn confirm(&mut self, token: Token) {
        self.durable = self.durable.max(token.min(self.issued));
        while self
            .log_writes
            .front()
            .is_some_and(|(write, _)| *write <= self.durable)
        {
            self.log_writes.pop_front();
        }
    }

    /// Whether all writes have been confirmed.
    #[inline]
    pub(crate) fn is_idle(&self) -> bool {
        self.issued == self.durable
    }

    /// Whether this write has been confirmed.
    pub(crate) fn is_durable(&self, token: Token) -> bool {
        token <= self.durable
    }

    /// Whether the term and the vote are on disk as they are in memory.
    pub(crate) fn state_is_durable(&self) -> bool {
        self.is_durable(self.state)
    }

    /// Makes it so that the term and the vote are on disk, or are not: see `what_if.rs`.
    pub(crate) fn set_state_durable(&mut self, is: bool) {
        self.state = match is {
            true => Token(0),
            false => self.issue(true, None),
        };
    }

    /// Makes it so that the log, which ends at `last`, is on disk through this index and no
    /// further: see `what_if.rs`.
    pub(crate) fn set_log_durable(&mut self, through: Option<Index>, last: Option<Index>) {
        self.log_writes.clear();
        if through < last {
            self.issue(false, Some(Index::after(through)));
        }
    }

    /// Forgets the writes of entries after the new end of the log: see `what_if.rs`.
    pub(crate) fn forget_log_writes_after(&mut self, last: Option<Index>) {
        self.log_writes.retain(|(_, first)| Some(*first) <= last);
    }

    /// The last index through which the log is on disk as it is in memory.
    #[inline]
    pub(crate) fn durable_index(&self, log: &Log) -> Option<Index> {
        let unconfirmed = self.first_unconfirmed();
        unconfirmed.map_or_else(|| log.last_index(), Index::previous)
    }

    /// The index from which on the log is not on disk as it is in memory, if there is one.
    #[inline]
    pub(crate) fn first_unconfirmed(&self) -> Option<Index> {
        self.log_writes.iter().map(|(_, first)| *first).min()
    }

    /// The write that a message must wait for, if it may not leave at once. It asserts that the log
    /// through `asserted` is on disk.
    #[inline]
    pub(crate) fn must_wait_for(&self, asserted: Option<Index>) -> Option<Token> {
        let until = self.state.max(self.covering(asserted));
        (!self.is_durable(until)).then_some(until)
    }

    /// Holds a message until this write has been confirmed.
    #[inline(never)]
    pub(crate) fn hold(&mut self, until: Token, to: NodeId, message: Message) {
        self.held_entries += message.body.entry_count();
        self.held.push_back(Held { until, to, message });
    }

    /// Takes out the next held message that may leave now.
    pub(crate) fn release(&mut self) -> Option<(NodeId, Message)> {
        let may_leave = |held: &Held| held.until <= self.durable;
        if !may_leave(self.held.front()?) {
            if !self.held.iter().any(may_leave) {
                return None;
            }
            self.bring_released_forward();
        }
        let Held { to, message, .. } = self.held.pop_front()?;
        self.held_entries -= message.body.entry_count();
        Some((to, message))
    }

    /// Puts the messages that may leave now before those that may not, all else in order: taken out
    /// one by one from behind thousands that wait, they would take the square of the time.
    #[cold]
    #[inline(never)]
    fn bring_released_forward(&mut self) {
        let count = self.held.len();
        let mut waiting = VecDeque::new();
        for _ in 0..count {
            if let Some(held) = self.held.pop_front() {
                match held.until <= self.durable {
                    true => self.held.push_back(held),
                    false => waiting.push_back(held),
                }
            }
        }
        self.held.append(&mut waiting);
    }

    /// How many messages wait for a write.
    pub(crate) fn held_count(&self) -> usize {
        self.held.len()
    }

    /// How many entries these messages carry.
    pub(crate) fn held_entries(&self) -> usize {
        self.held_entries
    }

    /// Whether a heartbeat, an AppendEntries without entries, waits for a write.
    pub(crate) fn holds_heartbeat(&self) -> bool {
        let is_heartbeat = |held: &Held| match &held.message.body {
            Body::AppendEntries(request) => request.entries.is_empty(),
            _ => false,
        };
        self.held.iter().any(is_heartbeat)
    }

    /// Drops all held messages, when the term in which they were to be sent is over: by the time
    /// they could leave, the disk may hold something else. Their receivers lose them as if the
    /// network had lost them.
    pub(crate) fn forget_held(&mut self) {
        self.held.clear();
        self.held_entries = 0;
    }

    /// The write after which the log through `last` is on disk.
    fn covering(&self, last: Option<Index>) -> Token {
        let touching = |(_, first): &&(Token, Index)| last.is_some_and(|last| *first <= last);
        self.log_writes
            .iter()
            .rev()
            .find(touching)
            .map_or(Token(0), |(write, _)| *write)
    }
}

/// The last log entry whose presence on the sender's disk a message asserts.
pub(crate) fn last_asserted(body: &Body) -> Option<Index> {
    match body {
        Body::RequestVote(request) => request.last.map(|last| last.index),
        Body::PreVote(request) => request.last.map(|last| last.index),
        Body::AppendEntries(request) => request.last_covered(),
        Body::AppendEntriesReply(AppendEntriesReply::Matched(matched)) => *matched,
        Body::InstallSnapshotReply(InstallSnapshotReply::Installed { through }) => Some(*through),
        Body::AppendEntriesReply(AppendEntriesReply::Rejected { .. })
        | Body::RequestVoteReply(_)
        | Body::PreVoteReply(_)
        | Body::TimeoutNow
        | Body::Confirm(_)
        | Body::ConfirmReply(_)
        | Body::ReadIndex(_)
        | Body::ReadIndexReply(_)
        // It stands for committed entries: a majority holds them, whatever this disk does.
        | Body::InstallSnapshot(_)
        | Body::InstallSnapshotReply(_) => None,
    }
}
