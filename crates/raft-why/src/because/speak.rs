//! Why a node sends nothing.

use alloc::vec::Vec;

use raft_core::{Input, NodeId, RoleName};
use raft_sim::{NodeView, World};

use super::shared::{no_vote, state_of};
use crate::clause::Clause;
use crate::decided::Asked;
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
    clauses.extend(no_vote(world, past, id));
    if reach::acts(&node) {
        let timer = node.election_timer().map(|timer| timer.ends_at);
        match node.role() {
            RoleName::Follower => clauses.push(Clause::WaitsForWord {
                node: id,
                leader: node.leader(),
                timer,
                may_stand: may_stand(&node),
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
                let at = node.heartbeat_at();
                clauses.extend(at.map(|at| Clause::NextHeartbeat { node: id, at }));
            }
        }
    }
    let at = past.node(id).and_then(|past| past.spoke);
    clauses.push(Clause::LastSpoke { node: id, at });
    clauses
}

/// Whether this node does anything when its election timer runs out: one that has no vote by the
/// configuration that it knows only starts the timer again. It is asked in a copy.
fn may_stand(node: &NodeView<'_>) -> bool {
    let protocol = node.protocol();
    let timer = protocol.and_then(|it| Some((it, it.election_timer()?)));
    timer.is_some_and(|(protocol, timer)| {
        let asked = Asked::of(protocol, timer.ends_at, &Input::Deadline);
        !asked.decisions().is_empty()
    })
}
