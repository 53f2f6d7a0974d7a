//! The judge's checks when nodes write to their logs.

use raft_core::{Index, NodeId, Position, index_of};
use raft_sim::World;

use crate::judge::Judge;
use crate::properties::{Finding, Property};
use crate::properties::{committed_never_changes, leader_append_only, log_matching};

impl Judge {
    #[inline(never)]
    pub(super) fn truncated(&mut self, world: &World, node: NodeId, first: Index) {
        let changed = self.written(world, node, first);
        let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        history.cut(changed, view.log());
    }

    #[inline(never)]
    pub(super) fn appended(&mut self, world: &World, node: NodeId, first: Index, count: u64) {
        let changed = self.written(world, node, first);
        let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        if !history.is_in(view.log()) {
            return self.read_anew(world, node);
        }
        history.cut(changed, view.log());
        self.read(
            world,
            node,
            Index::after_count((first.get() - 1).saturating_add(count)),
        );
    }

    /// A node wrote to its log at `first`: a leader may only change what is behind its end, and
    /// everybody only what is behind its committed entries. The log is compared as it is after the
    /// step, which is one write to the disk: whatever was taken out and put back in it has stayed.
    /// Returns the first index that may have changed.
    fn written(&mut self, world: &World, node: NodeId, first: Index) -> Index {
        let (Some(history), Some(view)) = (self.nodes.get(node.position()), world.node(node))
        else {
            return first;
        };
        let log = view.log();
        if history.leads.is_some() {
            let finding = leader_append_only::judge_write(history, first, log);
            self.check_log.record(
                world.now(),
                Property::LeaderAppendOnly,
                finding.map(Finding::LeaderAppendOnly),
            );
        }
        let kept = committed_never_changes::kept_by_write(history, first, log, &self.held);
        let finding = committed_never_changes::judge_write(history, kept, &self.held);
        self.check_log.record(
            world.now(),
            Property::CommittedNeverChanges,
            finding.map(Finding::CommittedNeverChanges),
        );
        first.max(Index::after(kept))
    }

    /// Reads all of a node's log: at the beginning, and whenever the end of the log is not the
    /// expected one.
    pub(super) fn read_anew(&mut self, world: &World, node: NodeId) {
        if let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        {
            history.cut(Index::FIRST, view.log());
            if let Some(base) = view.log().base() {
                history.end = Some(base);
                history.compared = Some(base.index).min(self.committed.last_index());
            }
            self.read(world, node, view.log().next_index());
        }
    }

    /// Reads what is new in a node's log, up to where the entry `beyond` would stand.
    pub(super) fn read(&mut self, world: &World, node: NodeId, beyond: Index) {
        let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        let mut index = Index::after(index_of(history.end));
        while let Some(entry) = view.log().entry(index).filter(|_| index < beyond) {
            let previous = history.end.map(|end| end.term);
            let finding = log_matching::judge(&mut self.held, index, entry, previous, node);
            self.check_log.record(
                world.now(),
                Property::LogMatching,
                finding.map(Finding::LogMatching),
            );
            let term = entry.term;
            history.end = Some(Position { term, index });
            index = index.next();
        }
    }

    /// A crash may take from a log what was not on disk yet, and nothing else.
    pub(super) fn rebooted(&mut self, world: &World, node: NodeId) {
        let (Some(history), Some(view)) = (self.history(node), world.node(node)) else {
            return;
        };
        let (log, held) = (view.log(), &self.held);
        let kept = committed_never_changes::kept_in(&history, log, held);
        let unwritten = view.unstable_writes();
        let finding = committed_never_changes::judge_crash(&history, kept, unwritten, held);
        let is_shorter = log.last().is_some_and(|last| held.has(history.end, last));
        self.check_log.record(
            world.now(),
            Property::CommittedNeverChanges,
            finding.map(Finding::CommittedNeverChanges),
        );
        if let Some(history) = self.nodes.get_mut(node.position()) {
            history.compared = kept;
        }
        if log.last() == history.end {
            return;
        }
        match self.nodes.get_mut(node.position()) {
            Some(history) if is_shorter => history.cut(log.next_index(), log),
            _ => self.read_anew(world, node),
        }
    }
}
