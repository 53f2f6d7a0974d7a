//! Why a node sends nothing.

use alloc::vec::Vec;

use raft_core::{NodeId, RoleName};
use raft_sim::World;

use super::shared::state_of;
use crate::clause::Clause;
use crate::past::Past;
use crate::reach;

pub(super) fn clauses(world: &World, past: &Past, id: NodeId) -> Vec<Clause> {
    let Some(node) = world.node(id) else {
        return Vec::new();
    };
    let mut clauses = state_of(world, past, id);
    if world.options().nodes == 1 {
        clauses.push(Clause::Alone(id));
    }
    if reach::acts(&node) {
        let timer = node.election_timer().map(|timer| timer.ends_at);
        match node.role() {
            RoleName::Follower => clauses.push(Clause::WaitsForWord {
                node: id,
                leader: node.leader(),
                timer,
            }),
            RoleName::Candidate => {
                clauses.push(Clause::Asks {
                    node: id,
                    term: node.current_term(),
                    votes: node.votes(),
                    among: reach::among(world),
                });
                clauses.extend(timer.map(|at| Clause::NextTimer { node: id, at }));
            }
            RoleName::Leader => {
                let at = node.deadline();
                clauses.extend(at.map(|at| Clause::NextHeartbeat { node: id, at }));
            }
        }
    }
    let at = past.node(id).and_then(|past| past.spoke);
    clauses.push(Clause::LastSpoke { node: id, at });
    clauses
}
