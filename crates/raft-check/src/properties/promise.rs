//! What can be said of a property in words.

use crate::whole::IS_WHOLE;

/// A property in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Promise {
    /// The name used in scenario files: that of the property's file.
    pub(super) name: &'static str,
    /// The name for people: the paper's, where it has one.
    pub(super) title: &'static str,
    /// Where it stands: `Raft` is the extended paper.
    pub(super) section: &'static str,
    /// What it promises, in one sentence of our own; nothing in the page's first module, which
    /// never says it.
    pub(super) meaning: &'static str,
}

impl Promise {
    /// As much of it as is built in.
    pub(super) const fn built_in(self) -> Promise {
        match IS_WHOLE {
            true => self,
            false => Promise {
                meaning: "",
                ..self
            },
        }
    }
}
