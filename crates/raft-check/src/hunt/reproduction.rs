//! A run that is accused, to be tried again.

use raft_core::Instant;
use raft_sim::Run;

use super::failure::Failure;
use super::failure_kind::FailureKind;
use super::recovery::recovery_time;

/// A run and what it is accused of: enough to see it break again, and to see whether another
/// run breaks the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reproduction {
    /// What is done. For [`FailureKind::Stuck`], what was done before the faults ended.
    pub run: Run,
    /// When it has broken. For [`FailureKind::Stuck`], when the faults end.
    pub until: Instant,
    /// What breaks.
    pub kind: FailureKind,
}

impl Reproduction {
    /// What of a catch is needed to see it again.
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
        // What ends the faults is done anew at each try.
        reproduction.run.actions.retain(|timed| match kind {
            FailureKind::Stuck => timed.at < until,
            FailureKind::Broke(_) | FailureKind::NotLinearizable => timed.at <= until,
        });
        reproduction
    }
}
