//! Election Safety (Raft Figure 3, §5.2): at most one leader per term.

use core::fmt;

use raft_core::{Index, NodeId, NodeSet, Position, SharedList, Term};

use super::contradiction::{Contradiction, both};
use super::history::places::insert;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "election_safety",
    title: "Election Safety",
    section: "Raft Figure 3, §5.2",
    meaning: "No term ever has more than one leader.",
};

/// Two nodes led one term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoLeaders {
    /// The term they led.
    pub term: Term,
    /// The node that led it first.
    pub first: NodeId,
    /// The other node that led it.
    pub second: NodeId,
}

/// Every leadership of the run, in the order of terms.
///
/// A leader may take office late: votes of term 3 can arrive when term 4 has its leader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Leaders {
    by_term: SharedList<Leadership>,
}

/// One leader in one term, with what Leader Completeness compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leadership {
    pub(crate) term: Term,
    pub(crate) leader: NodeId,
    /// The end of its log when it was elected.
    pub(crate) log_end: Option<Position>,
    /// The last index that leaders of older terms have committed.
    pub(crate) inherited: Option<Index>,
    /// The last index that it has committed.
    pub(crate) committed: Option<Index>,
}

impl Leaders {
    /// Takes in that `leader` leads `term`. Returns the contradiction, if another node does, too.
    pub(crate) fn elect(
        &mut self,
        term: Term,
        leader: NodeId,
        log_end: Option<Position>,
    ) -> Option<TwoLeaders> {
        if self.of(term).is_some() {
            return self.contradiction(term, leader);
        }
        let leadership = Leadership {
            term,
            leader,
            log_end,
            inherited: self.committed_before(term),
            committed: None,
        };
        let place = self.place_after(term);
        insert(&mut self.by_term, place, leadership);
        None
    }

    /// The contradiction, if another node is known to lead `term`.
    pub(crate) fn contradiction(&self, term: Term, leader: NodeId) -> Option<TwoLeaders> {
        let known = self.of(term).filter(|known| known.leader != leader)?;
        Some(TwoLeaders {
            term,
            first: known.leader,
            second: leader,
        })
    }

    /// The last index that leaders of terms before `term` have committed.
    pub(crate) fn committed_before(&self, term: Term) -> Option<Index> {
        let older = self.by_term.get(self.place_before(term)?)?;
        older.inherited.max(older.committed)
    }

    /// Takes in that the leader of `term` has committed through `index`. Returns the leaders of
    /// later terms, as places for [`Leaders::at`].
    pub(crate) fn commit(&mut self, term: Term, index: Index) -> core::ops::Range<usize> {
        let later = self.place_after(term)..self.by_term.len();
        if let Some(mut own) = self.of(term).copied() {
            own.committed = own.committed.max(Some(index));
            self.by_term.replace(later.start - 1, own);
        }
        for place in later.clone() {
            if let Some(mut later) = self.at(place).copied() {
                later.inherited = later.inherited.max(Some(index));
                self.by_term.replace(place, later);
            }
        }
        later
    }

    /// The first leadership, by term, in which `index` was committed.
    pub(crate) fn committer_of(&self, index: Index) -> Option<&Leadership> {
        self.by_term
            .iter()
            .find(|leadership| leadership.committed >= Some(index))
    }

    /// The leadership of the newest term that has had a leader.
    pub(crate) fn newest(&self) -> Option<&Leadership> {
        self.at(self.by_term.len().checked_sub(1)?)
    }

    pub(crate) fn at(&self, place: usize) -> Option<&Leadership> {
        self.by_term.get(place)
    }

    fn of(&self, term: Term) -> Option<&Leadership> {
        let place = self.place_after(term).checked_sub(1)?;
        self.at(place).filter(|leadership| leadership.term == term)
    }

    /// The place behind the last leadership of a term up to `term`.
    fn place_after(&self, term: Term) -> usize {
        self.by_term.partition_point(|known| known.term <= term)
    }

    /// The place of the last leadership of a term before `term`.
    fn place_before(&self, term: Term) -> Option<usize> {
        let place = self.place_after(term).checked_sub(1)?;
        if self.at(place)?.term == term {
            return place.checked_sub(1);
        }
        Some(place)
    }
}

impl Contradiction for TwoLeaders {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.first, self.second])
    }
}

impl fmt::Display for TwoLeaders {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TwoLeaders {
            term,
            first,
            second,
        } = *self;
        write!(formatter, "{} both led term {term}.", both(first, second))
    }
}
