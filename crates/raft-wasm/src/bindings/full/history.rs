//! The history of the clients' requests: bars over time, and the verdict on all of them.

use raft_check::linearizability::{Budget, History, Linearizability, judge_history};
use raft_core::Instant;
use raft_sim::Importance;
use serde::Serialize;

use crate::session::Session;
use crate::view::feed::{FeedShape, feed_shape};
use crate::view::{RequestShape, request_shape};

/// How many requests, and how many faults, one answer holds.
const SHOWN_MAX: usize = 500;
/// How many steps one verdict may take: a part of a second.
const BUDGET: Budget = Budget(2_000_000);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HistoryShape {
    requests: Vec<RequestShape>,
    faults: Vec<FeedShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HistoryVerdictShape {
    verdict: &'static str,
    sentence: String,
    operations: usize,
    partitions: usize,
    contradiction: Vec<usize>,
}

/// The newest requests under way between `from` and `until`, and the newest faults between the
/// two, oldest first: as far as the branch shown was ever played.
pub(super) fn history(session: &Session, from: Instant, until: Instant) -> HistoryShape {
    let (world, _) = session.timeline().furthest();
    let all = world.requests();
    let newest_first = (0..all.len())
        .rev()
        .filter_map(|id| Some((id, all.get(id)?)));
    let in_sight = newest_first
        .skip_while(|(_, request)| request.sent_at > until)
        .filter(|(_, request)| request.ended_at.is_none_or(|ended_at| ended_at >= from));
    let mut requests: Vec<RequestShape> = in_sight
        .take(SHOWN_MAX)
        .map(|(id, request)| request_shape(id, request))
        .collect();
    requests.reverse();
    let is_fault = |item: &&raft_sim::FeedItem| {
        item.what.is_action_or_fault() && item.what.importance() >= Importance::Notable
    };
    let items = session.timeline().branch().feed.items();
    let mut faults: Vec<FeedShape> = (0..items.len())
        .rev()
        .filter_map(|place| items.get(place))
        .skip_while(|item| item.at > until)
        .take_while(|item| item.at >= from)
        .filter(is_fault)
        .take(SHOWN_MAX)
        .map(|item| feed_shape(item, world))
        .collect();
    faults.reverse();
    HistoryShape { requests, faults }
}

/// Whether one machine could have given the clients all their answers.
pub(super) fn verdict(session: &Session) -> HistoryVerdictShape {
    let committed = session.judge().committed_entries();
    let history = History::with_committed(session.world(), committed);
    let verdict = judge_history(&history, BUDGET);
    let contradiction = verdict.contradiction();
    HistoryVerdictShape {
        verdict: match verdict.linearizability {
            Linearizability::Holds => "holds",
            Linearizability::Broken(_) => "broken",
            Linearizability::Undecided => "undecided",
        },
        sentence: verdict.to_string(),
        operations: verdict.operations,
        partitions: verdict.partitions,
        contradiction: contradiction.map_or(Vec::new(), |it| it.numbers().collect()),
    }
}
