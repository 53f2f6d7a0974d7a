//! A run that is accused, to be tried again.

use raft_core::Instant;
use raft_sim::Run;

use super::failure::Catch;
use super::failure_kind::Charge;
use super::relief_time;

/// A run and what it is accused of: enough to see it break again, and to see whether another
/// run breaks the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What is done. For [`Charge::Stuck`], what was done before the faults ended.
    pub run: Run,
    /// When it has broken. For [`Charge::Stuck`], when the faults end.
    pub until: Instant,
    /// What breaks.
    pub charge: Charge,
}

impl Case {
    /// What of a catch is needed to see it again.
    #[must_use]
    pub fn of(catch: &Catch) -> Case {
        let charge = catch.evidence.charge;
        let until = match charge {
            Charge::Broke(_) => catch.evidence.at,
            Charge::NotLinearizable => catch.ends_at,
            Charge::Stuck => {
                let relief_time = relief_time(&catch.run.options);
                Instant(catch.evidence.at.0.saturating_sub(relief_time.0))
            }
        };
        let mut case = Case {
            run: catch.run.clone(),
            until,
            charge,
        };
        // What ends the faults is done anew at each try.
        case.run.actions.retain(|timed| match charge {
            Charge::Stuck => timed.at < until,
            Charge::Broke(_) | Charge::NotLinearizable => timed.at <= until,
        });
        case
    }
}
