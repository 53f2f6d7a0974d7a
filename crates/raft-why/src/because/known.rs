//! Why a node does not know an entry to be committed.

use alloc::vec::Vec;

use raft_core::{NodeId, Position};
use raft_sim::{NodeView, World};

use super::shared::{between, leads, network, no_vote, on_its_way, state_of};
use super::{catch_up, commit, leader};
use crate::clause::Clause;
use crate::goal::knows;
use crate::past::Past;

pub(super) fn clauses(world: &World, past: &Past, id: NodeId, entry: Position) -> Vec<Clause> {
    let Some(node) = world.node(id) else {
        return Vec::new();
    };
    let mut clauses = state_of(world, past, id);
    clauses.extend(no_vote(world, past, id));
    let by = commit::known_by(world, entry);
    if by.is_empty() {
        clauses.extend(commit::clauses(world, past, entry));
        return clauses;
    }
    clauses.push(Clause::KnownBy { entry, by });
    if knows(&node, entry) {
        return clauses;
    }
    if !node.log().agrees_at(Some(entry)) {
        clauses.extend(catch_up::clauses(world, past, id, entry));
    }
    let Some(leading) = world.leader().and_then(|leader| world.node(leader)) else {
        clauses.push(Clause::NobodyLeads);
        clauses.extend(leader::clauses(world, past));
        return clauses;
    };
    clauses.extend(leads(world, past, leading.id()));
    if !knows(&leading, entry) {
        clauses.extend(commit::by_leader(world, past, entry));
    } else if leading.id() != id {
        clauses.extend(told_next(&leading, id));
        clauses.extend(between(world, leading.id(), id));
        clauses.extend(on_its_way(world, leading.id(), id));
        clauses.extend(state_of(world, past, leading.id()));
    }
    clauses.extend(network(world));
    clauses
}

/// That a follower hears of a commit with the leader's next message (Raft §5.3).
fn told_next(leader: &NodeView<'_>, node: NodeId) -> Option<Clause> {
    Some(Clause::ToldNext {
        leader: leader.id(),
        node,
        at: leader.heartbeat_at()?,
    })
}
