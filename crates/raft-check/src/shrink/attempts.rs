//! Tries one run after the other, and keeps the best.

use alloc::vec::Vec;

use raft_core::Instant;
use raft_sim::TimedAction;

use super::{Progress, Verdict};
use crate::hunt::{Failure, FailureKind, Reproduction, Tally, Trial};

/// The best case so far, and how much may still be tried.
pub(super) struct Attempts<'a> {
    pub(super) best: Reproduction,
    /// While something larger is tried out: what there is to fall back on.
    fallback: Option<Reproduction>,
    made: u64,
    left: u64,
    is_stopped: bool,
    watch: &'a mut dyn FnMut(&Progress<'_>) -> Verdict,
    tally: Tally,
}

/// After so many attempts without success, whoever watches is asked all the same.
const ASK_EVERY: u64 = 64;

impl<'a> Attempts<'a> {
    pub(super) fn new(
        case: Reproduction,
        limit: u64,
        watch: &'a mut dyn FnMut(&Progress<'_>) -> Verdict,
    ) -> Attempts<'a> {
        Attempts {
            best: case,
            fallback: None,
            made: 0,
            left: limit,
            is_stopped: false,
            watch,
            tally: Tally::default(),
        }
    }

    /// Whether nothing more may be tried.
    pub(super) fn are_over(&self) -> bool {
        self.is_stopped || self.left == 0
    }

    /// Tries another case in place of the best. Whether it breaks the same way, and so has taken
    /// its place.
    pub(super) fn accept(&mut self, case: Reproduction) -> bool {
        if self.are_over() {
            return false;
        }
        self.left -= 1;
        self.made += 1;
        let caught = Trial::again(&case, &mut self.tally);
        let is_better = caught.is_some();
        if let Some(caught) = caught {
            self.best = ended(case, caught.evidence.at);
        }
        if is_better || self.made.is_multiple_of(ASK_EVERY) {
            let progress = Progress {
                best: self.fallback.as_ref().unwrap_or(&self.best),
                attempts: self.made,
            };
            self.is_stopped = (self.watch)(&progress) == Verdict::Stop;
        }
        is_better
    }

    /// The same case with other actions.
    pub(super) fn accept_actions(&mut self, actions: Vec<TimedAction>) -> bool {
        let mut case = self.best.clone();
        case.run.actions = actions;
        self.accept(case)
    }

    /// Goes on from a larger case, if that breaks the same way, and comes back to the best so far
    /// unless it ends with no more than so many actions. Whether it did.
    pub(super) fn detour(
        &mut self,
        larger: Vec<TimedAction>,
        actions_max: usize,
        go_on: impl FnOnce(&mut Self),
    ) -> bool {
        let before = self.best.clone();
        self.fallback = Some(before.clone());
        let was_worth_it = self.accept_actions(larger) && {
            go_on(self);
            self.best.run.actions.len() <= actions_max
        };
        if !was_worth_it {
            self.best = before;
        }
        self.fallback = None;
        was_worth_it
    }

    /// The best, played to its end; `None` if not even the first case breaks.
    pub(super) fn finish(mut self) -> Option<Failure> {
        Trial::again(&self.best, &mut self.tally)
    }
}

/// A case that has broken needs nothing that comes after that.
fn ended(mut case: Reproduction, broken_at: Instant) -> Reproduction {
    if let FailureKind::Broke(_) = case.charge {
        case.until = broken_at;
        case.run.actions.retain(|timed| timed.at <= broken_at);
    }
    case
}
