//! The log of checks: how often each property was checked, and the violations found.

use alloc::sync::Arc;
use alloc::vec::Vec;

use raft_core::Instant;

use crate::properties::{Finding, Property};
use crate::violation::Violation;

/// How often each property was checked, and where it did not hold first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CheckLog {
    /// In the order of [`Property::ALL`].
    checks: [u64; Property::ALL.len()],
    /// One for each property that was violated, in the order of their moments. Copies share them:
    /// moments are copied often, and there are hardly ever any.
    violations: Arc<Vec<Violation>>,
}

impl CheckLog {
    /// Counts a check, and keeps its finding if that is the first against the property.
    #[inline]
    pub(crate) fn record(&mut self, at: Instant, property: Property, finding: Option<Finding>) {
        self.checks[property.place()] += 1;
        if let Some(finding) = finding {
            self.report(at, finding);
        }
    }

    #[cold]
    fn report(&mut self, at: Instant, finding: Finding) {
        let violation = Violation { at, finding };
        if self.violation_of(violation.property()).is_none() {
            Arc::make_mut(&mut self.violations).push(violation);
        }
    }

    pub(crate) fn checks(&self) -> [u64; Property::ALL.len()] {
        self.checks
    }

    pub(crate) fn violations(&self) -> &[Violation] {
        &self.violations
    }

    pub(crate) fn violation_of(&self, property: Property) -> Option<&Violation> {
        self.violations
            .iter()
            .find(|violation| violation.property() == property)
    }
}
