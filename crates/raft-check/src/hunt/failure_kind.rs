//! What a run can be accused of.

use alloc::string::String;

use raft_core::Instant;

use crate::properties::Property;

/// An accusation by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureKind {
    /// A property of the nodes broke.
    Broke(Property),
    /// No order of the clients' operations explains what they saw.
    NotLinearizable,
    /// The faults ended, and the cluster did not go on.
    Stuck,
}

/// An accusation with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureReport {
    /// Of what.
    pub kind: FailureKind,
    /// When it showed.
    pub at: Instant,
    /// One sentence.
    pub sentence: String,
}

impl FailureKind {
    /// All of them, those of the judge first.
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

    /// The accusation with this [`FailureKind::name`].
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
