//! What several properties must remember of a run, as the history variables of a proof do: what
//! each node was last known to hold, and what has been committed.

mod applied_states;
mod committed;
mod entry_tree;
mod node;
pub(super) mod places;

pub(crate) use applied_states::AppliedStates;
pub(crate) use committed::Committed;
pub(crate) use entry_tree::EntryTree;
pub(crate) use node::{NodeHistory, TransferSeen};
