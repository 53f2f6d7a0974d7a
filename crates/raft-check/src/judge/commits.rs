//! The judge's checks when entries are committed or applied, and when requests are answered.

use raft_core::{CommitEvidence, Index, NodeId, Position};
use raft_sim::{DiskMode, NodeView, Outcome, Request, World};

use crate::judge::assumption::Breach;
use crate::judge::{Judge, judge_state, membership};
use crate::properties::history::NodeHistory;
use crate::properties::leader_completeness::LaterLeader;
use crate::properties::{Finding, Property};
use crate::properties::{
    acknowledged_never_lost, applied_prefix_equal, commit_counts_own_term, commit_on_majority,
    leader_append_only, state_machine_safety,
};

impl Judge {
    /// A node says that its commit index rose.
    #[inline(never)]
    pub(super) fn advanced(
        &mut self,
        world: &World,
        node: NodeId,
        through: Index,
        evidence: CommitEvidence,
    ) {
        if membership::is_on(world) {
            self.advanced_in_configuration(world, node, through, evidence);
        }
        let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        let is_counted = matches!(evidence, CommitEvidence::Counted { .. });
        let needed = majority(world, evidence);
        let (now, check_log) = (world.now(), &mut self.check_log);
        judge_state(history, view, now, check_log);
        let mut lied = false;
        let entry = history.entry(through, view.log(), &self.held);
        if let Some(entry) = entry.filter(|_| is_counted) {
            let leads = history.leads.unwrap_or(view.current_term());
            let counted = Position {
                term: entry.term,
                index: through,
            };
            let finding = commit_counts_own_term::judge(node, leads, counted);
            check_log.record(
                now,
                Property::CommitCountsOwnTerm,
                finding.map(Finding::CommitCountsOwnTerm),
            );
            let finding = commit_on_majority::judge(world, node, counted, needed);
            // The leader's disk had confirmed its copy, so the leader was right to count it.
            lied = finding.is_some_and(|found| !found.holders.contains(node))
                && view.disk_mode() == DiskMode::Lies;
            check_log.record(
                now,
                Property::CommitOnMajority,
                finding.map(Finding::CommitOnMajority),
            );
        }
        if lied {
            self.assumption_broken(world, node, Breach::Lied);
        }
        self.committed(world, node, through, is_counted);
    }

    /// Compares the entries that a node has just committed with those that any node has. Entries
    /// that were compared before and have not changed since are not compared again, even if the
    /// node has booted anew.
    pub(super) fn committed(&mut self, world: &World, node: NodeId, through: Index, counted: bool) {
        let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        let mut index = Index::after(history.compared);
        while index <= through {
            let Some(entry) = history.entry(index, view.log(), &self.held) else {
                break;
            };
            let finding =
                state_machine_safety::judge(&mut self.committed, index, entry, node, counted);
            if let Some(replacement) = finding.as_ref().filter(|_| counted) {
                let lost = acknowledged_never_lost::judge_replacement(world, replacement);
                self.check_log.record(
                    world.now(),
                    Property::AcknowledgedNeverLost,
                    lost.map(Finding::AcknowledgedNeverLost),
                );
            }
            self.check_log.record(
                world.now(),
                Property::StateMachineSafety,
                finding.map(Finding::StateMachineSafety),
            );
            history.compared = Some(index);
            index = index.next();
        }
        let history = *history;
        if let Some(last) = index.previous().filter(|_| counted) {
            self.judge_later_leaders(world, &history, view, last.min(through));
        }
    }

    /// A leader has committed through `last`: no leader of a later term may lack that entry.
    fn judge_later_leaders(
        &mut self,
        world: &World,
        history: &NodeHistory,
        view: NodeView<'_>,
        last: Index,
    ) {
        if history.leads.is_some() {
            let finding = leader_append_only::judge_log(history, view);
            self.check_log.record(
                world.now(),
                Property::LeaderAppendOnly,
                finding.map(Finding::LeaderAppendOnly),
            );
        }
        let term = history.leads.unwrap_or(view.current_term());
        for place in self.leaders.commit(term, last) {
            let Some(later) = self.leaders.at(place) else {
                return;
            };
            let held = later.log_end.and_then(|end| self.held.entry_of(end, last));
            let later_leader = LaterLeader::of(later);
            let finding = later_leader.judge(last, held, &self.committed, &self.leaders);
            self.check_log.record(
                world.now(),
                Property::LeaderCompleteness,
                finding.map(Finding::LeaderCompleteness),
            );
        }
    }

    /// A machine has applied these entries. The judge reads them from the log, as the machine did.
    #[inline(never)]
    pub(super) fn applied(&mut self, world: &World, node: NodeId, first: Index, last: Index) {
        let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        let mut index = first;
        while let Some(entry) = view.log().entry(index).filter(|_| index <= last) {
            let finding = applied_prefix_equal::judge(history, index, entry, &self.committed);
            self.check_log.record(
                world.now(),
                Property::AppliedPrefixEqual,
                finding.map(Finding::AppliedPrefixEqual),
            );
            index = index.next();
        }
    }

    /// A request has ended. If it was acknowledged, it must be committed.
    #[inline(never)]
    pub(super) fn answered(&mut self, world: &World, number: usize) {
        let request = world.requests().get(number);
        let is_told = |request: &&Request| matches!(request.outcome, Outcome::Acknowledged(_));
        if let Some(request) = request.filter(is_told) {
            let finding = acknowledged_never_lost::judge_answer(request, &self.committed);
            self.check_log.record(
                world.now(),
                Property::AcknowledgedNeverLost,
                finding.map(Finding::AcknowledgedNeverLost),
            );
        }
    }
}

/// The disks that a majority is, when a leader has counted copies.
#[inline]
fn majority(world: &World, evidence: CommitEvidence) -> u32 {
    match evidence {
        CommitEvidence::Counted { replicas } if membership::is_on(world) => {
            let of_old = replicas.replaced().map_or(0, |[_, needed]| needed);
            replicas.needed.max(of_old)
        }
        _ => u32::from(world.options().nodes) / 2 + 1,
    }
}
