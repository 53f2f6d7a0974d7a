//! Commit by Counting Own Term (Raft Figure 2, §5.4.2): a leader counts copies only of entries
//! of its own term. An older entry can be on a majority and be overwritten all the same (Raft
//! Figure 8).

use core::fmt;

use raft_core::{Index, NodeId, NodeSet, Position, Term};

use super::contradiction::Contradiction;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "commit_counts_own_term",
    title: "Commit by Counting Own Term",
    section: "Raft Figure 2, §5.4.2",
    meaning: "A leader commits by counting copies only where the entry is of its own term; what \
              stands before is committed along with it.",
};

/// A leader counted the copies of an entry of an older term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedOlderTerm {
    /// Which leader.
    pub leader: NodeId,
    /// Of which term.
    pub term: Term,
    /// The entry whose copies it counted.
    pub counted: Position,
}

/// The leader of `term` has counted the copies of an entry; it may only count its own.
#[inline]
pub(crate) fn judge(leader: NodeId, term: Term, counted: Position) -> Option<CountedOlderTerm> {
    if counted.term == term {
        return None;
    }
    Some(CountedOlderTerm {
        leader,
        term,
        counted,
    })
}

impl Contradiction for CountedOlderTerm {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.leader])
    }

    fn index(&self) -> Option<Index> {
        Some(self.counted.index)
    }
}

impl fmt::Display for CountedOlderTerm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CountedOlderTerm {
            leader,
            term,
            counted,
        } = *self;
        write!(
            formatter,
            "{leader}, the leader of term {term}, counted the copies of the entry at \
                 {counted}."
        )
    }
}
