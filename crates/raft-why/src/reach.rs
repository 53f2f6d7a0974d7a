//! Who can hear whom, and who can take part.

use raft_core::quorum::majority_of;
use raft_core::{NodeId, NodeSet};
use raft_sim::{DiskMode, Link, NodeView, World};

/// How many votes or copies are a majority in this world.
pub(crate) fn majority(world: &World) -> u32 {
    majority_of(all(world).count())
}

/// All who vote: the nodes, and where members come and go, those of the configuration in force.
pub(crate) fn all(world: &World) -> NodeSet {
    world.configuration().members()
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

/// The node that most can answer, and who these are.
pub(crate) fn best_connected(world: &World) -> NodeSet {
    let sets = all(world).iter().map(|node| following(world, node));
    sets.max_by_key(|set| set.count()).unwrap_or(NodeSet::EMPTY)
}
