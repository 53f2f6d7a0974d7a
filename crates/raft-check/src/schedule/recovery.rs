//! What undoes all that was done to a cluster.

use alloc::vec::Vec;

use raft_core::{NodeId, NodeSet};
use raft_sim::{Action, DiskMode, Options, Ratio, TimedAction};

/// What makes a cluster whole again after these actions: links as quick as `options` say, that
/// lose and double nothing; every disk, clock and node in order; no workload. Only what needs
/// it is mended.
#[must_use]
pub fn recovery(done: &[TimedAction], options: &Options) -> Vec<Action> {
    let mut recovery = lossless(options);
    let mut touched = NodeSet::EMPTY;
    for TimedAction { action, .. } in done {
        touched = touched.union(node_of(action).into_iter().collect());
        if let Some(mending) = mending(action, options)
            && !recovery.contains(&mending)
        {
            recovery.push(mending);
        }
    }
    let up = |node: NodeId| [Action::Restart(node), Action::Resume(node)];
    recovery.extend(touched.iter().flat_map(up));
    recovery
}

/// A network that loses and doubles nothing, wherever a link has no setting of its own.
fn lossless(options: &Options) -> Vec<Action> {
    let (link, ratio) = (None, Ratio::ZERO);
    let mut recovery = Vec::new();
    if options.loss.numerator > 0 {
        recovery.push(Action::SetLoss { link, ratio });
    }
    if options.duplicate.numerator > 0 {
        recovery.push(Action::SetDuplication { link, ratio });
    }
    recovery
}

/// The node whose process this action stops, now or later.
fn node_of(action: &Action) -> Option<NodeId> {
    match action {
        Action::Crash(node)
        | Action::CrashAtWrite(node)
        | Action::WipeDisk(node)
        | Action::Pause(node) => Some(*node),
        _ => None,
    }
}

/// What undoes this action, if it does not pass by itself.
fn mending(action: &Action, options: &Options) -> Option<Action> {
    Some(match action {
        Action::Partition(_) | Action::Isolate(_) | Action::Cut(_) => Action::Heal,
        // The crash that was to come, if it has not: there is no other way to call it off.
        Action::CrashAtWrite(node) => Action::Crash(*node),
        Action::SetLatency { link, .. } => Action::SetLatency {
            link: *link,
            latency: options.latency,
        },
        Action::SetLoss { link, .. } => Action::SetLoss {
            link: *link,
            ratio: Ratio::ZERO,
        },
        Action::SetDuplication { link, .. } => Action::SetDuplication {
            link: *link,
            ratio: Ratio::ZERO,
        },
        Action::SetDisk { node, .. } => Action::SetDisk {
            node: *node,
            conduct: DiskMode::Syncs,
        },
        Action::SetDiskLatency { node, .. } => Action::SetDiskLatency {
            node: *node,
            latency: options.disk,
        },
        Action::SetClockRate { node, .. } => Action::SetClockRate {
            node: *node,
            rate: Ratio::ONE,
        },
        Action::SetWorkload(_) => Action::SetWorkload(None),
        _ => return None,
    })
}
