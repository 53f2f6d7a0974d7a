//! What is built in.

/// Whether this is the full module, and not the one that a page loads first.
pub(crate) const IS_FULL: bool = cfg!(feature = "full");
