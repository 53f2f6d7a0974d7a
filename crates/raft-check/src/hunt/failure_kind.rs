//! The kinds of failures that a hunt looks for.

use alloc::format;
use alloc::string::String;

use raft_core::Instant;

use crate::judge::assumption::BrokenAssumption;
use crate::properties::Property;

/// A kind of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureKind {
    /// A property of the nodes broke.
    Broke(Property),
    /// No order of the clients' operations explains what they saw.
    NotLinearizable,
    /// The faults ended, and the cluster did not make progress.
    Stuck,
}

/// What broke in a run, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureReport {
    /// The kind of failure.
    pub kind: FailureKind,
    /// The moment at which it showed.
    pub at: Instant,
    /// What was found, in one sentence.
    pub sentence: String,
    /// What broke an assumption of Raft before, if anything did: then the failure is no fault of
    /// Raft's.
    pub assumption: Option<BrokenAssumption>,
}

impl FailureReport {
    /// What was found, after the broken assumption if there is one.
    #[must_use]
    pub fn full_sentence(&self) -> String {
        match self.assumption {
            Some(assumption) => format!("{assumption}. {}", self.sentence),
            None => self.sentence.clone(),
        }
    }
}

impl FailureKind {
    /// All of them, those that the judge finds first.
    pub fn all() -> impl Iterator<Item = FailureKind> {
        let broke = Property::ALL.into_iter().map(FailureKind::Broke);
        broke.chain([FailureKind::NotLinearizable, FailureKind::Stuck])
    }

    /// The name on the command line and in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FailureKind::Broke(property) => property.name(),
            FailureKind::NotLinearizable => "linearizability",
            FailureKind::Stuck => "progress",
        }
    }

    /// The kind with this [`FailureKind::name`].
    #[must_use]
    pub fn named(name: &str) -> Option<FailureKind> {
        FailureKind::all().find(|kind| kind.name() == name)
    }

    /// Its name, for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            FailureKind::Broke(property) => property.title(),
            FailureKind::NotLinearizable => "Linearizability",
            FailureKind::Stuck => "Progress",
        }
    }
}
