//! Places in lists that are kept by index or by term.

use alloc::vec::Vec;

use raft_core::{Index, SharedList};

/// Where the entry at `index` stands in a list that begins with index 1.
#[inline]
pub(crate) fn place_of(index: Index) -> usize {
    usize::try_from(index.get() - 1).unwrap_or(usize::MAX)
}

/// Puts an item at `place` of a list, nearly always its end.
pub(crate) fn insert<T: Clone>(list: &mut SharedList<T>, place: usize, item: T) {
    let later: Vec<T> = list.iter_from(place).cloned().collect();
    list.truncate(place);
    list.push(item);
    later.into_iter().for_each(|item| list.push(item));
}
