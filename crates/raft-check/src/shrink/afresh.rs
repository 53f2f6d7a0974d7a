//! Another run that breaks the same way, drawn afresh.
//!
//! Where a failure takes many elections and changes of the membership, each hangs on everything
//! before it, and neither taking out nor varying gets anywhere. Hunts show that most failures of
//! one kind become short, so the cluster is hunted in again: with the same options, the same start
//! and the same rules left out.

use alloc::vec::Vec;

use raft_core::chance::Key;
use raft_sim::Run;
use raft_sim::limits::SEED_MAX;

use super::attempts::Attempts;
use crate::gallery::GalleryEntry;
use crate::hunt::Plan;

/// The most actions of a short run: more do not make a story.
pub(super) const SHORT: usize = 12;
/// The seeds that are tried for one failure.
const SEEDS: u64 = 50_000;
/// The purpose that keys the draws of seeds.
const AFRESH: u64 = 0x0a1e;

/// Hunts for a failure of the same kind, and shrinks it with `make_small`, if the best run is not
/// short. Comes back to the best run unless the new one becomes smaller.
pub(super) fn catch_another(attempts: &mut Attempts<'_>, make_small: fn(&mut Attempts<'_>)) {
    let size = attempts.best.run.actions.len();
    if size <= SHORT {
        return;
    }
    let draw = Key::new(attempts.best.run.seed).with(AFRESH);
    let bugs = attempts.best.run.options.bugs;
    let plan = Plan {
        bugs,
        kind: Some(attempts.best.kind),
        repertoire: GalleryEntry::repertoire_without(bugs),
        ..Plan::default()
    };
    let best = attempts.best.run.clone();
    attempts.allow(SEEDS);
    let hunt = |attempts: &mut Attempts<'_>| {
        (0..SEEDS).any(|number| {
            let run = Run {
                seed: draw.with(number).between(0, SEED_MAX),
                actions: Vec::new(),
                ..best.clone()
            };
            attempts.accept_drawn(&plan, run)
        })
    };
    attempts.detour(size - 1, hunt, make_small);
}
