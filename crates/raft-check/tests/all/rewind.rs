//! Any moment of a hunted run can be sought, and is what a fresh run to it is: the same digest,
//! the same verdicts. So is any moment after a fork, and after a fork of a fork.

use crate::common::ms;
use raft_check::{Judge, schedule};
use raft_core::chance::Key;
use raft_core::{Bug, Bugs, Instant};
use raft_sim::{Digest, Options, Run, Timeline, World};

const SCENARIOS: u64 = 100;
const UNTIL_MS: u64 = 60_000;
/// On each branch of each scenario: on the whole run, a fork, and a fork of that.
const MOMENTS: u64 = 20;
const ALL_EVENTS: u64 = u64::MAX;

/// A hunted scenario as a person would have played it, with one rule of Raft left out in four of
/// five scenarios.
fn played(seed: u64) -> Timeline<Judge> {
    let whole = schedule::options(seed);
    let place = usize::try_from(seed).unwrap_or(0) % (Bug::ALL.len() + 1);
    let bug = Bug::ALL.get(place).copied();
    let options = Options {
        bugs: bug.into_iter().fold(Bugs::NONE, Bugs::with),
        ..whole
    };
    let mut timeline = Timeline::new(Run::new(seed, options), Judge::new);
    for timed in schedule::actions(seed, &options, ms(UNTIL_MS)) {
        timeline.advance_to(timed.at, ALL_EVENTS);
        timeline.act(timed.action);
    }
    timeline.advance_to(ms(UNTIL_MS), ALL_EVENTS);
    timeline
}

/// What there is to be the same.
type Found = (Instant, Digest, Judge);

fn found(timeline: &Timeline<Judge>) -> Found {
    let world = timeline.world();
    (world.now(), world.digest(), timeline.watcher().clone())
}

/// A run without any rewinding: the actions one after the other, and then on to `at`.
fn fresh(run: &Run, at: Instant) -> Found {
    let mut world: World = World::begin(run);
    let mut judge = Judge::new(&world);
    let due = run.actions.iter().take_while(|timed| timed.at <= at);
    for timed in due {
        world.advance_to(timed.at, &mut judge);
        world.act(&timed.action, &mut judge);
    }
    world.advance_to(at, &mut judge);
    (world.now(), world.digest(), judge)
}

fn a_moment(seed: u64, number: u64) -> Instant {
    Instant(Key::new(seed).with(number).between(0, UNTIL_MS * 1_000))
}

#[test]
fn seeking_equals_a_fresh_run_also_after_forks_of_forks() {
    let (mut violated, mut forks) = (0, 0);
    for seed in 0..SCENARIOS {
        let mut timeline = played(seed);
        violated += u32::from(!timeline.watcher().verdict().holds());
        for generation in 0..3 {
            let run = timeline.run();
            for number in 0..MOMENTS {
                let at = a_moment(seed, generation * MOMENTS + number);
                timeline.seek(at);
                assert_eq!(found(&timeline), fresh(&run, at), "seed {seed} at {at}");
            }
            // What another seed would have done, from the last moment on.
            let from = timeline.world().now();
            let other = schedule::actions(seed + 1_000, &run.options, ms(UNTIL_MS));
            for timed in other.into_iter().filter(|timed| timed.at > from).take(20) {
                timeline.advance_to(timed.at, ALL_EVENTS);
                timeline.act(timed.action);
            }
            timeline.advance_to(ms(UNTIL_MS), ALL_EVENTS);
            forks = forks.max(timeline.branches().len());
        }
        let ids: Vec<u32> = timeline.branches().iter().map(|branch| branch.id).collect();
        for id in ids {
            assert!(timeline.open_branch(id));
            let at = a_moment(seed, u64::from(id) + 1_000);
            timeline.seek(at);
            assert_eq!(found(&timeline), fresh(&timeline.run(), at), "branch {id}");
        }
    }
    assert!(violated > 2, "only {violated} runs broke a property");
    assert_eq!(forks, 4, "the main run, a fork, a fork of it, and one more");
}
