//! Why a node does not lead, and what keeps it from winning an election.

use alloc::vec::Vec;

use raft_core::{Duration, NodeId};
use raft_sim::{NodeView, World};

use super::candidate::{as_candidate, log_behind};
use super::shared::{between, deposed, hands_over, leads, majority, network, no_vote, state_of};
use crate::clause::Clause;
use crate::past::Past;
use crate::reach;

pub(super) fn clauses(world: &World, past: &Past, id: NodeId) -> Vec<Clause> {
    let Some(node) = world.node(id) else {
        return Vec::new();
    };
    if node.is_running() && node.leads() {
        return leads(world, past, id).into_iter().collect();
    }
    let mut clauses = state_of(world, past, id);
    clauses.extend(no_vote(world, past, id));
    clauses.extend(deposed(world, past, id));
    clauses.extend(log_behind(world, id));
    if !reach::is_majority(world, reach::following(world, id)) && reach::acts(&node) {
        clauses.extend(majority(world, past));
        for other in reach::all(world).iter().filter(|other| *other != id) {
            clauses.extend(between(world, id, other));
        }
    }
    clauses.extend(as_candidate(world, id));
    clauses.extend(follows(world, past, &node));
    if let Some(leader) = world.leader().filter(|leader| *leader != id) {
        clauses.extend(leads(world, past, leader));
    }
    clauses.extend(hands_over(world));
    clauses.extend(network(world));
    if let Some(timer) = node.election_timer().filter(|_| node.is_running()) {
        let at = timer.ends_at;
        clauses.push(Clause::NextTimer { node: id, at });
    }
    clauses
}

/// The leader that this node follows.
fn follows(world: &World, past: &Past, node: &NodeView<'_>) -> Option<Clause> {
    let leader = node.leader().filter(|leader| *leader != node.id())?;
    let heard = past.heard(node.id(), leader);
    Some(Clause::Follows {
        node: node.id(),
        leader,
        heard: heard.map(|at| -> Duration { world.now() - at }),
        timer: node.election_timer().map(|timer| timer.ends_at),
    })
}
