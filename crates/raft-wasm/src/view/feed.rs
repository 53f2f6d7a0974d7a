//! The events of the run in sentences, and the marks of the time line.

use raft_check::Violation;
use raft_sim::{FeedItem, Importance, World};
use serde::Serialize;

use crate::session::Session;
use crate::view::json::Each;

#[derive(Serialize)]
pub(crate) struct FeedShape {
    seq: u64,
    at: u64,
    node: Option<u8>,
    kind: &'static str,
    weight: &'static str,
    sentence: String,
    section: Option<&'static str>,
    term: Option<u64>,
}

#[derive(Serialize)]
pub(crate) struct MarkShape {
    at: u64,
    kind: &'static str,
    node: Option<u8>,
    term: Option<u64>,
}

/// The newest `limit` events up to the moment shown, oldest first.
pub(crate) fn feed(session: &Session, limit: usize, at_least: Importance) -> impl Serialize {
    let mut heavy = happened(session).filter(|item| item.what.importance() >= at_least);
    newest(&mut heavy, limit, session.world())
}

/// The newest `limit` of these items, oldest first.
pub(crate) fn newest(
    items: &mut dyn DoubleEndedIterator<Item = &FeedItem>,
    limit: usize,
    world: &World,
) -> Vec<FeedShape> {
    let shape = |item| feed_shape(item, world);
    let mut newest: Vec<FeedShape> = items.rev().take(limit).map(shape).collect();
    newest.reverse();
    newest
}

/// The events after the one numbered `seq`, up to the moment shown: the newest `limit` of them,
/// oldest first.
pub(crate) fn feed_since(session: &Session, seq: u64, limit: usize) -> impl Serialize {
    let world = session.world();
    let feed = &session.timeline().branch().feed;
    let before = feed.count_through(seq);
    let count = feed.count_through(world.counts().events);
    let first = before.max(count.saturating_sub(limit));
    let items = move || (first..count).filter_map(|place| feed.items().get(place));
    Each(move || items().map(|item| feed_shape(item, world)))
}

/// The feed's items up to the moment shown.
pub(crate) fn happened(session: &Session) -> impl DoubleEndedIterator<Item = &FeedItem> {
    let feed = &session.timeline().branch().feed;
    let count = feed.count_through(session.world().counts().events);
    (0..count).filter_map(|place| feed.items().get(place))
}

pub(crate) fn feed_shape(item: &FeedItem, world: &World) -> FeedShape {
    FeedShape {
        seq: item.seq,
        at: item.at.0,
        node: item.what.node().map(|node| node.0),
        kind: item.what.name(world),
        weight: match item.what.importance() {
            Importance::Routine => "routine",
            Importance::Notable => "notable",
            Importance::Decisive => "decisive",
        },
        sentence: item.what.sentence(world).to_string(),
        section: item.what.section(),
        term: item.what.term().map(|term| term.0),
    }
}

/// The marks of the time line, on the whole branch.
pub(crate) fn marks(session: &Session) -> impl Serialize {
    let timeline = session.timeline();
    let (world, judge) = timeline.furthest();
    let decisive = || {
        let items = timeline.branch().feed.items().iter();
        items.filter(|item| item.what.importance() == Importance::Decisive)
    };
    let mark = |item| mark_shape(item, world);
    let violations = || judge.violations().iter().map(violation_mark);
    Each(move || decisive().map(mark).chain(violations()))
}

fn mark_shape(item: &FeedItem, world: &World) -> MarkShape {
    MarkShape {
        at: item.at.0,
        kind: item.what.name(world),
        node: item.what.node().map(|node| node.0),
        term: item.what.term().map(|term| term.0),
    }
}

fn violation_mark(violation: &Violation) -> MarkShape {
    MarkShape {
        at: violation.at.0,
        kind: "violation",
        node: None,
        term: None,
    }
}
