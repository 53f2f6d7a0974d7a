//! What the clients saw, for the page: bars over time, and the judgment of them all.

use raft_check::linearizability::{Budget, History, Linearizability, judge_history};
use raft_core::Instant;
use raft_sim::Importance;
use serde::Serialize;

use crate::session::Session;
use crate::view::feed::{FeedShape, feed_shape};
use crate::view::{RequestShape, request_shape};

/// Bars, and faults over them, that cross at a time.
const SHOWN_MAX: usize = 500;
/// Steps that one judgment may take: a part of a second.
const BUDGET: Budget = Budget(2_000_000);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryShape {
    requests: Vec<RequestShape>,
    faults: Vec<FeedShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryVerdictShape {
    verdict: &'static str,
    sentence: String,
    operations: usize,
    partitions: usize,
    contradiction: Vec<usize>,
}

/// The newest requests under way between `from` and `until`, and what was done to the cluster
/// and befell it meanwhile, oldest first: as far as the branch shown was ever played.
pub(crate) fn history(session: &Session, from: Instant, until: Instant) -> HistoryShape {
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

/// Whether one machine could have told the clients what they saw.
pub(crate) fn verdict(session: &Session) -> HistoryVerdictShape {
    let verdict = judge_history(&History::of(session.world()), BUDGET);
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
