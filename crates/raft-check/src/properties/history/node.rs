//! What is known of one node.

use raft_core::{Entry, Index, Instant, Log, NodeId, Position, Term, index_of};
use raft_sim::NodeView;

use super::entry_tree::EntryTree;

/// What a node was last known to hold, as of the last event about it.
///
/// A node reports its decisions after a whole step: at the first decision of a step, the world
/// already shows the state after the last. So the judge keeps the end of each log as of the
/// decision that it is checking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeHistory {
    pub(crate) id: NodeId,
    /// The end of its log.
    pub(crate) end: Option<Position>,
    /// The last index at which its log was compared with what is committed.
    pub(crate) compared: Option<Index>,
    /// The term it leads.
    pub(crate) leads: Option<Term>,
    /// Its term.
    pub(crate) term: Term,
    /// The newest term that it has sent in a message: no crash may take that.
    pub(crate) spoken: Term,
    /// Its commit index.
    pub(crate) commit: Option<Index>,
    /// The last index that its machine has applied.
    pub(crate) applied: Option<Index>,
    /// The last index that its snapshot stands for (Raft §7).
    pub(crate) base: Option<Index>,
    /// The last index that the snapshot on its disk stood for when a crash last ended its process.
    pub(crate) base_on_disk: Option<Index>,
    /// The transfer of its lead that is under way (Thesis §3.10).
    pub(crate) transfer: Option<TransferSeen>,
}

/// A transfer of a lead, as the judge saw it begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TransferSeen {
    /// The successor.
    pub(crate) to: NodeId,
    /// When it began, by the leader's clock.
    pub(crate) began_at: Instant,
}

impl NodeHistory {
    /// A node whose log has not been read yet.
    pub(crate) fn new(view: NodeView<'_>) -> NodeHistory {
        NodeHistory {
            id: view.id(),
            end: None,
            compared: None,
            leads: None,
            term: view.current_term(),
            spoken: view.disk().current_term,
            commit: view.commit_index(),
            applied: view.last_applied(),
            base: None,
            base_on_disk: None,
            transfer: None,
        }
    }

    /// A crash takes what is not on disk. The terms that the node has sent must be there.
    pub(crate) fn crash(&mut self) {
        self.leads = None;
        self.transfer = None;
        self.term = self.spoken;
        self.commit = None;
        self.applied = None;
    }

    /// Whether `log` still begins with the log that was last seen.
    #[inline]
    pub(crate) fn is_in(&self, log: &Log) -> bool {
        log.agrees_at(self.end)
    }

    /// Forgets what stood at `first` and behind it.
    pub(crate) fn cut(&mut self, first: Index, log: &Log) {
        let last = first.previous();
        if index_of(self.end) > last {
            // `None` if the same step went on to cut more: then the whole log is read anew.
            self.end = last.and_then(|last| log.position_at(last));
        }
        self.compared = self.compared.min(last);
    }

    /// The entry at `index`, as of the last event about this node.
    #[inline]
    pub(crate) fn entry<'a>(
        &self,
        index: Index,
        log: &'a Log,
        tree: &'a EntryTree,
    ) -> Option<&'a Entry> {
        let end = self.end.filter(|end| index <= end.index)?;
        // What its snapshot has replaced was in its log, or in that of the snapshot's sender.
        if self.is_in(log) && !log.has_replaced(index) {
            log.entry(index)
        } else {
            tree.entry_of(end, index)
        }
    }
}
