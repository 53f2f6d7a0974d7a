//! What a candidate has, and what keeps it from having more.

use alloc::vec::Vec;

use raft_core::{NodeId, RoleName};
use raft_sim::{NodeView, World};

use crate::clause::Clause;
use crate::reach;

/// The votes that a candidate has, if they are too few.
pub(super) fn as_candidate(world: &World, id: NodeId) -> Vec<Clause> {
    let node = world
        .node(id)
        .filter(|node| node.role() == RoleName::Candidate);
    let Some(node) = node.filter(NodeView::is_running) else {
        return Vec::new();
    };
    let asks = Clause::Asks {
        node: id,
        term: node.current_term(),
        votes: node.votes(),
        among: reach::among(world),
    };
    core::iter::once(asks)
        .chain(log_behind(world, id))
        .collect()
}

/// That so many nodes hold a more up-to-date log that no majority can vote for this one.
pub(super) fn log_behind(world: &World, id: NodeId) -> Option<Clause> {
    let own = world.node(id)?.log().last();
    let refuse = reach::nodes_that(world, |other| other.log().last() > own);
    let left = reach::all(world).without(refuse);
    let theirs = refuse
        .iter()
        .filter_map(|other| Some(world.node(other)?.log().last()));
    (!reach::is_majority(world, left)).then(|| Clause::LogBehind {
        node: id,
        own,
        refuse,
        theirs: theirs.max().flatten(),
        left,
        among: reach::among(world),
    })
}
