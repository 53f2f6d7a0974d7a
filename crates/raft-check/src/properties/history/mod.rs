//! What several properties must remember of a run, as the history variables of a proof do: what
//! each node was last known to hold, and what has been committed.

mod committed;
mod entry_tree;
mod node;

pub(crate) use committed::Committed;
pub(crate) use entry_tree::EntryTree;
pub(crate) use node::NodeHistory;

use alloc::vec::Vec;

use raft_core::{Index, SharedList};

/// Where the entry at `index` stands in a list that begins with index 1.
#[inline]
pub(super) fn place_of(index: Index) -> usize {
    usize::try_from(index.get() - 1).unwrap_or(usize::MAX)
}

/// Puts an item at `place` of a list, nearly always its end.
pub(super) fn insert<T: Clone>(list: &mut SharedList<T>, place: usize, item: T) {
    let later: Vec<T> = list.iter_from(place).cloned().collect();
    list.truncate(place);
    list.push(item);
    later.into_iter().for_each(|item| list.push(item));
}
