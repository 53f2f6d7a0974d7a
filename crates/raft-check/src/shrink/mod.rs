//! Shrinking: the smallest run that still breaks the same way.
//!
//! A hunted run holds a hundred actions, and a few of them matter. Delta debugging (Zeller and
//! Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002) takes
//! out halves, quarters, … of the actions, as long as what is left breaks the same way; then
//! options, nodes and workload are made plain, and the time between actions is cut short. Keyed
//! chance is what makes it work: an action taken out leaves every other draw as it was. Where
//! nothing more can go, runs that differ a little are tried (`variation`), and it begins anew.
//!
//! Each attempt replays the run from its beginning. The same case shrinks to the same run, on
//! every machine, if nobody stops it.

mod actions;
mod attempts;
#[cfg(feature = "json")]
mod captions;
mod plain;
#[cfg(feature = "json")]
mod story;
mod time;
mod variation;

use crate::hunt::{Failure, Reproduction, Tally, Trial};
use attempts::Attempts;
#[cfg(feature = "json")]
pub use story::{decisive_missteps, story};

/// How far a shrinking has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The smallest run so far.
    pub best: &'a Reproduction,
    /// How many runs were tried.
    pub attempts: u64,
}

impl Progress<'_> {
    /// The smallest run so far, played to its end: what is left when it is stopped here.
    #[must_use]
    pub fn caught(&self) -> Option<Failure> {
        Trial::again(self.best, &mut Tally::default())
    }
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    GoOn,
    /// The best so far is good enough.
    Stop,
}

/// Attempts at most: a shrinking that takes more has long come to the end of what is easy.
const ATTEMPTS_MAX: u64 = 40_000;

/// Makes a caught run as small as it gets, or as small as it is when `watch` has seen enough.
/// `watch` is asked after every attempt that made it smaller, and now and then in between.
pub fn shrink(catch: &Failure, watch: &mut dyn FnMut(&Progress<'_>) -> Verdict) -> Failure {
    let mut attempts = Attempts::new(Reproduction::of(catch), ATTEMPTS_MAX, watch);
    loop {
        let size = size_of(&attempts.best);
        actions::remove(&mut attempts);
        plain::options(&mut attempts);
        plain::workload(&mut attempts);
        actions::simplify(&mut attempts);
        time::hurry(&mut attempts);
        let is_smaller = size_of(&attempts.best) < size;
        if attempts.are_over() || !is_smaller && !variation::find_smaller(&mut attempts) {
            break;
        }
    }
    variation::find_sooner(&mut attempts);
    time::round(&mut attempts);
    actions::remove(&mut attempts);
    attempts.finish().unwrap_or_else(|| catch.clone())
}

/// What counts: fewer actions first, then a shorter run.
fn size_of(case: &Reproduction) -> (usize, u64) {
    (case.run.actions.len(), case.until.0)
}
