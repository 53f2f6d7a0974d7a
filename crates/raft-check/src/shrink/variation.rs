//! Runs that break the same way a little differently.
//!
//! Taking out one action after the other ends when each is needed. But an action may be needed only
//! because of the moments and the nodes of the others, or because of the draws in between. A run
//! that differs a little may do without it. So a random walk goes from run to run, as long as each
//! breaks the same way and none is larger. Its steps are drawn by number: the same reproduction
//! takes the same walk. A second walk goes to runs that break sooner.

use alloc::vec::Vec;

use raft_core::chance::Key;
use raft_core::{Duration, Instant, NodeId, NodeSet};
use raft_sim::limits::SEED_MAX;
use raft_sim::{Action, Target, TimedAction, Workload};

use super::afresh;
use super::attempts::Attempts;
use crate::hunt::{FailureKind, Reproduction};

/// Steps without success after which the walk is given up: more while a run is too long for a
/// story, and few while it is so long that another catch promises more.
const PATIENCE: u64 = 2_000;
const PATIENCE_WITH_MANY: u64 = 6_000;
const PATIENCE_WITH_TOO_MANY: u64 = 500;
/// The actions that fit into one story.
const MANY: usize = 6;
/// How much later than the run before it a run may break.
const LATER: Duration = Duration(5_000_000);
/// The purpose that keys the draws of the walks.
const WALK: u64 = 0x0a1c;
const SOONER: u64 = 0x0a1d;

/// Walks as long as it finds runs with fewer actions. Returns whether it found one.
pub(super) fn find_smaller(attempts: &mut Attempts<'_>) -> bool {
    let size_before = attempts.best.run.actions.len();
    let walk = Key::new(attempts.best.run.seed).with(WALK);
    let (mut size, mut step, mut in_vain) = (size_before, 0, 0);
    while size > 1 && in_vain < patience(attempts) && !attempts.are_over() {
        let variation = variation(&attempts.best, walk.with(step));
        attempts.accept(variation);
        step += 1;
        in_vain += 1;
        if attempts.best.run.actions.len() < size {
            size = attempts.best.run.actions.len();
            in_vain = 0;
        }
    }
    size < size_before
}

/// Walks as long as it finds runs that break noticeably sooner with no more actions.
pub(super) fn find_sooner(attempts: &mut Attempts<'_>) {
    let walk = Key::new(attempts.best.run.seed).with(SOONER);
    let (mut step, mut in_vain) = (0, 0);
    while attempts.best.until > SOON && in_vain < PATIENCE && !attempts.are_over() {
        let mut reproduction = attempts.best.clone();
        reproduction.until = Instant(reproduction.until.0 - reproduction.until.0 / NOTICEABLE_PART);
        change_a_few_things(&mut reproduction, walk.with(step));
        reproduction
            .run
            .actions
            .retain(|timed| timed.at <= reproduction.until);
        step += 1;
        in_vain = if attempts.accept(reproduction) {
            0
        } else {
            in_vain + 1
        };
    }
}

/// Runs that break earlier than this are not made shorter: a story needs its first election.
const SOON: Instant = Instant(2_000_000);
/// One part of so many is worth a change.
const NOTICEABLE_PART: u64 = 20;

fn patience(attempts: &Attempts<'_>) -> u64 {
    if afresh::is_too_long(&attempts.best) && attempts.another_may_come() {
        PATIENCE_WITH_TOO_MANY
    } else if attempts.best.run.actions.len() > MANY {
        PATIENCE_WITH_MANY
    } else {
        PATIENCE
    }
}

/// The same reproduction with up to three changes, and mostly without one or two of its actions.
fn variation(reproduction: &Reproduction, draw: Key) -> Reproduction {
    let mut reproduction = reproduction.clone();
    if let FailureKind::Broke(_) = reproduction.kind {
        reproduction.until = reproduction.until + LATER;
    }
    for removal in 0..[0, 1, 1, 2][draw.with(0).below(4)] {
        let place = draw
            .with(1)
            .with(removal)
            .below(reproduction.run.actions.len());
        reproduction.run.actions.remove(place);
        if reproduction.run.actions.is_empty() {
            return reproduction;
        }
    }
    change_a_few_things(&mut reproduction, draw.with(2));
    reproduction
}

/// One to three changes.
fn change_a_few_things(reproduction: &mut Reproduction, draw: Key) {
    for change in 0..=draw.with(0).between(0, 2) {
        change_one_thing(reproduction, draw.with(1).with(change));
    }
}

fn change_one_thing(reproduction: &mut Reproduction, draw: Key) {
    let place = draw.with(0).below(reproduction.run.actions.len());
    match draw.with(1).below(8) {
        _ if reproduction.run.actions.is_empty() => {
            reproduction.run.seed = draw.with(2).between(0, SEED_MAX);
        }
        0 => reproduction.run.seed = draw.with(2).between(0, SEED_MAX),
        1..=4 => put_elsewhere(reproduction, place, draw.with(2)),
        _ => {
            let nodes = reproduction.run.options.nodes;
            let timed = &mut reproduction.run.actions[place];
            timed.action = another(&timed.action, nodes, draw.with(2));
        }
    }
}

/// Moves an action to another moment of the run, in half of the cases to one nearby.
fn put_elsewhere(reproduction: &mut Reproduction, place: usize, draw: Key) {
    let actions: &mut Vec<TimedAction> = &mut reproduction.run.actions;
    let mut timed = actions.remove(place);
    let (earliest, latest) = if draw.with(0).chance(1, 2) {
        (timed.at.0.saturating_sub(NEARBY), timed.at.0 + NEARBY)
    } else {
        (0, reproduction.until.0)
    };
    timed.at = Instant(
        draw.with(1)
            .between(earliest, latest.min(reproduction.until.0)),
    );
    let place = actions.partition_point(|other| other.at <= timed.at);
    actions.insert(place, timed);
}

/// A second, in microseconds.
const NEARBY: u64 = 1_000_000;

/// Another action in the place of this one.
fn another(action: &Action, nodes: u8, draw: Key) -> Action {
    let node = || NodeId(u8::try_from(draw.with(0).below(nodes.into())).unwrap_or(0));
    match action {
        Action::Write { command, .. } => Action::Write {
            to: Target::Node(node()),
            command: command.clone(),
        },
        Action::SetWorkload(Some(workload)) => Action::SetWorkload(Some(Workload {
            per_second: [1, 2, 5][draw.with(0).below(3)],
            ..*workload
        })),
        _ => match draw.with(1).below(8) {
            0 => Action::Crash(node()),
            1 => Action::Restart(node()),
            2 => Action::Pause(node()),
            3 => Action::Resume(node()),
            4 => Action::Isolate(node()),
            5 => Action::Heal,
            6 => Action::ForceTimeout(node()),
            _ => parted(nodes, draw.with(0)).map_or(Action::Heal, Action::Partition),
        },
    }
}

/// Two groups, if neither is empty.
fn parted(nodes: u8, draw: Key) -> Option<Vec<NodeSet>> {
    let all = NodeSet::first(nodes);
    let is_in_first = |node: &NodeId| draw.with(node.0.into()).chance(1, 2);
    let first: NodeSet = all.iter().filter(is_in_first).collect();
    let second: NodeSet = all.iter().filter(|node| !is_in_first(node)).collect();
    (!first.is_empty() && !second.is_empty()).then(|| alloc::vec![first, second])
}
