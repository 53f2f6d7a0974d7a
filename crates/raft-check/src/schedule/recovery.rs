//! The actions that undo all faults of a run.

use alloc::vec::Vec;

use raft_core::{NodeId, NodeSet};
use raft_sim::{Action, DiskMode, Options, Ratio, TimedAction};

/// The actions that mend a cluster after these actions: links get the latency of `options`, and
/// lose and double nothing; disks, clocks and nodes work again; the workload and chaos end. Parts
/// that were not changed get no action.
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
    // A paused process ends when it goes on, if its disk has failed a write meanwhile.
    let up = |node: NodeId| [Action::Resume(node), Action::Restart(node)];
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

/// The node whose process this action stops, at once or later.
fn node_of(action: &Action) -> Option<NodeId> {
    match action {
        Action::Crash(node)
        | Action::CrashAtWrite(node)
        | Action::WipeDisk(node)
        | Action::TearWrites { node, .. }
        | Action::Pause(node)
        | Action::SetDisk {
            node,
            mode: DiskMode::Fails,
        } => Some(*node),
        _ => None,
    }
}

/// The action that undoes this one, if its effect does not pass by itself.
fn mending(action: &Action, options: &Options) -> Option<Action> {
    Some(match action {
        Action::Partition(_) | Action::Isolate(_) | Action::Cut(_) => Action::Heal,
        // A crash that is still to come can only be called off by crashing the node now.
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
            mode: DiskMode::Syncs,
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
        Action::SetChaos(_) => Action::SetChaos(None),
        _ => return None,
    })
}
