//! Another run that breaks the same way, drawn afresh.
//!
//! Where a failure takes many elections and changes of the membership, each hangs on everything
//! before it, and neither taking out nor varying gets anywhere. Hunts show that most failures of
//! one kind become short. So the cluster that the shrinking has come to is hunted in again, with
//! the faults of the hunt that caught the failure.

use alloc::vec::Vec;

use raft_core::chance::Key;
use raft_sim::Run;
use raft_sim::limits::SEED_MAX;

use super::attempts::Attempts;
use crate::hunt::{Plan, Reproduction};

/// The most actions of a short run: more do not make a story.
const SHORT: usize = 12;
/// The seeds that are tried for one failure, at most, and the events that they may take: about as
/// many as ten thousand seeds do.
const SEEDS: u64 = 50_000;
const EVENTS: u64 = 25_000_000;
/// The purpose that keys the draws of seeds.
const AFRESH: u64 = 0x0a1e;

/// Whether a run has more actions than a story may have.
pub(super) fn is_too_long(reproduction: &Reproduction) -> bool {
    reproduction.run.actions.len() > SHORT
}

/// Hunts for a failure of the same kind, and shrinks it with `make_small`. Comes back to the best
/// run unless the new one becomes smaller.
pub(super) fn catch_another(
    attempts: &mut Attempts<'_>,
    plan: &Plan,
    make_small: fn(&mut Attempts<'_>),
) {
    let plan = Plan {
        kind: Some(attempts.best.kind),
        ..*plan
    };
    let size = attempts.best.run.actions.len();
    let draw = Key::new(attempts.best.run.seed).with(AFRESH);
    let cluster = Run {
        actions: Vec::new(),
        ..attempts.best.run.clone()
    };
    attempts.allow(SEEDS);
    let hunt = |attempts: &mut Attempts<'_>| {
        let events_max = attempts.events() + EVENTS;
        for number in 0..SEEDS {
            if attempts.are_over() || attempts.events() > events_max {
                break;
            }
            let run = Run {
                seed: draw.with(number).between(0, SEED_MAX),
                ..cluster.clone()
            };
            if attempts.accept_drawn(&plan, run) {
                return true;
            }
        }
        false
    };
    attempts.detour(size - 1, hunt, make_small);
}
