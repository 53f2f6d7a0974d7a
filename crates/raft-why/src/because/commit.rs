//! Why an entry is committed, or is not.

use alloc::vec::Vec;

use raft_core::{Index, NodeId, NodeSet, Position, Term, count_through};
use raft_sim::{NodeView, World};

use super::leader::next_timer;
use super::shared::{
    between, counted_as_held, disk_holds, leads, majority, missing, network, on_its_way, state_of,
};
use crate::clause::Clause;
use crate::goal::knows;
use crate::past::Past;
use crate::reach;

/// Why the entry is committed, where a node that runs knows so; else why it is not.
pub(super) fn clauses(world: &World, past: &Past, entry: Position) -> Vec<Clause> {
    match known_by(world, entry).is_empty() {
        true => by_leader(world, past, entry),
        false => committed(world, past, entry),
    }
}

/// The nodes that know the entry to be committed, whether they have a vote or not.
pub(super) fn known_by(world: &World, entry: Position) -> NodeSet {
    let by = world.nodes().filter(|node| knows(node, entry));
    by.map(|node| node.id()).collect()
}

/// What a committed entry is known by, and the logs that hold it.
pub(super) fn committed(world: &World, past: &Past, entry: Position) -> Vec<Clause> {
    let by = known_by(world, entry);
    let is_on_majority = reach::is_majority(world, holders(world, entry));
    let mut clauses = Vec::new();
    clauses.extend((!by.is_empty()).then_some(Clause::KnownBy { entry, by }));
    clauses.extend(is_on_majority.then(|| on_logs(world, entry)));
    let leader = world.leader();
    clauses.extend(leader.and_then(|leader| leads(world, past, leader)));
    clauses
}

/// Why the leader has not committed the entry, whatever others know.
pub(super) fn by_leader(world: &World, past: &Past, entry: Position) -> Vec<Clause> {
    let mut clauses = Vec::new();
    clauses.extend(fate(world, entry));
    let leader = world.leader().and_then(|leader| world.node(leader));
    if let Some(leader) = &leader {
        clauses.extend(older_term(world, past, leader, entry));
    }
    clauses.push(on_logs(world, entry));
    let Some(leader) = leader else {
        clauses.push(Clause::NobodyLeads);
        clauses.extend(super::leader::clauses(world, past));
        return clauses;
    };
    clauses.extend(leads(world, past, leader.id()));
    if !leader.log().agrees_at(Some(entry)) {
        clauses.push(Clause::NotLeaders {
            leader: leader.id(),
            entry,
            has: leader.log().position_at(entry.index),
        });
        clauses.extend(next_timer(world));
        return clauses;
    }
    clauses.extend(disk_holds(past, &leader));
    if reach::is_majority(world, counted(world, &leader, entry.index)) {
        return clauses;
    }
    for follower in reach::all(world).iter().filter(|node| *node != leader.id()) {
        clauses.extend(uncounted(world, past, &leader, follower, entry.index));
    }
    clauses.extend(majority(world, past));
    clauses.extend(network(world));
    clauses
}

fn holders(world: &World, entry: Position) -> NodeSet {
    reach::nodes_that(world, |node| node.log().agrees_at(Some(entry)))
}

/// The nodes whose logs hold the entry.
fn on_logs(world: &World, entry: Position) -> Clause {
    let on = holders(world, entry);
    Clause::OnLogs {
        entry,
        on,
        among: reach::among(world),
        missing: match reach::is_majority(world, on) {
            true => NodeSet::EMPTY,
            false => missing(world, on).collect(),
        },
    }
}

/// What has become of the entry, if that is known: its place is taken, or it was committed.
fn fate(world: &World, entry: Position) -> Option<Clause> {
    let others = |node: &NodeView<'_>| {
        let knows = node.commit_index() >= Some(entry.index);
        let own = node.log().position_at(entry.index);
        own.filter(|own| knows && *own != entry)
    };
    let committed = world.nodes().find_map(|node| others(&node));
    let replaced = committed.map(|committed| Clause::Replaced { entry, committed });
    let knows = |node: NodeView<'_>| node.commit_index() >= Some(entry.index);
    let was_committed = world.committed_through() >= Some(entry.index);
    let is_forgotten = was_committed && !world.nodes().any(knows);
    replaced.or_else(|| is_forgotten.then_some(Clause::Forgotten { entry }))
}

/// That the entry is of an older term than the leader's, which does not know it to be committed
/// (Raft §5.4.2).
fn older_term(
    world: &World,
    past: &Past,
    leader: &NodeView<'_>,
    entry: Position,
) -> Option<Clause> {
    let current = leader.current_term();
    let holds = leader.log().agrees_at(Some(entry));
    (holds && entry.term < current && !knows(leader, entry)).then(|| Clause::OlderTerm {
        entry,
        leader: leader.id(),
        current,
        own: first_of(leader, current),
        is_committed: !known_by(world, entry).is_empty()
            || matches!(fate(world, entry), Some(Clause::Forgotten { .. })),
        event: world
            .node(leader.id())
            .and_then(|node| past.node(node.id())?.commit_held),
    })
}

/// That a majority holds an entry of an older term, which this leader may not commit before one of
/// its own term (Raft §5.4.2).
pub(super) fn waits_for_own_term(
    world: &World,
    past: &Past,
    leader: &NodeView<'_>,
) -> Option<Clause> {
    let on_majority = reach::among(world).reached(|node| held_by(leader, node));
    let index = on_majority.filter(|_| on_majority > leader.commit_index())?;
    older_term(world, past, leader, leader.log().position_at(index)?)
}

/// The last index through which a leader knows a node to hold its log.
fn held_by(leader: &NodeView<'_>, node: NodeId) -> Option<Index> {
    if node != leader.id() {
        return leader.progress_of(node)?.match_index;
    }
    let unwritten = leader.unconfirmed().and_then(|it| it.log_from);
    unwritten.map_or(leader.log().last_index(), Index::previous)
}

/// The first entry of this term in a log: terms never fall along it.
fn first_of(node: &NodeView<'_>, term: Term) -> Option<Index> {
    let mut first = node.log().last().filter(|last| last.term == term)?.index;
    while let Some(before) = first.previous()
        && node.log().term_at(before) == Some(term)
    {
        first = before;
    }
    Some(first)
}

/// The nodes whose copies of the entry at this index a leader counts.
fn counted(world: &World, leader: &NodeView<'_>, index: Index) -> NodeSet {
    reach::nodes_that(world, |node| held_by(leader, node.id()) >= Some(index))
}

/// Why a leader does not count a follower's copy.
fn uncounted(
    world: &World,
    past: &Past,
    leader: &NodeView<'_>,
    follower: NodeId,
    index: Index,
) -> Vec<Clause> {
    let Some(progress) = leader.progress_of(follower) else {
        return Vec::new();
    };
    if progress.match_index >= Some(index) {
        return Vec::new();
    }
    let Some(view) = world.node(follower) else {
        return Vec::new();
    };
    let holds = count_through(view.log().last_shared(leader.log())) >= index.get();
    let mut clauses = counted_as_held(past, leader, &view);
    if holds {
        clauses.push(Clause::NotCounted {
            leader: leader.id(),
            follower,
            index,
            match_index: progress.match_index,
        });
    }
    clauses.extend(state_of(world, past, follower));
    clauses.extend(between(world, leader.id(), follower));
    clauses.extend(on_its_way(world, leader.id(), follower));
    clauses.extend(on_its_way(world, follower, leader.id()));
    clauses
}
