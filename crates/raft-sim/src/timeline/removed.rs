//! A branch that was removed, kept so that it can be brought back.

use alloc::vec::Vec;

use raft_core::Instant;

use crate::timeline::branch::Branch;

/// A branch that was removed, and how to undo that.
#[derive(Clone, Debug)]
pub(super) struct Removed<W> {
    pub(super) branch: Branch<W>,
    /// The former parents of the branches that were adopted by others.
    pub(super) origins: Vec<Origin>,
}

/// The place of a branch in the tree: its parent, and where it left it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub(super) id: u32,
    pub(super) parent: Option<u32>,
    pub(super) forked_at: Instant,
}
