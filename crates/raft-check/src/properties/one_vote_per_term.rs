//! One Vote per Term (Raft Figure 2, §5.2): a node votes once in a term, restarts or not.
//!
//! A vote counts once its message has left: a vote that a crash erased before it was on disk was
//! never sent, and may be given again.

use core::fmt;

use raft_core::{NodeId, NodeSet, SharedList, Term};

use super::contradiction::{Contradiction, lower_case};
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

/// Every vote of the run, in the order of terms.
///
/// Nodes that are behind vote in old terms, so the newest vote need not be of the newest term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Votes {
    by_term: SharedList<Vote>,
}

/// One vote, a candidate's for itself included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Vote {
    pub(crate) term: Term,
    pub(crate) voter: NodeId,
    pub(crate) candidate: NodeId,
}

impl Votes {
    /// Takes in a vote. Returns the contradiction, if the voter has voted for another candidate in
    /// that term.
    pub(crate) fn cast(&mut self, vote: Vote) -> Option<TwoVotes> {
        let Vote {
            term,
            voter,
            candidate,
        } = vote;
        let place = self.place_after(term);
        let Some(known) = self.known(place, vote) else {
            insert(&mut self.by_term, place, vote);
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

    /// The vote of this voter in this term, among those before `place`, where the term ends.
    fn known(&self, place: usize, vote: Vote) -> Option<&Vote> {
        let before = (0..place).rev().map_while(|place| self.by_term.get(place));
        before
            .take_while(|known| known.term == vote.term)
            .find(|known| known.voter == vote.voter)
    }

    /// The place behind the last vote of a term up to `term`. It is searched for from the end,
    /// since it nearly always is the last place of all.
    fn place_after(&self, term: Term) -> usize {
        let mut place = self.by_term.len();
        while place > 0 && self.by_term.get(place - 1).is_some_and(|it| it.term > term) {
            place -= 1;
        }
        place
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
            "{voter} voted in term {term} for {} and for {}.",
            lower_case(first),
            lower_case(second)
        )
    }
}
