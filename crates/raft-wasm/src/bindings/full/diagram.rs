//! The messages and events of a span, for the space-time diagram.

use raft_core::{
    AppendEntriesReply, Body, Decision, ExtensionDecision, Index, InstallSnapshotReply, Instant,
    NodeId, Origin, SnapshotDecision,
};
use raft_sim::span::{Contents, Happening, MessageCount, Passage, PassageEnd, SpanEvent};
use raft_sim::{Content, DropReason, FeedEvent, FeedItem, Packet, World};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use super::super::{Playground, instant};
use crate::session::Session;
use crate::view::details::{PacketShape, packet_shape};
use crate::view::feed::{FeedShape, feed_shape};
use crate::view::json::json;

#[wasm_bindgen]
impl Playground {
    /// JSON of `DiagramView`: what happened from one moment to another, with at most `most`
    /// messages and as many events. Plays the span again in a copy, so nothing that is shown
    /// changes.
    #[must_use]
    pub fn diagram(&self, from: f64, until: f64, most: u32) -> String {
        let (from, until) = (instant(from), instant(until));
        json(&diagram(&self.session, from, until, most as usize))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DiagramShape {
    from: u64,
    until: u64,
    messages: Vec<PassageShape>,
    events: Vec<EventShape>,
    counts: Option<Vec<CountShape>>,
    silences: Vec<SilenceShape>,
}

/// A stretch in which messages of a node waited for its disk.
#[derive(Serialize)]
struct SilenceShape {
    node: u8,
    from: u64,
    /// `null` where they still waited at the end of the span.
    until: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PassageShape {
    packet: PacketShape,
    sentence: String,
    /// Which client, for a message to or from one.
    client: Option<u32>,
    /// The number of the request that it carries or answers.
    request: Option<usize>,
    /// The first entry that it carries.
    first: Option<u64>,
    /// The index through which its sender says that the logs agree.
    matched: Option<u64>,
    /// The last entry that the snapshot stands for of which it carries a part.
    through: Option<u64>,
    sent_seq: Option<u64>,
    waited_at: Option<u64>,
    ended_seq: Option<u64>,
    ended_at: Option<u64>,
    end: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventShape {
    told: FeedShape,
    /// Which client, for an event of one.
    client: Option<u32>,
    request: Option<usize>,
    /// The entries that it is about.
    first: Option<u64>,
    last: Option<u64>,
}

#[derive(Serialize)]
struct CountShape {
    from: u64,
    until: u64,
    messages: u64,
}

fn diagram(session: &Session, from: Instant, until: Instant, most: usize) -> impl Serialize {
    let timeline = session.timeline();
    let span = timeline.span(from, until, most);
    let (world, _) = timeline.furthest();
    let shape = DiagramShape {
        from: span.from.0,
        until: span.until.0,
        messages: Vec::new(),
        events: Vec::new(),
        counts: None,
        silences: span
            .silences
            .iter()
            .map(|silence| SilenceShape {
                node: silence.node.0,
                from: silence.since.0,
                until: silence.until.map(|at| at.0),
            })
            .collect(),
    };
    match span.contents {
        Contents::Whole { messages, events } => DiagramShape {
            messages: messages
                .iter()
                .map(|passage| passage_shape(passage, world))
                .collect(),
            events: events
                .into_iter()
                .map(|event| event_shape(event, world))
                .collect(),
            ..shape
        },
        Contents::Counts(counts) => DiagramShape {
            counts: Some(counts.into_iter().map(count_shape).collect()),
            ..shape
        },
    }
}

fn count_shape(count: MessageCount) -> CountShape {
    CountShape {
        from: count.from.0,
        until: count.until.0,
        messages: count.messages,
    }
}

fn passage_shape(passage: &Passage, world: &World) -> PassageShape {
    let packet = &passage.packet;
    let (origin, first, matched) = match &packet.content {
        Content::Request { origin, .. } | Content::Reply { origin, .. } => {
            (Some(*origin), None, None)
        }
        Content::Peer(message) => match &message.body {
            Body::AppendEntries(request) if !request.entries.is_empty() => {
                let before = request.prev.map(|prev| prev.index);
                (None, Some(Index::after(before)), None)
            }
            Body::AppendEntriesReply(AppendEntriesReply::Matched(matched)) => {
                (None, None, *matched)
            }
            Body::AppendEntries(_)
            | Body::AppendEntriesReply(AppendEntriesReply::Rejected { .. })
            | Body::RequestVote(_)
            | Body::RequestVoteReply(_)
            | Body::PreVote(_)
            | Body::PreVoteReply(_)
            | Body::TimeoutNow => (None, None, None),
            Body::InstallSnapshotReply(InstallSnapshotReply::Installed { through }) => {
                (None, None, Some(*through))
            }
            Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply(_)
            | Body::Confirm(_)
            | Body::ConfirmReply(_)
            | Body::ReadIndex(_)
            | Body::ReadIndexReply(_) => (None, None, None),
        },
    };
    PassageShape {
        packet: packet_shape(packet),
        sentence: packet.sentence(world).to_string(),
        client: origin.map(|origin| origin.client.0),
        request: origin.and_then(|origin| request_number(world, origin)),
        first: first.map(Index::get),
        matched: matched.map(Index::get),
        through: snapshot_of(packet).map(Index::get),
        sent_seq: passage.sent,
        waited_at: passage.waited.map(|at| at.0),
        ended_seq: passage.end.map(|(moment, _)| moment.seq),
        ended_at: passage.end.map(|(moment, _)| moment.at.0),
        end: match passage.end {
            None => "underWay",
            Some((_, PassageEnd::Arrived)) => "arrived",
            Some((_, PassageEnd::Dropped(DropReason::Lost))) => "lost",
            Some((_, PassageEnd::Dropped(DropReason::Cut))) => "cut",
            Some((_, PassageEnd::Dropped(DropReason::ReceiverDown))) => "receiverDown",
        },
    }
}

/// The last entry that the snapshot stands for of which this message carries a part.
fn snapshot_of(packet: &Packet) -> Option<Index> {
    match &packet.content {
        Content::Peer(message) => match &message.body {
            Body::InstallSnapshot(part) => Some(part.base.index),
            _ => None,
        },
        Content::Request { .. } | Content::Reply { .. } => None,
    }
}

/// The number of the newest request with this name.
fn request_number(world: &World, origin: Origin) -> Option<usize> {
    let requests = world.requests();
    let has_it = |number: &usize| {
        let request = requests.get(*number);
        request.is_some_and(|request| request.origin == origin)
    };
    (0..requests.len()).rev().find(has_it)
}

fn event_shape(event: SpanEvent, world: &World) -> EventShape {
    let SpanEvent { moment, what } = event;
    match what {
        Happening::Applied { node, first, last } => EventShape {
            told: FeedShape {
                seq: moment.seq,
                at: moment.at.0,
                node: Some(node.0),
                kind: "applied",
                weight: "routine",
                sentence: applied_sentence(node, first, last),
                section: Some("Raft §5.3"),
                term: None,
                copies: None,
                broken: false,
            },
            client: None,
            request: None,
            first: Some(first.get()),
            last: Some(last.get()),
        },
        Happening::Told(what) => {
            let request = match what {
                FeedEvent::RequestSent { number, .. } | FeedEvent::RequestEnded { number } => {
                    Some(number)
                }
                _ => None,
            };
            let (first, last) = entries_of(&what);
            let item = FeedItem {
                seq: moment.seq,
                at: moment.at,
                what,
            };
            EventShape {
                told: feed_shape(&item, world),
                client: request
                    .and_then(|number| Some(world.requests().get(number)?.origin.client.0)),
                request,
                first: first.map(Index::get),
                last: last.map(Index::get),
            }
        }
    }
}

fn applied_sentence(node: NodeId, first: Index, last: Index) -> String {
    if first == last {
        return format!("{node} applies entry {first} to its state machine.");
    }
    format!("{node} applies entries {first} to {last} to its state machine.")
}

/// The first and the last entry that an event is about.
fn entries_of(what: &FeedEvent) -> (Option<Index>, Option<Index>) {
    let FeedEvent::Decided { decision, .. } = what else {
        return (None, None);
    };
    match *decision {
        Decision::CommandTaken { at } => (Some(at.index), Some(at.index)),
        Decision::EntriesAppended { first, count } => {
            let last = Index::new((first.get() + count).saturating_sub(1));
            (Some(first), last)
        }
        Decision::EntriesTruncated { first, last, .. } => (Some(first), Some(last)),
        Decision::CommitAdvanced { old, new, .. } => (Some(Index::after(old)), Some(new)),
        Decision::Extension(ExtensionDecision::Snapshot(
            SnapshotDecision::Taken { base, .. }
            | SnapshotDecision::SendBegun { base, .. }
            | SnapshotDecision::Installed { base, .. },
        )) => (Some(Index::after(None)), Some(base.index)),
        _ => (None, None),
    }
}
