//! What is known of a span: its messages and its events.

use alloc::vec::Vec;

use raft_core::{Index, Instant, NodeId};

use super::counts::MessageCount;
use crate::feed::FeedEvent;
use crate::network::packet::Packet;
use crate::world::event::DropReason;

/// A span of a run, played again.
#[derive(Clone, Debug)]
pub struct PlayedSpan {
    /// The first moment.
    pub from: Instant,
    /// The last moment, as far as the run was played.
    pub until: Instant,
    /// What happened from the one to the other, both included.
    pub contents: Contents,
    /// Where messages of a node waited for its disk, in the order of their beginning; none of a
    /// span that was not played again.
    pub silences: Vec<Silence>,
}

/// A stretch in which messages of a node waited for its disk, as long as a heartbeat or longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The node.
    pub node: NodeId,
    /// Since when; that may be before the span.
    pub since: Instant,
    /// When they were out, or gone; `None` where they still waited at the end of the span.
    pub until: Option<Instant>,
}

/// What happened in a span.
#[derive(Clone, Debug)]
pub enum Contents {
    /// All of it.
    Whole {
        /// The messages that were under way, in the order of their sending.
        messages: Vec<Passage>,
        /// The events of nodes, clients and the world, in the order of their happening.
        events: Vec<SpanEvent>,
    },
    /// Too much to tell apart: how many messages were sent in each stretch, in order. The first
    /// and the last stretch may reach beyond the span.
    Counts(Vec<MessageCount>),
}

/// When something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The number of the event in its run.
    pub seq: u64,
    /// The simulated time.
    pub at: Instant,
}

/// The way of one message.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The message.
    pub packet: Packet,
    /// The number of the event of its sending; `None` when it was sent before the span.
    pub sent: Option<u64>,
    /// When it reached a paused process, if it did. For a message that waits since before the
    /// span, when it was due, or the beginning of the span where it came early.
    pub waited: Option<Instant>,
    /// How its way ended; `None` when it was still under way, or waited, at the end of the span.
    pub end: Option<(Moment, PassageEnd)>,
}

/// How the way of a message ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageEnd {
    /// It arrived.
    Arrived,
    /// It did not. A message that waits at a paused process goes down with it.
    Dropped(DropReason),
}

/// One event of a span that is not about a message.
#[derive(Clone, Debug)]
pub struct SpanEvent {
    /// When it happened.
    pub moment: Moment,
    /// What happened.
    pub what: Happening,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Happening {
    /// An event that the feed keeps.
    Told(FeedEvent),
    /// The state machine of a node applied entries of its log, one after the other.
    Applied {
        /// The node.
        node: NodeId,
        /// The index of the first entry.
        first: Index,
        /// The index of the last entry.
        last: Index,
    },
}
