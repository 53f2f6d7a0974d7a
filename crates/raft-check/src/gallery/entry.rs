//! An entry of the gallery.

use raft_core::Bug;

use crate::hunt::FailureKind;

/// What the gallery says of one rule that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GalleryEntry {
    /// The rule; its [`Bug::name`] is the one in `options.bugs`.
    pub bug: Bug,
    /// A few words for people.
    pub title: &'static str,
    /// What is left out, what happens then, and why Raft has the rule.
    pub paragraph: &'static str,
    /// The rule itself, as one would tell it to a node.
    pub rule: &'static str,
    /// Where it stands: `Raft` is the extended paper, `Thesis` Ongaro's dissertation.
    pub section: &'static str,
    /// The kind of failure that a hunt finds without it.
    pub breaks: FailureKind,
    /// Where this mistake, or one very like it, was made or found; `None` for mistakes that only
    /// the papers warn of.
    pub source: Option<&'static str>,
}
