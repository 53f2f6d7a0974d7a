//! A failure as a story: a scenario with a caption at each decisive moment.

use alloc::vec::Vec;

use raft_core::{Duration, Instant};
use raft_sim::scenario::{Due, Expectation, PROPERTIES, ReadError, Scenario, What, record};
use raft_sim::{Feed, TimedAction, World};

use super::captions::captions;
use crate::deviation::{Deviation, deviations};
use crate::hunt::{Failure, FailureKind};
use crate::judge::Judge;

/// A scenario that plays a failure again and expects that it breaks. Captions name the actions, the
/// decisions, and the deviations from the rule ([`decisive_deviations`]).
///
/// # Errors
/// Returns one when a scenario file cannot hold the run.
pub fn story(
    failure: &Failure,
    deviations: &[Deviation],
    title: &str,
    about: &str,
) -> Result<Scenario, ReadError> {
    let until = match failure.report.kind {
        FailureKind::Broke(_) => failure.report.at + AFTERWARDS,
        FailureKind::NotLinearizable | FailureKind::Stuck => failure.ends_at,
    };
    let played = Played::until(failure, until);
    let captions = captions(failure, deviations, &played.feed, &played.world);
    let scenario = record(&failure.run, until, title, about, &captions)?;
    Ok(scenario.expecting(played.expectations(failure)))
}

/// The deviations that a story tells: the first ones show the missing rule, the last ones lead to
/// the violation.
#[must_use]
pub fn decisive_deviations(failure: &Failure) -> Vec<Deviation> {
    let mut deviations = deviations(&failure.run, failure.report.at);
    let last = deviations.len().saturating_sub(DEVIATIONS_TOLD);
    deviations.drain(DEVIATIONS_TOLD.min(last)..last);
    deviations
}

/// The most deviations that are told from either end.
const DEVIATIONS_TOLD: usize = 2;
/// How long the story goes on after something has broken.
const AFTERWARDS: Duration = Duration(500_000);

struct Played {
    world: World,
    judge: Judge,
    feed: Feed,
}

impl Played {
    fn until(failure: &Failure, until: Instant) -> Played {
        let world = World::begin(&failure.run);
        let mut played = Played {
            judge: Judge::new(&world),
            world,
            feed: Feed::default(),
        };
        let mut watchers = (&mut played.judge, &mut played.feed);
        for TimedAction { at, action } in &failure.run.actions {
            played.world.advance_to(*at, &mut watchers);
            played.world.act(action, &mut watchers);
        }
        played.world.advance_to(until, &mut watchers);
        played
    }

    /// The expectations that the failure comes about, and every other violation of the run.
    fn expectations(&self, failure: &Failure) -> Vec<Expectation> {
        let broken = self.judge.violations().iter();
        let mut names: Vec<&str> = broken.map(|it| it.property().name()).collect();
        let own = failure.report.kind.name();
        names.retain(|name| *name != own);
        names.insert(0, own);
        let known = |name: &str| PROPERTIES.into_iter().find(|known| *known == name);
        let names = names.into_iter().filter_map(known);
        names
            .map(|name| Expectation {
                due: Due::End,
                what: What::Violates(name),
            })
            .collect()
    }
}
