//! What a run costs, as part of its report: messages and bytes, by kind, for each committed write,
//! for each election, and for each second.

use raft_sim::{Cost, Costs, MessageKind};
use serde::Serialize;

use crate::play::Report;

/// The messages with which nodes elect a leader.
const OF_ELECTIONS: [MessageKind; 5] = [
    MessageKind::RequestVote,
    MessageKind::RequestVoteReply,
    MessageKind::PreVote,
    MessageKind::PreVoteReply,
    MessageKind::TimeoutNow,
];

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
    let all = costs.of_all(MessageKind::ALL);
    let is_of_elections = |kind: &MessageKind| OF_ELECTIONS.contains(kind);
    let others = MessageKind::ALL
        .into_iter()
        .filter(|kind| !is_of_elections(kind));
    let counts = report.world.counts();
    let millis = report.world.now().0 / 1_000;
    CostsShape {
        messages: all.messages,
        bytes: all.bytes,
        per_committed_write: share(costs.of_all(others), counts.committed),
        per_election: share(costs.of_all(OF_ELECTIONS), counts.elections),
        per_second: share(
            Cost {
                messages: all.messages * 1_000,
                bytes: all.bytes * 1_000,
            },
            millis,
        ),
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

/// So much of a cost for each of so many, to the thousandth; nothing where there are none.
fn share(Cost { messages, bytes }: Cost, among: u64) -> Option<ShareShape> {
    let each = |amount: u64| {
        let thousandths = (u128::from(amount) * 1_000).checked_div(u128::from(among))?;
        let (whole, rest) = (thousandths / 1_000, thousandths % 1_000);
        format!("{whole}.{rest:03}").parse().ok()
    };
    Some(ShareShape {
        messages: each(messages)?,
        bytes: each(bytes)?,
    })
}
