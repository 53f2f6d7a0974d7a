//! A queue of future events, the earliest first.

use alloc::collections::BinaryHeap;
use core::cmp::Reverse;

use raft_core::Instant;

/// Future events, the earliest first.
///
/// An event is one integer, from its highest bits to its lowest: the moment, the number and the
/// mark. A heap compares often and moves what it compares, and an integer is quick to do both with.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventQueue(BinaryHeap<Reverse<u128>>);

/// One future event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due {
    pub(crate) at: Instant,
    /// Of two events at one moment, the one with the lower number comes first.
    pub(crate) number: u64,
    /// A value that the owner of the queue finds the event by.
    pub(crate) mark: u32,
}

/// Bits of a number. No run counts so far.
const NUMBER_BITS: u32 = 48;
const MARK_BITS: u32 = 32;
/// A moment of so many microseconds is years after the end of any run, and those after it are as
/// good as it.
const AT_MAX: u64 = (1 << (u128::BITS - NUMBER_BITS - MARK_BITS)) - 1;

impl EventQueue {
    #[inline]
    pub(crate) fn add(&mut self, at: Instant, number: u64, mark: u32) {
        self.0.push(Reverse(Due { at, number, mark }.packed()));
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// When the first event is due.
    #[inline]
    pub(crate) fn next(&self) -> Option<Instant> {
        self.0.peek().map(|Reverse(packed)| Due::of(*packed).at)
    }

    /// When the event with this number and mark is due, if one is; of several, the first.
    pub(crate) fn due(&self, number: u64, mark: u32) -> Option<Instant> {
        let all = self.0.iter().map(|Reverse(packed)| Due::of(*packed));
        let of_it = all.filter(|due| due.number == number && due.mark == mark);
        of_it.map(|due| due.at).min()
    }

    /// Takes out the first event, if it is due at or before `until`.
    #[inline]
    pub(crate) fn take(&mut self, until: Instant) -> Option<Due> {
        if self.next()? > until {
            return None;
        }
        self.0.pop().map(|Reverse(packed)| Due::of(packed))
    }
}

impl Due {
    #[inline]
    fn packed(self) -> u128 {
        let at = u128::from(self.at.0.min(AT_MAX));
        let number = u128::from(self.number & ((1 << NUMBER_BITS) - 1));
        at << (NUMBER_BITS + MARK_BITS) | number << MARK_BITS | u128::from(self.mark)
    }

    /// The event that was packed so.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "each part has its own bits"
    )]
    fn of(packed: u128) -> Due {
        Due {
            at: Instant((packed >> (NUMBER_BITS + MARK_BITS)) as u64),
            number: (packed >> MARK_BITS) as u64 & ((1 << NUMBER_BITS) - 1),
            mark: packed as u32,
        }
    }
}
