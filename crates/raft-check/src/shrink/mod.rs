//! Shrinking: the smallest run that still breaks the same way.
//!
//! A run of a hunt has a hundred actions, and a few of them matter. Delta debugging (Zeller and
//! Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002) takes out
//! halves, quarters, … of the actions, as long as the rest breaks the same way. Faults of chaos are
//! spelled out before, so that each can go. Then options become their defaults, nodes are taken
//! away, a few writes take the place of a workload, and the time between actions is cut short. It
//! works because draws are keyed (`raft_core::chance`): taking an action out leaves every other
//! draw as it was. When nothing more can be taken out, runs that differ a little are tried
//! (`variation`), and the shrinking begins anew. Where that gets stuck at a long run, another one
//! is caught (`afresh`).
//!
//! Each attempt replays the run from its beginning. The same failure shrinks to the same run,
//! on every machine, if nobody stops it.

mod actions;
mod afresh;
mod attempts;
#[cfg(feature = "json")]
mod captions;
mod chaos;
mod plain;
#[cfg(feature = "json")]
mod story;
mod time;
mod variation;

use core::ops::ControlFlow;

use crate::hunt::{Failure, Plan, Reproduction};
use attempts::Attempts;
pub use attempts::ShrinkProgress;
pub use chaos::chaos_spelled_out;
#[cfg(feature = "json")]
pub use story::{decisive_deviations, story};

/// The most attempts at making one run small. Most find nothing more long before that.
const ATTEMPTS_MAX: u64 = 40_000;

/// Makes a failing run as small as it can, or until `watch` breaks off. `plan` is that of the hunt
/// that caught it: another run is hunted for with the same faults.
/// `watch` is asked after every attempt that made the run smaller, and now and then in between.
pub fn shrink(
    failure: &Failure,
    plan: &Plan,
    watch: &mut dyn FnMut(&ShrinkProgress<'_>) -> ControlFlow<()>,
) -> Failure {
    let mut attempts = Attempts::new(Reproduction::of(failure), ATTEMPTS_MAX, watch);
    chaos::spell_out(&mut attempts);
    make_small(&mut attempts);
    if afresh::is_too_long(&attempts.best) {
        afresh::catch_another(&mut attempts, plan, make_small);
        if afresh::is_too_long(&attempts.best) {
            attempts.expect_no_other();
            make_small(&mut attempts);
        }
    }
    attempts.allow(ATTEMPTS_MAX);
    variation::find_sooner(&mut attempts);
    time::round(&mut attempts);
    actions::remove(&mut attempts);
    match attempts.finish() {
        // Its run may have another seed; the failure is still the one of the seed that was hunted.
        Some(small) => Failure {
            seed: failure.seed,
            ..small
        },
        None => failure.clone(),
    }
}

/// Makes the best run smaller until nothing more helps.
fn make_small(attempts: &mut Attempts<'_>) {
    attempts.allow(ATTEMPTS_MAX);
    loop {
        let size = size_of(&attempts.best);
        actions::remove(attempts);
        plain::options(attempts);
        plain::workload(attempts);
        actions::simplify(attempts);
        time::hurry(attempts);
        let is_smaller = size_of(&attempts.best) < size;
        if attempts.are_over() || !is_smaller && !variation::find_smaller(attempts) {
            break;
        }
    }
}

/// The size that is made smaller: the number of actions first, then the length of the run.
fn size_of(reproduction: &Reproduction) -> (usize, u64) {
    (reproduction.run.actions.len(), reproduction.until.0)
}
