//! Finds the message that an event is about.

use raft_core::{Input, Instant, NodeId};
use raft_sim::{Event, Observer, Packet, World};

/// An observer that looks for the message of the event with this number: one that was sent,
/// arrived, waited or was dropped then, or one that made a node decide.
#[derive(Clone, Debug)]
pub struct MessageFinder {
    seq: u64,
    found: Option<FoundMessage>,
    /// The message that the node answers whose step goes on.
    answered: Option<FoundMessage>,
    last: u64,
}

/// A message that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundMessage {
    /// Its number in the run.
    pub id: u64,
    /// When it was sent.
    pub sent_at: Instant,
}

/// Why there is no message. Displayed, it is one sentence that says what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoMessage {
    /// The run has no event of this number.
    NotThere {
        /// The number asked for.
        seq: u64,
        /// The number of the last event.
        last: u64,
    },
    /// The event is about no message.
    Other {
        /// The number asked for.
        seq: u64,
    },
}

impl MessageFinder {
    /// Looks for the message of the event of this number.
    #[must_use]
    pub fn of(seq: u64) -> MessageFinder {
        MessageFinder {
            seq,
            found: None,
            answered: None,
            last: 0,
        }
    }

    /// The message.
    ///
    /// # Errors
    /// When there was no such event so far, or when it is about no message.
    pub fn into_found(self) -> Result<FoundMessage, NoMessage> {
        let MessageFinder {
            seq, found, last, ..
        } = self;
        found.ok_or(match seq > last || seq == 0 {
            true => NoMessage::NotThere { seq, last },
            false => NoMessage::Other { seq },
        })
    }
}

impl Observer for MessageFinder {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let seq = world.counts().events;
        self.last = self.last.max(seq);
        let about = message_of(event);
        if let Event::Arrived(_) = event {
            self.answered = about;
        }
        if seq == self.seq {
            let decided = matches!(event, Event::Decided { .. });
            self.found = about.or(self.answered.filter(|_| decided));
        }
    }

    fn before_step(&mut self, _: &World, _: NodeId, _: Instant, input: &Input) {
        if !is_message(input) {
            self.answered = None;
        }
    }
}

fn message_of(event: &Event<'_>) -> Option<FoundMessage> {
    let found = |packet: &Packet| FoundMessage {
        id: packet.id,
        sent_at: packet.sent_at,
    };
    match event {
        Event::Sent(packet)
        | Event::Arrived(packet)
        | Event::Waits(packet)
        | Event::Dropped(packet, _) => Some(found(packet)),
        _ => None,
    }
}

/// Whether a node is asked this because a message has arrived.
pub(super) fn is_message(input: &Input) -> bool {
    matches!(
        input,
        Input::Receive { .. } | Input::Propose { .. } | Input::Read { .. }
    )
}
