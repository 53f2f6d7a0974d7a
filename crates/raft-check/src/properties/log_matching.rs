//! Log Matching (Raft Figure 3, §5.3): same index and same term mean same log up to there.
//!
//! Every entry that any log ever held is kept once, by index and term, with the term of the
//! entry before it. As long as this pair never has two meanings, the place of an entry tells
//! the whole log before it: step by step, back to the beginning. So each new entry of each
//! log costs one comparison, of the entry itself and not of a hash. `EntryTree` keeps them.

use core::fmt;

use raft_core::{Entry, Index, NodeId, NodeSet, Position, Term};

use super::contradiction::{Contradiction, both};
use super::history::EntryTree;
use super::promise::Promise;
use crate::whole::IS_WHOLE;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "log_matching",
    title: "Log Matching",
    section: "Raft Figure 3, §5.3",
    meaning: "Two logs that hold an entry of the same term at the same index are equal from \
              their beginning through that index.",
};

/// Two logs hold an entry of the same index and term, and differ there or before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogsDiffer {
    /// The node that held the entry first.
    pub first: NodeId,
    /// The other node that holds it.
    pub second: NodeId,
    /// The entry that should make their logs equal up to itself.
    pub shared: Position,
    /// Where they differ nevertheless: at that index, or at the one before.
    pub differ_at: Index,
}

/// Takes in that `holder` has `entry` at `index`, after an entry of term `previous`, and compares
/// that with what any log had there.
#[inline]
pub(crate) fn judge(
    held: &mut EntryTree,
    index: Index,
    entry: &Entry,
    previous: Option<Term>,
    holder: NodeId,
) -> Option<LogsDiffer> {
    let (first, differ_at) = held.note(index, entry, previous, holder)?;
    let term = entry.term;
    Some(LogsDiffer {
        first,
        second: holder,
        shared: Position { term, index },
        differ_at,
    })
}

impl Contradiction for LogsDiffer {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.first, self.second])
    }

    fn index(&self) -> Option<Index> {
        Some(self.differ_at)
    }
}

impl fmt::Display for LogsDiffer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LogsDiffer {
            first,
            second,
            shared,
            differ_at,
        } = *self;
        if IS_WHOLE && first == second {
            return write!(
                formatter,
                "{first}'s log holds its entry at {shared} again, with another one at index \
                 {differ_at}."
            );
        }
        write!(
            formatter,
            "{} both hold an entry at {shared}, but their logs differ at index {differ_at}.",
            both(first, second)
        )
    }
}
