//! Equal Applied Prefix (Raft Figure 2, §5.3): each machine applies the committed entries in
//! their order, from the first on. So of two machines, one has applied what the other has, and
//! perhaps more.

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Entry, Index, NodeId, NodeSet};

use super::contradiction::{Contradiction, in_words};
use super::history::Committed;
use super::history::NodeHistory;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "applied_prefix_equal",
    title: "Equal Applied Prefix",
    section: "Raft Figure 2, §5.3",
    meaning: "Each machine applies the committed entries in their order, from the first on: none \
              twice, none left out, no other.",
};

/// A machine applied an entry that was not the next one to apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppliedWrongly {
    /// It left entries out, or applied one twice.
    OutOfTurn {
        /// Which node.
        node: NodeId,
        /// The index whose entry it applied.
        index: Index,
        /// The index that was to be applied next.
        next: Index,
    },
    /// It applied another entry than the committed one.
    Another {
        /// Which node.
        node: NodeId,
        /// The index of both entries.
        index: Index,
        /// What it applied.
        applied: Entry,
        /// What is committed there, if anything.
        committed: Option<Entry>,
    },
}

/// Takes in that a node's machine applied `entry` at `index`, and compares that with the
/// entry to be applied next.
#[inline]
pub(crate) fn judge(
    history: &mut NodeHistory,
    index: Index,
    entry: &Entry,
    committed: &Committed,
) -> Option<AppliedWrongly> {
    let (node, next) = (history.id, Index::after(history.applied));
    history.applied = Some(index);
    if index != next {
        return Some(AppliedWrongly::OutOfTurn { node, index, next });
    }
    let wanted = committed.entry(index);
    if wanted == Some(entry) {
        return None;
    }
    Some(AppliedWrongly::Another {
        node,
        index,
        applied: entry.clone(),
        committed: wanted.cloned(),
    })
}

impl Contradiction for AppliedWrongly {
    fn nodes(&self) -> NodeSet {
        let (AppliedWrongly::OutOfTurn { node, .. } | AppliedWrongly::Another { node, .. }) = self;
        NodeSet::from_iter([*node])
    }

    fn index(&self) -> Option<Index> {
        let (AppliedWrongly::OutOfTurn { index, .. } | AppliedWrongly::Another { index, .. }) =
            self;
        Some(*index)
    }

    fn entries(&self) -> Vec<&Entry> {
        match self {
            AppliedWrongly::OutOfTurn { .. } => Vec::new(),
            AppliedWrongly::Another {
                applied, committed, ..
            } => [applied].into_iter().chain(committed).collect(),
        }
    }
}

impl fmt::Display for AppliedWrongly {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AppliedWrongly::OutOfTurn { node, index, next } => write!(
                formatter,
                "{node} applied index {index} when it was the turn of index {next}."
            ),
            AppliedWrongly::Another {
                node,
                index,
                applied,
                committed,
            } => {
                write!(
                    formatter,
                    "{node} applied {} at index {index}, where ",
                    in_words(applied)
                )?;
                match committed {
                    Some(entry) => write!(formatter, "{} is committed.", in_words(entry)),
                    None => formatter.write_str("nothing is committed."),
                }
            }
        }
    }
}
