//! What a run costs, as part of its report: messages and bytes, by kind, for each committed write,
//! for each election, and for each second.

use raft_sim::{Cost, CostShares, Costs, MessageKind};
use serde::Serialize;

use crate::play::Report;

#[derive(Serialize)]
pub(crate) struct CostsShape {
    messages: u64,
    bytes: u64,
    /// All messages but those of elections, heartbeats included; null where nothing is committed.
    per_committed_write: Option<ShareShape>,
    /// The messages of elections; null where there was none.
    per_election: Option<ShareShape>,
    /// All messages, in simulated time; null for a run of no length.
    per_second: Option<ShareShape>,
    /// The kinds that were sent.
    by_kind: Vec<KindShape>,
}

#[derive(Serialize)]
struct ShareShape {
    messages: f64,
    bytes: f64,
}

#[derive(Serialize)]
struct KindShape {
    kind: &'static str,
    messages: u64,
    bytes: u64,
}

pub(crate) fn costs(report: &Report) -> CostsShape {
    let costs = report.costs();
    let CostShares {
        all,
        per_committed_write,
        per_election,
        per_second,
    } = costs.shares(&report.world);
    CostsShape {
        messages: all.messages,
        bytes: all.bytes,
        per_committed_write: per_committed_write.and_then(share),
        per_election: per_election.and_then(share),
        per_second: per_second.and_then(share),
        by_kind: by_kind(&costs),
    }
}

fn by_kind(costs: &Costs) -> Vec<KindShape> {
    let shape = |kind: MessageKind| {
        let Cost { messages, bytes } = costs.of(kind);
        (messages > 0).then(|| KindShape {
            kind: kind.name(),
            messages,
            bytes,
        })
    };
    MessageKind::ALL.into_iter().filter_map(shape).collect()
}

/// A share, which is in thousandths.
fn share(Cost { messages, bytes }: Cost) -> Option<ShareShape> {
    let each = |thousandths: u64| {
        let (whole, rest) = (thousandths / 1_000, thousandths % 1_000);
        format!("{whole}.{rest:03}").parse().ok()
    };
    Some(ShareShape {
        messages: each(messages)?,
        bytes: each(bytes)?,
    })
}
