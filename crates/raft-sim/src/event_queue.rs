//! What is due when.

use alloc::collections::BinaryHeap;
use core::cmp::Ordering;

use raft_core::Instant;

/// Things to come, the earliest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventQueue(BinaryHeap<Due>);

/// Something that is due.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due {
    pub(crate) at: Instant,
    /// Of two things at one moment, the one with the lower number comes first.
    pub(crate) number: u64,
    /// What its owner wants to know of it.
    pub(crate) mark: u32,
}

impl EventQueue {
    pub(crate) fn add(&mut self, at: Instant, number: u64, mark: u32) {
        self.0.push(Due { at, number, mark });
    }

    /// When the first of them is due.
    #[inline]
    pub(crate) fn next(&self) -> Option<Instant> {
        self.0.peek().map(|due| due.at)
    }

    /// Takes out the first of them, if it is due at or before `until`.
    #[inline]
    pub(crate) fn take(&mut self, until: Instant) -> Option<Due> {
        if self.next()? > until {
            return None;
        }
        self.0.pop()
    }
}

impl Due {
    /// Both numbers as one, which are compared in one go: a heap compares a lot.
    #[inline]
    fn rank(self) -> u128 {
        u128::from(self.at.0) << 64 | u128::from(self.number)
    }
}

/// The earliest is the greatest, since that is what a heap has on top.
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
