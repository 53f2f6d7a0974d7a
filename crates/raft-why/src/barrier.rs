//! What keeps something from ever coming about while nobody does anything.

use raft_core::quorum::Configuration;
use raft_core::{NodeId, NodeSet, Position};
use raft_sim::{DiskMode, NodeView, Outcome, Status, World};

use crate::goal::Goal;
use crate::reach::{all, among, best_connected, following, is_majority, is_outside};

/// What keeps something from ever coming about while nobody does anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// No majority can hear each other.
    NoMajority {
        /// The most that can.
        best: NodeSet,
        /// Those who vote.
        among: Configuration,
    },
    /// Too few can hear this node and answer it.
    NotHeard {
        /// The node.
        node: NodeId,
        /// Those who can.
        others: NodeSet,
        /// Those who vote: it needs a majority, its own vote included.
        among: Configuration,
    },
    /// The machine belongs to no cluster.
    NoMember(NodeId),
    /// The node is down or paused.
    StaysOut {
        /// The node.
        node: NodeId,
        /// How it is out.
        status: Status,
    },
    /// The node's disk fails each write, which ends its process.
    DiskFails(NodeId),
    /// The node's disk stalls.
    DiskStalls(NodeId),
    /// Another entry is committed in the place.
    Replaced {
        /// The entry.
        entry: Position,
        /// The one in its place.
        committed: Position,
    },
    /// No log and no disk holds the entry any more.
    Gone(Position),
    /// The client waits no longer.
    RequestOver(usize),
}

/// What keeps this world from the goal for as long as nobody does anything, if something does.
/// Nothing is claimed of a world in which rules are left out.
pub(crate) fn barrier(world: &World, goal: &Goal) -> Option<Barrier> {
    if world.options().bugs.iter().next().is_some() {
        return None;
    }
    let too_few = |best: NodeSet| {
        let among = among(world);
        (!is_majority(world, best)).then_some(Barrier::NoMajority { best, among })
    };
    let no_majority = too_few(best_connected(world));
    match *goal {
        Goal::Leader => no_majority,
        Goal::Leads(node) => stays_out(world, node)
            .or_else(|| no_member(world, node))
            .or_else(|| not_heard(world, node)),
        Goal::Committed(entry) => replaced(world, entry).or_else(|| {
            let leads = world.leader().is_some();
            no_majority.filter(|_| !leads)
        }),
        Goal::Knows { node, entry } => stays_out(world, node)
            .or_else(|| no_member(world, node))
            .or_else(|| replaced(world, entry))
            .or_else(|| no_majority.filter(|_| world.leader().is_none())),
        Goal::Answered(number) => {
            let request = world.requests().get(number)?;
            let is_over = request.outcome != Outcome::Waiting;
            is_over.then_some(Barrier::RequestOver(number))
        }
        Goal::Speaks { node, .. } => stays_out(world, node).or_else(|| {
            let view = world.node(node)?;
            let waits = view.unconfirmed().is_some_and(|it| it.term.is_some());
            let stalls = view.disk_mode() == DiskMode::Stalls;
            (waits && stalls).then_some(Barrier::DiskStalls(node))
        }),
        Goal::Holds { node, .. } => stays_out(world, node).or_else(|| no_member(world, node)),
    }
}

fn no_member(world: &World, node: NodeId) -> Option<Barrier> {
    is_outside(world, node).then_some(Barrier::NoMember(node))
}

/// Whether a node that votes cannot win, since too few can answer it or its disk does not write.
fn not_heard(world: &World, node: NodeId) -> Option<Barrier> {
    let view = world.node(node).filter(|_| all(world).contains(node))?;
    match view.disk_mode() {
        DiskMode::Stalls => return Some(Barrier::DiskStalls(node)),
        DiskMode::Fails => return Some(Barrier::DiskFails(node)),
        _ => {}
    }
    let following = following(world, node);
    let others = following.without(NodeSet::from_iter([node]));
    (!is_majority(world, following)).then_some(Barrier::NotHeard {
        node,
        others,
        among: among(world),
    })
}

fn stays_out(world: &World, node: NodeId) -> Option<Barrier> {
    let status = world.node(node)?.status();
    (status != Status::Up).then_some(Barrier::StaysOut { node, status })
}

/// Whether another entry is committed in the place of this one, or no log holds it any more.
fn replaced(world: &World, entry: Position) -> Option<Barrier> {
    let other = world.nodes().find_map(|node| {
        let knows = node.commit_index() >= Some(entry.index);
        node.log()
            .position_at(entry.index)
            .filter(|own| knows && *own != entry)
    });
    let gone = || {
        let holds = |node: NodeView<'_>| {
            node.log().agrees_at(Some(entry)) || node.disk().log.agrees_at(Some(entry))
        };
        (!world.nodes().any(holds)).then_some(Barrier::Gone(entry))
    };
    other
        .map(|committed| Barrier::Replaced { entry, committed })
        .or_else(gone)
}
