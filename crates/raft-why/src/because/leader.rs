//! Why there is no leader.

use alloc::vec;
use alloc::vec::Vec;

use raft_core::{NodeSet, RoleName, Term};
use raft_sim::{NodeView, World};

use super::candidate::{as_candidate, log_behind};
use super::shared::{between, deposed, disk_holds, leads, majority, missing, network, state_of};
use crate::clause::Clause;
use crate::past::Past;
use crate::reach;

pub(super) fn clauses(world: &World, past: &Past) -> Vec<Clause> {
    if let Some(leader) = world.leader() {
        return leads(world, past, leader).into_iter().collect();
    }
    let mut clauses = majority(world, past);
    for node in world.nodes().filter(NodeView::is_running) {
        clauses.extend(disk_holds(past, &node).filter(|_| node.held_messages() > 0));
    }
    for node in reach::all(world).iter() {
        let state = state_of(world, past, node).into_iter();
        clauses.extend(state.filter(|it| matches!(it, Clause::SlowDisk { .. })));
    }
    clauses.extend(network(world));
    clauses.extend(lost_lead(world, past));
    clauses.extend(split_vote(world));
    for node in candidates(world).iter() {
        clauses.extend(as_candidate(world, node));
    }
    // A leader that is out of the way explains most of what happens then.
    let gone = missing(world, reach::nodes_that(world, reach::acts));
    let led = gone.filter(|node| past.node(*node).is_some_and(|it| it.elected.is_some()));
    let latest = led.max_by_key(|node| past.node(*node).and_then(|it| Some(it.elected?.at)));
    if let Some(node) = latest {
        clauses.extend(state_of(world, past, node));
    }
    clauses.extend(next_timer(world));
    clauses
}

/// The newest lead that ended by a newer term, and what kept its heartbeats from whoever opened it.
fn lost_lead(world: &World, past: &Past) -> Vec<Clause> {
    let led = |id| Some((past.node(id)?.elected?.at, id));
    let Some((_, last)) = reach::all(world).iter().filter_map(led).max() else {
        return Vec::new();
    };
    let Some(clause) = deposed(world, past, last) else {
        return Vec::new();
    };
    let mut clauses = vec![clause];
    if let Clause::Deposed { because_of, .. } = clause {
        clauses.extend(between(world, last, because_of));
    }
    clauses
}

/// The election timer that runs out next.
pub(super) fn next_timer(world: &World) -> Option<Clause> {
    let running = world.nodes().filter(NodeView::is_running);
    let timers = running.filter_map(|node| Some((node.election_timer()?.ends_at, node.id())));
    let (at, node) = timers.min()?;
    Some(Clause::NextTimer { node, at })
}

fn candidates(world: &World) -> NodeSet {
    reach::nodes_that(world, |node| {
        node.is_running() && node.role() == RoleName::Candidate
    })
}

/// That several candidates of the newest term share the votes: each has some, and none is kept
/// from a majority by its log.
fn split_vote(world: &World) -> Option<Clause> {
    let term = world.nodes().map(|node| node.current_term()).max();
    let term: Term = term?;
    let in_term = |node: &NodeView<'_>| node.current_term() == term;
    let may_win = |node: &NodeView<'_>| {
        in_term(node) && !node.votes().is_empty() && log_behind(world, node.id()).is_none()
    };
    let candidates = candidates(world).intersection(reach::nodes_that(world, may_win));
    (candidates.count() > 1).then_some(Clause::SplitVote { term, candidates })
}
