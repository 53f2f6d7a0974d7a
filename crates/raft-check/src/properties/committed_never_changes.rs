//! Committed Entries Stay (Raft §5.3, §5.4): a node keeps what it has committed as it is.
//!
//! State Machine Safety compares what nodes commit. This property is about the log of one node,
//! through all its restarts: a crash may only take entries that were not on disk yet.

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Entry, Index, Log, NodeId, NodeSet};

use super::contradiction::{Contradiction, in_words};
use super::history::{EntryTree, NodeHistory};
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "committed_never_changes",
    title: "Committed Entries Stay",
    section: "Raft §5.3, §5.4",
    meaning: "A node never changes or removes an entry of its log that it has committed.",
};

/// A node changed or removed an entry of its log that it had committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommittedEntryChanged {
    /// Which node.
    pub node: NodeId,
    /// The first index at which it did not keep what it had committed.
    pub index: Index,
    /// The entry that it had committed there.
    pub entry: Entry,
}

/// A node has written to its log, which holds the entries through `kept` of those that the node had
/// committed: it must hold all of them.
#[inline]
pub(crate) fn judge_write(
    history: &NodeHistory,
    kept: Option<Index>,
    held: &EntryTree,
) -> Option<CommittedEntryChanged> {
    if kept >= history.compared {
        return None;
    }
    changed(history, Index::after(kept), held)
}

/// The last index through which this log holds what the node had committed, after a write at
/// `first`. A write behind the committed entries has changed none of them.
#[inline]
pub(crate) fn kept_by_write(
    history: &NodeHistory,
    first: Index,
    log: &Log,
    held: &EntryTree,
) -> Option<Index> {
    if Some(first) > history.compared {
        return history.compared;
    }
    kept_in(history, log, held)
}

/// Checks, when a process ends, that its disk still holds what it had committed. The entries
/// through the index `kept` are there; writes that had not reached the disk excuse the rest.
pub(crate) fn judge_crash(
    history: &NodeHistory,
    kept: Option<Index>,
    unwritten: usize,
    held: &EntryTree,
) -> Option<CommittedEntryChanged> {
    if kept >= history.compared || unwritten > 0 {
        return None;
    }
    changed(history, Index::after(kept), held)
}

/// The last index through which this log still holds what the node had committed. A log with the
/// same end is the same log.
pub(crate) fn kept_in(history: &NodeHistory, log: &Log, held: &EntryTree) -> Option<Index> {
    if log.last() == history.end {
        return history.compared;
    }
    let mut kept = history.compared.min(log.last_index());
    while let (Some(index), Some(end)) = (kept, history.end) {
        // By Log Matching, logs that are equal at one place are equal before it. What a snapshot
        // stands for is compared with the committed entries by itself.
        if log.has_replaced(index) || log.entry(index) == held.entry_of(end, index) {
            return kept;
        }
        kept = index.previous();
    }
    None
}

fn changed(history: &NodeHistory, index: Index, held: &EntryTree) -> Option<CommittedEntryChanged> {
    Some(CommittedEntryChanged {
        node: history.id,
        index,
        entry: held.entry_of(history.end?, index)?.clone(),
    })
}

impl Contradiction for CommittedEntryChanged {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.node])
    }

    fn index(&self) -> Option<Index> {
        Some(self.index)
    }

    fn entries(&self) -> Vec<&Entry> {
        Vec::from([&self.entry])
    }
}

impl fmt::Display for CommittedEntryChanged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CommittedEntryChanged { node, index, entry } = self;
        write!(
            formatter,
            "{node} changed or removed {} at index {index}, which it had committed.",
            in_words(entry)
        )
    }
}
