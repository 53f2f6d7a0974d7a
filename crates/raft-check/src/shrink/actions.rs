//! Fewer actions, and simpler ones.

use alloc::vec::Vec;

use raft_core::{Duration, NodeSet};
use raft_sim::{Action, Latency, Ratio, Target, TimedAction};

use super::attempts::Attempts;

/// Takes out halves of the actions, then quarters, down to single ones, until none can go.
pub(super) fn remove(attempts: &mut Attempts<'_>) {
    let mut size = attempts.best.run.actions.len().div_ceil(2);
    while size > 0 && !attempts.are_over() {
        let removed = remove_lots_of(attempts, size);
        if !removed || size > attempts.best.run.actions.len() {
            size /= 2;
        }
    }
}

/// Tries to take out each group of `size` actions, from the last to the first. Returns whether any
/// could go.
fn remove_lots_of(attempts: &mut Attempts<'_>, size: usize) -> bool {
    let mut removed = false;
    let mut end = attempts.best.run.actions.len();
    while end > 0 && !attempts.are_over() {
        let first = end.saturating_sub(size);
        let mut actions = attempts.best.run.actions.clone();
        if end <= actions.len() {
            actions.drain(first..end);
            removed |= attempts.accept_actions(actions);
        }
        end = first;
    }
    removed
}

/// Puts a simpler action in the place of each, where that breaks the same way.
pub(super) fn simplify(attempts: &mut Attempts<'_>) {
    for place in 0..attempts.best.run.actions.len() {
        let Some(timed) = attempts.best.run.actions.get(place) else {
            return;
        };
        for action in simpler(&timed.action.clone()) {
            let mut actions = attempts.best.run.actions.clone();
            if let Some(timed) = actions.get_mut(place) {
                timed.action = action;
            }
            if attempts.accept_actions(actions) {
                break;
            }
        }
    }
}

/// Simpler actions in the place of this one, the simplest first.
fn simpler(action: &Action) -> Vec<Action> {
    match action {
        Action::CrashAtWrite(node) => alloc::vec![Action::Crash(*node)],
        Action::Pause(node) => alloc::vec![Action::Crash(*node)],
        Action::Partition(groups) => two_of(groups),
        Action::SetLatency { link, latency } => even(*latency, |latency| Action::SetLatency {
            link: *link,
            latency,
        }),
        Action::SetDiskLatency { node, latency } => {
            even(*latency, |latency| Action::SetDiskLatency {
                node: *node,
                latency,
            })
        }
        Action::SetLoss { link, .. } => alloc::vec![Action::SetLoss {
            link: *link,
            ratio: Ratio::ONE,
        }],
        Action::Delay(name, by) => [1_000, 2_000, 4_000]
            .into_iter()
            .map(Duration::from_millis)
            .filter(|shorter| shorter < by)
            .map(|shorter| Action::Delay(*name, shorter))
            .collect(),
        Action::Write {
            to: Target::Node(_),
            command,
        } => alloc::vec![Action::Write {
            to: Target::Any,
            command: command.clone(),
        }],
        _ => Vec::new(),
    }
}

/// Partitions in which two of three groups are one.
fn two_of(groups: &[NodeSet]) -> Vec<Action> {
    let [one, other, third] = groups else {
        return Vec::new();
    };
    let pairs = [
        (one, other, third),
        (one, third, other),
        (other, third, one),
    ];
    pairs
        .into_iter()
        .map(|(one, other, alone)| Action::Partition(alloc::vec![one.union(*other), *alone]))
        .collect()
}

/// The same action with one latency in place of a range.
fn even(latency: Latency, action: impl Fn(Latency) -> Action) -> Vec<Action> {
    if latency.min == latency.max {
        return Vec::new();
    }
    [latency.max, latency.min]
        .into_iter()
        .map(|span| {
            action(Latency {
                min: span,
                max: span,
            })
        })
        .collect()
}

/// The actions without the one at `place`.
pub(super) fn without(actions: &[TimedAction], place: usize) -> Vec<TimedAction> {
    let mut rest = actions.to_vec();
    rest.remove(place);
    rest
}
