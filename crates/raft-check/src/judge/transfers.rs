//! The judge's checks of transfers of the lead (Thesis §3.10).

use raft_core::{NodeId, TransferDecision};
use raft_sim::{NodeView, World};

use crate::judge::Judge;
use crate::judge::check_log::CheckLog;
use crate::properties::history::NodeHistory;
use crate::properties::{Finding, Property, transfer_ends};

impl Judge {
    #[inline(never)]
    pub(super) fn transfer(&mut self, world: &World, node: NodeId, decision: &TransferDecision) {
        let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        match *decision {
            TransferDecision::Begun { to, .. } => {
                transfer_ends::begin(history, to, view.clock_at(world.now()));
            }
            TransferDecision::Aborted { .. } => history.transfer = None,
            _ => {}
        }
    }
}

/// Looks whether a leader that sends as one has a transfer under way for too long.
#[inline(never)]
pub(super) fn judge_transfer(
    history: &NodeHistory,
    leader: NodeView<'_>,
    world: &World,
    check_log: &mut CheckLog,
) {
    let Some(transfer) = history.transfer else {
        return;
    };
    let now = leader.clock_at(world.now());
    let within = world.options().election_timeout_min;
    let finding = transfer_ends::judge(leader.id(), transfer, now, within);
    check_log.record(
        world.now(),
        Property::TransferEnds,
        finding.map(Finding::TransferEnds),
    );
}
