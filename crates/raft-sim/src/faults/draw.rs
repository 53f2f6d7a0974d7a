//! Draws by name: each depends on its key and on the number of its part, and on nothing else.

use raft_core::chance::Key;

/// A family of draws.
#[derive(Clone, Copy)]
pub(super) struct Draw(pub(super) Key);

impl Draw {
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
