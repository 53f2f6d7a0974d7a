//! The way of a message, from its sending to its arrival or loss.

use raft_core::Input;

use super::World;
use crate::address::Endpoint;
use crate::network::Launched;
use crate::network::packet::{Content, Fate, Packet};
use crate::server::Process;
use crate::world::event::{DropReason, Event, Observer};

impl World {
    /// Sends a message, and its copy if the network makes one.
    #[inline]
    pub(super) fn send(
        &mut self,
        from: Endpoint,
        to: Endpoint,
        content: Content,
        observer: &mut impl Observer,
    ) {
        let (original, twin) = self.network.send(self.now, from, to, content);
        self.set_out(original, observer);
        if let Some(twin) = twin {
            self.set_out(twin, observer);
        }
    }

    /// Counts a message that has just been sent, and tells the observer.
    #[inline]
    pub(super) fn set_out(&mut self, launched: Launched, observer: &mut impl Observer) {
        self.counts.messages += 1;
        self.counts.events += 1;
        let (Launched::InFlight(slot) | Launched::NoRoom(slot)) = launched;
        let Some(packet) = self.network.at(slot) else {
            return;
        };
        self.digest.add_packet(packet);
        observer.observe(self, &Event::Sent(packet));
        if let Launched::NoRoom(_) = launched
            && let Some(packet) = self.network.turn_away(slot)
        {
            self.end_of_way(packet, observer);
        }
    }

    /// Ends the way of a message as its fate says.
    pub(super) fn end_of_way(&mut self, packet: Packet, observer: &mut impl Observer) {
        match packet.fate {
            Fate::Arrives => self.arrive(packet, observer),
            Fate::Lost => self.emit(observer, &Event::Dropped(&packet, DropReason::Lost)),
            Fate::Cut => self.emit(observer, &Event::Dropped(&packet, DropReason::Cut)),
        }
    }

    /// Hands a message to its receiver. A paused process keeps it for later; a process that is
    /// down does not get it.
    pub(super) fn arrive(&mut self, packet: Packet, observer: &mut impl Observer) {
        self.digest.add(packet.id);
        let to = match packet.name.to {
            Endpoint::Node(to) => to,
            Endpoint::Clients => {
                self.emit(observer, &Event::Arrived(&packet));
                return self.answer_client(&packet, observer);
            }
        };
        match self
            .servers
            .get_mut(to.position())
            .map(|server| &mut server.process)
        {
            Some(Process::Running(_)) => {
                self.emit(observer, &Event::Arrived(&packet));
                // Matched together with its sender, the content would be moved once more.
                let input = match packet.content {
                    Content::Peer(message) => match packet.name.from {
                        Endpoint::Node(from) => Input::Receive { from, message },
                        Endpoint::Clients => return,
                    },
                    Content::Request { origin, command } => self.input_of(origin, command),
                    Content::Reply { .. } => return,
                };
                if !self.answers_locally(to, &input, observer) {
                    self.step_node(to, input, observer);
                }
            }
            Some(Process::Paused(_, waiting)) => {
                if self.network.keep_waiting(&packet) {
                    waiting.push(packet.clone());
                    self.emit(observer, &Event::Waits(&packet));
                } else {
                    self.emit(observer, &Event::Dropped(&packet, DropReason::Lost));
                }
            }
            Some(Process::Down) | None => {
                self.emit(observer, &Event::Dropped(&packet, DropReason::ReceiverDown));
            }
        }
    }
}
