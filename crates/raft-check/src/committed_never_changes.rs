//! Committed Entries Stay (Raft §5.3, §5.4): a node keeps what it has committed as it is.
//!
//! State Machine Safety compares what nodes commit. This is about the log of one node, through
//! all its restarts: only the end of it that was not on disk yet may get lost in a crash.

use raft_core::{Index, Log};

use crate::log_matching::EntryTree;
use crate::violation::Finding;
use crate::watched::Watched;

/// A node writes to its log at `first`; it may only do so behind what it has committed.
#[inline]
pub(crate) fn judge_write(seen: &Watched, first: Index, held: &EntryTree) -> Option<Finding> {
    if Some(first) > seen.compared {
        return None;
    }
    changed(seen, first, held)
}

/// A process ends or begins, with this log: what is left of what it had committed is what it
/// was. A log with the same end is the same log.
pub(crate) fn judge_boot(seen: &Watched, log: &Log, held: &EntryTree) -> Option<Finding> {
    let last = seen.compared.min(log.last_index())?;
    if log.last() == seen.end || log.entry(last) == held.entry_of(seen.end?, last) {
        return None;
    }
    changed(seen, last, held)
}

fn changed(seen: &Watched, index: Index, held: &EntryTree) -> Option<Finding> {
    Some(Finding::CommittedEntryChanged {
        node: seen.id,
        index,
        entry: held.entry_of(seen.end?, index)?.clone(),
    })
}
