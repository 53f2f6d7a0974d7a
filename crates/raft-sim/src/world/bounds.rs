//! The bounds of a run: how much it may do, and how much it may hold.
//!
//! Both are counted in the same way on every machine, so that a run ends at the same event
//! wherever it is played. Work is counted by the time that it takes: an event, and whatever an
//! event does more than once. The bytes are an estimate from the lengths of all lists.

use core::fmt;

use raft_core::{Instant, count_through};

use super::{Counts, World};
use crate::limits::{RUN_BYTES_MAX, RUN_EVENTS_MAX};
use crate::server::Server;
use crate::whole::IS_WHOLE;

/// Why and when a run has ended before its time. Displayed, it is one sentence that names the limit
/// and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The moment at which nothing more happens.
    pub at: Instant,
    /// The bound that was reached.
    pub bound: Bound,
}

/// A bound of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The run has done as much as it may.
    Work,
    /// The run holds as much as it may.
    Memory,
}

/// What a run has spent so far, beside its events.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spent {
    /// Entries that machines applied, and values that went into snapshots or came out of them.
    pub(super) entries: u64,
    /// Writes that waited at a disk, at each step of its node.
    pub(super) backlog: u64,
    /// Events that a feed keeps.
    pub(super) told: u64,
    /// The number of the event after which the bounds are looked at again.
    next_look: u64,
    ending: Option<Ending>,
}

/// The bounds are looked at after so many events.
const LOOK_EVERY: u64 = 1_024;

/// What one event takes, in parts of an event.
const PARTS: u64 = 64;
const PARTS_PER_MESSAGE_LOOKED_AT: u64 = 6;
const PARTS_PER_ENTRY: u64 = 16;

/// Bytes of each kind of thing, with what the judge and the feed keep about it.
const ENTRY: u64 = 48;
const JUDGED_ENTRY: u64 = 208;
const PACKET: u64 = 160;
const MOMENT: u64 = 32;
const REQUEST: u64 = 192;
const WRITE: u64 = 96;
const UNANSWERED: u64 = 32;
const IN_FLIGHT: u64 = 16;
const SESSION: u64 = 64;
const TOLD: u64 = 128;
const ELECTION: u64 = 192;

impl World {
    /// Why and when the run has ended before its time; `None` while it goes on. Nothing happens in
    /// a world that has ended, and its clock stands still.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        self.spent.ending
    }

    /// The work done so far, in events.
    #[must_use]
    pub fn work(&self) -> u64 {
        let Counts { events, .. } = self.counts;
        let more = self.network.looked_at() * PARTS_PER_MESSAGE_LOOKED_AT
            + (self.network.carried() + self.spent.entries) * PARTS_PER_ENTRY
            + self.spent.backlog / 2;
        events + more / PARTS
    }

    /// The bytes that the run holds, as estimated: with what a judge and a feed keep of it.
    #[must_use]
    pub fn held_bytes(&self) -> u64 {
        let [slots, entries, due] = self.network.sizes().map(|size| size as u64);
        let [requests, timers, sessions, text] = self.clients.sizes();
        let nodes = u64::from(self.options.nodes);
        let last = self.servers.iter().map(log_length).max();
        let disks: u64 = self.servers.iter().map(server_bytes).sum();
        disks
            + slots * PACKET
            + (due + timers) * MOMENT
            + entries * ENTRY
            + requests * REQUEST
            + sessions * SESSION * nodes
            + text * (nodes + 1)
            + last.unwrap_or(0) * JUDGED_ENTRY
            + self.spent.told * TOLD
            + self.counts.elections * ELECTION
    }

    /// Whether the run has ended. Looks at the bounds now and then.
    #[inline]
    pub(super) fn has_ended(&mut self) -> bool {
        self.counts.events >= self.spent.next_look && self.look_at_bounds()
    }

    /// Looks at the bounds. Returns whether the run has ended.
    #[cold]
    pub(super) fn look_at_bounds(&mut self) -> bool {
        if self.spent.ending.is_none() {
            let bound = if self.work() > RUN_EVENTS_MAX {
                Some(Bound::Work)
            } else if self.held_bytes() > RUN_BYTES_MAX {
                Some(Bound::Memory)
            } else {
                None
            };
            self.spent.next_look = match bound {
                // From now on it is looked at before every event.
                Some(_) => 0,
                None => self.counts.events + LOOK_EVERY,
            };
            let at = self.now;
            self.spent.ending = bound.map(|bound| Ending { at, bound });
        }
        self.spent.ending.is_some()
    }
}

fn log_length(server: &Server) -> u64 {
    let own = server.memory().map(|memory| memory.node.log().last_index());
    let stable = server.disk.stable().log.last_index();
    count_through(own.flatten().max(stable))
}

fn server_bytes(server: &Server) -> u64 {
    let memory = server.memory();
    let own = memory.map_or(0, |memory| memory.node.log().len());
    let stable = server.disk.stable().log.len();
    let snapshot = server.disk.stable().snapshot.as_ref();
    let snapshot = snapshot.filter(|_| IS_WHOLE);
    let snapshot = snapshot.map_or(0, |snapshot| snapshot.bytes.len());
    let (held, held_entries) = memory.map_or((0, 0), |memory| {
        (memory.node.held_messages(), memory.node.held_entries())
    });
    let unanswered = memory.map_or(0, |memory| memory.unanswered.len());
    let in_flight = memory.map_or(0, |memory| memory.node.messages_in_flight());
    let (writes, entries) = server.disk.unstable_sizes();
    (own + stable + entries + held_entries) as u64 * ENTRY
        + snapshot as u64
        + (writes + held) as u64 * WRITE
        + unanswered as u64 * UNANSWERED
        + in_flight as u64 * IN_FLIGHT
}

impl fmt::Display for Ending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ending { at, bound } = self;
        write!(
            formatter,
            "This run ends at {at}: {bound}; go back and ask less of it, or begin a new run."
        )
    }
}

impl fmt::Display for Bound {
    /// As the second half of a sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::Work => write!(
                formatter,
                "it has done the work of {RUN_EVENTS_MAX} events, which is all that a run may do"
            ),
            Bound::Memory => write!(
                formatter,
                "its logs, requests and messages fill {} MB, which is all that a run may hold",
                RUN_BYTES_MAX >> 20
            ),
        }
    }
}
