//! What comes if we wait, as lanes ahead of the moment shown.

use raft_core::{Instant, NodeId, RoleName};
use raft_sim::{Band, Lanes, Mark};
use raft_why::forecast;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use super::super::{Playground, instant};
use crate::session::Session;
use crate::view::json::json;

#[wasm_bindgen]
impl Playground {
    /// JSON of `ForecastView`: what comes from the moment shown to `until` if nobody does anything
    /// more. Played in a copy, so nothing that is shown changes.
    #[must_use]
    pub fn forecast(&self, until: f64) -> String {
        json(&forecast_shape(&self.session, instant(until)))
    }
}

#[derive(Serialize)]
struct ForecastShape {
    from: u64,
    /// As far as it was played: a busy run is not played to the end that was asked for.
    until: u64,
    nodes: Vec<LaneShape>,
}

#[derive(Serialize)]
struct LaneShape {
    bands: Vec<BandShape>,
    elected: Vec<u64>,
    committed: Vec<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BandShape {
    at: u64,
    term: u64,
    role: &'static str,
    status: &'static str,
    cut_off_from: u8,
}

fn forecast_shape(session: &Session, until: Instant) -> impl Serialize {
    let world = session.shown().world();
    let (lanes, reached) = forecast::lanes(world, until.max(world.now()));
    let nodes = world.nodes().map(|node| lane(&lanes, node.id()));
    ForecastShape {
        from: world.now().0,
        until: reached.0,
        nodes: nodes.collect(),
    }
}

fn lane(lanes: &Lanes, node: NodeId) -> LaneShape {
    let marks = |mark| lanes.marks(Some(node), mark).map(|at| at.0).collect();
    LaneShape {
        bands: lanes.bands(node).map(band).collect(),
        elected: marks(Mark::Elected),
        committed: marks(Mark::Committed),
    }
}

fn band((at, band): (Instant, Band)) -> BandShape {
    BandShape {
        at: at.0,
        term: band.term.0,
        role: RoleName::word(band.role),
        status: band.status.word(),
        cut_off_from: band.cut_off_from,
    }
}
