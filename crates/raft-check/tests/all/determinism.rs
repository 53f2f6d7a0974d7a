//! A run is a value: played twice, watched or not, kept midway or not, it is the same.

use crate::common::{ms, play};
use raft_check::{Judge, schedule};
use raft_sim::{Nobody, Run, World};

const UNTIL_MS: u64 = 30_000;

fn run(seed: u64) -> Run {
    let options = schedule::options(seed);
    Run {
        seed,
        options,
        actions: schedule::actions(seed, &options, ms(UNTIL_MS)),
        ..Run::default()
    }
}

/// The run to its end, with a judge.
fn judged(run: &Run) -> (World, Judge) {
    let mut world = World::begin(run);
    let mut judge = Judge::new(&world);
    play(&mut world, &run.actions, ms(UNTIL_MS), &mut judge);
    (world, judge)
}

fn assert_same(one: &World, other: &World) {
    assert_eq!(one.digest(), other.digest());
    assert_eq!(one.counts(), other.counts());
    assert!(one.requests() == other.requests());
    for (mine, theirs) in one.nodes().zip(other.nodes()) {
        assert_eq!(mine.log(), theirs.log());
    }
}

#[test]
fn the_same_schedule_comes_of_the_same_seed() {
    for seed in 0..50 {
        assert_eq!(run(seed), run(seed));
        assert_ne!(run(seed).actions, run(seed + 1).actions);
    }
}

#[test]
fn the_same_run_twice_is_the_same() {
    for seed in 0..50 {
        let (one, other) = (judged(&run(seed)), judged(&run(seed)));
        assert_same(&one.0, &other.0);
        assert_eq!(one.1, other.1);
    }
}

#[test]
fn a_judge_changes_nothing() {
    for seed in 0..50 {
        let run = run(seed);
        let mut alone = World::begin(&run);
        play(&mut alone, &run.actions, ms(UNTIL_MS), &mut Nobody);
        assert_same(&alone, &judged(&run).0);
    }
}

#[test]
fn a_copy_made_midway_goes_on_as_the_original() {
    for seed in 0..50 {
        let run = run(seed);
        let middle = run.actions.len() / 2;
        let (before, after) = run.actions.split_at(middle);
        let mut world = World::begin(&run);
        let mut judge = Judge::new(&world);
        play(&mut world, before, ms(0), &mut judge);

        let mut copies = [(world.clone(), judge.clone()), (world, judge)];
        for (world, judge) in &mut copies {
            play(world, after, ms(UNTIL_MS), judge);
        }
        let [(copy, copy_judge), (original, original_judge)] = copies;
        assert_same(&copy, &original);
        assert_eq!(copy_judge, original_judge);
        assert_same(&original, &judged(&run).0);
    }
}

#[test]
fn a_judge_who_comes_late_accuses_nobody() {
    for seed in 0..50 {
        let run = run(seed);
        let (before, after) = run.actions.split_at(run.actions.len() / 2);
        let mut world = World::begin(&run);
        play(&mut world, before, ms(0), &mut Nobody);
        let mut late = Judge::new(&world);
        play(&mut world, after, ms(UNTIL_MS), &mut late);
        assert_eq!(late.first_violation(), None, "seed {seed}");
    }
}
