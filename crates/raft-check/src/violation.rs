//! A violation as data. Its sentence is worded in the file of its property, in `properties`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Entry, Index, Instant, NodeSet};

use crate::properties::{Finding, Property};

/// The first time that a property did not hold in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The moment of the event at which the judge found it.
    pub at: Instant,
    /// The contradiction that was found.
    pub finding: Finding,
}

impl Violation {
    /// The property that does not hold.
    #[must_use]
    pub fn property(&self) -> Property {
        self.finding.property()
    }

    /// The nodes involved.
    #[must_use]
    pub fn nodes(&self) -> NodeSet {
        self.finding.nodes()
    }

    /// Where in the log it happened, if it concerns the log.
    #[must_use]
    pub fn index(&self) -> Option<Index> {
        self.finding.index()
    }

    /// The entries that contradict each other, or the one that is missing.
    #[must_use]
    pub fn entries(&self) -> Vec<&Entry> {
        self.finding.entries()
    }

    /// The contradiction in one sentence, which the file of its property words.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.finding.to_string()
    }
}

impl fmt::Display for Violation {
    /// The property, the moment and the sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (title, at) = (self.property().title(), self.at);
        write!(formatter, "{title} violated at {at}: {}", self.finding)
    }
}
