//! The lists of a lane. When one is full it halves its resolution: of all that happened within one
//! stretch of time a list of marks keeps the first, and a list of segments the last. What the strip
//! draws stays finer than a pixel of it, and memory stays the same however long the run is.

use raft_core::{Instant, SharedList};

use super::band::Band;

/// How many items a list keeps.
const ITEMS_MAX: usize = 1024;
/// The first resolution: what is closer together cannot be told apart in a strip of ten seconds.
const FINEST: u64 = 10_000;

#[derive(Clone, Copy, Debug)]
struct Dated<T> {
    /// The number of the event in its run.
    seq: u64,
    at: Instant,
    what: T,
}

/// The moments of marks of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Marks {
    items: SharedList<Dated<()>>,
    /// In microseconds.
    resolution: u64,
}

/// What a node was, from change to change.
#[derive(Clone, Debug)]
pub(crate) struct Segments {
    items: SharedList<Dated<Band>>,
    /// In microseconds.
    resolution: u64,
}

impl Default for Marks {
    fn default() -> Marks {
        Marks {
            items: SharedList::default(),
            resolution: FINEST,
        }
    }
}

impl Marks {
    pub(crate) fn push(&mut self, seq: u64, at: Instant) {
        let last = self.items.last();
        if last.is_some_and(|last| same_stretch(last.at, at, self.resolution)) {
            return;
        }
        self.items.push(Dated { seq, at, what: () });
        while self.items.len() > ITEMS_MAX {
            self.resolution *= 2;
            let old = core::mem::take(&mut self.items);
            old.iter().for_each(|mark| self.push(mark.seq, mark.at));
        }
    }

    pub(crate) fn forget_after(&mut self, events: u64) {
        forget_after(&mut self.items, events);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Instant> {
        self.items.iter().map(|mark| mark.at)
    }
}

impl Default for Segments {
    fn default() -> Segments {
        Segments {
            items: SharedList::default(),
            resolution: FINEST,
        }
    }
}

impl Segments {
    pub(crate) fn last(&self) -> Option<Band> {
        self.items.last().map(|segment| segment.what)
    }

    pub(crate) fn push(&mut self, seq: u64, at: Instant, band: Band) {
        if let Some(last) = self.items.last() {
            if last.what == band {
                return;
            }
            if same_stretch(last.at, at, self.resolution) {
                let first = *last;
                let place = self.items.len() - 1;
                self.items.replace(
                    place,
                    Dated {
                        what: band,
                        ..first
                    },
                );
                return;
            }
        }
        self.items.push(Dated {
            seq,
            at,
            what: band,
        });
        while self.items.len() > ITEMS_MAX {
            self.resolution *= 2;
            let old = core::mem::take(&mut self.items);
            old.iter().for_each(|it| self.push(it.seq, it.at, it.what));
        }
    }

    pub(crate) fn forget_after(&mut self, events: u64) {
        forget_after(&mut self.items, events);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Instant, Band)> {
        self.items.iter().map(|segment| (segment.at, segment.what))
    }
}

fn same_stretch(one: Instant, other: Instant, resolution: u64) -> bool {
    one.0 / resolution == other.0 / resolution
}

fn forget_after<T: Clone>(items: &mut SharedList<Dated<T>>, events: u64) {
    let kept = items.iter().filter(|item| item.seq <= events).count();
    items.truncate(kept);
}
