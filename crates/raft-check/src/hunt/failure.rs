//! A run that failed, with the link that plays it again.

use alloc::string::String;

use raft_core::Instant;
use raft_sim::link::{self, ENGINE_VERSION, Shared};
use raft_sim::{Nobody, Run, World};

use super::failure_kind::{FailureKind, FailureReport};

/// A run in which something broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The seed of the hunt that drew it. A run that was shrunk may have another one of its own.
    pub seed: u64,
    /// What broke.
    pub report: FailureReport,
    /// The whole run, to be played again.
    pub run: Run,
    /// When it ends.
    pub ends_at: Instant,
}

impl Failure {
    /// The failure of this kind that a shared run shows. Its sentence is empty until the run is
    /// tried again.
    #[must_use]
    pub fn of_link(shared: Shared, kind: FailureKind) -> Failure {
        Failure {
            seed: shared.run.seed,
            report: FailureReport {
                kind,
                at: shared.at,
                sentence: String::new(),
                assumption: None,
            },
            run: shared.run,
            ends_at: shared.at,
        }
    }

    /// The share link to its last moment.
    #[must_use]
    pub fn link(&self) -> String {
        let mut world = World::begin(&self.run);
        for timed in &self.run.actions {
            world.advance_to(timed.at, &mut Nobody);
            world.act(&timed.action, &mut Nobody);
        }
        world.advance_to(self.ends_at, &mut Nobody);
        link::encode(&Shared {
            run: self.run.clone(),
            at: self.ends_at,
            head: self.ends_at,
            digest: world.digest(),
            engine: ENGINE_VERSION,
        })
    }
}
