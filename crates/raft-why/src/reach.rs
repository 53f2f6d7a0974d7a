//! Who can hear whom, and who can take part.

use raft_core::quorum::Configuration;
use raft_core::{Entry, NodeId, NodeSet};
use raft_sim::{DiskMode, Link, NodeView, World};

/// Those whose votes and copies count: all nodes, and where members come and go, the configuration
/// in force.
pub(crate) fn among(world: &World) -> Configuration {
    world.configuration()
}

/// Whether the votes or copies of these nodes suffice; in a joint configuration, on both sides.
pub(crate) fn is_majority(world: &World, nodes: NodeSet) -> bool {
    among(world).is_majority(nodes)
}

/// All who vote.
pub(crate) fn all(world: &World) -> NodeSet {
    among(world).members()
}

/// Whether a machine belongs to no cluster and cannot come to by itself: no configuration that a
/// log still holds beyond what is committed has a place for it.
pub(crate) fn is_outside(world: &World, machine: NodeId) -> bool {
    let has_place = |entry: &Entry| {
        let configuration = entry.payload.configuration();
        configuration.is_some_and(|it| it.servers().contains(machine))
    };
    let through = world.committed_through();
    let may_join = |node: NodeView<'_>| {
        let mut later = node
            .log()
            .iter()
            .filter(|(index, _)| Some(*index) > through);
        later.any(|(_, entry)| has_place(entry))
    };
    world.options().may_change_members()
        && !among(world).servers().contains(machine)
        && !world.nodes().any(may_join)
}

/// Those who vote and for whom this holds.
pub(crate) fn nodes_that(world: &World, holds: impl Fn(&NodeView<'_>) -> bool) -> NodeSet {
    let found = world.nodes().filter(holds).map(|node| node.id());
    found.collect::<NodeSet>().intersection(all(world))
}

/// Whether both directions between two nodes are whole.
pub(crate) fn hear_each_other(world: &World, one: NodeId, other: NodeId) -> bool {
    let cut = |link| world.network().is_cut(link);
    !Link::both_ways(one, other).into_iter().any(cut)
}

/// Whether a node is up and does something: with one rule left out, a process that runs does
/// nothing.
pub(crate) fn acts(node: &NodeView<'_>) -> bool {
    node.is_running() && node.deadline().is_some()
}

/// The nodes that can answer this one, itself included: they run, their disks write, and messages
/// pass in both directions.
pub(crate) fn can_answer(world: &World, node: NodeId) -> NodeSet {
    nodes_that(world, |other| {
        acts(other)
            && !matches!(other.disk_mode(), DiskMode::Stalls | DiskMode::Fails)
            && (other.id() == node || hear_each_other(world, node, other.id()))
    })
}

/// The nodes that can answer a node which could be elected by them: empty when it cannot act.
pub(crate) fn following(world: &World, node: NodeId) -> NodeSet {
    let can_answer = can_answer(world, node);
    match can_answer.contains(node) {
        true => can_answer,
        false => NodeSet::EMPTY,
    }
}

/// The node that a majority can answer, or else that most can, and who these are.
pub(crate) fn best_connected(world: &World) -> NodeSet {
    let sets = all(world).iter().map(|node| following(world, node));
    sets.max_by_key(|set| (is_majority(world, *set), set.count()))
        .unwrap_or(NodeSet::EMPTY)
}
