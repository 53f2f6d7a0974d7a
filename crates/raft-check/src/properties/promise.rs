//! What can be said of a property in words.

/// A property in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Promise {
    /// The name used in scenario files: that of the property's file.
    pub(super) name: &'static str,
    /// The name for people: the paper's, where it has one.
    pub(super) title: &'static str,
    /// Where it stands: `Raft` is the extended paper.
    pub(super) section: &'static str,
    /// What it promises, in one sentence of our own.
    pub(super) meaning: &'static str,
}
