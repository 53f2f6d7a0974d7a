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
    /// How many draws have come to nothing: each draw has a number of its own, or one that comes to
    /// nothing would be repeated for ever.
    in_vain: u64,
    next_at: Instant,
}

/// How many faults are drawn at one moment until there is one that can be injected. In a cluster of
/// one node, most kinds of faults hit nothing.
const DRAWS_MAX: u32 = 16;

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
            in_vain: 0,
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
        for _ in 0..DRAWS_MAX {
            let number = self.number(actions);
            let drawn: Vec<Action> = self.faults.draw(number, world).collect();
            if !drawn.is_empty() {
                return drawn;
            }
            self.in_vain += 1;
        }
        Vec::new()
    }

    fn rest(&mut self, now: Instant, actions: usize) {
        self.next_at = now + self.faults.pause(self.number(actions));
    }

    /// The number of the next draw on a branch with this many actions.
    fn number(&self, actions: usize) -> u64 {
        actions as u64 + self.in_vain
    }
}

#[cfg(test)]
mod tests {
    use raft_check::schedule::Assumptions;
    use raft_core::{Duration, Instant};
    use raft_sim::{Nobody, Options, Run, World};

    use super::Chaos;

    /// Plays ten minutes of chaos. Returns the moments of the faults.
    fn faults(nodes: u8, seed: u64) -> Vec<Instant> {
        let options = Options {
            nodes,
            ..Options::default()
        };
        let mut world = World::begin(&Run::new(seed, options));
        let mut moments = Vec::new();
        let mut actions = 0;
        let chaos = Chaos::new(seed, 12, Assumptions::Kept, Instant::ZERO, actions);
        let mut chaos = chaos.expect("the rate is not 0");
        let end = Instant::ZERO + Duration::from_millis(600_000);
        loop {
            let at = chaos.due_at(world.now());
            if at > end {
                return moments;
            }
            world.advance_to(at, &mut Nobody);
            for action in chaos.inject_faults(&world, actions) {
                world.act(&action, &mut Nobody);
                moments.push(at);
                actions += 1;
            }
        }
    }

    #[test]
    fn faults_come_until_the_end_in_clusters_of_every_size() {
        for nodes in 1..=9 {
            for seed in 0..8 {
                let moments = faults(nodes, seed);
                let last = moments.last().copied().unwrap_or_default();
                assert!(
                    last > Instant(540_000_000),
                    "{nodes} nodes, seed {seed}: {last}"
                );
                assert!(moments.len() > 60, "{nodes} nodes, seed {seed}");
            }
        }
    }
}
