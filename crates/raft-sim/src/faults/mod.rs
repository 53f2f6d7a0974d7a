//! Faults drawn by chance: by a hunt, for its hostile runs, and by chaos, which is part of a world.
//!
//! Each draw depends on its key and its number, and on no other draw. The node that a fault hits
//! may depend on the cluster at that moment, since faults of the leader find more failures.

mod draw;
mod fault;
pub(crate) mod kind;
pub(crate) mod scene;

use alloc::vec::Vec;

use raft_core::chance::Key;
use raft_core::{Change, NodeSet};

use crate::action::Action;
use crate::address::Target;
use crate::network::packet::{Fate, Packet};
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
    let kind = shares.pick(draw);
    if kind == Kind::Change && scene.leader_is_new && draw.chance(17, 3, 4) {
        return None.into_iter().chain(early_change(draw, scene));
    }
    let fault = draw.fault(kind, scene, &anybody);
    // So a leader on either side takes a write, and one of them cannot commit it.
    let sides = match parts(fault.as_ref()) && draw.chance(9, 1, 2) {
        true => anybody.nodes,
        false => NodeSet::EMPTY,
    };
    let changes = match shares.draws_changes() && parts(fault.as_ref()) {
        true => rival_changes(draw, scene),
        false => Vec::new(),
    };
    let writes = writes(draw, number, sides);
    // Nearly always there are none, and then the list takes no memory.
    let more: Vec<Action> = writes.chain(changes).collect();
    fault.into_iter().chain(more)
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

/// A change for a leader that has committed nothing of its own term, and that hears one other node
/// from now on: what it has sent to the others is lost.
fn early_change(draw: Draw, scene: &Scene<'_>) -> Vec<Action> {
    let all = NodeSet::first(scene.nodes);
    let Some(leader) = scene.leader else {
        return Vec::new();
    };
    let near = NodeSet::from_iter([leader, draw.within(18).member(0, all)]);
    let far = all.without(near);
    let is_to_far = |packet: &&Packet| {
        let to = packet.name.to.node();
        packet.name.from.node() == Some(leader) && to.is_some_and(|to| far.contains(to))
    };
    let lost = scene
        .network
        .packets()
        .filter(|it| it.fate == Fate::Arrives);
    let lost = lost
        .filter(is_to_far)
        .map(|packet| Action::Drop(packet.name));
    let mut actions: Vec<Action> = lost.collect();
    if !far.is_empty() {
        actions.push(Action::Partition(Vec::from([near, far])));
        actions.push(Action::Change {
            to: Target::Node(leader),
            change: Change::RemoveServer(draw.within(19).member(0, far)),
        });
    }
    actions
}

/// A change for a leader that has just been parted from others, and one for whoever leads next. So
/// each of two leaders has a change of its own.
fn rival_changes(draw: Draw, scene: &Scene<'_>) -> Vec<Action> {
    let all = NodeSet::first(scene.nodes);
    let Some(leader) = scene.leader.filter(|_| draw.chance(13, 3, 4)) else {
        return Vec::new();
    };
    let next = match draw.chance(15, 1, 2) {
        true => Change::RemoveServer(leader),
        false => draw.within(16).change(0, all),
    };
    let asked = [
        (Target::Node(leader), draw.within(14).change(0, all)),
        (Target::Any, next),
    ];
    asked
        .into_iter()
        .map(|(to, change)| Action::Change { to, change })
        .collect()
}

/// A write to each of these nodes.
fn writes(draw: Draw, number: u64, to: NodeSet) -> impl Iterator<Item = Action> + use<> {
    to.iter().map(move |node| Action::Write {
        to: Target::Node(node),
        command: draw.within(10).write(u64::from(node.0), number),
    })
}
