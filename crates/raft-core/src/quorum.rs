//! Majorities: the voting members, and the highest index that a majority of them has reached.
//!
//! Pure arithmetic over sets, with room for the joint configurations of a membership
//! change, in which both the old and the new majority must agree (Raft §6).

use core::fmt;

use crate::types::{Index, NodeId, NodeSet, count_through};
use crate::whole::IS_WHOLE;

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

    /// The joint configuration by which these voters take the place of the present ones, all at
    /// once (Raft §6). Learners stay, unless they get a vote.
    #[must_use]
    pub fn to_joint(self, voters: NodeSet) -> Configuration {
        Configuration::joint(voters, self.voters).with_learners(self.learners)
    }

    /// The configuration behind a joint one: the new voters alone, with the learners.
    #[must_use]
    pub fn left(self) -> Configuration {
        Configuration {
            outgoing: NodeSet::EMPTY,
            ..self
        }
    }

    /// Whether a change of many votes is half done, so that both sides must agree (Raft §6).
    #[inline]
    #[must_use]
    pub fn is_joint(&self) -> bool {
        IS_WHOLE && !self.outgoing.is_empty()
    }

    /// The voters; in a joint configuration, the new ones.
    #[inline]
    #[must_use]
    pub fn voters(&self) -> NodeSet {
        self.voters
    }

    /// The voters that a joint configuration replaces; none in any other.
    #[inline]
    #[must_use]
    pub fn outgoing(&self) -> NodeSet {
        self.outgoing
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

    /// Votes that make a majority of the voters; in a joint configuration, of the new ones.
    #[inline]
    #[must_use]
    pub fn majority(&self) -> u32 {
        majority_of(self.voters.count())
    }

    /// Whether these nodes are a majority (of both sides in a joint configuration).
    #[inline]
    #[must_use]
    pub fn is_majority(&self, nodes: NodeSet) -> bool {
        has_majority(nodes, self.voters) && (!self.is_joint() || has_majority(nodes, self.outgoing))
    }

    /// How many these nodes are beside a majority; in a joint configuration, on either side.
    #[inline]
    #[must_use]
    pub fn tally(&self, nodes: NodeSet) -> Tally {
        if !self.is_joint() {
            return Tally::of(nodes.count(), self.majority());
        }
        let of = |side: NodeSet| [nodes.intersection(side).count(), majority_of(side.count())];
        Tally::of_both(of(self.voters), of(self.outgoing))
    }

    /// Whether these nodes are a majority of each side where one is reached with so many nodes
    /// fewer, and where the nodes `besides` count on each side. Raft allows neither: this is for
    /// rules that are left out.
    #[cold]
    pub(crate) fn is_majority_with(&self, nodes: NodeSet, fewer: u32, besides: NodeSet) -> bool {
        let suffice = |side: NodeSet| {
            let counted = nodes.intersection(side.union(besides)).count();
            counted + fewer >= majority_of(side.count())
        };
        suffice(self.voters) && (!self.is_joint() || suffice(self.outgoing))
    }

    /// The highest index that a majority has reached, given the index that each node has reached.
    #[inline]
    #[must_use]
    pub fn reached(&self, progress: impl Fn(NodeId) -> Option<Index>) -> Option<Index> {
        let reached = reached_by_majority(self.voters, &progress);
        if !self.is_joint() {
            return reached;
        }
        reached.min(reached_by_majority(self.outgoing, &progress))
    }
}

impl fmt::Display for Configuration {
    /// "voters 0, 1 and 2, learner 3".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_joint() {
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
        let Named(noun, nodes) = *self;
        formatter.write_str(noun)?;
        formatter.write_str(if nodes.count() == 1 { " " } else { "s " })?;
        Numbers(nodes).fmt(formatter)
    }
}

/// The numbers of some nodes: "0, 1 and 2".
#[derive(Clone, Copy, Debug)]
pub struct Numbers(pub NodeSet);

impl fmt::Display for Numbers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.count();
        for (node, place) in self.0.iter().zip(1..) {
            formatter.write_str(match place {
                1 => "",
                _ if place == count => " and ",
                _ => ", ",
            })?;
            node.0.fmt(formatter)?;
        }
        Ok(())
    }
}

/// How many of those who vote say or hold something, and how many are a majority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many do; in a joint configuration, of the new voters.
    pub count: u32,
    /// How many are a majority; in a joint configuration, of the new voters.
    pub needed: u32,
    /// In a joint configuration: how many of the voters that it replaces do, and how many are a
    /// majority of those (Raft §6). Without extensions there is none.
    #[cfg(feature = "extensions")]
    outgoing: Option<[u32; 2]>,
}

impl Tally {
    /// So many where there is one set of voters.
    #[inline]
    #[must_use]
    pub fn of(count: u32, needed: u32) -> Tally {
        Tally {
            count,
            needed,
            #[cfg(feature = "extensions")]
            outgoing: None,
        }
    }

    /// So many of the new voters and so many of the old ones, each beside its majority; without
    /// extensions, of the new ones.
    #[must_use]
    pub fn of_both([count, needed]: [u32; 2], outgoing: [u32; 2]) -> Tally {
        #[cfg(feature = "extensions")]
        return Tally {
            count,
            needed,
            outgoing: Some(outgoing),
        };
        #[cfg(not(feature = "extensions"))]
        {
            let _ = outgoing;
            Tally::of(count, needed)
        }
    }

    /// Whether so many are a majority, on both sides where there are two.
    #[inline]
    #[must_use]
    pub fn is_majority(&self) -> bool {
        self.count >= self.needed
            && self
                .replaced()
                .is_none_or(|[count, needed]| count >= needed)
    }

    /// In a joint configuration: how many of the voters that it replaces do, and how many are a
    /// majority of those.
    #[inline]
    #[must_use]
    pub fn replaced(&self) -> Option<[u32; 2]> {
        #[cfg(feature = "extensions")]
        return self.outgoing;
        #[cfg(not(feature = "extensions"))]
        None
    }
}

/// How many do: "3", or "2 new and 3 old" in a joint configuration.
#[derive(Clone, Copy, Debug)]
pub struct Counted(pub Tally);

impl fmt::Display for Counted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { count, .. } = self.0;
        match self.0.replaced() {
            None => count.fmt(formatter),
            Some([of_old, _]) => write!(formatter, "{count} new and {of_old} old"),
        }
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
