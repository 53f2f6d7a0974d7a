//! What the gallery says of a rule.

use raft_core::Bug;

use crate::hunt::FailureKind;

/// What the gallery says of one rule that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GalleryEntry {
    /// The rule; its [`Bug::name`] is the one in `options.bugs`.
    pub bug: Bug,
    /// A few words for people.
    pub title: &'static str,
    /// What is left out, what comes of it, and why the rule is there.
    pub paragraph: &'static str,
    /// The rule itself, as one would tell it to a node.
    pub rule: &'static str,
    /// Where it stands: `Raft` is the extended paper, `Thesis` Ongaro's dissertation.
    pub section: &'static str,
    /// What a hunt accuses it of.
    pub breaks: FailureKind,
    /// Where this, or something very like it, was made or found; nothing for what only the
    /// papers warn of.
    pub source: Option<&'static str>,
}
