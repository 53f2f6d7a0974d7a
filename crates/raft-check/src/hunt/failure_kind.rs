//! What a run can be accused of.

use alloc::string::String;

use raft_core::Instant;

use crate::property::Property;

/// An accusation by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Charge {
    /// A property of the nodes broke.
    Broke(Property),
    /// No order of the clients' operations explains what they saw.
    NotLinearizable,
    /// The faults ended, and the cluster did not go on.
    Stuck,
}

/// An accusation with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Of what.
    pub charge: Charge,
    /// When it showed.
    pub at: Instant,
    /// One sentence.
    pub sentence: String,
}

impl Charge {
    /// All of them, those of the judge first.
    pub fn all() -> impl Iterator<Item = Charge> {
        let broke = Property::ALL.into_iter().map(Charge::Broke);
        broke.chain([Charge::NotLinearizable, Charge::Stuck])
    }

    /// The name on the command line and in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Charge::Broke(property) => property.name(),
            Charge::NotLinearizable => "linearizability",
            Charge::Stuck => "progress",
        }
    }

    /// The accusation with this [`Charge::name`].
    #[must_use]
    pub fn named(name: &str) -> Option<Charge> {
        Charge::all().find(|charge| charge.name() == name)
    }

    /// Its name, for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Charge::Broke(property) => property.title(),
            Charge::NotLinearizable => "Linearizability",
            Charge::Stuck => "Progress",
        }
    }
}
