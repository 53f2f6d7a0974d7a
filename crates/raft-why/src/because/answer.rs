//! Why a request is not answered.

use alloc::vec::Vec;

use raft_core::{Index, Origin, Payload, Position};
use raft_sim::{NodeView, Outcome, World};

use super::commit;
use super::shared::{hands_over, state_of};
use crate::clause::Clause;
use crate::past::Past;

pub(super) fn clauses(world: &World, past: &Past, number: usize) -> Vec<Clause> {
    let Some(request) = world.requests().get(number) else {
        return Vec::new();
    };
    let mut clauses = Vec::new();
    if let (true, Some(at)) = (request.outcome != Outcome::Waiting, request.ended_at) {
        clauses.push(Clause::RequestOver {
            number,
            at,
            unknown: matches!(request.outcome, Outcome::Unknown { .. }),
        });
    } else {
        clauses.push(Clause::Asked {
            number,
            node: request.asked,
            attempts: request.attempts,
            asks_again_at: world.asks_again_at(number),
            gives_up_at: request.gives_up_at,
        });
    }
    let Some(entry) = entry_of(world, request.origin) else {
        clauses.push(Clause::NotTaken { number });
        clauses.extend(hands_over(world));
        clauses.extend(state_of(world, past, request.asked));
        clauses.extend(super::leader::clauses(world, past));
        return clauses;
    };
    clauses.push(Clause::TakenAt { number, entry });
    clauses.extend(commit::clauses(world, past, entry));
    clauses
}

/// The newest entry with the command of this request, looked for in the leader's log first.
fn entry_of(world: &World, origin: Origin) -> Option<Position> {
    let leader = world.leader().and_then(|leader| world.node(leader));
    let leaders = leader.and_then(|leader| entry_in(&leader, origin));
    leaders.or_else(|| {
        let found = world.nodes().filter_map(|node| entry_in(&node, origin));
        found.max()
    })
}

fn entry_in(node: &NodeView<'_>, wanted: Origin) -> Option<Position> {
    let mut index: Option<Index> = node.log().last_index();
    while let Some(at) = index {
        let entry = node.log().entry(at)?;
        if let Payload::Command { origin, .. } = &entry.payload
            && *origin == wanted
        {
            let term = entry.term;
            return Some(Position { term, index: at });
        }
        index = at.previous();
    }
    None
}
