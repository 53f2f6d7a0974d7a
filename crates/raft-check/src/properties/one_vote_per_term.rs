//! One Vote per Term (Raft Figure 2, §5.2): a node votes once in a term, restarts or not.
//!
//! A vote counts once its message has left: a vote that a crash erased before it was on disk was
//! never sent, and may be given again.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use raft_core::{NodeId, NodeSet, SharedList, Term};

use super::contradiction::Contradiction;
use super::history::places::insert;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "one_vote_per_term",
    title: "One Vote per Term",
    section: "Raft Figure 2, §5.2",
    meaning: "A node votes for at most one candidate in a term, even if it restarts meanwhile.",
};

/// A node voted for two candidates in one term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoVotes {
    /// The node that voted twice.
    pub voter: NodeId,
    /// In which term.
    pub term: Term,
    /// The candidate that had the vote first.
    pub first: NodeId,
    /// The other candidate that got it.
    pub second: NodeId,
}

/// Every vote of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Votes {
    /// The votes of each node, in the order of terms: nodes that cannot hear each other may be many
    /// terms apart.
    by_voter: Vec<SharedList<Given>>,
}

/// One vote, a candidate's for itself included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Vote {
    pub(crate) term: Term,
    pub(crate) voter: NodeId,
    pub(crate) candidate: NodeId,
}

/// A vote of a node that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Given {
    term: Term,
    candidate: NodeId,
}

impl Votes {
    pub(crate) fn new(nodes: usize) -> Votes {
        Votes {
            by_voter: vec![SharedList::default(); nodes],
        }
    }

    /// Forgets the votes of a machine that begins anew.
    pub(crate) fn forget(&mut self, voter: NodeId) {
        if let Some(given) = self.by_voter.get_mut(voter.position()) {
            *given = SharedList::default();
        }
    }

    /// Takes in a vote. Returns the contradiction, if the voter has voted for another candidate in
    /// that term.
    pub(crate) fn cast(&mut self, vote: Vote) -> Option<TwoVotes> {
        let Vote {
            term,
            voter,
            candidate,
        } = vote;
        let given = self.by_voter.get_mut(voter.position())?;
        let place = given.partition_point(|known| known.term < term);
        let Some(known) = given.get(place).filter(|known| known.term == term) else {
            insert(given, place, Given { term, candidate });
            return None;
        };
        if known.candidate == candidate {
            return None;
        }
        Some(TwoVotes {
            voter,
            term,
            first: known.candidate,
            second: candidate,
        })
    }
}

impl Contradiction for TwoVotes {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.voter, self.first, self.second])
    }
}

impl fmt::Display for TwoVotes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TwoVotes {
            voter,
            term,
            first,
            second,
        } = *self;
        write!(
            formatter,
            "{voter} voted in term {term} for {first} and for {second}."
        )
    }
}
