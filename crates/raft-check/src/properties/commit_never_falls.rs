//! Monotonic Commit Index (Raft Figure 2): a node's commit index never falls until it crashes.

use core::fmt;

use raft_core::{Index, NodeId, NodeSet};

use super::contradiction::{Contradiction, or_nothing};
use super::history::NodeHistory;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "commit_never_falls",
    title: "Monotonic Commit Index",
    section: "Raft Figure 2",
    meaning: "A node's commit index never falls until it crashes.",
};

/// A running node's commit index fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitFell {
    /// Which node.
    pub node: NodeId,
    /// Its commit index before.
    pub before: Index,
    /// Its commit index now.
    pub now: Option<Index>,
}

/// Takes in a node's commit index, and compares it with the one before.
#[inline]
pub(crate) fn judge(history: &mut NodeHistory, now: Option<Index>) -> Option<CommitFell> {
    let before = core::mem::replace(&mut history.commit, now);
    if now >= before {
        return None;
    }
    let (node, before) = (history.id, before?);
    Some(CommitFell { node, before, now })
}

impl Contradiction for CommitFell {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.node])
    }

    fn index(&self) -> Option<Index> {
        Some(self.before)
    }
}

impl fmt::Display for CommitFell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CommitFell { node, before, now } = *self;
        write!(
            formatter,
            "The commit index of {} fell from {before} to {}.",
            node,
            or_nothing(now)
        )
    }
}
