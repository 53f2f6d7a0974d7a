//! What a node keeps to itself, and until when: silence that the others cannot explain.

use alloc::vec::Vec;

use raft_core::NodeId;
use raft_sim::{NodeView, Status, World};

use super::commit::waits_for_own_term;
use super::shared::{counted_as_held, disk_holds, missing};
use crate::clause::Clause;
use crate::past::Past;

pub(super) fn clauses(world: &World, past: &Past, id: NodeId) -> Vec<Clause> {
    let (Some(node), Some(before)) = (world.node(id), past.node(id)) else {
        return Vec::new();
    };
    let mut clauses = Vec::new();
    match node.status() {
        Status::Crashed => return clauses,
        Status::Paused => {
            let since = before.paused;
            clauses.push(Clause::Paused { node: id, since });
        }
        Status::Up => {}
    }
    clauses.extend(disk_holds(past, &node).filter(|_| node.held_messages() > 0));
    if node.leads() && node.is_running() {
        clauses.extend(waits_for_own_term(world, past, &node));
        for follower in missing(world, [id].into_iter().collect()) {
            let view = world.node(follower);
            clauses.extend(
                view.into_iter()
                    .flat_map(|it| counted_as_held(past, &node, &it)),
            );
        }
    }
    clauses.extend(ignores_votes(world, past, &node));
    clauses
}

/// That the node ignores requests for votes, if it has ignored one and would ignore the next, too.
/// A leader does so for as long as it leads. Any other node measures by a clock of its own how long
/// it does, so nothing is said of one whose clock is wrong.
fn ignores_votes(world: &World, past: &Past, node: &NodeView<'_>) -> Option<Clause> {
    let id = node.id();
    let ignored = past.node(id)?.vote_ignored?;
    let leader = node.leader().filter(|leader| *leader == ignored.leader)?;
    let until = match leader == id {
        true => None,
        false => {
            let heard = past.heard(id, leader).max(Some(ignored.heard_at))?;
            Some(heard + world.options().election_timeout_min)
        }
    };
    let is_measured = node.whose_clock() == raft_core::WhoseClock::Everybodys;
    let goes_on = until.is_none_or(|until| is_measured && world.now() < until);
    (goes_on && node.is_running()).then_some(Clause::IgnoresVotes {
        node: id,
        candidate: ignored.candidate,
        leader,
        until,
        since: ignored.event,
    })
}
