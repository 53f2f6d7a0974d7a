//! The state that survives a crash, and the writes that bring it to the disk.
//!
//! Raft Figure 2: `current_term`, `voted_for` and `log` are "updated on stable storage
//! before responding to RPCs". A node describes each update as a [`Write`]; the driver of the
//! node applies it to the disk and answers with [`crate::Input::Persisted`]. Messages that
//! assert anything about state that is not yet durable wait for that answer.

use alloc::sync::Arc;

use crate::entry::Entries;
use crate::log::Log;
use crate::snapshot::Snapshot;
use crate::types::{Index, NodeId, Position, Term};
use crate::whole::IS_WHOLE;

/// The state that a crash leaves behind (Raft Figure 2, "persistent state on all servers").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Persistent {
    /// The latest term this node has seen.
    pub current_term: Term,
    /// The candidate that has this node's vote in `current_term`, if any.
    pub voted_for: Option<NodeId>,
    /// The node's log. It begins behind the base of `snapshot`, if there is one.
    pub log: Log,
    /// The snapshot that stands for the entries before the log (Raft §7).
    pub snapshot: Option<Arc<Snapshot>>,
}

/// Numbers a node's writes, in order, from 1 in each incarnation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub u64);

/// One update of the disk: it is applied completely or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The number of the write; it comes back in [`crate::Input::Persisted`].
    pub token: Token,
    /// The term after it.
    pub current_term: Term,
    /// The vote after it.
    pub voted_for: Option<NodeId>,
    /// The snapshot that takes the place of the log through its base, if there is a new one.
    pub snapshot: Option<Arc<Snapshot>>,
    /// The change of the log behind that, if any.
    pub log: Option<LogWrite>,
}

/// A change of the log: cut from `first` on, then append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogWrite {
    /// The index of the first of `entries`; older entries there and after it are removed.
    pub first: Index,
    /// The new entries.
    pub entries: Entries,
}

/// Changes of a node's persistent state that its disk has not confirmed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unconfirmed {
    /// The current term, when the term or the vote is not confirmed.
    pub term: Option<Term>,
    /// Whether the node has voted in that term, so that the vote is not confirmed either.
    pub voted: bool,
    /// The index from which on the log on disk may differ from the log in memory.
    pub log_from: Option<Index>,
    /// The last index of the log in memory. It is before `log_from` when entries were removed and
    /// none has followed.
    pub log_last: Option<Index>,
}

impl Persistent {
    /// Forgets the term of the snapshot's base: [`crate::Bug::SnapshotWithoutTerm`].
    pub(crate) fn forget_snapshot_term(&mut self) {
        if let Some(snapshot) = self.snapshot.take() {
            let (index, term) = (snapshot.base.index, Term(0));
            self.put_snapshot(Arc::new(Snapshot {
                base: Position { term, index },
                configuration: snapshot.configuration,
                bytes: snapshot.bytes.clone(),
            }));
        }
    }

    /// Puts a snapshot in the place of the log through its base.
    pub(crate) fn put_snapshot(&mut self, snapshot: Arc<Snapshot>) {
        self.log.replace_through(snapshot.base);
        self.snapshot = Some(snapshot);
    }

    /// Applies `write` to the disk.
    pub fn apply(&mut self, write: &Write) {
        self.current_term = write.current_term;
        self.voted_for = write.voted_for;
        if let Some(snapshot) = write.snapshot.as_ref().filter(|_| IS_WHOLE) {
            self.put_snapshot(Arc::clone(snapshot));
        }
        if let Some(change) = &write.log {
            self.log.truncate_from(change.first);
            change
                .entries
                .iter()
                .for_each(|entry| self.log.push(entry.clone()));
        }
    }
}
