//! The judge's checks when leaders take or leave office.

use raft_core::{Index, NodeId, Term};
use raft_sim::World;

use crate::judge::Judge;
use crate::properties::leader_completeness::LaterLeader;
use crate::properties::lease_held;
use crate::properties::{Finding, Property};

impl Judge {
    #[inline(never)]
    pub(super) fn elected(&mut self, world: &World, leader: NodeId, term: Term) {
        let Some(history) = self.nodes.get_mut(leader.position()) else {
            return;
        };
        history.leads = Some(term);
        history.transfer = None;
        let log_end = history.end;
        self.matches.begin(leader);
        let finding = self.leaders.elect(term, leader, log_end);
        self.check_log.record(
            world.now(),
            Property::ElectionSafety,
            finding.map(Finding::ElectionSafety),
        );
        self.judge_inheritance(world, leader, term);
    }

    #[inline(never)]
    pub(super) fn recognized(&mut self, world: &World, leader: NodeId, term: Term) {
        let finding = self.leaders.contradiction(term, leader);
        self.check_log.record(
            world.now(),
            Property::ElectionSafety,
            finding.map(Finding::ElectionSafety),
        );
    }

    /// A leader has answered a read by its lease.
    #[inline(never)]
    pub(super) fn answered_by_lease(&mut self, world: &World, node: NodeId) {
        let Some(view) = world.node(node) else {
            return;
        };
        let finding = lease_held::judge(node, view.current_term(), &self.leaders);
        let finding = finding.map(Finding::LeaseHeld);
        self.check_log
            .record(world.now(), Property::LeaseHeld, finding);
    }

    #[inline(never)]
    pub(super) fn stepped_down(&mut self, node: NodeId) {
        if let Some(history) = self.nodes.get_mut(node.position()) {
            history.leads = None;
            history.transfer = None;
        }
    }

    /// Compares a new leader's log with what leaders of earlier terms have committed. Entries that
    /// were compared before are skipped, except for the last one: so every leader is checked at
    /// least once.
    fn judge_inheritance(&mut self, world: &World, leader: NodeId, term: Term) {
        let (Some(history), Some(view)) = (self.history(leader), world.node(leader)) else {
            return;
        };
        let Some(last) = self.leaders.committed_before(term) else {
            return;
        };
        let mut index = Index::after(history.compared).min(last);
        while index <= last {
            let held = history.entry(index, view.log(), &self.held);
            let later_leader = LaterLeader { leader, term };
            let finding = later_leader.judge(index, held, &self.committed, &self.leaders);
            let lacks_one = finding.is_some();
            self.check_log.record(
                world.now(),
                Property::LeaderCompleteness,
                finding.map(Finding::LeaderCompleteness),
            );
            if lacks_one {
                break;
            }
            index = index.next();
        }
    }
}
