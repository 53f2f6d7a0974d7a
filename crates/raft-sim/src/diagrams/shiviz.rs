//! A run as a log of ShiViz, which draws it by vector clocks
//! (<https://bestchai.bitbucket.io/shiviz/>).
//!
//! The first line is the regular expression that reads the rest, the second one is empty. Then each
//! event is two lines: its moment and what happened; whose event it is, and that one's vector
//! clock. The clients are one host, and whoever acts on the cluster is another. That a message is
//! lost is nobody's event, and is not in the log. Where there is no room for all, the end is kept,
//! and the clocks begin with it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use raft_core::Instant;

use super::{Span, Telling, one_line};
use crate::address::Endpoint;
use crate::feed::FeedEvent;
use crate::network::packet::Packet;
use crate::world::World;
use crate::world::event::{Event, Observer};

const HEAD: &str = "(?<date>\\S+ \\S+) (?<event>.*)\\n(?<host>\\S+) (?<clock>\\{.*\\})\n\n";

/// An observer that writes each event of a span.
#[derive(Clone, Debug)]
pub struct ShivizLog {
    telling: Telling<Told>,
    /// How many events of each host had to go.
    gone: Clock,
    /// The vector clock of each host: by node, then the clients, then whoever acts.
    clocks: Vec<Clock>,
    /// The clock of the sender of each message on its way, by the message's number.
    stamps: BTreeMap<u64, Clock>,
}

/// How many events of each host are known to one of them.
type Clock = Vec<u64>;

/// An event of the log.
#[derive(Clone, Debug)]
struct Told {
    at: Instant,
    host: usize,
    sentence: String,
    clock: Clock,
}

impl ShivizLog {
    /// Writes the events of a span of a cluster of `nodes`, the newest ones that fill no more than
    /// `bytes_max`.
    #[must_use]
    pub fn new(nodes: u8, span: Span, bytes_max: usize) -> ShivizLog {
        let hosts = usize::from(nodes) + 2;
        ShivizLog {
            telling: Telling::of(span, bytes_max.saturating_sub(HEAD.len())),
            gone: alloc::vec![0; hosts],
            clocks: alloc::vec![alloc::vec![0; hosts]; hosts],
            stamps: BTreeMap::new(),
        }
    }

    /// The first moment that is told in full; `None` when the whole span is.
    #[must_use]
    pub fn starts_at(&self) -> Option<Instant> {
        self.telling.starts_at
    }

    /// Whether nothing more will be written.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.telling.has_passed
    }

    /// The log.
    #[must_use]
    pub fn into_text(self) -> String {
        let mut text = String::from(HEAD);
        for told in &self.telling.rows {
            told.row.write(&self.gone, &mut text);
        }
        text
    }

    fn clients(&self) -> usize {
        self.clocks.len() - 2
    }

    fn host_at(&self, end: Endpoint) -> usize {
        end.node()
            .map_or(self.clients(), |node| usize::from(node.0))
    }

    fn send(&mut self, world: &World, packet: &Packet) {
        let host = self.host_at(packet.name.from);
        let to = packet.name.to;
        let sentence = alloc::format!("To {to}: {}", packet.sentence(world));
        self.tell(world, host, &sentence);
        self.stamps.insert(packet.id, self.clocks[host].clone());
    }

    fn receive(&mut self, world: &World, packet: &Packet) {
        let host = self.host_at(packet.name.to);
        // A message from before the span tells nothing of it.
        if let Some(stamp) = self.stamps.remove(&packet.id) {
            let known = self.clocks[host].iter_mut().zip(stamp);
            known.for_each(|(known, told)| *known = told.max(*known));
        }
        let from = packet.name.from;
        let sentence = alloc::format!("From {from}: {}", packet.sentence(world));
        self.tell(world, host, &sentence);
    }

    fn tell(&mut self, world: &World, host: usize, sentence: &str) {
        self.clocks[host][host] += 1;
        let told = Told {
            at: world.now(),
            host,
            sentence: one_line(sentence),
            clock: self.clocks[host].clone(),
        };
        let mut text = String::new();
        told.write(&self.gone, &mut text);
        let gone = &mut self.gone;
        let forget = |told: Told| gone[told.host] += 1;
        self.telling.add(told.at, text.len(), told, forget);
    }
}

impl Told {
    /// Writes the event; its clock does not count the events that are `gone`.
    fn write(&self, gone: &Clock, text: &mut String) {
        let clients = self.clock.len() - 2;
        // Text can be written to a string without fail.
        let _ = writeln!(text, "{} {}", self.at, self.sentence);
        let _ = write!(text, "{} ", Host(self.host, clients));
        let mut before = '{';
        for (other, (count, gone)) in self.clock.iter().zip(gone).enumerate() {
            let count = count.saturating_sub(*gone);
            if count > 0 {
                let _ = write!(text, "{before}\"{}\":{count}", Host(other, clients));
                before = ',';
            }
        }
        text.push_str("}\n");
    }
}

impl Observer for ShivizLog {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if !self.telling.takes(world.now()) {
            return;
        }
        match event {
            Event::Sent(packet) => self.send(world, packet),
            Event::Arrived(packet) => self.receive(world, packet),
            Event::Dropped(packet, _) => {
                self.stamps.remove(&packet.id);
            }
            // It arrives when its receiver goes on.
            Event::Waits(_)
            // What commits an entry says the same, and so does the sending of a request.
            | Event::Applied { .. }
            | Event::Requested(_) => {}
            Event::Decided { .. }
            | Event::Acted(_)
            | Event::Crashed(..)
            | Event::DiskLost { .. }
            | Event::Restarted(_)
            | Event::MessagesHeld(_)
            | Event::Paused(_)
            | Event::Resumed(_)
            | Event::RequestSent(_)
            | Event::RequestEnded(_) => {
                let Some(told) = FeedEvent::of(world, event) else {
                    return;
                };
                let host = match (&told, told.node()) {
                    (_, Some(node)) => usize::from(node.0),
                    (FeedEvent::Acted(_), None) => self.clients() + 1,
                    _ => self.clients(),
                };
                let sentence = alloc::format!("{}", told.sentence(world));
                self.tell(world, host, &sentence);
            }
        }
    }
}

/// A host's name: its place, and that of the clients.
struct Host(usize, usize);

impl core::fmt::Display for Host {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Host(place, clients) = *self;
        match place {
            _ if place == clients => formatter.write_str("clients"),
            _ if place > clients => formatter.write_str("actions"),
            _ => write!(formatter, "node{place}"),
        }
    }
}
