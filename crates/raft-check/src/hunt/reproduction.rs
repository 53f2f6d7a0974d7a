//! A failure reduced to what is needed to reproduce it.

use raft_core::Instant;
use raft_sim::Run;

use super::failure::Failure;
use super::failure_kind::FailureKind;
use super::recovery::recovery_time;

/// A run and the kind of its failure: enough to see it break again, and to see whether another
/// run breaks the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reproduction {
    /// The run. For [`FailureKind::Stuck`], with the actions before the end of the faults.
    pub run: Run,
    /// The moment by which it has broken. For [`FailureKind::Stuck`], the end of the faults.
    pub until: Instant,
    /// The kind of failure.
    pub kind: FailureKind,
}

impl Reproduction {
    /// The part of a failure that is needed to reproduce it.
    #[must_use]
    pub fn of(failure: &Failure) -> Reproduction {
        let kind = failure.report.kind;
        let until = match kind {
            FailureKind::Broke(_) => failure.report.at,
            FailureKind::NotLinearizable => failure.ends_at,
            FailureKind::Stuck => {
                let recovery_time = recovery_time(&failure.run.options);
                Instant(failure.report.at.0.saturating_sub(recovery_time.0))
            }
        };
        let mut reproduction = Reproduction {
            run: failure.run.clone(),
            until,
            kind,
        };
        // Each try ends the faults anew, with actions of its own.
        reproduction.run.actions.retain(|timed| match kind {
            FailureKind::Stuck => timed.at < until,
            FailureKind::Broke(_) | FailureKind::NotLinearizable => timed.at <= until,
        });
        reproduction
    }
}
