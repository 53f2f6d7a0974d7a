//! What is built in.

/// Whether extensions, and leaving rules out, are built in. Without them an engine is smaller, and
/// plays plain Raft alone.
pub(crate) const IS_WHOLE: bool = cfg!(feature = "extensions");
