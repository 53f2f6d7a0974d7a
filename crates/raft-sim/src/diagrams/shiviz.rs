//! A run as a log of ShiViz, which draws it by vector clocks
//! (<https://bestchai.bitbucket.io/shiviz/>).
//!
//! The first line is the regular expression that reads the rest, the second one is empty. Then each
//! event is two lines: its moment and what happened; whose event it is, and that one's vector
//! clock. The clients are one host, and whoever acts on the cluster is another. That a message is
//! lost is nobody's event, and is not in the log.

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
    text: String,
    telling: Telling,
    bytes_max: usize,
    /// The vector clock of each host: by node, then the clients, then whoever acts.
    clocks: Vec<Clock>,
    /// The clock of the sender of each message on its way, by the message's number.
    stamps: BTreeMap<u64, Clock>,
}

/// How many events of each host are known to one of them.
type Clock = Vec<u64>;

impl ShivizLog {
    /// Writes the events of a span of a cluster of `nodes`, while they fill no more than
    /// `bytes_max`.
    #[must_use]
    pub fn new(nodes: u8, span: Span, bytes_max: usize) -> ShivizLog {
        let hosts = usize::from(nodes) + 2;
        ShivizLog {
            text: HEAD.into(),
            telling: Telling::of(span),
            bytes_max,
            clocks: alloc::vec![alloc::vec![0; hosts]; hosts],
            stamps: BTreeMap::new(),
        }
    }

    /// From when on there was no room; `None` when everything is in it.
    #[must_use]
    pub fn cut_at(&self) -> Option<Instant> {
        self.telling.cut_at
    }

    /// Whether nothing more will be written.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.telling.is_over()
    }

    /// The log.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
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
        let at = world.now();
        // Text can be written to a string without fail.
        let _ = writeln!(self.text, "{at} {}", one_line(sentence));
        let _ = write!(self.text, "{} ", Host(host, self.clients()));
        let mut before = '{';
        for (other, count) in self.clocks[host].iter().enumerate() {
            if *count > 0 {
                let _ = write!(
                    self.text,
                    "{before}\"{}\":{count}",
                    Host(other, self.clients())
                );
                before = ',';
            }
        }
        self.text.push_str("}\n");
        if self.text.len() > self.bytes_max {
            self.telling.cut_at = Some(at);
        }
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
