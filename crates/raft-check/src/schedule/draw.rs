//! Draws by name: each is keyed by the seed, by its purpose and by its number, and by nothing else.

use raft_core::chance::Key;

/// The purposes of a seed's draws: each purpose has draws of its own.
pub(super) enum Purpose {
    Options = 0x0707,
    Pace,
    Faults,
    Workload,
    Appetite,
}

/// A family of draws.
#[derive(Clone, Copy)]
pub(super) struct Draw(Key);

impl Draw {
    pub(super) fn new(seed: u64, purpose: Purpose) -> Draw {
        Draw(Key::new(seed).with(purpose as u64))
    }

    pub(super) fn within(self, part: u64) -> Draw {
        Draw(self.0.with(part))
    }

    pub(super) fn between(self, part: u64, low: u64, high: u64) -> u64 {
        self.0.with(part).between(low, high)
    }

    /// 0 to `count - 1`; 0 when there is nothing to choose from.
    pub(super) fn below(self, part: u64, count: usize) -> usize {
        self.0.with(part).below(count)
    }

    pub(super) fn chance(self, part: u64, numerator: u64, denominator: u64) -> bool {
        self.0.with(part).chance(numerator, denominator)
    }
}
