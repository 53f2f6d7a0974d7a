//! If we wait: a copy of the world is played on, with nothing more done by anybody.
//!
//! Recorded actions that come later are not done, and chaos makes no more faults. What is broken
//! stays broken, clients go on asking and retrying, and a workload goes on. So a forecast is what
//! the run itself would come to if everybody kept their hands off it: the same events, at the same
//! microseconds.

use alloc::vec::Vec;

use raft_core::{Duration, Instant};
use raft_sim::{Lanes, Need, Nobody, Observer, World};

use crate::goal::Goal;

/// How a copy that was played on came out.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// When the goal was reached, if it was.
    pub reached_at: Option<Instant>,
    /// The copy when it was: or after all of the time that it was given.
    pub world: World,
}

/// A copy is played on for so many of the longest election timeouts.
pub const TIMEOUTS: u64 = 40;

/// How far a world of this pace is played on.
#[must_use]
pub fn horizon(world: &World) -> Duration {
    let longest = world.options().election_timeout_max.0;
    Duration(longest.saturating_mul(TIMEOUTS))
}

/// Plays a copy on, with nothing more done, until the goal is reached or the horizon is.
#[must_use]
pub fn wait(world: &World, goal: &Goal) -> Forecast {
    grant(world, goal, &[])
}

/// Plays a copy on in which these needs are granted, each at its moment, and nothing else is done.
#[must_use]
pub fn grant(world: &World, goal: &Goal, needs: &[Need]) -> Forecast {
    grant_before(world, goal, needs, &mut Nobody)
}

/// As [`grant`], before an observer.
pub fn grant_before(
    world: &World,
    goal: &Goal,
    needs: &[Need],
    observer: &mut impl Observer,
) -> Forecast {
    let until = world.now() + horizon(world);
    let mut copy = world.without_chaos();
    let mut in_order: Vec<&Need> = needs.iter().collect();
    in_order.sort_by_key(|need| need.at().unwrap_or(world.now()));
    let mut reached_at = goal.is_reached(&copy).then(|| copy.now());
    for need in in_order {
        let at = need.at().unwrap_or(world.now());
        reached_at = reached_at.or_else(|| play(&mut copy, at, goal, observer));
        if reached_at.is_some() {
            break;
        }
        for action in need.actions(&copy) {
            // A replay handles all events that are due at this moment before the next action.
            reached_at = reached_at.or_else(|| play(&mut copy, at, goal, observer));
            if reached_at.is_none() {
                copy.act(&action, observer);
                reached_at = goal.is_reached(&copy).then(|| copy.now());
            }
        }
    }
    reached_at = reached_at.or_else(|| play(&mut copy, until, goal, observer));
    Forecast {
        reached_at,
        world: copy,
    }
}

/// No forecast of lanes is longer than the work of so many events.
const LANES_EVENTS_MAX: u64 = 100_000;

/// The lanes of a copy that is played on to this moment, with nothing more done, and the moment
/// that it reaches: a busy run is not played that far.
#[must_use]
pub fn lanes(world: &World, until: Instant) -> (Lanes, Instant) {
    let mut copy = world.without_chaos();
    let mut lanes = Lanes::new(&copy);
    let most = copy.counts().events + LANES_EVENTS_MAX;
    while copy.counts().events < most {
        if !copy.advance_once(until, &mut lanes) {
            copy.advance_to(until, &mut lanes);
            break;
        }
    }
    (lanes, copy.now())
}

/// Plays on until this moment, or until the goal is reached; the moment at which it was.
fn play(
    world: &mut World,
    until: Instant,
    goal: &Goal,
    observer: &mut impl Observer,
) -> Option<Instant> {
    while world.advance_once(until, observer) {
        if goal.is_reached(world) {
            return Some(world.now());
        }
    }
    world.advance_to(until, observer);
    None
}
