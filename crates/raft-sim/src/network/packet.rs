//! Messages in flight.

use core::fmt;

use raft_core::{Command, Instant, Message, NodeId, Origin};

use crate::action::PacketName;
use crate::clients::machine::Response;
use crate::world::World;

/// An end of a message: a node, or the clients, who stand outside the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// A node of the cluster.
    Node(NodeId),
    /// The clients; the request says which of them.
    Clients,
}

impl Endpoint {
    /// The node, unless it is the clients.
    #[must_use]
    pub fn node(self) -> Option<NodeId> {
        match self {
            Endpoint::Node(node) => Some(node),
            Endpoint::Clients => None,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Endpoint::Node(node) => node.fmt(formatter),
            Endpoint::Clients => formatter.write_str("the client"),
        }
    }
}

/// One message on its way. Where it is follows from the times; nothing moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// Unique within a run, in the order of sending.
    pub id: u64,
    /// Its name for actions.
    pub name: PacketName,
    /// What it carries.
    pub content: Content,
    /// When it was sent.
    pub sent_at: Instant,
    /// When it arrives, or would have.
    pub due_at: Instant,
    /// What becomes of it.
    pub fate: Fate,
}

/// What a message carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// From node to node.
    Peer(Message),
    /// From a client to a node.
    Request {
        /// Whose request it is.
        origin: Origin,
        /// What is asked.
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

/// What a node tells a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The command is committed and applied; this came of it.
    Applied(Response),
    /// This node does not lead; that one does, as far as it knows (Raft §8).
    NotLeader(Option<NodeId>),
}

/// What becomes of a message.
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

    /// Half of its way: where lost messages end, and where walls stand.
    #[must_use]
    pub fn halfway(&self) -> Instant {
        Instant(self.sent_at.0 + (self.due_at - self.sent_at).0 / 2)
    }

    /// What it says, in one sentence. `world` is any moment of its run from its sending on.
    #[must_use]
    pub fn sentence<'a>(&'a self, world: &'a World) -> impl fmt::Display + 'a {
        let (from, to) = (self.name.from, self.name.to);
        fmt::from_fn(move |formatter| match (&self.content, from, to) {
            (Content::Peer(message), Endpoint::Node(from), Endpoint::Node(to)) => {
                write!(formatter, "{}", message.sentence(from, to))
            }
            (Content::Peer(_), ..) => write!(formatter, "{from} speaks to {to}."),
            (Content::Request { command, .. }, ..) => {
                write!(formatter, "The client asks {to} to apply {command}.")
            }
            (Content::Reply { origin, answer }, ..) => {
                let request = world.request_of(*origin);
                let command = request.map_or("a request", |request| request.command.text());
                match answer {
                    Answer::Applied(response) => {
                        write!(formatter, "{from} answers to {command}: {response}.")
                    }
                    Answer::NotLeader(Some(leader)) => write!(
                        formatter,
                        "{from} does not lead and sends the client to {leader} with {command}."
                    ),
                    Answer::NotLeader(None) => write!(
                        formatter,
                        "{from} does not lead and knows of no leader for {command}."
                    ),
                }
            }
        })
    }
}
