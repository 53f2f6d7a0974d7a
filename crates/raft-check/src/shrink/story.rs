//! A caught run as a story: a scenario that says what happens at each decisive moment.

use alloc::vec::Vec;

use raft_core::{Duration, Instant};
use raft_sim::scenario::{Due, Expectation, PROPERTIES, ReadError, Scenario, What, record};
use raft_sim::{Feed, TimedAction, World};

use super::captions::captions;
use crate::deviation::{Deviation, missteps};
use crate::hunt::{Failure, FailureKind};
use crate::judge::Judge;

/// A scenario that plays a catch again, says what is done and decided, and where nodes decided
/// wrongly ([`decisive_missteps`]), and expects that it breaks.
///
/// # Errors
/// When the run holds what a scenario file cannot say.
pub fn story(
    catch: &Failure,
    missteps: &[Deviation],
    title: &str,
    about: &str,
) -> Result<Scenario, ReadError> {
    let until = match catch.evidence.charge {
        FailureKind::Broke(_) => catch.evidence.at + AFTERWARDS,
        FailureKind::NotLinearizable | FailureKind::Stuck => catch.ends_at,
    };
    let played = Played::until(catch, until);
    let captions = captions(catch, missteps, &played.feed, &played.world);
    let scenario = record(&catch.run, until, title, about, &captions)?;
    Ok(scenario.expecting(played.expectations(catch)))
}

/// Where nodes decided wrongly, as far as a story tells it: the first times show what is wrong,
/// the last times what broke.
#[must_use]
pub fn decisive_missteps(catch: &Failure) -> Vec<Deviation> {
    let mut missteps = missteps(&catch.run, catch.evidence.at);
    let last = missteps.len().saturating_sub(MISSTEPS_TOLD);
    missteps.drain(MISSTEPS_TOLD.min(last)..last);
    missteps
}

/// Missteps told, at most, from either end.
const MISSTEPS_TOLD: usize = 2;
/// How long one may look at what has broken.
const AFTERWARDS: Duration = Duration(500_000);

struct Played {
    world: World,
    judge: Judge,
    feed: Feed,
}

impl Played {
    fn until(catch: &Failure, until: Instant) -> Played {
        let world = World::begin(&catch.run);
        let mut played = Played {
            judge: Judge::new(&world),
            world,
            feed: Feed::default(),
        };
        let mut watchers = (&mut played.judge, &mut played.feed);
        for TimedAction { at, action } in &catch.run.actions {
            played.world.advance_to(*at, &mut watchers);
            played.world.act(action, &mut watchers);
        }
        played.world.advance_to(until, &mut watchers);
        played
    }

    /// That it breaks, and whatever else breaks with it.
    fn expectations(&self, catch: &Failure) -> Vec<Expectation> {
        let broken = self.judge.violations().iter();
        let mut names: Vec<&str> = broken.map(|it| it.property().name()).collect();
        let own = catch.evidence.charge.name();
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
