//! Writes down what happens in a span while it is played.

use alloc::vec::Vec;

use raft_core::{Instant, NodeId};

use super::contents::{Contents, Happening, Moment, Passage, PassageEnd, Silence, SpanEvent};
use super::counts::EvenCounts;
use crate::address::Endpoint;
use crate::feed::FeedEvent;
use crate::network::packet::Packet;
use crate::sorted_map::SortedMap;
use crate::world::World;
use crate::world::event::{DropReason, Event, Observer};

/// An observer of a span, from a world that stands just before it.
#[derive(Clone, Debug)]
pub(crate) struct Recorder {
    messages: Vec<Passage>,
    /// The place in `messages` of each one under way or waiting, by its id.
    open: SortedMap<u64, usize>,
    /// The ids of those that wait at paused processes.
    waiting: Vec<u64>,
    events: Vec<SpanEvent>,
    silences: Vec<Silence>,
    counts: EvenCounts,
    most: usize,
    /// Whether there was more than asked for: then only the counts are of use.
    is_too_much: bool,
}

impl Recorder {
    /// Keeps up to `most` messages, and as many events, of a span.
    pub(crate) fn new(world: &World, from: Instant, until: Instant, most: usize) -> Recorder {
        let mut recorder = Recorder {
            messages: Vec::new(),
            open: SortedMap::default(),
            waiting: Vec::new(),
            events: Vec::new(),
            silences: Vec::new(),
            counts: EvenCounts::new(from, until),
            most,
            is_too_much: false,
        };
        let mut under_way: Vec<&Packet> = world.network().packets().collect();
        under_way.extend(world.waiting_messages());
        under_way.sort_by_key(|packet| packet.id);
        for packet in under_way {
            recorder.begin(packet, None);
        }
        for packet in world.waiting_messages() {
            recorder.wait(packet, packet.due_at.min(from));
        }
        for node in world.nodes() {
            recorder.begin_silence(node.id(), node.silent_since());
        }
        recorder
    }

    /// What happened, up to the moment that `world` shows, and where nodes were silent.
    pub(crate) fn finish(mut self, world: &World) -> (Contents, Vec<Silence>) {
        let silences = core::mem::take(&mut self.silences);
        (self.into_contents(world), silences)
    }

    fn into_contents(mut self, world: &World) -> Contents {
        if self.is_too_much {
            return Contents::Counts(self.counts.into_counts());
        }
        // An action may have changed when a message is due, and a cut its fate.
        for packet in world.network().packets() {
            self.passage(packet);
        }
        Contents::Whole {
            messages: self.messages,
            events: self.events,
        }
    }

    fn begin_silence(&mut self, node: NodeId, since: Option<Instant>) {
        let has_room = self.silences.len() < self.most;
        if let Some(since) = since.filter(|_| has_room) {
            let until = None;
            self.silences.push(Silence { node, since, until });
        }
    }

    /// Ends the silences that are over: all that waited is out, or gone with its term.
    fn end_silences(&mut self, world: &World) {
        let now = world.now();
        for silence in self.silences.iter_mut().filter(|it| it.until.is_none()) {
            let node = world.node(silence.node);
            if node.and_then(|node| node.silent_since()) != Some(silence.since) {
                silence.until = Some(now);
            }
        }
    }

    fn begin(&mut self, packet: &Packet, sent: Option<u64>) {
        if self.messages.len() >= self.most {
            self.give_up();
        }
        if self.is_too_much {
            return;
        }
        self.open.insert(packet.id, self.messages.len());
        self.messages.push(Passage {
            packet: packet.clone(),
            sent,
            waited: None,
            end: None,
        });
    }

    /// Keeps no more than counts from now on.
    fn give_up(&mut self) {
        self.is_too_much = true;
        self.messages = Vec::new();
        self.events = Vec::new();
        self.open = SortedMap::default();
    }

    /// The way of a message that has not ended, with the newest that is known of the message.
    fn passage(&mut self, packet: &Packet) -> Option<&mut Passage> {
        let place = *self.open.get(&packet.id)?;
        let passage = self.messages.get_mut(place)?;
        passage.packet.due_at = packet.due_at;
        passage.packet.fate = packet.fate;
        Some(passage)
    }

    fn wait(&mut self, packet: &Packet, at: Instant) {
        if let Some(passage) = self.passage(packet) {
            passage.waited = Some(at);
            self.waiting.push(packet.id);
        }
    }

    fn end(&mut self, packet: &Packet, moment: Moment, end: PassageEnd) {
        if let Some(passage) = self.passage(packet) {
            passage.end = Some((moment, end));
        }
        self.open.remove(&packet.id);
    }

    /// Ends the way of the messages that waited at a process that is gone.
    fn lose_waiting(&mut self, node: NodeId, moment: Moment) {
        let waits = |passage: &Passage| {
            passage.end.is_none()
                && self.waiting.contains(&passage.packet.id)
                && passage.packet.name.to == Endpoint::Node(node)
        };
        for passage in self.messages.iter_mut().filter(|passage| waits(passage)) {
            let reason = PassageEnd::Dropped(DropReason::ReceiverDown);
            passage.end = Some((moment, reason));
            self.open.remove(&passage.packet.id);
        }
    }

    /// The messages that waited at a process reach it now that it goes on, one after the other.
    fn end_waiting(&mut self, node: NodeId) {
        let (open, messages) = (&self.open, &self.messages);
        self.waiting.retain(|id| {
            let passage = open.get(id).and_then(|place| messages.get(*place));
            passage.is_some_and(|passage| passage.packet.name.to != Endpoint::Node(node))
        });
    }

    fn tell(&mut self, moment: Moment, what: Happening) {
        if self.events.len() >= self.most {
            self.give_up();
        }
        if !self.is_too_much {
            self.events.push(SpanEvent { moment, what });
        }
    }
}

impl Observer for Recorder {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let moment = Moment {
            seq: world.counts().events,
            at: world.now(),
        };
        self.end_silences(world);
        match *event {
            Event::Sent(packet) => {
                self.counts.count(moment.at);
                self.begin(packet, Some(moment.seq));
            }
            Event::Arrived(packet) => self.end(packet, moment, PassageEnd::Arrived),
            Event::Dropped(packet, reason) => {
                self.end(packet, moment, PassageEnd::Dropped(reason));
            }
            Event::Waits(packet) => self.wait(packet, moment.at),
            Event::Applied { node, first, last } => {
                self.tell(moment, Happening::Applied { node, first, last });
            }
            Event::Crashed(node, cause) => {
                self.lose_waiting(node, moment);
                self.tell(moment, Happening::Told(FeedEvent::Crashed(node, cause)));
            }
            _ => {
                match *event {
                    Event::Resumed(node) => self.end_waiting(node),
                    Event::MessagesHeld(held) => self.begin_silence(held.node, Some(moment.at)),
                    _ => {}
                }
                if let Some(told) = FeedEvent::of(world, event) {
                    self.tell(moment, Happening::Told(told));
                }
            }
        }
    }
}
