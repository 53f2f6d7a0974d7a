//! Snapshot Equals Log (Raft §7): a snapshot holds what applying the entries that it stands for
//! gives.

use core::fmt;

use raft_core::{Bugs, Index, NodeId, NodeSet, Position, Snapshot, Term};
use raft_sim::Machine;

use super::contradiction::Contradiction;
use super::history::{AppliedStates, Committed};
use super::promise::Promise;
use crate::whole::IS_WHOLE;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "snapshot_holds_applied",
    title: "Snapshot Equals Log",
    section: "Raft §7",
    meaning: "A snapshot holds what applying the committed entries gives.",
};

/// A snapshot does not hold what applying the committed entries gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotDiffers {
    /// The node whose snapshot it is.
    pub node: NodeId,
    /// The last entry that it stands for, as it says.
    pub base: Position,
    /// The first difference.
    pub difference: Difference,
}

/// How a snapshot differs from what applying the committed entries gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It stands for entries that nobody has committed.
    NotCommitted,
    /// The last entry that it stands for is of another term.
    OtherTerm(Term),
    /// Its bytes are no state.
    NoState,
    /// Keys have other values in it.
    Values,
    /// The sessions of clients are not those that applying the entries leaves.
    Sessions,
}

/// Compares a node's snapshot with the state that the committed entries give.
pub(crate) fn judge(
    node: NodeId,
    snapshot: &Snapshot,
    states: &mut AppliedStates,
    committed: &Committed,
) -> Option<SnapshotDiffers> {
    let base = snapshot.base;
    let difference = match committed.entry(base.index) {
        None => Difference::NotCommitted,
        Some(entry) if entry.term != base.term => Difference::OtherTerm(entry.term),
        Some(_) => {
            let applied = states.through(base.index, committed)?;
            if *applied == *snapshot.bytes {
                return None;
            }
            compare(&snapshot.bytes, &applied)
        }
    };
    Some(SnapshotDiffers {
        node,
        base,
        difference,
    })
}

fn compare(held: &[u8], applied: &[u8]) -> Difference {
    let read = |bytes| Machine::from_bytes(bytes, Bugs::NONE);
    let (Some(held), Some(applied)) = (read(held), read(applied)) else {
        return Difference::NoState;
    };
    match held.iter().eq(applied.iter()) {
        true => Difference::Sessions,
        false => Difference::Values,
    }
}

impl Contradiction for SnapshotDiffers {
    fn nodes(&self) -> NodeSet {
        match IS_WHOLE {
            true => NodeSet::from_iter([self.node]),
            false => NodeSet::EMPTY,
        }
    }

    fn index(&self) -> Option<Index> {
        Some(self.base.index)
    }
}

impl fmt::Display for SnapshotDiffers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !IS_WHOLE {
            return Ok(());
        }
        let SnapshotDiffers {
            node,
            base,
            difference,
        } = *self;
        write!(
            formatter,
            "The snapshot of {node} through index {} ",
            base.index
        )?;
        match difference {
            Difference::NotCommitted => {
                formatter.write_str("stands for entries that nobody has committed.")
            }
            Difference::OtherTerm(term) => write!(
                formatter,
                "names term {} for its last entry, which is of term {term}.",
                base.term
            ),
            Difference::NoState => formatter.write_str("is not the state of a state machine."),
            Difference::Values => {
                formatter.write_str("holds other values than applying the committed entries gives.")
            }
            Difference::Sessions => formatter
                .write_str("lacks the sessions that applying the committed entries leaves."),
        }
    }
}
