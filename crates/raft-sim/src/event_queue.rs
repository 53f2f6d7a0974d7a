//! A queue of future events, the earliest first.

use alloc::collections::BinaryHeap;
use core::cmp::Ordering;

use raft_core::Instant;

/// Future events, the earliest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventQueue(BinaryHeap<Due>);

/// One future event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due {
    pub(crate) at: Instant,
    /// Of two events at one moment, the one with the lower number comes first.
    pub(crate) number: u64,
    /// A value that the owner of the queue finds the event by.
    pub(crate) mark: u32,
}

impl EventQueue {
    pub(crate) fn add(&mut self, at: Instant, number: u64, mark: u32) {
        self.0.push(Due { at, number, mark });
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// When the first event is due.
    #[inline]
    pub(crate) fn next(&self) -> Option<Instant> {
        self.0.peek().map(|due| due.at)
    }

    /// When the event with this number and mark is due, if one is; of several, the first.
    pub(crate) fn due(&self, number: u64, mark: u32) -> Option<Instant> {
        let is_it = |due: &&Due| due.number == number && due.mark == mark;
        self.0.iter().filter(is_it).map(|due| due.at).min()
    }

    /// Takes out the first event, if it is due at or before `until`.
    #[inline]
    pub(crate) fn take(&mut self, until: Instant) -> Option<Due> {
        if self.next()? > until {
            return None;
        }
        self.0.pop()
    }
}

impl Due {
    /// Moment and number as one integer: a heap compares often, and one comparison is quick.
    #[inline]
    fn rank(self) -> u128 {
        u128::from(self.at.0) << 64 | u128::from(self.number)
    }
}

/// The earliest event is the greatest, since a heap keeps the greatest on top.
impl Ord for Due {
    #[inline]
    fn cmp(&self, other: &Due) -> Ordering {
        other.rank().cmp(&self.rank())
    }
}

impl PartialOrd for Due {
    #[inline]
    fn partial_cmp(&self, other: &Due) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Due {
    #[inline]
    fn eq(&self, other: &Due) -> bool {
        self.rank() == other.rank()
    }
}

impl Eq for Due {}
