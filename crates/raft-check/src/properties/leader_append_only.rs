//! Leader Append-Only (Raft Figure 3, §5.3): a leader only adds to its log.

use raft_core::{Index, index_of};
use raft_sim::NodeView;

use crate::judge::node_history::NodeHistory;
use crate::violation::Finding;

/// What a leader does to its log when it writes at `first`: adds, or changes what was there.
pub(crate) fn judge_write(seen: &NodeHistory, first: Index) -> Option<Finding> {
    let is_inside = Some(first) <= index_of(seen.end);
    is_inside.then_some(())?;
    changed(seen, first)
}

/// Whether a leader still holds what it held before. Asks only those who lead the same term
/// to this moment: what a former leader does later in the same step is its own affair.
pub(crate) fn judge_log(seen: &NodeHistory, view: NodeView<'_>) -> Option<Finding> {
    let still_leads = view.leads() && seen.leads == Some(view.current_term());
    if !still_leads || seen.is_in(view.log()) {
        return None;
    }
    changed(seen, index_of(seen.end)?)
}

fn changed(seen: &NodeHistory, index: Index) -> Option<Finding> {
    Some(Finding::LeaderChangedItsLog {
        leader: seen.id,
        term: seen.leads?,
        index,
    })
}
