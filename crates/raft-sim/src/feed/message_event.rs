//! What becomes of messages, by the names that scenario files and JSON lines use. The feed leaves
//! these events out: there are too many of them for people.

use crate::address::Endpoint;
use crate::network::packet::Packet;
use crate::world::event::{DropReason, Event};

/// An event of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MessageEvent<'a> {
    /// One of [`NAMES`].
    pub(crate) name: &'static str,
    /// The message.
    pub(crate) packet: &'a Packet,
}

/// The names, each with its meaning.
pub(crate) const NAMES: [(&str, &str); 6] = [
    (SENT, "A message is sent."),
    ("arrived", "A message arrives."),
    (
        "waits",
        "A message reaches a paused process, and waits until it goes on.",
    ),
    ("lost", "The network loses a message."),
    ("cut", "A message is lost at a cut link."),
    ("receiver_down", "A message arrives at a node that is down."),
];

pub(crate) const SENT: &str = "sent";

impl<'a> MessageEvent<'a> {
    /// What this event says of a message, if it is about one.
    pub(crate) fn of(event: &Event<'a>) -> Option<MessageEvent<'a>> {
        let (name, packet) = match *event {
            Event::Sent(packet) => (SENT, packet),
            Event::Arrived(packet) => ("arrived", packet),
            Event::Waits(packet) => ("waits", packet),
            Event::Dropped(packet, reason) => {
                let name = match reason {
                    DropReason::Lost => "lost",
                    DropReason::Cut => "cut",
                    DropReason::ReceiverDown => "receiver_down",
                };
                (name, packet)
            }
            _ => return None,
        };
        Some(MessageEvent { name, packet })
    }

    /// Where it happens: at the sender when the message is sent, else at the receiver.
    pub(crate) fn endpoint(&self) -> Endpoint {
        match self.name {
            SENT => self.packet.name.from,
            _ => self.packet.name.to,
        }
    }
}
