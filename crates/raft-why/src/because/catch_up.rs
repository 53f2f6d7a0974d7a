//! Why a node does not hold the leader's log.

use alloc::vec::Vec;

use raft_core::{NodeId, Position};
use raft_sim::{NodeView, World};

use super::shared::{
    agreement, between, counted_as_held, leads, network, no_vote, on_its_way, sends_snapshot,
    state_of,
};
use crate::clause::Clause;
use crate::past::Past;

pub(super) fn clauses(world: &World, past: &Past, id: NodeId, through: Position) -> Vec<Clause> {
    let Some(node) = world.node(id) else {
        return Vec::new();
    };
    let leader = world.leader().and_then(|leader| world.node(leader));
    let holds = |it: &NodeView<'_>| it.log().agrees_at(Some(through));
    let reference = leader.or_else(|| world.nodes().find(holds));
    let Some(reference) = reference else {
        return Vec::new();
    };
    let agree = agreement(&node, &reference);
    let mut clauses = Vec::new();
    let progress = reference.progress_of(id);
    clauses.extend(counted_as_held(past, &reference, &node));
    clauses.extend(state_of(world, past, id));
    clauses.extend(no_vote(world, past, id));
    if agree < reference.log().last_index() || node.log().last_index() > agree {
        clauses.push(Clause::Behind {
            node: id,
            agree,
            leader: reference.id(),
            last: reference.log().last_index(),
        });
    }
    match world.leader() {
        None if holds(&node) => {}
        None => {
            clauses.push(Clause::NobodyLeads);
            clauses.extend(super::leader::clauses(world, past));
        }
        Some(leader) if leader != id => {
            clauses.extend(leads(world, past, leader));
            clauses.extend(between(world, leader, id));
            let snapshot = sends_snapshot(&reference, id);
            clauses.extend(snapshot);
            if let Some(progress) = progress.filter(|_| snapshot.is_none()) {
                clauses.push(Clause::Sending {
                    leader,
                    node: id,
                    next_index: progress.next_index,
                    is_guess: progress.next_index.previous() > progress.match_index,
                });
            }
            clauses.extend(on_its_way(world, leader, id));
            clauses.extend(state_of(world, past, leader));
        }
        // A leader's own log is the one that others are to hold.
        Some(_) => clauses.extend(leads(world, past, id)),
    }
    clauses.extend(network(world));
    clauses
}
