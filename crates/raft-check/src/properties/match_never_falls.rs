//! Monotonic Match Index (Raft Figure 2): what a leader knows a follower to hold only grows.
//!
//! An answer changes it and nothing else does. So it is read before each answer of that
//! follower, and before each message to it: whatever an answer did is seen.

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Index, NodeId, NodeSet, Term};

use super::contradiction::{Contradiction, lower_case, or_nothing};
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "match_never_falls",
    title: "Monotonic Match Index",
    section: "Raft Figure 2",
    meaning: "While a leader leads, what it knows a follower to hold never becomes less.",
};

/// The match index that a leader keeps for a follower fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchFell {
    /// Which leader.
    pub leader: NodeId,
    /// Of which term.
    pub term: Term,
    /// The follower in question.
    pub follower: NodeId,
    /// Its match index before.
    pub before: Index,
    /// Its match index now.
    pub now: Option<Index>,
}

/// For each leader, what it knew of each follower when that was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matches {
    /// By leader, then by follower.
    known: Vec<Option<Index>>,
    nodes: usize,
}

impl Matches {
    pub(crate) fn new(nodes: usize) -> Matches {
        Matches {
            known: alloc::vec![None; nodes * nodes],
            nodes,
        }
    }

    /// A leadership begins, in which nothing is known yet.
    pub(crate) fn begin(&mut self, leader: NodeId) {
        let first = leader.position() * self.nodes;
        if let Some(row) = self.known.get_mut(first..first + self.nodes) {
            row.fill(None);
        }
    }

    /// Takes in what the leader of `term` knows of a follower, and compares it with what it
    /// knew before.
    #[inline]
    pub(crate) fn judge(
        &mut self,
        leader: NodeId,
        term: Term,
        follower: NodeId,
        now: Option<Index>,
    ) -> Option<MatchFell> {
        let place = leader.position() * self.nodes + follower.position();
        let before = core::mem::replace(self.known.get_mut(place)?, now);
        if now >= before {
            return None;
        }
        Some(MatchFell {
            leader,
            term,
            follower,
            before: before?,
            now,
        })
    }
}

impl Contradiction for MatchFell {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.leader, self.follower])
    }

    fn index(&self) -> Option<Index> {
        Some(self.before)
    }
}

impl fmt::Display for MatchFell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MatchFell {
            leader,
            term,
            follower,
            before,
            now,
        } = *self;
        write!(
            formatter,
            "The match index of {} fell from {before} to {} while {} led term {term}.",
            lower_case(follower),
            or_nothing(now),
            lower_case(leader)
        )
    }
}
