//! Monotonic Commit Index (Raft Figure 2): it never falls until a crash takes it.

use raft_core::Index;

use crate::judge::node_history::NodeHistory;
use crate::violation::Finding;

/// Takes in a node's commit index, and compares it with the one before.
#[inline]
pub(crate) fn judge(seen: &mut NodeHistory, now: Option<Index>) -> Option<Finding> {
    let before = core::mem::replace(&mut seen.commit, now);
    if now >= before {
        return None;
    }
    let (node, before) = (seen.id, before?);
    Some(Finding::CommitFell { node, before, now })
}
