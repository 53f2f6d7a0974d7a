//! What is built in.

/// Whether all of the world is built in. The page plays a fresh run before it has chaos, starts and
/// extensions of Raft: without them, the module that it fetches first is a sixth smaller.
pub(crate) const IS_WHOLE: bool = cfg!(feature = "whole");
