//! Lease Held (Thesis §6.4.1): while a leader answers reads by a lease, nobody else leads.

use core::fmt;

use raft_core::{NodeId, NodeSet, Term};

use super::contradiction::Contradiction;
use super::election_safety::Leaders;
use super::promise::Promise;
use crate::whole::IS_WHOLE;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "lease_held",
    title: "Lease Held",
    section: "Thesis §6.4.1",
    meaning: "A leader answers no read by a lease when a newer term has its leader.",
};

/// A leader answered a read by a lease that it did not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeaseNotHeld {
    /// The leader that answered.
    pub node: NodeId,
    /// The term that it led.
    pub term: Term,
    /// The leader of a newer term.
    pub newer: NodeId,
    /// That term.
    pub newer_term: Term,
}

/// Compares the term of a leader that answers by a lease with the newest that has a leader.
pub(crate) fn judge(node: NodeId, term: Term, leaders: &Leaders) -> Option<LeaseNotHeld> {
    let newest = leaders.newest().filter(|newest| newest.term > term)?;
    Some(LeaseNotHeld {
        node,
        term,
        newer: newest.leader,
        newer_term: newest.term,
    })
}

impl Contradiction for LeaseNotHeld {
    fn nodes(&self) -> NodeSet {
        match IS_WHOLE {
            true => NodeSet::from_iter([self.node, self.newer]),
            false => NodeSet::EMPTY,
        }
    }
}

impl fmt::Display for LeaseNotHeld {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !IS_WHOLE {
            return Ok(());
        }
        let LeaseNotHeld {
            node,
            term,
            newer,
            newer_term,
        } = *self;
        write!(
            formatter,
            "{node} answered a read by its lease of term {term}, when {newer} had been elected in \
             term {newer_term}."
        )
    }
}
