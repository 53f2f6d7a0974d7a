//! Commit by Counting Own Term (Raft Figure 2, §5.4.2): a leader counts copies only of entries
//! of its own term. An older entry can be on a majority and be overwritten all the same (Raft
//! Figure 8).

use raft_core::{NodeId, Position, Term};

use crate::violation::Finding;

/// The leader of `term` has counted the copies of an entry; it may only count its own.
#[inline]
pub(crate) fn judge(leader: NodeId, term: Term, counted: Position) -> Option<Finding> {
    if counted.term == term {
        return None;
    }
    Some(Finding::CountedOlderTerm {
        leader,
        term,
        counted,
    })
}
