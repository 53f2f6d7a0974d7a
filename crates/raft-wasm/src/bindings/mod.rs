//! `Playground`, the class that the page uses. This file has the methods of both modules; `full`
//! has those that only the full module has.

#[cfg(feature = "full")]
mod full;

use js_sys::Float64Array;
use raft_core::{Instant, NodeId};
use raft_sim::Importance;
use serde::Serialize;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::number::to_u64;
use crate::session::Session;
use crate::view::View;
use crate::view::details::{node_detail, packet_detail};
use crate::view::feed::{feed, feed_since};
use crate::view::frame;
use crate::view::json::json;
use crate::view::lanes::lanes;
use crate::view::logs::logs;

/// A tick: 10 ms of simulated time.
const TICK_MICROSECONDS: u64 = 10_000;
/// How many nodes a run has, unless the page says otherwise.
const NODES_USUAL: u8 = 5;

/// The engine that the page holds. Times are whole microseconds, and cross as doubles. A moment
/// beyond the longest run means its end.
#[wasm_bindgen]
pub struct Playground {
    session: Session,
    /// The runs beside the one that is open.
    #[cfg(feature = "full")]
    beside: full::opening::RunsBeside,
    /// The numbers of the last frame, kept for their memory.
    numbers: Vec<f64>,
}

