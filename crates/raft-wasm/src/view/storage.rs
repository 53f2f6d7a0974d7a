//! Where the persistent state of a node is, in words: on disk, on the way there, or in memory.

use raft_core::{Index, count_through};
use raft_sim::{NodeView, Storage};

use crate::whole::IS_FULL;

/// "on disk", or where the term is and which one the disk holds.
pub(super) fn term_place(node: &NodeView<'_>) -> String {
    place(node.term_storage(), || {
        format!("the disk holds term {}", node.disk().current_term)
    })
}

/// "on disk", or where the vote is and which one the disk holds.
pub(super) fn vote_place(node: &NodeView<'_>) -> String {
    let disk = node.disk();
    place(node.vote_storage(), || match disk.voted_for {
        Some(voted_for) => format!(
            "the disk holds term {} with a vote for {voted_for}",
            disk.current_term
        ),
        None => format!("the disk holds term {} without a vote", disk.current_term),
    })
}

/// "on disk", or through which index the log is there and where the rest is.
pub(super) fn log_place(node: &NodeView<'_>) -> String {
    if !IS_FULL {
        return place(Storage::OnDisk, String::new);
    }
    let (stored, last) = (node.stored_through(), node.log().last_index());
    let on_disk = || match node.last_on_disk() {
        Some(last) => format!("the log on disk ends at {last}"),
        None => "the log on disk is empty".to_owned(),
    };
    if stored == last {
        // The disk may still hold what memory has removed.
        return match node.last_on_disk().map(|last| last.index) {
            on if on == last => "on disk".to_owned(),
            _ => format!(
                "on disk, where later ones wait to be removed: {}",
                on_disk()
            ),
        };
    }
    let (first, last) = (Index::after(stored).get(), count_through(last));
    let rest = match first == last {
        true => format!("entry {first}"),
        false => format!("entries {first} to {last}"),
    };
    format!("{rest} {}", place(node.newest_entries_storage(), on_disk))
}

fn place(storage: Storage, on_disk: impl FnOnce() -> String) -> String {
    match storage {
        // Every disk of the first module writes at once.
        _ if !IS_FULL => "on disk".to_owned(),
        Storage::OnDisk => "on disk".to_owned(),
        Storage::Waiting => format!("in memory, waiting to be written: {}", on_disk()),
        Storage::InCache => format!(
            "only in the cache of a disk that says it is written: {}",
            on_disk()
        ),
        Storage::InMemory => format!("in memory only: {}", on_disk()),
    }
}
