//! A leader that sends while its disk writes (Thesis §10.2.1): nothing breaks, entries commit
//! sooner, and a leader that counts its own unwritten copy is caught.

use core::ops::ControlFlow;

use raft_check::hunt::{CoverageMark, FailureKind, Plan, Tally, Trial};
use raft_check::shrink::shrink;
use raft_check::{Judge, Property};
use raft_core::{Bug, Bugs, Command, Extension, Extensions, Instant, NodeId};
use raft_sim::{Action, Latency, Options, Outcome, Run, Target, World};

fn on() -> Extensions {
    Extensions::NONE.with(Extension::ParallelWrite)
}

#[test]
fn nothing_breaks_and_entries_are_committed_ahead() {
    let plan = Plan {
        drawn: on(),
        ..Plan::default()
    };
    let mut tally = Tally::default();
    for seed in 0..600 {
        assert_eq!(Trial::of(&plan, seed, &mut tally), None);
    }
    assert!(tally.seen(CoverageMark::CommittedAhead) > 0);
}

/// How long a command takes with disks of 100 ms and messages of 50 ms, in microseconds.
fn latency(extensions: Extensions) -> u64 {
    let options = Options {
        nodes: 3,
        latency: Latency::from_millis([50, 50]),
        disk: Latency::from_millis([100, 100]),
        extensions,
        ..Options::default()
    };
    let mut world = World::begin(&Run::new(1, options));
    let mut judge = Judge::new(&world);
    world.act(&Action::ForceTimeout(NodeId(0)), &mut judge);
    world.advance_to(Instant(1_000_000), &mut judge);
    let (to, command) = (Target::Node(NodeId(0)), Command::new("SET x=1"));
    world.act(&Action::Write { to, command }, &mut judge);
    let waits = |world: &World| {
        world
            .requests()
            .get(0)
            .is_some_and(|it| it.outcome == Outcome::Waiting)
    };
    while waits(&world) {
        let next = world.next_event_at().expect("a leader has heartbeats");
        world.advance_to(next, &mut judge);
    }
    assert_eq!(judge.violations(), []);
    world.now().0 - 1_000_000
}

/// The client's way there and back, and one round trip; a write at the leader and one at a
/// follower, one after the other or side by side.
#[test]
fn an_entry_waits_for_one_write_and_not_for_two() {
    assert_eq!(latency(Extensions::NONE), 400_000);
    assert_eq!(latency(on()), 300_000);
}

/// In a cluster of three, where a leader that sends nothing unwritten can do no harm.
#[test]
fn a_leader_that_counts_its_unwritten_copy_is_caught_and_shrunk() {
    let kind = FailureKind::Broke(Property::CommitOnMajority);
    let plan = Plan {
        options: Some(Options {
            nodes: 3,
            extensions: on(),
            ..Options::default()
        }),
        bugs: Bugs::NONE.with(Bug::CountUnwrittenEntry),
        kind: Some(kind),
        ..Plan::default()
    };
    let mut tally = Tally::default();
    let caught = (0..2_000).find_map(|seed| Trial::of(&plan, seed, &mut tally));
    let caught = caught.expect("it is caught");
    let small = shrink(&caught, &plan, &mut |_| ControlFlow::Continue(()));
    assert_eq!(small.report.kind, kind);
    assert!(small.run.actions.len() <= 12, "{:?}", small.run.actions);

    let plain = Plan {
        options: Some(Options {
            nodes: 3,
            ..Options::default()
        }),
        ..plan
    };
    let failure = (0..300).find_map(|seed| Trial::of(&plain, seed, &mut tally));
    assert_eq!(failure, None);
}
