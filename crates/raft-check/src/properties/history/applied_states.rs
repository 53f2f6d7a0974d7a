//! The states that applying the committed entries gives, for comparison with snapshots.

use alloc::sync::Arc;
use alloc::vec::Vec;

use raft_core::{Bugs, Index};
use raft_sim::Machine;

use super::committed::Committed;

/// The state machine, as bytes, behind each index at which a snapshot has ended: by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AppliedStates {
    /// Copies of a judge share them.
    known: Arc<Vec<(Index, Arc<[u8]>)>>,
}

impl AppliedStates {
    /// The state that applying the committed entries through `index` gives; `None` if not all of
    /// them are committed. Only the entries since the nearest known state before are applied.
    pub(crate) fn through(&mut self, index: Index, committed: &Committed) -> Option<Arc<[u8]>> {
        let place = self.known.partition_point(|(known, _)| *known < index);
        if let Some((known, bytes)) = self.known.get(place)
            && *known == index
        {
            return Some(Arc::clone(bytes));
        }
        let before = place
            .checked_sub(1)
            .and_then(|before| self.known.get(before));
        let (mut applied, mut machine) = match before {
            Some((known, bytes)) => (Some(*known), Machine::from_bytes(bytes, Bugs::NONE)?),
            None => (None, Machine::default()),
        };
        while applied < Some(index) {
            let next = Index::after(applied);
            machine.apply(committed.entry(next)?);
            applied = Some(next);
        }
        let bytes: Arc<[u8]> = machine.to_bytes().into();
        Arc::make_mut(&mut self.known).insert(place, (index, Arc::clone(&bytes)));
        Some(bytes)
    }
}
