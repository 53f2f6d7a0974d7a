//! Monotonic Match Index (Raft Figure 2): the match index that a leader keeps for a follower only
//! grows.
//!
//! Only a follower's reply changes its match index. So the judge reads the index before each reply
//! of that follower and at each message to it: it misses no change.

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Index, NodeId, NodeSet, Term};

use super::contradiction::{Contradiction, or_nothing};
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
    /// The follower whose match index it is.
    pub follower: NodeId,
    /// Its match index before.
    pub before: Index,
    /// Its match index now.
    pub now: Option<Index>,
}

/// For each leader, the match index of each follower when the judge last read it.
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

    /// Forgets the match indexes of a node that takes office: it knows nothing of its followers
    /// yet.
    pub(crate) fn begin(&mut self, leader: NodeId) {
        let first = leader.position() * self.nodes;
        if let Some(row) = self.known.get_mut(first..first + self.nodes) {
            row.fill(None);
        }
    }

    /// Forgets the match indexes that a leader had for servers that join now: they may come back
    /// with an empty disk.
    pub(crate) fn forget(&mut self, leader: NodeId, servers: NodeSet) {
        for server in servers.iter() {
            let place = leader.position() * self.nodes + server.position();
            if let Some(known) = self.known.get_mut(place) {
                *known = None;
            }
        }
    }

    /// Takes in the match index that the leader of `term` keeps for a follower, and compares it
    /// with the one before.
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
            follower,
            or_nothing(now),
            leader
        )
    }
}
