//! Majorities: the voting members, and the highest index that a majority of them has reached.
//!
//! Pure arithmetic over sets, with room for the joint configurations of a membership
//! change, in which both the old and the new majority must agree (Raft §6).

use crate::types::{Index, NodeId, NodeSet, count_through};

/// The voting members of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// The voting members.
    voters: NodeSet,
    /// While a membership change is under way: the members it replaces.
    outgoing: NodeSet,
}

impl Configuration {
    /// A cluster of these voters, with no membership change under way.
    #[must_use]
    pub fn new(voters: NodeSet) -> Configuration {
        Configuration {
            voters,
            outgoing: NodeSet::EMPTY,
        }
    }

    /// The middle of a membership change: a majority of each side must agree (Raft §6).
    #[must_use]
    pub fn joint(voters: NodeSet, outgoing: NodeSet) -> Configuration {
        Configuration { voters, outgoing }
    }

    /// All members: the voters, and those that a membership change replaces.
    #[inline]
    #[must_use]
    pub fn members(&self) -> NodeSet {
        self.voters.union(self.outgoing)
    }

    /// All members except `node`.
    #[inline]
    #[must_use]
    pub fn others(&self, node: NodeId) -> NodeSet {
        let mut others = self.members();
        others.remove(node);
        others
    }

    /// Votes that make a majority of the voters.
    #[inline]
    #[must_use]
    pub fn majority(&self) -> u32 {
        majority_of(self.voters.count())
    }

    /// Whether these nodes are a majority (of both sides in a joint configuration).
    #[inline]
    #[must_use]
    pub fn is_majority(&self, nodes: NodeSet) -> bool {
        has_majority(nodes, self.voters)
            && (self.outgoing.is_empty() || has_majority(nodes, self.outgoing))
    }

    /// The highest index that a majority has reached, given the index that each node has reached.
    #[inline]
    #[must_use]
    pub fn reached(&self, progress: impl Fn(NodeId) -> Option<Index>) -> Option<Index> {
        let reached = reached_by_majority(self.voters, &progress);
        if self.outgoing.is_empty() {
            return reached;
        }
        reached.min(reached_by_majority(self.outgoing, &progress))
    }
}

/// More than half of `count`.
#[inline]
#[must_use]
pub fn majority_of(count: u32) -> u32 {
    count / 2 + 1
}

#[inline]
fn has_majority(nodes: NodeSet, of: NodeSet) -> bool {
    nodes.intersection(of).count() >= majority_of(of.count())
}

/// The largest progress that a majority has reached.
#[inline]
fn reached_by_majority(
    nodes: NodeSet,
    progress: &impl Fn(NodeId) -> Option<Index>,
) -> Option<Index> {
    // Counts compare more quickly than indexes that may be missing.
    let reached = |node| count_through(progress(node));
    let needed = majority_of(nodes.count());
    let (mut highest, mut too_high) = (0, u64::MAX);
    for node in nodes.iter() {
        let index = reached(node);
        // Mostly all are at one index or at two, and the first comparisons settle it.
        if index <= highest || index >= too_high {
            continue;
        }
        match count(nodes, |other| reached(other) >= index) >= needed {
            true => highest = index,
            false => too_high = index,
        }
    }
    Index::new(highest)
}

#[inline]
fn count(nodes: NodeSet, is_one: impl Fn(NodeId) -> bool) -> u32 {
    nodes.iter().map(|node| u32::from(is_one(node))).sum()
}
