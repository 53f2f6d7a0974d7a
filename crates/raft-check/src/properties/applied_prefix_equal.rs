//! Equal Applied Prefix (Raft Figure 2, §5.3): each machine applies the committed entries in
//! their order, from the first on. So of two machines, one has applied what the other has, and
//! perhaps more.

use raft_core::{Entry, Index};

use crate::judge::node_history::NodeHistory;
use crate::properties::state_machine_safety::Committed;
use crate::violation::Finding;

/// Takes in that a node's machine applied `entry` at `index`, and compares that with what was
/// to be applied next.
#[inline]
pub(crate) fn judge(
    seen: &mut NodeHistory,
    index: Index,
    entry: &Entry,
    committed: &Committed,
) -> Option<Finding> {
    let (node, next) = (seen.id, Index::after(seen.applied));
    seen.applied = Some(index);
    if index != next {
        return Some(Finding::AppliedOutOfTurn { node, index, next });
    }
    let wanted = committed.entry(index);
    if wanted == Some(entry) {
        return None;
    }
    Some(Finding::AppliedAnother {
        node,
        index,
        applied: entry.clone(),
        committed: wanted.cloned(),
    })
}
