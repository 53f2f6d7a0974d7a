//! Committed on a Majority (Raft Figure 2, §5.3): what a leader commits by counting copies is
//! on a majority's disks. By Log Matching, a node that has the last of the entries has them all.

use core::fmt;

use raft_core::{CountOf, Index, NodeId, NodeSet, Position};
use raft_sim::{NodeView, World};

use super::contradiction::Contradiction;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "commit_on_majority",
    title: "Committed on a Majority",
    section: "Raft Figure 2, §5.3",
    meaning: "What a leader commits by counting copies is on the disks of a majority at that \
              moment.",
};

/// A leader committed an entry that too few disks hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommittedOnMinority {
    /// Which leader.
    pub leader: NodeId,
    /// The last of the entries that it committed.
    pub counted: Position,
    /// The nodes whose disks hold it.
    pub holders: NodeSet,
    /// How many disks a majority is.
    pub needed: u32,
}

/// Counts the disks that hold an entry, when a leader claims to have counted a majority: `needed`
/// of them. Whose disks they are, while members come and go, is for
/// [`super::majority_of_configuration`] to judge.
#[inline]
pub(crate) fn judge(
    world: &World,
    leader: NodeId,
    counted: Position,
    needed: u32,
) -> Option<CommittedOnMinority> {
    let holds = |view: &NodeView<'_>| view.disk().log.agrees_at(Some(counted));
    let holders: NodeSet = world.nodes().filter(holds).map(|view| view.id()).collect();
    if holders.count() >= needed {
        return None;
    }
    Some(CommittedOnMinority {
        leader,
        counted,
        holders,
        needed,
    })
}

impl Contradiction for CommittedOnMinority {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.leader])
    }

    fn index(&self) -> Option<Index> {
        Some(self.counted.index)
    }
}

impl fmt::Display for CommittedOnMinority {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CommittedOnMinority {
            leader,
            counted,
            holders,
            needed,
        } = *self;
        write!(
            formatter,
            "{leader} committed the entry at {counted}, which was on {}; a majority is \
                 {needed}.",
            CountOf(holders.count().into(), "disk", "disks")
        )
    }
}
