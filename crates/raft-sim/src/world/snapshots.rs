//! Snapshots (Raft §7): when a node takes one, and how its state machine goes on from one.

use alloc::sync::Arc;

use raft_core::{Bug, Extension, Index, Input, NodeId, Snapshot, count_through};

use super::World;
use crate::server::Memory;
use crate::whole::IS_WHOLE;
use crate::world::event::Observer;

impl World {
    /// Has a node take a snapshot, if as many entries in its log are applied as the run says.
    #[inline]
    pub(super) fn take_snapshot_if_due(&mut self, id: NodeId, observer: &mut impl Observer) {
        if IS_WHOLE && self.options.extensions.has(Extension::Snapshots) {
            self.take_due_snapshot(id, observer);
        }
    }

    fn take_due_snapshot(&mut self, id: NodeId, observer: &mut impl Observer) {
        let after = u64::from(self.options.snapshot_after);
        let takes_all = self.options.bugs.has(Bug::SnapshotUncommitted);
        let Some(memory) = self.servers[id.position()].running_mut() else {
            return;
        };
        let Some(through) = memory.due_snapshot(after, takes_all) else {
            return;
        };
        if takes_all {
            memory.apply_through(through);
        }
        let bytes = memory.machine.to_bytes();
        // All keys are copied.
        self.spent.entries += memory.machine.len() as u64;
        self.digest.add(0xE0 << 8 | u64::from(id.0));
        self.digest.add(through.get());
        let mut written = self.step_once(id, Input::Compact { through, bytes }, observer);
        while let Some(token) = written {
            written = self.step_once(id, Input::Persisted(token), observer);
        }
    }

    /// Puts the state of a snapshot in the place of a node's state machine.
    pub(super) fn restore(&mut self, id: NodeId, snapshot: &Arc<Snapshot>) {
        if let Some(memory) = self.servers[id.position()].running_mut() {
            memory.restore(snapshot);
            self.spent.entries += memory.machine.len() as u64;
        }
    }
}

impl Memory {
    /// The index through which a snapshot is due: where so many entries of the log are applied.
    fn due_snapshot(&self, after: u64, takes_all: bool) -> Option<Index> {
        let log = self.node.log();
        let through = match takes_all {
            true => log.last_index(),
            // A machine may be ahead of what is committed only where a rule is left out.
            false => self.last_applied.min(self.node.commit_index()),
        };
        let before = log.first_index().get() - 1;
        through.filter(|it| it.get() - before.min(it.get()) >= after)
    }

    /// Applies the log through this index, committed or not: [`Bug::SnapshotUncommitted`].
    fn apply_through(&mut self, through: Index) {
        while self.last_applied < Some(through) {
            let index = Index::after_count(count_through(self.last_applied));
            if let Some(entry) = self.node.log().entry(index) {
                self.machine.apply(entry);
            }
            self.last_applied = Some(index);
        }
    }
}
