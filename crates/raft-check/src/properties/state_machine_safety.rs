//! State Machine Safety (Raft Figure 3, §5.4.3): one entry per index, whoever applies it.
//!
//! `Committed` knows what anybody has committed, crashed nodes included.

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Entry, Index, NodeId, NodeSet};

use super::contradiction::{Contradiction, in_words};
use super::history::Committed;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "state_machine_safety",
    title: "State Machine Safety",
    section: "Raft Figure 3, §5.4.3",
    meaning: "No two nodes ever apply different entries at the same index.",
};

/// Two entries were committed at one index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoEntriesCommitted {
    /// The index of both.
    pub index: Index,
    /// The node that committed an entry there first.
    pub first: NodeId,
    /// That entry.
    pub first_entry: Entry,
    /// The node that committed another one; it may be the same node.
    pub second: NodeId,
    /// The other entry.
    pub second_entry: Entry,
}

/// Takes in that `node` has committed `entry` at `index`, and compares that with what is committed
/// there. What a leader `counted` outranks what a follower was told ([`Committed::note`]).
#[inline]
pub(crate) fn judge(
    committed: &mut Committed,
    index: Index,
    entry: &Entry,
    node: NodeId,
    counted: bool,
) -> Option<TwoEntriesCommitted> {
    let (first_entry, first) = committed.note(index, entry, node, counted)?;
    Some(TwoEntriesCommitted {
        index,
        first,
        first_entry,
        second: node,
        second_entry: entry.clone(),
    })
}

impl Contradiction for TwoEntriesCommitted {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.first, self.second])
    }

    fn index(&self) -> Option<Index> {
        Some(self.index)
    }

    fn entries(&self) -> Vec<&Entry> {
        Vec::from([&self.first_entry, &self.second_entry])
    }
}

impl fmt::Display for TwoEntriesCommitted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TwoEntriesCommitted {
            index,
            first,
            first_entry,
            second,
            second_entry,
        } = self;
        write!(
            formatter,
            "At index {index}, {} committed {} and {} committed {}.",
            first,
            in_words(first_entry),
            second,
            in_words(second_entry)
        )
    }
}
