//! The judge's verdict on a run.

use core::fmt;

use crate::judge::assumption::BrokenAssumption;
use crate::judge::timing::MissedTiming;
use crate::properties::Property;
use crate::violation::Violation;

/// Whether all properties held, and how much that means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// How often the properties were checked.
    pub checks: u64,
    /// How many clients' commands were committed: a run that commits nothing proves little.
    pub committed: u64,
    /// The first violation, if there was any.
    pub violation: Option<&'a Violation>,
    /// How a disk or the start broke what Raft assumes, if one did: then a violation is no fault of
    /// Raft's.
    pub assumption: Option<BrokenAssumption>,
    /// How the cluster was too slow for its election timeouts, if it was: then it need not make
    /// progress, while all properties of safety must hold.
    pub timing: Option<MissedTiming>,
}

impl Verdict<'_> {
    /// Whether all properties held.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.violation.is_none()
    }
}

impl fmt::Display for Verdict<'_> {
    /// One sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, checks) = (Property::ALL.len(), self.checks);
        if let Some(assumption) = self.assumption {
            write!(formatter, "{assumption}. ")?;
        }
        if let Some(timing) = self.timing {
            write!(formatter, "{timing}. ")?;
        }
        match (self.violation, self.committed) {
            (Some(violation), _) => violation.fmt(formatter),
            (None, 0) => write!(
                formatter,
                "All {count} properties held in {checks} checks, but no command of a client was \
                 committed."
            ),
            (None, 1) => write!(
                formatter,
                "All {count} properties held in {checks} checks, with 1 command of a client \
                 committed."
            ),
            (None, committed) => write!(
                formatter,
                "All {count} properties held in {checks} checks, with {committed} commands \
                 of clients committed."
            ),
        }
    }
}
