//! Jumping from event to event, and the marks to which to jump.

use raft_check::Violation;
use raft_sim::{FeedItem, Importance, World};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use super::super::Playground;
use crate::session::Session;
use crate::view::frame;
use crate::view::json::{Each, json};

#[wasm_bindgen]
impl Playground {
    /// Goes to the next or the previous event of this kind: a name as in the feed,
    /// `violation`, or `any`. Returns its moment; `undefined`, and nothing changes, without one.
    pub fn jump(&mut self, kind: &str, ahead: bool) -> Option<f64> {
        self.session.jump(kind, ahead).map(|at| frame::exact(at.0))
    }

    /// JSON of all `Mark`s of the branch shown.
    #[must_use]
    pub fn marks(&self) -> String {
        json(&marks(&self.session))
    }
}

#[derive(Serialize)]
struct MarkShape {
    at: u64,
    kind: &'static str,
    node: Option<u8>,
    term: Option<u64>,
}

/// The marks of the time line, on the whole branch.
fn marks(session: &Session) -> impl Serialize {
    let timeline = session.timeline();
    let (world, watcher) = timeline.furthest();
    let judge = watcher.judge();
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
