//! Keyed chance: a draw is a hash of its purpose, not the next number of a stream.
//!
//! Removing one action from a run therefore leaves every other draw as it was, so that a
//! failing run can be shrunk and two runs can be compared. Integers only, and the same
//! on every machine. The mixing function is SplitMix64's finalizer (Steele, Lea and Flood,
//! "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, Figure 20).

/// Names one family of draws. Extend it by [`Key::with`], then draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u64);

impl Key {
    /// The root of all draws of a run.
    #[inline]
    #[must_use]
    pub fn new(seed: u64) -> Key {
        Key(mix(seed ^ GOLDEN_GAMMA))
    }

    /// The family of draws named by `part` within this one: a purpose, a node, a count.
    #[inline]
    #[must_use]
    pub fn with(self, part: u64) -> Key {
        Key(mix(self.0
            ^ part
                .wrapping_add(GOLDEN_GAMMA)
                .wrapping_mul(GOLDEN_GAMMA)))
    }

    /// A number from `low` to `high`, both included. `low` when the range is empty.
    ///
    /// The remainder's bias is below 2⁻³² for ranges below 2³², too small for any experiment
    /// here to show.
    #[inline]
    #[must_use]
    pub fn between(self, low: u64, high: u64) -> u64 {
        match high.checked_sub(low) {
            Some(u64::MAX) => self.0,
            Some(width) => low + self.0 % (width + 1),
            None => low,
        }
    }

    /// A number from 0 to `count - 1`; 0 when `count` is 0.
    #[inline]
    #[must_use]
    pub fn below(self, count: usize) -> usize {
        let highest = (count as u64).saturating_sub(1);
        usize::try_from(self.between(0, highest)).unwrap_or(0)
    }

    /// True in `numerator` of `denominator` cases.
    #[inline]
    #[must_use]
    pub fn chance(self, numerator: u64, denominator: u64) -> bool {
        denominator != 0 && self.0 % denominator < numerator
    }

    /// All 64 bits.
    #[inline]
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }
}

const GOLDEN_GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

#[inline]
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
