//! A run as JSON lines: one line an event, for other programs.
//!
//! Each line is an object: `seq` (the number of the event in its run), `at_us`, `kind`,
//! `node`, `sentence` and `values`, numbers by name. `kind` is what scenario files call an
//! event.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::{NodeId, Term, WhoseClock};
use serde::{Serialize, Serializer};

use crate::feed::FeedEvent;
use crate::feed::message_event::MessageEvent;
use crate::network::packet::Content;
use crate::world::World;
use crate::world::event::{Event, Observer};

/// An observer that writes each event as a line, up to a number of lines.
#[derive(Clone, Debug)]
pub struct Lines {
    text: String,
    after: u64,
    left: usize,
}

impl Lines {
    /// Writes `count` lines at most, about the events after the one numbered `after`.
    #[must_use]
    pub fn new(after: u64, count: usize) -> Lines {
        Lines {
            text: String::new(),
            after,
            left: count,
        }
    }

    /// Whether all lines that were asked for are there.
    #[must_use]
    pub fn are_full(&self) -> bool {
        self.left == 0
    }

    /// The lines, each with its end.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }
}

impl Observer for Lines {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let seq = world.counts().events;
        if seq <= self.after || self.are_full() {
            return;
        }
        let Some(line) = line(seq, world, event) else {
            return;
        };
        // Names, numbers and text: there is nothing in it that JSON could not hold.
        self.text += &serde_json::to_string(&line).unwrap_or_default();
        self.text.push('\n');
        self.left -= 1;
    }
}

#[derive(Serialize)]
struct Line {
    seq: u64,
    at_us: u64,
    kind: &'static str,
    node: Option<u8>,
    sentence: String,
    values: Values,
}

/// An object of numbers, in this order.
struct Values(Vec<(&'static str, u64)>);

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

fn line(seq: u64, world: &World, event: &Event<'_>) -> Option<Line> {
    let (kind, node, sentence, values) = match event {
        Event::Sent(_) | Event::Arrived(_) | Event::Waits(_) | Event::Dropped(..) => {
            of_message(&MessageEvent::of(event)?, world)
        }
        Event::Decided { node, decision } => {
            let mut values = Vec::new();
            decision.each_value(|name, value| values.push((name, value)));
            let clock = world.node(*node).map(|node| node.whose_clock());
            let clock = clock.unwrap_or(WhoseClock::Everybodys);
            let sentence = decision.sentence_by(*node, clock).to_string();
            (decision.name(), Some(*node), sentence, values)
        }
        Event::Acted(action) => (action.name(), None, action.to_string(), Vec::new()),
        // What commits an entry says the same, and so does the sending of a request.
        Event::Applied { .. } | Event::Requested(_) => return None,
        Event::MessagesHeld(_)
        | Event::Crashed(..)
        | Event::DiskLost { .. }
        | Event::Restarted(_)
        | Event::Paused(_)
        | Event::Resumed(_)
        | Event::RequestSent(_)
        | Event::RequestEnded(_) => of_feed_event(&FeedEvent::of(world, event)?, world),
    };
    Some(Line {
        seq,
        at_us: world.now().0,
        kind,
        node: node.map(|node| node.0),
        sentence,
        values: Values(values),
    })
}

type Told = (
    &'static str,
    Option<NodeId>,
    String,
    Vec<(&'static str, u64)>,
);

fn of_message(event: &MessageEvent<'_>, world: &World) -> Told {
    let MessageEvent { name: kind, packet } = *event;
    let name = packet.name;
    let mut values = Vec::from([("id", packet.id), ("nth", name.nth)]);
    let ends = [("from", name.from.node()), ("to", name.to.node())];
    let nodes = ends.into_iter();
    values.extend(nodes.filter_map(|(end, node)| Some((end, node?.0.into()))));
    if name.copy > 0 {
        values.push(("copy", name.copy.into()));
    }
    if let Content::Peer(message) = &packet.content {
        let Term(term) = message.term;
        values.push(("term", term));
    }
    values.extend([
        ("sent_at_us", packet.sent_at.0),
        ("due_at_us", packet.due_at.0),
    ]);
    (
        kind,
        event.endpoint().node(),
        packet.sentence(world).to_string(),
        values,
    )
}

fn of_feed_event(event: &FeedEvent, world: &World) -> Told {
    let values = match event {
        FeedEvent::RequestSent {
            number,
            to,
            attempt,
        } => Vec::from([
            ("request", *number as u64),
            ("to", to.0.into()),
            ("attempt", u64::from(*attempt)),
        ]),
        FeedEvent::MessagesHeld(held) => {
            let mut values = Vec::from([("term", held.term.0), ("messages", held.messages as u64)]);
            values.extend(held.until.map(|until| ("until_us", until.0)));
            values
        }
        FeedEvent::RequestEnded { number } => Vec::from([("request", *number as u64)]),
        _ => Vec::new(),
    };
    (
        event.name(world),
        event.node(),
        event.sentence(world).to_string(),
        values,
    )
}
