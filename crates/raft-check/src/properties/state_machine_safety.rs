//! State Machine Safety (Raft Figure 3, §5.4.3): one entry per index, whoever applies it.
//!
//! What anybody has committed stays known for the rest of the run, so that a node is compared
//! with those that have crashed since, and with itself before its own crash.

use raft_core::{Entry, Index, NodeId, Origin, Payload, SharedList};

use super::place_of;
use crate::properties::acknowledged_never_lost::CommittedRequests;
use crate::violation::Finding;

/// The entries that were committed, by index from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Committed {
    entries: SharedList<CommittedEntry>,
    /// How many of them are clients' commands.
    commands: u64,
    /// Whose requests are among them.
    receipts: CommittedRequests,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct CommittedEntry {
    entry: Entry,
    /// Who committed it first.
    by: NodeId,
}

impl Committed {
    /// Takes in that `node` has committed `entry` at `index`. The contradiction, if another
    /// entry was committed there; what a leader `counted` then outranks what a follower was
    /// told, so that later comparisons are with what should have been.
    #[inline]
    pub(crate) fn note(
        &mut self,
        index: Index,
        entry: &Entry,
        node: NodeId,
        counted: bool,
    ) -> Option<Finding> {
        let place = place_of(index);
        let fresh = || CommittedEntry {
            entry: entry.clone(),
            by: node,
        };
        match self.entries.get(place) {
            Some(known) if known.entry == *entry => None,
            Some(known) => {
                let finding = Finding::TwoEntriesCommitted {
                    index,
                    first: known.by,
                    first_entry: known.entry.clone(),
                    second: node,
                    second_entry: entry.clone(),
                };
                if counted {
                    self.entries.replace(place, fresh());
                    self.register(index, entry);
                }
                Some(finding)
            }
            None => {
                debug_assert_eq!(place, self.entries.len(), "nodes commit without gaps");
                self.entries.push(fresh());
                self.commands += u64::from(matches!(entry.payload, Payload::Command { .. }));
                self.register(index, entry);
                None
            }
        }
    }

    /// The entry that was committed at `index`.
    #[inline]
    pub(crate) fn entry(&self, index: Index) -> Option<&Entry> {
        self.at(index).map(|(entry, _)| entry)
    }

    /// The entry that was committed at `index`, and who committed it first.
    #[inline]
    pub(crate) fn at(&self, index: Index) -> Option<(&Entry, NodeId)> {
        let committed = self.entries.get(place_of(index))?;
        Some((&committed.entry, committed.by))
    }

    /// Where the request with this origin is committed, if it is its client's newest.
    pub(crate) fn index_of(&self, origin: Origin) -> Option<Index> {
        self.receipts.index_of(origin)
    }

    /// How many clients' commands are committed.
    pub(crate) fn commands(&self) -> u64 {
        self.commands
    }

    #[inline]
    fn register(&mut self, index: Index, entry: &Entry) {
        if let Payload::Command { origin, .. } = entry.payload {
            self.receipts.note(origin, index);
        }
    }
}
