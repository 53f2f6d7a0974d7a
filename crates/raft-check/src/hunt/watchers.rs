//! The observers of a trial.

use raft_sim::{Event, Observer, World};

use super::tally::Tally;
use crate::judge::Judge;

/// The judge, and the tally of what is seen.
pub(super) struct Watchers<'a> {
    judge: &'a mut Judge,
    tally: &'a mut Tally,
}

impl<'a> Watchers<'a> {
    pub(super) fn new(judge: &'a mut Judge, tally: &'a mut Tally) -> Watchers<'a> {
        Watchers { judge, tally }
    }
}

impl Observer for Watchers<'_> {
    #[expect(
        clippy::inline_always,
        reason = "where the event is known, little of it is left"
    )]
    #[inline(always)]
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        self.judge.observe(world, event);
        self.tally.observe(world, event);
    }
}
