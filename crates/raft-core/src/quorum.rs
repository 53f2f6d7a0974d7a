//! Majorities: the voting members, and the highest index that a majority of them has reached.
//!
//! Pure arithmetic over sets, with room for the joint configurations of a membership
//! change, in which both the old and the new majority must agree (Raft §6).

use core::fmt;

use crate::types::{Index, NodeId, NodeSet, count_through};

/// Who takes part in a cluster: the voting members, and the learners, who are sent entries and
/// count in no majority (Thesis §4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Configuration {
    /// The voting members.
    voters: NodeSet,
    /// While a membership change is under way: the members it replaces.
    outgoing: NodeSet,
    /// The learners.
    learners: NodeSet,
}

impl Configuration {
    /// A cluster of these voters, with no membership change under way.
    #[must_use]
    pub fn new(voters: NodeSet) -> Configuration {
        Configuration {
            voters,
            outgoing: NodeSet::EMPTY,
            learners: NodeSet::EMPTY,
        }
    }

    /// The same voters, with these learners. A voter is no learner.
    #[must_use]
    pub fn with_learners(self, learners: NodeSet) -> Configuration {
        Configuration {
            learners: learners.without(self.members()),
            ..self
        }
    }

    /// The middle of a membership change: a majority of each side must agree (Raft §6).
    #[must_use]
    pub fn joint(voters: NodeSet, outgoing: NodeSet) -> Configuration {
        Configuration {
            voters,
            outgoing,
            learners: NodeSet::EMPTY,
        }
    }

    /// The voters; in a joint configuration, the new ones.
    #[inline]
    #[must_use]
    pub fn voters(&self) -> NodeSet {
        self.voters
    }

    /// The learners.
    #[inline]
    #[must_use]
    pub fn learners(&self) -> NodeSet {
        self.learners
    }

    /// This configuration with one more voter, which is no learner any more.
    #[must_use]
    pub fn with_voter(self, node: NodeId) -> Configuration {
        let one = NodeSet::from_iter([node]);
        Configuration {
            voters: self.voters.union(one),
            learners: self.learners.without(one),
            ..self
        }
    }

    /// This configuration with one more learner, which is no voter any more.
    #[must_use]
    pub fn with_learner(self, node: NodeId) -> Configuration {
        let one = NodeSet::from_iter([node]);
        Configuration {
            voters: self.voters.without(one),
            learners: self.learners.union(one),
            ..self
        }
    }

    /// This configuration without a node.
    #[must_use]
    pub fn without(self, node: NodeId) -> Configuration {
        let one = NodeSet::from_iter([node]);
        Configuration {
            voters: self.voters.without(one),
            learners: self.learners.without(one),
            ..self
        }
    }

    /// All who vote: the voters, and those that a membership change replaces.
    #[inline]
    #[must_use]
    pub fn members(&self) -> NodeSet {
        self.voters.union(self.outgoing)
    }

    /// All who vote except `node`.
    #[inline]
    #[must_use]
    pub fn others(&self, node: NodeId) -> NodeSet {
        let mut others = self.members();
        others.remove(node);
        others
    }

    /// All who belong to the cluster: those who vote, and the learners.
    #[inline]
    #[must_use]
    pub fn servers(&self) -> NodeSet {
        self.members().union(self.learners)
    }

    /// All whom a leader sends entries to, if `node` leads: all servers except itself.
    #[inline]
    #[must_use]
    pub fn receivers(&self, node: NodeId) -> NodeSet {
        let mut others = self.servers();
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

impl fmt::Display for Configuration {
    /// "voters 0, 1 and 2, learner 3".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.outgoing.is_empty() {
            write!(formatter, "old {}, new ", Named("voter", self.outgoing))?;
        }
        Named("voter", self.voters).fmt(formatter)?;
        match self.learners.is_empty() {
            true => Ok(()),
            false => write!(formatter, ", {}", Named("learner", self.learners)),
        }
    }
}

/// A noun with the numbers of some nodes.
struct Named(&'static str, NodeSet);

impl fmt::Display for Named {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Named(noun, nodes) = self;
        let count = nodes.count();
        formatter.write_str(noun)?;
        formatter.write_str(if count == 1 { "" } else { "s" })?;
        for (node, place) in nodes.iter().zip(1..) {
            formatter.write_str(match place {
                1 => " ",
                _ if place == count => " and ",
                _ => ", ",
            })?;
            node.0.fmt(formatter)?;
        }
        Ok(())
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
