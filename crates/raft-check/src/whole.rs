//! What is built in.

/// Whether an engine with chaos, starts and bad disks is judged: without them nothing that Raft
/// assumes or requires can break.
pub(crate) const IS_WHOLE: bool = cfg!(feature = "whole");
