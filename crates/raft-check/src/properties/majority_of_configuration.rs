//! Majority of the Configuration (Thesis §4.1): what a leader commits by counting copies is on the
//! disks of a majority of those who vote in the latest configuration of its log; in a joint one, of
//! a majority of each side (Raft §6).

use core::fmt;

use raft_core::quorum::{Configuration, Tally};
use raft_core::{CountOf, Index, NodeId, NodeSet, Position};
use raft_sim::{NodeView, World};

use super::contradiction::Contradiction;
use super::promise::Promise;
use crate::whole::IS_WHOLE;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "majority_of_configuration",
    title: "Majority of the Configuration",
    section: "Thesis §4.1, Raft §6",
    meaning: "What a leader commits by counting copies is on the disks of a majority of those who \
              vote in the latest configuration of its log; in a joint one, of each side.",
};

/// A leader committed an entry that too few of those who vote hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommittedByTooFew {
    /// Which leader.
    pub leader: NodeId,
    /// The last of the entries that it committed.
    pub counted: Position,
    /// Those who vote, and whose disks hold it.
    pub holders: NodeSet,
    /// The latest configuration in the leader's log.
    pub configuration: Configuration,
}

/// Counts those who vote in `configuration`, the latest in the leader's log, and whose disks hold
/// the entry.
pub(crate) fn judge(
    world: &World,
    leader: NodeId,
    counted: Position,
    configuration: Configuration,
) -> Option<CommittedByTooFew> {
    let holds = |view: &NodeView<'_>| {
        configuration.members().contains(view.id()) && view.disk().log.agrees_at(Some(counted))
    };
    let holders: NodeSet = world.nodes().filter(holds).map(|view| view.id()).collect();
    (!configuration.is_majority(holders)).then_some(CommittedByTooFew {
        leader,
        counted,
        holders,
        configuration,
    })
}

impl Contradiction for CommittedByTooFew {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.leader])
    }

    fn index(&self) -> Option<Index> {
        Some(self.counted.index)
    }
}

impl fmt::Display for CommittedByTooFew {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A part of the engine never finds one.
        if !IS_WHOLE {
            return Ok(());
        }
        let CommittedByTooFew {
            leader,
            counted,
            holders,
            configuration,
        } = self;
        write!(
            formatter,
            "{leader} committed the entry at {counted}, which "
        )?;
        let Tally { count, needed, .. } = configuration.tally(*holders);
        match configuration.tally(*holders).replaced() {
            None => write!(
                formatter,
                "{} held, of those who vote in its latest configuration: {configuration}. A \
                 majority is {needed}.",
                CountOf(count.into(), "disk", "disks"),
            ),
            Some([of_old, needed_of_old]) => write!(
                formatter,
                "the disks of {count} of the new voters and {of_old} of the old held, in its joint \
                 configuration: {configuration}. Majorities are {needed} and {needed_of_old}."
            ),
        }
    }
}
