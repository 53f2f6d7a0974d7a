//! What a hunt comes to, as programs read it: the command line prints these shapes as JSON and
//! reads them back, and the page's workers answer with them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::Instant;
use serde::{Deserialize, Serialize};

use crate::deviation::Deviation;
use crate::hunt::{Failure, Tally};

/// The sums of a [`Tally`]. Its digest is that of the whole results, and stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TallyShape {
    /// Runs.
    pub runs: u64,
    /// Events of all kinds.
    pub events: u64,
    /// Messages sent.
    pub messages: u64,
    /// Elections started, those that nobody won included.
    pub elections: u64,
    /// Operations that clients asked for.
    pub operations: u64,
    /// Clients' commands that were committed.
    pub committed: u64,
    /// Runs or histories that were given up for length.
    pub undecided: u64,
    /// In the order of [`crate::hunt::FAULTS`].
    pub faults: Vec<u64>,
    /// In the order of [`crate::hunt::CoverageMark::ALL`].
    pub sights: Vec<u64>,
}

/// A [`Failure`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailureShape {
    /// The seed of the hunt that drew it; the link has the run's own.
    pub seed: u64,
    /// The name of its kind.
    pub property: String,
    /// When it showed.
    pub at_us: u64,
    /// What broke, in one sentence; before it the broken assumption, if there is one.
    pub sentence: String,
    /// The share link to its last moment.
    pub link: String,
    /// Of a failure that was made small: what is done in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<MomentShape>,
    /// Of a failure that was made small: where a rule that is left out was missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missteps: Vec<MomentShape>,
}

/// A sentence about one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MomentShape {
    /// The moment.
    pub at_us: u64,
    /// What happens then.
    pub sentence: String,
}

impl TallyShape {
    /// The sums of this tally.
    #[must_use]
    pub fn of(tally: &Tally) -> TallyShape {
        TallyShape {
            runs: tally.runs,
            events: tally.events,
            messages: tally.messages,
            elections: tally.elections,
            operations: tally.operations,
            committed: tally.committed,
            undecided: tally.undecided,
            faults: tally.faults.to_vec(),
            sights: tally.marks.to_vec(),
        }
    }

    /// Every sum.
    pub fn counts(&self) -> impl Iterator<Item = u64> {
        let TallyShape {
            runs,
            events,
            messages,
            elections,
            operations,
            committed,
            undecided,
            faults,
            sights,
        } = self;
        let sums = [
            runs, events, messages, elections, operations, committed, undecided,
        ];
        sums.into_iter().chain(faults).chain(sights).copied()
    }

    /// A tally with these sums and this digest; `None` if they are of a version that counts
    /// other things.
    #[must_use]
    pub fn tally(&self, digest: u64) -> Option<Tally> {
        let mut tally = Tally::default();
        tally.runs = self.runs;
        tally.events = self.events;
        tally.messages = self.messages;
        tally.elections = self.elections;
        tally.operations = self.operations;
        tally.committed = self.committed;
        tally.undecided = self.undecided;
        tally.faults = self.faults[..].try_into().ok()?;
        tally.marks = self.sights[..].try_into().ok()?;
        tally.digest = digest;
        Some(tally)
    }
}

impl FailureShape {
    /// This failure, without what is done in it.
    #[must_use]
    pub fn of(failure: &Failure) -> FailureShape {
        FailureShape {
            seed: failure.seed,
            property: failure.report.kind.name().into(),
            at_us: failure.report.at.0,
            sentence: failure.report.full_sentence(),
            link: failure.link(),
            actions: Vec::new(),
            missteps: Vec::new(),
        }
    }

    /// This failure, with what is done in it and with these deviations.
    #[must_use]
    pub fn with_story(failure: &Failure, deviations: &[Deviation]) -> FailureShape {
        let actions = failure.run.actions.iter();
        let deviations = deviations.iter();
        FailureShape {
            actions: actions
                .map(|it| MomentShape::new(it.at, it.action.to_string()))
                .collect(),
            missteps: deviations
                .map(|it| MomentShape::new(it.at, it.to_string()))
                .collect(),
            ..FailureShape::of(failure)
        }
    }
}

impl MomentShape {
    fn new(at: Instant, sentence: String) -> MomentShape {
        MomentShape {
            at_us: at.0,
            sentence,
        }
    }
}
