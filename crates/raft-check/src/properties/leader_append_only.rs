//! Leader Append-Only (Raft Figure 3, §5.3): a leader only adds to its log.

use core::fmt;

use raft_core::{Index, Log, NodeId, NodeSet, Term, index_of};
use raft_sim::NodeView;

use super::contradiction::Contradiction;
use super::history::NodeHistory;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "leader_append_only",
    title: "Leader Append-Only",
    section: "Raft Figure 3, §5.3",
    meaning: "A leader only adds to the end of its log; it never changes or removes an entry.",
};

/// A leader changed or removed an entry of its own log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeaderChangedItsLog {
    /// Which leader.
    pub leader: NodeId,
    /// Of which term.
    pub term: Term,
    /// The first index at which an entry was changed or removed.
    pub index: Index,
}

/// Checks that a leader that has written at `first` only added to its log, which is now `log`.
pub(crate) fn judge_write(
    history: &NodeHistory,
    first: Index,
    log: &Log,
) -> Option<LeaderChangedItsLog> {
    let is_inside = Some(first) <= index_of(history.end);
    if !is_inside || history.is_in(log) {
        return None;
    }
    changed(history, first)
}

/// Checks that a leader still holds the log it held before. Only a node that still leads the same
/// term is checked: in the step in which it steps down, a leader may go on to cut its log.
pub(crate) fn judge_log(history: &NodeHistory, view: NodeView<'_>) -> Option<LeaderChangedItsLog> {
    let still_leads = view.leads() && history.leads == Some(view.current_term());
    if !still_leads || history.is_in(view.log()) {
        return None;
    }
    changed(history, index_of(history.end)?)
}

fn changed(history: &NodeHistory, index: Index) -> Option<LeaderChangedItsLog> {
    Some(LeaderChangedItsLog {
        leader: history.id,
        term: history.leads?,
        index,
    })
}

impl Contradiction for LeaderChangedItsLog {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.leader])
    }

    fn index(&self) -> Option<Index> {
        Some(self.index)
    }
}

impl fmt::Display for LeaderChangedItsLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LeaderChangedItsLog {
            leader,
            term,
            index,
        } = *self;
        write!(
            formatter,
            "{leader} changed or removed its own entry at index {index} while it led term \
                 {term}."
        )
    }
}
