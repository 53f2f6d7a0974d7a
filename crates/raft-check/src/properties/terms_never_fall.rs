//! Monotonic Terms (Raft Figure 2, §5.1): a node's term never falls, restarts or not.
//!
//! A crash may take a term that was not on disk yet, but none that a message has spoken of.

use core::fmt;

use raft_core::{NodeId, NodeSet, Term};

use super::contradiction::Contradiction;
use super::history::NodeHistory;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "terms_never_fall",
    title: "Monotonic Terms",
    section: "Raft Figure 2, §5.1",
    meaning: "A node's term never falls, even if it restarts.",
};

/// A node's term fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermFell {
    /// Which node.
    pub node: NodeId,
    /// Its term before, or the newest it had spoken of before it crashed.
    pub before: Term,
    /// Its term now.
    pub now: Term,
}

/// Takes in a node's term, and compares it with the one before.
#[inline]
pub(crate) fn judge(history: &mut NodeHistory, now: Term) -> Option<TermFell> {
    let before = core::mem::replace(&mut history.term, now);
    if now >= before {
        return None;
    }
    let node = history.id;
    Some(TermFell { node, before, now })
}

impl Contradiction for TermFell {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.node])
    }
}

impl fmt::Display for TermFell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TermFell { node, before, now } = *self;
        write!(formatter, "The term of {node} fell from {before} to {now}.")
    }
}
