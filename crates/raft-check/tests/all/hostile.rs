//! Seeds draw everything: safety at every event, and progress as soon as the faults stop.

use crate::common::{Watched, ms};
use raft_check::hunt::{CoverageMark, Plan, Tally, Trial};
use raft_check::schedule::{self, Assumptions};
use raft_check::{Property, audit};
use raft_core::Bug;
use raft_sim::{Options, Run};

const HOSTILE_MS: u64 = 30_000;

fn hostile_run(seed: u64, options: Options) -> Run {
    Run {
        seed,
        options,
        actions: schedule::actions(seed, &options, ms(HOSTILE_MS)),
        ..Run::default()
    }
}

#[test]
fn whole_raft_is_never_accused_and_always_recovers() {
    let mut tally = Tally::default();
    for seed in 0..2_000 {
        assert_eq!(Trial::of(&Plan::default(), seed, &mut tally), None);
    }
    println!("{tally:#?}");
    let unseen: Vec<&str> = tally.unseen().collect();
    assert_eq!(unseen, ["disks that lost what they had confirmed"]);
    assert_eq!(tally.undecided, 0);
}

/// The slow second opinion sees the same runs, and finds what the judge finds.
#[test]
fn both_judges_agree_about_whole_raft() {
    for seed in 0..200 {
        let run = hostile_run(seed, schedule::options(seed));
        let watched = Watched::whole(&run, HOSTILE_MS);
        assert_eq!(watched.verdict(), None, "seed {seed}");
        assert!(watched.ledger.table(&watched.world).agrees(), "seed {seed}");
        assert!(audit(&watched.world).agrees(), "seed {seed}");
        let committed = watched.judge.verdict().committed;
        assert_eq!(committed, watched.world.counts().committed, "seed {seed}");
    }
}

#[test]
fn both_judges_agree_about_broken_rules() {
    let mut accused = 0;
    for bug in Bug::ALL {
        for seed in 0..50 {
            let mut options = schedule::options(seed);
            options.bugs = options.bugs.with(bug);
            let watched = Watched::whole(&hostile_run(seed, options), 10_000);
            let violation = watched.judge.violation_of(Property::StateMachineSafety);
            let table = watched.ledger.table(&watched.world);
            assert_eq!(
                violation.is_none(),
                table.agrees(),
                "{} with seed {seed}",
                bug.name()
            );
            accused += u32::from(watched.judge.first_violation().is_some());
        }
    }
    assert!(accused > 0, "some of these runs break a promise");
}

/// A disk that lies breaks what Raft assumes, and the hunt sees what comes of it.
#[test]
fn broken_assumptions_bite() {
    let plan = Plan {
        assumptions: Assumptions::Broken,
        ..Plan::default()
    };
    let mut tally = Tally::default();
    let caught = (0..2_000).find_map(|seed| Trial::of(&plan, seed, &mut tally));
    assert!(caught.is_some(), "sooner or later something is lost");
    assert!(tally.seen(CoverageMark::DiskLost) > 0);
}

/// Tallies add up whatever the order, and a hunt in parts is the hunt.
#[test]
fn a_hunt_in_parts_is_the_same_hunt() {
    let hunt = |seeds: core::ops::Range<u64>| {
        let mut tally = Tally::default();
        for seed in seeds {
            Trial::of(&Plan::default(), seed, &mut tally);
        }
        tally
    };
    let (whole, mut one, other) = (hunt(0..40), hunt(13..40), hunt(0..13));
    one.add(&other);
    assert_eq!(one, whole);
}
