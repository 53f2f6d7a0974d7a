//! The judge's checks when nodes take snapshots, install them, and boot from them (Raft §7).

use raft_core::{NodeId, SnapshotDecision, index_of};
use raft_sim::{NodeView, World};

use crate::judge::{Judge, judge_state};
use crate::properties::{Finding, Property};
use crate::properties::{snapshot_holds_applied, snapshot_never_falls};

impl Judge {
    #[inline(never)]
    pub(super) fn snapshot(&mut self, world: &World, node: NodeId, decision: &SnapshotDecision) {
        let installed = match decision {
            SnapshotDecision::Taken { .. } => false,
            SnapshotDecision::Installed { .. } => true,
            _ => return,
        };
        let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        let base = view.snapshot().map(|snapshot| snapshot.base.index);
        let finding = snapshot_never_falls::judge(history, base, installed);
        self.check_log.record(
            world.now(),
            Property::SnapshotNeverFalls,
            finding.map(Finding::SnapshotNeverFalls),
        );
        self.compare_snapshot(world, view);
        if installed {
            self.installed(world, view);
        }
    }

    /// A node's log and state machine go on from a leader's snapshot: the judge goes on with them.
    fn installed(&mut self, world: &World, view: NodeView<'_>) {
        let last_committed = self.committed.last_index();
        let Some(history) = self.nodes.get_mut(view.id().position()) else {
            return;
        };
        history.end = view.log().base();
        history.compared = index_of(history.end).min(last_committed);
        history.applied = index_of(history.end);
        judge_state(history, view, world.now(), &mut self.check_log);
        self.read(world, view.id(), view.log().next_index());
    }

    /// A process has ended: its disk holds the snapshot that it will boot from.
    pub(super) fn snapshot_on_disk(&mut self, world: &World, node: NodeId) {
        let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        let base = view.snapshot().map(|snapshot| snapshot.base.index);
        if base.is_none() && history.base_on_disk.is_none() {
            history.base = None;
            return;
        }
        let finding = snapshot_never_falls::judge_disk(history, base);
        self.check_log.record(
            world.now(),
            Property::SnapshotNeverFalls,
            finding.map(Finding::SnapshotNeverFalls),
        );
    }

    /// A node has booted: its state machine goes on from its snapshot.
    pub(super) fn booted_from_snapshot(&mut self, world: &World, node: NodeId) {
        if let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        {
            history.applied = view.last_applied();
            self.compare_snapshot(world, view);
        }
    }

    /// Compares a node's snapshot, if it has one, with what applying the committed entries gives.
    fn compare_snapshot(&mut self, world: &World, view: NodeView<'_>) {
        let Some(snapshot) = view.snapshot() else {
            return;
        };
        let (states, committed) = (&mut self.applied_states, &self.committed);
        let finding = snapshot_holds_applied::judge(view.id(), snapshot, states, committed);
        self.check_log.record(
            world.now(),
            Property::SnapshotHoldsApplied,
            finding.map(Finding::SnapshotHoldsApplied),
        );
    }
}
