//! Snapshot Never Goes Back (Raft §7): a newer state is never replaced by an older one.

use core::fmt;

use raft_core::{Index, NodeId, NodeSet};

use super::contradiction::{Contradiction, or_nothing};
use super::history::NodeHistory;
use super::promise::Promise;
use crate::whole::IS_WHOLE;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "snapshot_never_falls",
    title: "Snapshot Never Goes Back",
    section: "Raft §7",
    meaning: "A snapshot never takes the place of a newer state.",
};

/// A node's snapshot went back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotWentBack {
    /// Which node.
    pub node: NodeId,
    /// The last index that its snapshot stands for now.
    pub now: Option<Index>,
    /// The newer state in whose place it came.
    pub before: Newer,
}

/// A state that is newer than a snapshot in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newer {
    /// A snapshot through this index.
    Snapshot(Index),
    /// A state machine that has applied the log through this index.
    Machine(Index),
    /// A snapshot on disk through this index.
    Disk(Index),
}

/// Compares the base of a node's new snapshot with the one before and, where the snapshot was
/// `installed`, with what the node's machine had applied.
pub(crate) fn judge(
    history: &mut NodeHistory,
    now: Option<Index>,
    installed: bool,
) -> Option<SnapshotWentBack> {
    let before = core::mem::replace(&mut history.base, now);
    let snapshot = before.filter(|_| now < before).map(Newer::Snapshot);
    let applied = history
        .applied
        .filter(|_| installed && now < history.applied);
    went_back(history.id, now, snapshot.or(applied.map(Newer::Machine)))
}

/// Compares the base of the snapshot on a node's disk with the one that a crash has left before.
pub(crate) fn judge_disk(
    history: &mut NodeHistory,
    now: Option<Index>,
) -> Option<SnapshotWentBack> {
    let before = core::mem::replace(&mut history.base_on_disk, now);
    history.base = now;
    went_back(
        history.id,
        now,
        before.filter(|_| now < before).map(Newer::Disk),
    )
}

fn went_back(node: NodeId, now: Option<Index>, before: Option<Newer>) -> Option<SnapshotWentBack> {
    before.map(|before| SnapshotWentBack { node, now, before })
}

impl Contradiction for SnapshotWentBack {
    fn nodes(&self) -> NodeSet {
        match IS_WHOLE {
            true => NodeSet::from_iter([self.node]),
            false => NodeSet::EMPTY,
        }
    }

    fn index(&self) -> Option<Index> {
        self.now
    }
}

impl fmt::Display for SnapshotWentBack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !IS_WHOLE {
            return Ok(());
        }
        let SnapshotWentBack { node, now, before } = *self;
        let now = or_nothing(now);
        match before {
            Newer::Snapshot(index) => write!(
                formatter,
                "{node} replaced its snapshot through index {index} by one through {now}."
            ),
            Newer::Machine(index) => write!(
                formatter,
                "{node} had applied its log through index {index} when it installed a snapshot \
                 through {now}."
            ),
            Newer::Disk(index) => write!(
                formatter,
                "A crash of {node} left a snapshot through {now} on its disk, which had held one \
                 through index {index}."
            ),
        }
    }
}
