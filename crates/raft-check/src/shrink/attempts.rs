//! Attempts at a smaller run: each is tried, and the best is kept.

use alloc::vec::Vec;
use core::ops::ControlFlow;

use raft_core::Instant;
use raft_sim::{Run, TimedAction};

use crate::hunt::{Failure, FailureKind, Plan, Reproduction, Tally, Trial};

/// The progress of a shrinking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShrinkProgress<'a> {
    /// The smallest run so far.
    pub best: &'a Reproduction,
    /// The number of runs tried.
    pub attempts: u64,
}

impl ShrinkProgress<'_> {
    /// The smallest run so far, played to its end: the result of a shrinking that stops here.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        Trial::again(self.best, &mut Tally::default())
    }
}

/// The smallest reproduction so far, and the number of attempts left.
pub(super) struct Attempts<'a> {
    pub(super) best: Reproduction,
    /// During a detour, and those within it: the best reproduction before it.
    fallback: Option<Reproduction>,
    /// Whether another run may be caught in place of one that stays long.
    another_may_come: bool,
    made: u64,
    left: u64,
    is_stopped: bool,
    watch: &'a mut dyn FnMut(&ShrinkProgress<'_>) -> ControlFlow<()>,
    tally: Tally,
}

/// After so many attempts without success, `watch` is asked all the same.
const ASK_EVERY: u64 = 64;

impl<'a> Attempts<'a> {
    pub(super) fn new(
        reproduction: Reproduction,
        limit: u64,
        watch: &'a mut dyn FnMut(&ShrinkProgress<'_>) -> ControlFlow<()>,
    ) -> Attempts<'a> {
        Attempts {
            best: reproduction,
            fallback: None,
            another_may_come: true,
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

    /// Tries another reproduction in place of the best. Returns whether it breaks the same way, and
    /// so has taken its place.
    pub(super) fn accept(&mut self, reproduction: Reproduction) -> bool {
        if self.are_over() {
            return false;
        }
        let failure = Trial::again(&reproduction, &mut self.tally);
        self.note(failure.map(|failure| ended(reproduction, failure.report.at)))
    }

    /// Tries a run without actions, whose seed draws them, in place of the best. Returns whether it
    /// breaks the same way, also when it is played again, and so has taken its place.
    pub(super) fn accept_drawn(&mut self, plan: &Plan, run: Run) -> bool {
        if self.are_over() {
            return false;
        }
        let failure = Trial::drawn(plan, run, &mut self.tally);
        let broken = failure.as_ref().map(Reproduction::of);
        // The end of a hunted run has more fresh writes than that of a repeated one: without them a
        // cluster may not get stuck.
        let again = broken.filter(|it| Trial::again(it, &mut self.tally).is_some());
        self.note(again)
    }

    /// Counts an attempt, and keeps the reproduction if it breaks the same way.
    fn note(&mut self, broken: Option<Reproduction>) -> bool {
        self.left -= 1;
        self.made += 1;
        let is_better = broken.is_some();
        if let Some(reproduction) = broken {
            self.best = reproduction;
        }
        if is_better || self.made.is_multiple_of(ASK_EVERY) {
            let progress = ShrinkProgress {
                best: settled(&self.best, self.fallback.as_ref()),
                attempts: self.made,
            };
            self.is_stopped = (self.watch)(&progress).is_break();
        }
        is_better
    }

    /// Allows so many attempts from now on.
    pub(super) fn allow(&mut self, attempts: u64) {
        self.left = attempts;
    }

    /// The events of all drawn runs tried so far.
    pub(super) fn events(&self) -> u64 {
        self.tally.events
    }

    /// Whether another run may be caught in place of one that stays long.
    pub(super) fn another_may_come(&self) -> bool {
        self.another_may_come
    }

    /// Says that no other run is caught from now on, so that walks have their full patience.
    pub(super) fn expect_no_other(&mut self) {
        self.another_may_come = false;
    }

    /// Tries the best reproduction with other actions.
    pub(super) fn accept_actions(&mut self, actions: Vec<TimedAction>) -> bool {
        let mut reproduction = self.best.clone();
        reproduction.run.actions = actions;
        self.accept(reproduction)
    }

    /// Goes on from a run that may be larger, if `depart` finds one that breaks the same way, and
    /// comes back to the best so far unless it shrinks to `actions_max` actions. Returns whether it
    /// did.
    pub(super) fn detour(
        &mut self,
        actions_max: usize,
        depart: impl FnOnce(&mut Self) -> bool,
        go_on: impl FnOnce(&mut Self),
    ) -> bool {
        let before = self.best.clone();
        let is_outermost = self.fallback.is_none();
        if is_outermost {
            self.fallback = Some(before.clone());
        }
        let was_worth_it = depart(self) && {
            go_on(self);
            self.best.run.actions.len() <= actions_max
        };
        if !was_worth_it {
            self.best = before;
        }
        if is_outermost {
            self.fallback = None;
        }
        was_worth_it
    }

    /// The best, played to its end; `None` if not even the first reproduction breaks.
    pub(super) fn finish(mut self) -> Option<Failure> {
        Trial::again(&self.best, &mut self.tally)
    }
}

/// The best so far, or what a detour comes back to, as long as that is smaller.
fn settled<'a>(best: &'a Reproduction, fallback: Option<&'a Reproduction>) -> &'a Reproduction {
    let actions = |it: &Reproduction| it.run.actions.len();
    fallback
        .filter(|before| actions(before) < actions(best))
        .unwrap_or(best)
}

/// The reproduction without anything that comes after the moment at which it broke.
fn ended(mut reproduction: Reproduction, broken_at: Instant) -> Reproduction {
    if let FailureKind::Broke(_) = reproduction.kind {
        reproduction.until = broken_at;
        reproduction
            .run
            .actions
            .retain(|timed| timed.at <= broken_at);
    }
    reproduction
}
