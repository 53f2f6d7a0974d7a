//! A run that is accused, to be tried again.

use raft_core::Instant;
use raft_sim::Run;

use super::failure::Failure;
use super::failure_kind::FailureKind;
use super::recovery_time;

/// A run and what it is accused of: enough to see it break again, and to see whether another
/// run breaks the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reproduction {
    /// What is done. For [`FailureKind::Stuck`], what was done before the faults ended.
    pub run: Run,
    /// When it has broken. For [`FailureKind::Stuck`], when the faults end.
    pub until: Instant,
    /// What breaks.
    pub charge: FailureKind,
}

impl Reproduction {
    /// What of a catch is needed to see it again.
    #[must_use]
    pub fn of(catch: &Failure) -> Reproduction {
        let charge = catch.evidence.charge;
        let until = match charge {
            FailureKind::Broke(_) => catch.evidence.at,
            FailureKind::NotLinearizable => catch.ends_at,
            FailureKind::Stuck => {
                let recovery_time = recovery_time(&catch.run.options);
                Instant(catch.evidence.at.0.saturating_sub(recovery_time.0))
            }
        };
        let mut case = Reproduction {
            run: catch.run.clone(),
            until,
            charge,
        };
        // What ends the faults is done anew at each try.
        case.run.actions.retain(|timed| match charge {
            FailureKind::Stuck => timed.at < until,
            FailureKind::Broke(_) | FailureKind::NotLinearizable => timed.at <= until,
        });
        case
    }
}
