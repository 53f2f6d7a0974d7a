//! What survives a crash, and how it gets to the disk.
//!
//! Raft Figure 2: `current_term`, `voted_for` and `log` are "updated on stable storage
//! before responding to RPCs". A node describes each update as a [`Write`]; whoever owns
//! the disk applies it and answers with [`crate::Input::Persisted`]. Whatever a node wants
//! to say about state that is not yet durable waits for that answer.

use crate::entry::Entries;
use crate::log::Log;
use crate::types::{Index, NodeId, Term};

/// The state that a crash leaves behind (Raft Figure 2, "persistent state on all servers").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Persistent {
    /// The latest term this node has seen.
    pub current_term: Term,
    /// Who got this node's vote in `current_term`.
    pub voted_for: Option<NodeId>,
    /// The entries it holds.
    pub log: Log,
}

/// Numbers a node's writes, in order, from 1 in each incarnation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub u64);

/// One update of the disk, applied whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// Which write this is; comes back in [`crate::Input::Persisted`].
    pub token: Token,
    /// The term after it.
    pub current_term: Term,
    /// The vote after it.
    pub voted_for: Option<NodeId>,
    /// What changes in the log.
    pub log: Option<LogWrite>,
}

/// A change of the log: cut from `first` on, then append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogWrite {
    /// Where the first of `entries` goes; whatever stood there or later is removed.
    pub first: Index,
    /// The new entries.
    pub entries: Entries,
}

impl Persistent {
    /// Brings the disk to what `write` says.
    pub fn apply(&mut self, write: &Write) {
        self.current_term = write.current_term;
        self.voted_for = write.voted_for;
        if let Some(change) = &write.log {
            self.log.truncate_from(change.first);
            change
                .entries
                .iter()
                .for_each(|entry| self.log.push(entry.clone()));
        }
    }
}
