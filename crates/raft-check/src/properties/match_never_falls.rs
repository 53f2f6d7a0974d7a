//! Monotonic Match Index (Raft Figure 2): what a leader knows a follower to hold only grows.
//!
//! An answer changes it and nothing else does. So it is read before each answer of that
//! follower, and before each message to it: whatever an answer did is seen.

use alloc::vec::Vec;

use raft_core::{Index, NodeId, Term};

use crate::violation::Finding;

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
    ) -> Option<Finding> {
        let place = leader.position() * self.nodes + follower.position();
        let before = core::mem::replace(self.known.get_mut(place)?, now);
        if now >= before {
            return None;
        }
        Some(Finding::MatchFell {
            leader,
            term,
            follower,
            before: before?,
            now,
        })
    }
}
