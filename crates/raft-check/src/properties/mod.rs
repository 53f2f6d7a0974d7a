//! The properties that are checked, a file each. Their names and titles are in
//! [`crate::property`].

pub(crate) mod acknowledged_never_lost;
pub(crate) mod applied_prefix_equal;
pub(crate) mod commit_counts_own_term;
pub(crate) mod commit_never_falls;
pub(crate) mod commit_on_majority;
pub(crate) mod committed_never_changes;
pub(crate) mod disk_before_word;
pub(crate) mod election_safety;
pub(crate) mod leader_append_only;
pub(crate) mod leader_completeness;
pub(crate) mod log_matching;
pub(crate) mod match_never_falls;
pub(crate) mod one_vote_per_term;
pub(crate) mod state_machine_safety;
pub(crate) mod terms_never_fall;

/// Where the entry at `index` stands in a list that begins with index 1.
#[inline]
fn place_of(index: raft_core::Index) -> usize {
    usize::try_from(index.get() - 1).unwrap_or(usize::MAX)
}

/// Puts an item at `place` of a list, nearly always its end.
fn insert<T: Clone>(list: &mut raft_core::SharedList<T>, place: usize, item: T) {
    let later: alloc::vec::Vec<T> = list.iter_from(place).cloned().collect();
    list.truncate(place);
    list.push(item);
    later.into_iter().for_each(|item| list.push(item));
}
