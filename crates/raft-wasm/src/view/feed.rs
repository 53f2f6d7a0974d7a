//! The events of the run in sentences.

use raft_core::{Bug, Bugs, CommitEvidence, CommitHold, Decision};
use raft_sim::{FeedEvent, FeedItem, Importance, World};
use serde::Serialize;

use crate::session::Session;
use crate::view::json::Each;
use crate::whole::IS_FULL;

#[derive(Serialize)]
pub(crate) struct FeedShape {
    pub(crate) seq: u64,
    pub(crate) at: u64,
    pub(crate) node: Option<u8>,
    pub(crate) kind: &'static str,
    pub(crate) weight: &'static str,
    pub(crate) sentence: String,
    pub(crate) section: Option<&'static str>,
    pub(crate) term: Option<u64>,
    /// The copies of an entry that a leader has counted, where it knows of fewer than all.
    pub(crate) copies: Option<u32>,
    /// Whether the decision is one that a rule forbids which is left out on purpose.
    pub(crate) broken: bool,
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
        copies: copies(&item.what, world),
        broken: is_broken(&item.what, world),
    }
}

/// The copies that a leader has counted, where it knows of fewer than all. The page shows all logs,
/// and says whose count it is.
fn copies(what: &FeedEvent, world: &World) -> Option<u32> {
    let FeedEvent::Decided { decision, .. } = what else {
        return None;
    };
    let (Decision::CommitAdvanced {
        evidence: CommitEvidence::Counted { replicas: counted },
        ..
    }
    | Decision::CommitHeld {
        reason: CommitHold::TooFew { replicas: counted },
        ..
    }) = *decision
    else {
        return None;
    };
    let is_one_set = counted.replaced().is_none();
    let members = world.configuration().members().count();
    (is_one_set && counted.count < members).then_some(counted.count)
}

/// Whether Raft forbids the decision, by the values that it names: it cites the section of a rule
/// that it breaks.
fn is_broken(what: &FeedEvent, world: &World) -> bool {
    let FeedEvent::Decided {
        node,
        decision,
        term,
        ..
    } = what
    else {
        return false;
    };
    let bugs = world.options().bugs;
    if !IS_FULL || bugs == Bugs::NONE {
        return false;
    }
    match *decision {
        Decision::CommitAdvanced { old, new, evidence } => {
            let is_of_another_term = || {
                let log = world.node(*node).map(|node| node.log());
                log.and_then(|log| log.term_at(new))
                    .is_some_and(|of_entry| of_entry != *term)
            };
            let is_miscounted = match evidence {
                CommitEvidence::Counted { replicas } => {
                    !replicas.is_majority()
                        || bugs.has(Bug::CommitOlderTerm) && is_of_another_term()
                }
                CommitEvidence::Told { .. } => false,
            };
            is_miscounted || old.is_some_and(|old| new < old)
        }
        Decision::BecameLeader { votes, .. } => !votes.is_majority(),
        Decision::VoteGranted { theirs, own, .. } => theirs < own,
        Decision::EntriesTruncated { leaders, .. } => leaders.is_none(),
        _ => false,
    }
}