#[wasm_bindgen]
impl Playground {
    /// A run of five nodes with this seed; without one, the browser draws it.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: Option<f64>, nodes: Option<u8>) -> Result<Playground, JsError> {
        Ok(Playground {
            session: fresh(seed, nodes)?,
            #[cfg(feature = "full")]
            beside: full::opening::RunsBeside::default(),
            numbers: Vec::new(),
        })
    }

    /// Starts a fresh run in place of the one shown.
    #[wasm_bindgen(js_name = newRun)]
    pub fn new_run(&mut self, seed: Option<f64>, nodes: Option<u8>) -> Result<(), JsError> {
        self.show(fresh(seed, nodes)?);
        Ok(())
    }

    /// Why nothing more happens in the run shown, as one sentence; `undefined` while it goes on.
    #[must_use]
    pub fn ending(&self) -> Option<String> {
        self.session.ending()
    }

    /// Goes a part of the way to any moment. Returns whether that was all of it.
    pub fn approach(&mut self, at: f64) -> bool {
        self.session.approach(instant(at))
    }

    /// Does an action to the cluster, given as the action line of a button.
    pub fn perform(&mut self, line: &str) -> Result<(), JsError> {
        self.session.perform(line).map_err(sentence)
    }

    /// Plays on by ticks of 10 ms. Returns the moment reached.
    pub fn tick(&mut self, count: u32) -> f64 {
        let span = u64::from(count) * TICK_MICROSECONDS;
        self.advance_to(frame::exact(self.session.world().now().0 + span))
    }

    /// Plays on to this moment, or as far as one slice goes. Returns the moment reached.
    #[wasm_bindgen(js_name = advanceTo)]
    pub fn advance_to(&mut self, at: f64) -> f64 {
        frame::exact(self.session.advance_to(instant(at)).0)
    }

    /// Goes to any moment of the branch shown, or beyond its end. Returns the
    /// moment reached.
    pub fn seek(&mut self, at: f64) -> f64 {
        frame::exact(self.session.seek(instant(at)).0)
    }

    /// Goes on to the next event. Returns its moment; `undefined` when nothing is due.
    pub fn step(&mut self) -> Option<f64> {
        self.session.step().map(|at| frame::exact(at.0))
    }

    /// Goes back to the moment of the event before. Returns that moment; `undefined` at the
    /// beginning.
    #[wasm_bindgen(js_name = stepBack)]
    pub fn step_back(&mut self) -> Option<f64> {
        self.session.step_back().map(|at| frame::exact(at.0))
    }

    /// The next events; JSON of `Upcoming`.
    #[must_use]
    pub fn upcoming(&self) -> String {
        let decisive = self.session.look_ahead().map(|decisive| DecisiveShape {
            at: decisive.at.0,
            kind: decisive.name,
            node: decisive.node.map(|node| node.0),
        });
        let next_event_at = self.session.timeline().next_event_at().map(|at| at.0);
        json(&UpcomingShape {
            next_event_at,
            decisive,
        })
    }

    /// Grows whenever anything but the time has changed.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.session.version()
    }

    /// The frame, as numbers in an array of its own.
    pub fn frame(&mut self) -> Float64Array {
        frame::write(self.session.world(), &mut self.numbers);
        Float64Array::new_from_slice(&self.numbers)
    }

    /// JSON of `View`.
    #[must_use]
    pub fn view(&self) -> String {
        json(&View(&self.session))
    }

    /// JSON of `LogWindow`.
    #[must_use]
    pub fn logs(&self, first: f64, count: u32) -> String {
        json(&logs(
            self.session.world(),
            instant(first).0,
            u64::from(count.min(1_000)),
        ))
    }

    /// JSON of the newest `FeedEvent`s, oldest first.
    #[must_use]
    pub fn feed(&self, limit: u32, at_least: &str) -> String {
        let at_least = match at_least {
            "decisive" => Importance::Decisive,
            "notable" => Importance::Notable,
            _ => Importance::Routine,
        };
        json(&feed(&self.session, limit as usize, at_least))
    }

    /// JSON of the `FeedEvent`s after the one numbered `seq`, the newest `limit` of them.
    #[wasm_bindgen(js_name = feedSince)]
    #[must_use]
    pub fn feed_since(&self, seq: f64, limit: u32) -> String {
        json(&feed_since(&self.session, to_u64(seq), limit as usize))
    }

    /// The lanes of the branch shown, as numbers in an array of its own.
    #[must_use]
    pub fn lanes(&self) -> Float64Array {
        Float64Array::new_from_slice(&lanes(&self.session))
    }

    /// JSON of `NodeDetail`.
    pub fn node(&self, id: u8) -> Result<String, JsError> {
        let detail = node_detail(&self.session, NodeId(id));
        let none = || sentence(format!("There is no Node {id} in this cluster."));
        Ok(json(&detail.ok_or_else(none)?))
    }

    /// JSON of `PacketDetail`, or `null` when that message is no longer in flight.
    #[must_use]
    pub fn packet(&self, id: f64) -> String {
        json(&packet_detail(self.session.world(), instant(id).0))
    }

    /// The share link, beginning with `#`.
    #[must_use]
    pub fn link(&self) -> String {
        self.session.link()
    }

    /// The link to a branch, made without showing it.
    #[wasm_bindgen(js_name = branchLink)]
    pub fn branch_link(&self, id: u32) -> Result<String, JsError> {
        self.session.branch_link(id).map_err(sentence)
    }

    /// Shows another branch.
    #[wasm_bindgen(js_name = openBranch)]
    pub fn open_branch(&mut self, id: u32) -> Result<(), JsError> {
        self.session.open_branch(id).map_err(sentence)
    }
}

impl Playground {
    fn show(&mut self, session: Session) {
        let session = session.following(&self.session);
        let left = std::mem::replace(&mut self.session, session);
        #[cfg(feature = "full")]
        self.beside.leave(left);
        #[cfg(not(feature = "full"))]
        drop(left);
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UpcomingShape {
    next_event_at: Option<u64>,
    decisive: Option<DecisiveShape>,
}

#[derive(Serialize)]
struct DecisiveShape {
    at: u64,
    kind: &'static str,
    node: Option<u8>,
}

fn fresh(seed: Option<f64>, nodes: Option<u8>) -> Result<Session, JsError> {
    let seed = match seed {
        Some(seed) => to_u64(seed),
        None => getrandom::u64().map_err(|error| sentence(error.to_string()))? >> 11,
    };
    Session::new(seed, nodes.unwrap_or(NODES_USUAL)).map_err(sentence)
}

fn instant(at: f64) -> Instant {
    Instant(to_u64(at))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn sentence(text: String) -> JsError {
    JsError::new(&text)
}
