//! What the run costs up to the moment shown: messages and bytes by kind, for what, and when.

use raft_core::{Duration, Instant};
use raft_sim::{Cost, CostShares, CostsOverTime, MessageKind};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use super::super::Playground;
use crate::session::Session;
use crate::view::json::json;

/// The plot shows so much of the time before the moment shown.
const PLOTTED: Duration = Duration(60_000_000);
/// In so many stretches.
const STRETCHES: u64 = 60;

#[wasm_bindgen]
impl Playground {
    /// JSON of `CostsView`.
    #[must_use]
    pub fn costs(&self) -> String {
        json(&costs(&self.session))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CostsShape {
    messages: u64,
    bytes: u64,
    /// Shares are in thousandths.
    per_committed_write: Option<CostShape>,
    per_election: Option<CostShape>,
    per_second: Option<CostShape>,
    by_kind: Vec<KindShape>,
    from: u64,
    step: u64,
}

#[derive(Serialize)]
struct KindShape {
    kind: &'static str,
    messages: u64,
    bytes: u64,
    stretches: Vec<CostShape>,
}

#[derive(Serialize)]
struct CostShape {
    messages: u64,
    bytes: u64,
}

fn costs(session: &Session) -> impl Serialize {
    let timeline = session.timeline();
    let world = timeline.world();
    let now = world.now();
    let from = Instant(now.0.saturating_sub(PLOTTED.0));
    let step = Duration((now - from).0.div_ceil(STRETCHES).max(1));
    let mut over_time = CostsOverTime::new(from, step);
    timeline.play_span(from, now, &mut over_time);
    let costs = timeline.watcher().costs();
    let CostShares {
        all,
        per_committed_write,
        per_election,
        per_second,
    } = costs.shares(world);
    let kinds = MessageKind::ALL.into_iter();
    let kind_shape = |kind: MessageKind| {
        let Cost { messages, bytes } = costs.of(kind);
        let stretches = over_time.stretches().iter().map(|costs| costs.of(kind));
        (messages > 0).then(|| KindShape {
            kind: kind.name(),
            messages,
            bytes,
            stretches: stretches.map(cost_shape).collect(),
        })
    };
    CostsShape {
        messages: all.messages,
        bytes: all.bytes,
        per_committed_write: per_committed_write.map(cost_shape),
        per_election: per_election.map(cost_shape),
        per_second: per_second.map(cost_shape),
        by_kind: kinds.filter_map(kind_shape).collect(),
        from: from.0,
        step: step.0,
    }
}

fn cost_shape(Cost { messages, bytes }: Cost) -> CostShape {
    CostShape { messages, bytes }
}
