//! Messages in flight.

use raft_core::{Command, Instant, Message, Origin};

use crate::address::PacketName;
use crate::clients::answer::Answer;

/// One message on its way. Where it is follows from the times; nothing moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// Unique within a run, in the order of sending.
    pub id: u64,
    /// Its name for actions.
    pub name: PacketName,
    /// Its content.
    pub content: Content,
    /// When it was sent.
    pub sent_at: Instant,
    /// When it arrives, or would have.
    pub due_at: Instant,
    /// How its way ends.
    pub fate: Fate,
}

/// The content of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// From node to node.
    Peer(Message),
    /// From a client to a node.
    Request {
        /// Whose request it is.
        origin: Origin,
        /// The command.
        command: Command,
    },
    /// From a node to a client.
    Reply {
        /// Whose request is answered.
        origin: Origin,
        /// The answer.
        answer: Answer,
    },
}

impl Content {
    /// How many entries it carries.
    #[inline]
    pub(crate) fn entry_count(&self) -> usize {
        match self {
            Content::Peer(message) => message.body.entry_count(),
            Content::Request { .. } | Content::Reply { .. } => 0,
        }
    }
}

/// How the way of a message ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    Arrives,
    /// It gets lost half-way.
    Lost,
    /// It meets a cut link half-way.
    Cut,
}

impl Packet {
    /// Whether the network, or a person, made it out of another.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        self.name.copy > 0
    }

    /// How many entries it carries.
    #[inline]
    pub(crate) fn entry_count(&self) -> usize {
        self.content.entry_count()
    }

    /// Half of its way: where lost messages end, and where walls stand.
    #[must_use]
    pub fn halfway(&self) -> Instant {
        Instant(self.sent_at.0 + (self.due_at - self.sent_at).0 / 2)
    }
}
