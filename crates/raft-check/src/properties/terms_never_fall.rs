//! Monotonic Terms (Raft Figure 2, §5.1): a node's term never falls, restarts or not.
//!
//! A crash may take a term that was not on disk yet, but none that was ever said.

use raft_core::Term;

use crate::judge::node_history::NodeHistory;
use crate::violation::Finding;

/// Takes in a node's term, and compares it with the one before.
#[inline]
pub(crate) fn judge(seen: &mut NodeHistory, now: Term) -> Option<Finding> {
    let before = core::mem::replace(&mut seen.term, now);
    if now >= before {
        return None;
    }
    let node = seen.id;
    Some(Finding::TermFell { node, before, now })
}
