//! Choices: what can be done next. Each event that is possible at one moment is an action.
//!
//! The network may deliver, lose or copy any message in flight, in any order; any process may
//! time out, crash, stall or go on. Choosing among these at every step can produce any run that
//! Raft must bear.

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Instant, NodeId};

use crate::action::Action;
use crate::network::packet::{Fate, Packet};
use crate::server::view::{NodeView, Status};
use crate::world::World;

/// One thing that can be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<'a> {
    /// The action that does it.
    pub action: Action,
    /// The message or the node that it happens to.
    pub subject: Subject<'a>,
}

/// The subject of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A message in flight.
    Message(&'a Packet),
    /// A node.
    Node(NodeId),
}

/// The most messages that choices are listed for: those that are due first.
pub const MESSAGES_MAX: usize = 50;

/// All choices: for messages, in the order in which they are due, then for nodes,
/// in the order of their numbers.
#[must_use]
pub fn choices(world: &World) -> Vec<Choice<'_>> {
    let arrives = |packet: &&Packet| packet.fate == Fate::Arrives;
    let mut packets: Vec<&Packet> = world.network().packets().filter(arrives).collect();
    packets.sort_by_key(|packet| (packet.due_at, packet.id));
    let messages = packets.into_iter().take(MESSAGES_MAX);
    messages
        .flat_map(of_message)
        .chain(world.nodes().flat_map(of_node))
        .collect()
}

fn of_message(packet: &Packet) -> impl Iterator<Item = Choice<'_>> {
    let kinds = [Action::Deliver, Action::Drop, Action::Duplicate];
    kinds.into_iter().map(|kind| Choice {
        action: kind(packet.name),
        subject: Subject::Message(packet),
    })
}

fn of_node<'a>(node: NodeView<'_>) -> impl Iterator<Item = Choice<'a>> + use<'a> {
    let kinds: &[fn(NodeId) -> Action] = match node.status() {
        Status::Up if node.leads() => &[Action::Crash, Action::Pause],
        Status::Up => &[Action::ForceTimeout, Action::Crash, Action::Pause],
        Status::Paused => &[Action::Resume, Action::Crash],
        Status::Crashed => &[Action::Restart],
    };
    let id = node.id();
    kinds.iter().map(move |kind| Choice {
        action: kind(id),
        subject: Subject::Node(id),
    })
}

impl Choice<'_> {
    /// When it would happen by itself; only for what happens to a message.
    #[must_use]
    pub fn due_at(&self) -> Option<Instant> {
        match self.subject {
            Subject::Message(packet) => Some(packet.due_at),
            Subject::Node(_) => None,
        }
    }

    /// The choice as one sentence. `world` is the world it was found in.
    #[must_use]
    pub fn sentence<'a>(&'a self, world: &'a World) -> impl fmt::Display + 'a {
        fmt::from_fn(move |formatter| match (&self.action, &self.subject) {
            (action, Subject::Message(packet)) => {
                let verb = match action {
                    Action::Deliver(_) => "Delivered now",
                    Action::Drop(_) => "Lost",
                    _ => "Sent twice",
                };
                write!(formatter, "{verb}: {}", packet.sentence(world))
            }
            (Action::ForceTimeout(_), Subject::Node(node)) => {
                write!(formatter, "{node}'s election timer runs out.")
            }
            (Action::Crash(_), Subject::Node(node)) => write!(formatter, "{node} crashes."),
            (Action::Pause(_), Subject::Node(node)) => write!(formatter, "{node} is paused."),
            (Action::Resume(_), Subject::Node(node)) => write!(formatter, "{node} goes on."),
            (_, Subject::Node(node)) => write!(formatter, "{node} boots again."),
        })
    }
}
