//! Reads beside the log (Thesis §6.4) in hostile runs: nothing breaks, every way of reading is
//! reached, and clocks beyond the bound are named before Raft is blamed.

use raft_check::hunt::{CoverageMark, Plan, Tally, Trial};
use raft_check::schedule::{self, Assumptions};
use raft_check::{Breach, ClockDrift, Judge};
use raft_core::{Duration, Extension, Extensions, Instant, NodeId};
use raft_sim::link::{self, ENGINE_VERSION, Shared};
use raft_sim::{Action, ClockWay, Options, Ratio, Run, TimedAction, World};

/// The marks of each way of reading.
const MARKS: [(Extension, &[CoverageMark]); 3] = [
    (
        Extension::ReadIndex,
        &[
            CoverageMark::ReadWaitedForTerm,
            CoverageMark::ReadRoundShared,
            CoverageMark::ReadAfterRound,
            CoverageMark::ReadsGivenUp,
        ],
    ),
    (
        Extension::LeaseReads,
        &[
            CoverageMark::ReadByLease,
            CoverageMark::ReadAfterRound,
            CoverageMark::VoteWithheld,
        ],
    ),
    (
        Extension::FollowerReads,
        &[
            CoverageMark::ReadAtFollower,
            CoverageMark::ReadWaitedForApply,
            CoverageMark::ReadsGivenUp,
        ],
    ),
];

#[test]
fn nothing_breaks_and_each_way_of_reading_is_reached() {
    for (reads, marks) in MARKS {
        let plan = Plan {
            drawn: Extensions::NONE.with(reads),
            ..Plan::default()
        };
        let mut tally = Tally::default();
        for seed in 0..400 {
            assert_eq!(Trial::of(&plan, seed, &mut tally), None, "{reads:?}");
        }
        for mark in marks {
            assert!(tally.seen(*mark) > 0, "{reads:?}: {mark:?} is never seen");
        }
    }
}

/// One way of reading at most is on in a run, and a lease has what it needs.
#[test]
fn seeds_draw_one_way_of_reading() {
    let all: Extensions = Extension::ALL.into_iter().collect();
    let mut drawn = [0; 3];
    for seed in 0..400 {
        let extensions = schedule::extensions(seed, all);
        let ways = Extension::OF_READS.map(|it| usize::from(extensions.has(it)));
        assert!(ways.iter().sum::<usize>() <= 1);
        for (sum, way) in drawn.iter_mut().zip(ways) {
            *sum += way;
        }
        if extensions.has(Extension::LeaseReads) {
            assert!(extensions.has(Extension::CheckQuorum));
            assert!(extensions.has(Extension::LeaderStickiness));
        }
    }
    assert!(drawn.iter().all(|count| *count > 50), "{drawn:?}");
    assert!(drawn.iter().sum::<usize>() < 400, "{drawn:?}");
}

/// Hunts let clocks run as fast as leases allow, and whatever they find can be shared.
#[test]
fn hunted_runs_with_leases_open_from_their_links() {
    let mut fast = 0;
    for (seed, clock_drift) in (0..40).flat_map(|seed| [(seed, 100), (seed, 123), (seed, 9_000)]) {
        let options = Options {
            clock_drift,
            extensions: schedule::extensions(seed, Extensions::NONE.with(Extension::LeaseReads)),
            ..schedule::options(seed)
        };
        let mut run = Run::new(seed, options);
        run.actions = schedule::actions(seed, &options, Instant::from_millis(20_000));
        let is_fast = |it: &TimedAction| match it.action {
            Action::SetClockRate { rate, .. } => rate != Ratio::ONE,
            _ => false,
        };
        fast += run.actions.iter().filter(|it| is_fast(it)).count();
        let shared = Shared {
            at: Instant::ZERO,
            head: Instant::ZERO,
            digest: World::begin(&run).digest(),
            engine: ENGINE_VERSION,
            run,
        };
        let opened = link::decode(&link::encode(&shared));
        assert!(opened.is_ok(), "seed {seed}: {:?}", opened.err());
    }
    assert!(fast > 20, "{fast}");
}

/// The assumption that this action breaks in a cluster with this way of reading.
fn broken_by(reads: Extension, actions: &[Action]) -> Option<Breach> {
    let on = [Extension::CheckQuorum, Extension::LeaderStickiness, reads];
    let options = Options {
        nodes: 3,
        extensions: on.into_iter().collect(),
        ..Options::default()
    };
    let mut world = World::begin(&Run::new(1, options));
    let mut judge = Judge::new(&world);
    world.advance_to(Instant::from_millis(5_000), &mut judge);
    for action in actions {
        world.act(action, &mut judge);
    }
    judge.verdict().assumption.map(|broken| broken.breach)
}

fn rate(node: u8, numerator: u32) -> Action {
    let denominator = 1_000;
    Action::SetClockRate {
        node: NodeId(node),
        rate: Ratio {
            numerator,
            denominator,
        },
    }
}

#[test]
fn leases_assume_something_of_clocks_and_other_reads_nothing() {
    let jump = Action::JumpClock {
        node: NodeId(1),
        way: ClockWay::Ahead,
        by: Duration(1),
    };
    let too_far = Breach::Drifted(ClockDrift::Rate { bound: 100 });
    let rows: [(&[Action], Option<Breach>); 7] = [
        (&[rate(0, 1_100)], None),
        (&[rate(0, 1_100), rate(1, 1_100), rate(2, 1_210)], None),
        (
            &[rate(0, 1_100), rate(1, 1_100), rate(2, 1_211)],
            Some(too_far),
        ),
        (&[rate(0, 1_101)], Some(too_far)),
        (&[rate(0, 909)], Some(too_far)),
        (&[jump], Some(Breach::Drifted(ClockDrift::Jump))),
        (
            &[Action::ForceTimeout(NodeId(1))],
            Some(Breach::Drifted(ClockDrift::ForcedTimeout)),
        ),
    ];
    for (actions, breach) in rows {
        assert_eq!(broken_by(Extension::LeaseReads, actions), breach);
        assert_eq!(broken_by(Extension::ReadIndex, actions), None);
    }
}

/// Where assumptions may be broken, hunts let clocks go apart, and each accusation says so.
#[test]
fn with_broken_assumptions_an_accusation_names_the_clocks() {
    let plan = Plan {
        drawn: Extensions::NONE.with(Extension::LeaseReads),
        assumptions: Assumptions::Broken,
        kind: Some(raft_check::hunt::FailureKind::Broke(
            raft_check::Property::LeaseHeld,
        )),
        ..Plan::default()
    };
    let mut tally = Tally::default();
    for seed in 0..1_500 {
        if let Some(failure) = Trial::of(&plan, seed, &mut tally) {
            assert!(failure.report.assumption.is_some(), "seed {seed}");
        }
    }
}
