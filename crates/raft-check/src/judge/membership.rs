//! The judge's checks of changes of the membership (Thesis §4).

use raft_core::quorum::Configuration;
use raft_core::{CommitEvidence, Index, Log, MembershipDecision, NodeId, NodeSet, index_of};
use raft_sim::{NodeView, World};

use crate::judge::Judge;
use crate::properties::history::NodeHistory;
use crate::properties::{Finding, Property};
use crate::properties::{majority_of_configuration, one_change_at_a_time};

impl Judge {
    #[inline(never)]
    pub(super) fn membership(
        &mut self,
        world: &World,
        node: NodeId,
        decision: &MembershipDecision,
    ) {
        let Some(view) = world.node(node) else {
            return;
        };
        match *decision {
            MembershipDecision::Appended {
                at, configuration, ..
            } => {
                let (before, before_at) = self.configuration_before(world, node, view.log(), at);
                let joined = configuration
                    .receivers(node)
                    .without(before.receivers(node));
                self.matches.forget(node, joined);
                let committed = self.committed.last_index();
                let both = [before, configuration];
                let finding = one_change_at_a_time::judge(node, at, both, before_at, committed);
                self.check_log.record(
                    world.now(),
                    Property::OneChangeAtATime,
                    finding.map(Finding::OneChangeAtATime),
                );
            }
            MembershipDecision::LeaderLeaves { .. } => self.stepped_down(node),
            _ => {}
        }
    }

    /// Whether a machine belongs to no cluster: the latest committed configuration has no place for
    /// it, and no log goes on with one that has. Nobody counts its disk or its vote.
    pub(super) fn is_outside(&self, world: &World, node: NodeId) -> bool {
        let committed = self.committed.entries();
        let latest = committed.filter_map(|entry| entry.payload.configuration());
        let latest = latest.last().unwrap_or(world.first_configuration());
        let through = self.committed.last_index();
        let may_join = |view: NodeView<'_>| {
            let mut later = view
                .log()
                .iter()
                .filter(|(index, _)| Some(*index) > through);
            later.any(|(_, entry)| {
                let configuration = entry.payload.configuration();
                configuration.is_some_and(|it| it.servers().contains(node))
            })
        };
        is_on(world) && !latest.servers().contains(node) && !world.nodes().any(may_join)
    }

    /// A machine outside of the cluster begins anew, with an empty disk: it has promised nothing.
    pub(super) fn begin_anew(&mut self, world: &World, node: NodeId) {
        let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        *history = NodeHistory::new(view);
        self.votes.forget(node);
    }

    /// A node's commit index rose, in a cluster whose members come and go.
    #[inline(never)]
    pub(super) fn advanced_in_configuration(
        &mut self,
        world: &World,
        node: NodeId,
        through: Index,
        evidence: CommitEvidence,
    ) {
        let (Some(history), Some(view)) = (self.history(node), world.node(node)) else {
            return;
        };
        let counted = view.log().position_at(through);
        let is_counted = matches!(evidence, CommitEvidence::Counted { .. });
        let Some(counted) = counted.filter(|_| is_counted) else {
            return;
        };
        // The log as of this decision: the step may have gone on to append more.
        let beyond = Index::after(index_of(history.end));
        let (configuration, _) = self.configuration_before(world, node, view.log(), beyond);
        let finding = majority_of_configuration::judge(world, node, counted, configuration);
        self.check_log.record(
            world.now(),
            Property::MajorityOfConfiguration,
            finding.map(Finding::MajorityOfConfiguration),
        );
    }

    /// The latest configuration in a log before `beyond`, and the index of its entry.
    fn configuration_before(
        &self,
        world: &World,
        node: NodeId,
        log: &Log,
        beyond: Index,
    ) -> (Configuration, Option<Index>) {
        let mut index = beyond.previous();
        while let Some(at) = index
            && let Some(entry) = log.entry(at)
        {
            if let Some(configuration) = entry.payload.configuration() {
                return (configuration, Some(at));
            }
            index = at.previous();
        }
        let snapshot = world.node(node).and_then(|view| view.snapshot());
        let first = || world.first_configuration();
        (snapshot.map_or_else(first, |it| it.configuration), None)
    }
}

/// Whether members come and go in this world's run.
#[inline]
pub(super) fn is_on(world: &World) -> bool {
    world.options().may_change_members()
}

/// Voters and learners, if members come and go and no change of them is under way anywhere.
pub(crate) fn settled(world: &World) -> Option<NodeSet> {
    if !is_on(world) {
        return None;
    }
    let newest = world.nodes().max_by_key(NodeView::commit_index)?;
    let through = newest.commit_index();
    let changes_later = |node: NodeView<'_>| {
        let mut later = node
            .log()
            .iter()
            .skip_while(|(index, _)| Some(*index) <= through);
        later.any(|(_, entry)| entry.payload.configuration().is_some())
    };
    let servers = world.configuration_of(newest.id()).servers();
    (!world.nodes().any(changes_later)).then_some(servers)
}

/// Those whom a node takes for members of the cluster, if members come and go.
pub(crate) fn members(world: &World) -> NodeSet {
    world.configuration().servers()
}
