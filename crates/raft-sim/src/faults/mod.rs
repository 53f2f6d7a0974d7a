//! Faults drawn by chance: by a hunt, for its hostile runs, and by chaos, which is part of a world.
//!
//! Each draw depends on its key and its number, and on no other draw. The node that a fault hits
//! may depend on the cluster at that moment, since faults of the leader find more failures.

mod draw;
mod fault;
pub(crate) mod kind;
pub(crate) mod scene;

use alloc::vec::Vec;

use raft_core::NodeSet;
use raft_core::chance::Key;

use crate::action::Action;
use crate::address::Target;
use draw::Draw;
use kind::{FaultShares, Kind};
use scene::{Reach, Scene};

/// The fault of this number, of a hunt: one action, or none when the cluster has nothing that it
/// can hit. In half of the draws, a write to every node follows a partition.
pub(crate) fn of_hunt(
    shares: &FaultShares,
    key: Key,
    number: u64,
    scene: &Scene<'_>,
) -> impl Iterator<Item = Action> + use<> {
    let draw = Draw(key.with(number));
    let anybody = Reach {
        nodes: NodeSet::first(scene.nodes),
        links: None,
    };
    let scene = &shares.as_assumed(scene);
    let fault = draw.fault(shares.pick(draw), scene, &anybody);
    // So a leader on either side takes a write, and one of them cannot commit it.
    let sides = match parts(fault.as_ref()) && draw.chance(9, 1, 2) {
        true => anybody.nodes,
        false => NodeSet::EMPTY,
    };
    // So each of two leaders has a change of its own.
    let asked = match shares.draws_changes() && draw.chance(13, 1, 2) {
        true => sides,
        false => NodeSet::EMPTY,
    };
    let changes = asked.iter().map(move |node| Action::Change {
        to: Target::Node(node),
        change: draw
            .within(14)
            .within(u64::from(node.0))
            .change(0, anybody.nodes),
    });
    fault
        .into_iter()
        .chain(writes(draw, number, sides))
        .chain(changes)
}

/// The fault of this number, of chaos. Its kind is one of those that `reach` has a target for, so
/// that the draws of a small or a broken cluster come to something, too. Now and then clients write
/// beside it.
pub(crate) fn of_chaos(
    shares: &FaultShares,
    key: Key,
    number: u64,
    scene: &Scene<'_>,
    reach: impl Fn(Kind) -> Option<Reach>,
) -> Vec<Action> {
    let draw = Draw(key.with(number));
    let scene = &shares.as_assumed(scene);
    let kind = shares.pick_among(draw, |kind| reach(kind).is_some());
    let fault = kind.and_then(|kind| draw.fault(kind, scene, &reach(kind)?));
    let sides = match parts(fault.as_ref()) && draw.chance(9, 1, 2) {
        true => NodeSet::first(scene.nodes),
        false => NodeSet::EMPTY,
    };
    let write = draw.chance(11, 1, 4).then(|| Action::Write {
        to: Target::Any,
        command: draw.within(12).write(0, number),
    });
    let writes = writes(draw, number, sides).chain(write);
    fault.into_iter().chain(writes).collect()
}

fn parts(fault: Option<&Action>) -> bool {
    matches!(fault, Some(Action::Partition(_) | Action::Isolate(_)))
}

/// A write to each of these nodes.
fn writes(draw: Draw, number: u64, to: NodeSet) -> impl Iterator<Item = Action> + use<> {
    to.iter().map(move |node| Action::Write {
        to: Target::Node(node),
        command: draw.within(10).write(u64::from(node.0), number),
    })
}
