//! Chaos: faults that come by themselves while a page plays on.
//!
//! Faults are drawn as in a hunt, and each is an ordinary action of the run, so that a link
//! replays them. They come only after the branch's head: replaying the past changes nothing.

use raft_check::schedule::{Assumptions, Faults};
use raft_core::{Duration, Instant};
use raft_sim::limits::ACTIONS_MAX;
use raft_sim::{Action, World};

/// Faults at a rate, drawn from the run's seed.
#[derive(Clone, Copy, Debug)]
pub struct Chaos {
    per_minute: u32,
    assumptions: Assumptions,
    faults: Faults,
    next_at: Instant,
}

/// The highest rate: faults a minute.
pub const PER_MINUTE_MAX: u32 = 120;

impl Chaos {
    /// Faults from `now` on; none for a rate of 0.
    #[must_use]
    pub fn new(
        seed: u64,
        per_minute: u32,
        assumptions: Assumptions,
        now: Instant,
        actions: usize,
    ) -> Option<Chaos> {
        if per_minute == 0 {
            return None;
        }
        let per_minute = per_minute.min(PER_MINUTE_MAX);
        let mut chaos = Chaos {
            per_minute,
            assumptions,
            faults: Faults::steady(seed, per_minute, assumptions),
            next_at: now,
        };
        chaos.rest(now, actions);
        Some(chaos)
    }

    /// How many faults come a minute, on average.
    #[must_use]
    pub fn per_minute(&self) -> u32 {
        self.per_minute
    }

    /// Whether disks may lie and be wiped.
    #[must_use]
    pub fn breaks_assumptions(&self) -> bool {
        self.assumptions == Assumptions::Broken
    }

    /// When the next fault comes on a branch that was played to `head`: after that moment, since
    /// the page has shown it without a fault.
    #[must_use]
    pub fn due_at(&self, head: Instant) -> Instant {
        self.next_at.max(head + Duration(1))
    }

    /// The faults that come now, on a branch with this many actions.
    pub fn inject_faults(&mut self, world: &World, actions: usize) -> Vec<Action> {
        self.rest(world.now(), actions + 1);
        if actions >= ACTIONS_MAX {
            return Vec::new();
        }
        self.faults.draw(actions as u64, world).collect()
    }

    fn rest(&mut self, now: Instant, actions: usize) {
        self.next_at = now + self.faults.pause(actions as u64);
    }
}
