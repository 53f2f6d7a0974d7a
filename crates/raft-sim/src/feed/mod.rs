//! The feed: the events of a run that matter to people, in order. Heartbeats without news are left
//! out.

mod event;
#[cfg(feature = "json")]
pub mod jsonl;
#[cfg(feature = "json")]
pub(crate) mod message_event;
mod packet_sentence;
mod sentence;

use raft_core::{Instant, SharedList};

use crate::world::World;
use crate::world::event::{Event, Observer};
pub use event::FeedEvent;

/// One event of the feed, with its moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedItem {
    /// The number of the event in its run.
    pub seq: u64,
    /// When it happened.
    pub at: Instant,
    /// The event.
    pub what: FeedEvent,
}

/// The feed of a run. Events that are replayed are not added again.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    items: SharedList<FeedItem>,
    heard: u64,
}

impl Feed {
    /// All items, oldest first.
    #[must_use]
    pub fn items(&self) -> &SharedList<FeedItem> {
        &self.items
    }

    /// How many items belong to the first `events` events of the run.
    #[must_use]
    pub fn count_through(&self, events: u64) -> usize {
        let (mut low, mut high) = (0, self.items.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self
                .items
                .get(middle)
                .is_some_and(|item| item.seq <= events)
            {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Removes all items after the first `events` events.
    pub fn forget_after(&mut self, events: u64) {
        self.items.truncate(self.count_through(events));
        self.heard = self.heard.min(events);
    }
}

impl Observer for Feed {
    #[inline]
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let seq = world.counts().events;
        if seq <= self.heard {
            return;
        }
        self.heard = seq;
        if let Some(what) = FeedEvent::of(world, event) {
            self.items.push(FeedItem {
                seq,
                at: world.now(),
                what,
            });
        }
    }
}
