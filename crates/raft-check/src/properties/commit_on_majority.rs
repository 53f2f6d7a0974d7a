//! Committed on a Majority (Raft Figure 2, §5.3): what a leader commits by counting copies is
//! on a majority's disks. By Log Matching, who has the last of the entries has them all.

use raft_core::{NodeId, NodeSet, Position};
use raft_sim::{NodeView, World};

use crate::violation::Finding;

/// A leader has counted enough copies of an entry: are there so many?
#[inline]
pub(crate) fn judge(world: &World, leader: NodeId, counted: Position) -> Option<Finding> {
    let holds = |view: &NodeView<'_>| view.disk().log.agrees_at(Some(counted));
    let holders: NodeSet = world.nodes().filter(holds).map(|view| view.id()).collect();
    let needed = u32::from(world.options().nodes) / 2 + 1;
    if holders.count() >= needed {
        return None;
    }
    Some(Finding::CommittedOnMinority {
        leader,
        counted,
        holders,
        needed,
    })
}
