//! Chaos: faults until its end, however long, and everything right again after it.

use core::ops::ControlFlow;

use raft_check::Judge;
use raft_check::endurance::Ordeal;
use raft_check::hunt::{Failure, FailureKind, FailureReport, Plan};
use raft_check::schedule::Assumptions;
use raft_check::shrink::{chaos_spelled_out, shrink};
use raft_core::{Bug, Bugs, Duration, Instant, NodeId};
use raft_sim::{
    Action, Chaos, DiskMode, Event, FaultKind, Latency, Link, Nobody, Observer, Options, Ratio,
    Run, Status, TimedAction, Timeline, Workload, World,
};

const BUSY: Chaos = Chaos {
    per_minute: 120,
    assumptions: Assumptions::Kept,
};
const MINUTE: Duration = Duration(60_000_000);

fn options(nodes: u8) -> Options {
    Options {
        nodes,
        ..Options::default()
    }
}

fn at_start(action: Action) -> TimedAction {
    TimedAction {
        at: Instant::ZERO,
        action,
    }
}

fn chaotic_run(seed: u64, nodes: u8, chaos: Chaos) -> Run {
    Run {
        actions: vec![
            at_start(Action::SetWorkload(Some(Workload::default()))),
            at_start(Action::SetChaos(Some(chaos))),
        ],
        ..Run::new(seed, options(nodes))
    }
}

fn play(run: &Run, until: Instant, observer: &mut impl Observer) -> World {
    let mut world = World::begin(run);
    for TimedAction { at, action } in &run.actions {
        world.advance_to(*at, observer);
        world.act(action, observer);
    }
    world.advance_to(until, observer);
    world
}

/// The whole of it is `raft-playground endure`: 80 minutes, 40 seeds.
#[test]
fn faults_come_until_the_end_and_a_write_is_acknowledged_after_it() {
    for nodes in 1..=9 {
        for seed in 0..2 {
            let ordeal = Ordeal {
                seed,
                nodes,
                chaos: BUSY,
                lasts: Duration(4 * MINUTE.0),
            };
            let endurance = ordeal.endure();
            assert_eq!(
                endurance.complaint(&ordeal),
                None,
                "{nodes} nodes, seed {seed}"
            );
            assert!(endurance.faults > 400, "{nodes} nodes: {endurance:?}");
        }
    }
}

/// Faults by their kinds.
#[derive(Default)]
struct Counts([usize; FaultKind::ALL.len()]);

impl Counts {
    fn of(&self, kind: FaultKind) -> usize {
        self.0[kind as usize]
    }
}

impl Observer for Counts {
    fn observe(&mut self, _: &World, event: &Event<'_>) {
        if let Event::Acted(action) = event
            && let Some(kind) = action.fault()
        {
            self.0[kind as usize] += 1;
        }
    }
}

#[test]
fn chaos_makes_each_kind_of_fault_and_mends_it() {
    let chaos = Chaos {
        assumptions: Assumptions::Broken,
        ..BUSY
    };
    let mut counts = Counts::default();
    for seed in 0..4 {
        let until = Instant::ZERO + Duration(5 * MINUTE.0);
        play(&chaotic_run(seed, 5, chaos), until, &mut counts);
    }
    for kind in FaultKind::ALL {
        let count = counts.of(kind);
        // Chaos keeps to the kinds that it had when runs with it were first published.
        let is_drawn = if kind.is_later() {
            count == 0
        } else {
            count > 2
        };
        assert!(is_drawn, "{}: {count}", kind.name());
    }
}

#[test]
fn disks_keep_what_they_have_confirmed_unless_assumptions_may_be_broken() {
    let mut counts = Counts::default();
    let until = Instant::ZERO + Duration(5 * MINUTE.0);
    play(&chaotic_run(1, 5, BUSY), until, &mut counts);
    for kind in [FaultKind::DiskLying, FaultKind::DiskWiped] {
        assert_eq!(counts.of(kind), 0, "{}", kind.name());
    }
}

/// The faults of chaos as ordinary actions make the same run.
#[test]
fn chaos_spelled_out_is_the_same_run() {
    for nodes in 1..=9 {
        for assumptions in Assumptions::ALL {
            let chaos = Chaos {
                assumptions,
                ..BUSY
            };
            let run = chaotic_run(u64::from(nodes), nodes, chaos);
            let until = Instant::ZERO + Duration(2 * MINUTE.0);
            let actions = chaos_spelled_out(&run, until);
            let is_chaos = |it: &TimedAction| matches!(it.action, Action::SetChaos(_));
            assert!(actions.len() > 200 && !actions.iter().any(is_chaos));
            let spelled_out = Run {
                actions,
                ..run.clone()
            };
            let [one, other] = [run, spelled_out].map(|run| play(&run, until, &mut Nobody));
            assert_eq!(
                one.digest(),
                other.digest(),
                "{nodes} nodes, {assumptions:?}"
            );
        }
    }
}

#[test]
fn a_rewind_meets_the_same_faults() {
    let mut timeline = Timeline::new(chaotic_run(3, 5, BUSY), Judge::new);
    let moments = [20_000, 40_000, 60_000].map(Instant::from_millis);
    let digest_at = |timeline: &mut Timeline<Judge>, at| {
        timeline.seek(at);
        (timeline.world().digest(), timeline.world().chaos())
    };
    let first = moments.map(|at| digest_at(&mut timeline, at));
    for place in [1, 0, 2, 1] {
        assert_eq!(digest_at(&mut timeline, moments[place]), first[place]);
    }
    // An action in the past forks, and the run that was there stays.
    timeline.act(Action::SetChaos(None));
    assert_eq!(timeline.branches().len(), 2);
    assert_eq!(timeline.world().chaos(), None);
    assert!(timeline.open_branch(0));
    assert_eq!(digest_at(&mut timeline, moments[2]), first[2]);
}

#[test]
fn a_change_of_pace_leaves_what_is_broken_and_makes_fewer_faults() {
    let mut world = World::begin(&chaotic_run(5, 5, BUSY));
    let mut counts = Counts::default();
    world.act(&Action::SetChaos(Some(BUSY)), &mut counts);
    world.advance_to(Instant::from_millis(30_000), &mut counts);
    let before: usize = counts.0.iter().sum();
    let slow = Chaos {
        per_minute: 1,
        ..BUSY
    };
    world.act(&Action::SetChaos(Some(slow)), &mut counts);
    assert_eq!(world.chaos(), Some(slow));
    assert!(before > 40 && !is_whole(&world));
    world.advance_to(Instant::from_millis(150_000), &mut counts);
    let after: usize = counts.0.iter().sum();
    assert!((1..=20).contains(&(after - before)), "{before} {after}");
}

/// All that is not as in a cluster that nothing was ever done to.
fn is_whole(world: &World) -> bool {
    let (options, network) = (world.options(), world.network());
    let whole_nodes = world.nodes().all(|node| {
        node.status() == Status::Up
            && node.disk_mode() == DiskMode::Syncs
            && node.disk_latency().is_none()
            && node.clock_rate() == Ratio::ONE
            && !node.crashes_at_write()
    });
    whole_nodes
        && network.cuts().count() == 0
        && network.link_overrides().count() == 0
        && network.latency() == options.latency
        && network.loss() == options.loss
        && network.duplication() == options.duplicate
        && world.disk_latency() == options.disk
}

#[test]
fn its_end_puts_right_what_it_broke() {
    for nodes in 1..=9 {
        for seed in 0..4 {
            let mut world = World::begin(&Run::new(seed, options(nodes)));
            world.act(&Action::SetChaos(Some(BUSY)), &mut Nobody);
            world.advance_to(Instant::ZERO + MINUTE, &mut Nobody);
            assert!(!is_whole(&world), "{nodes} nodes, seed {seed}");
            world.act(&Action::SetChaos(None), &mut Nobody);
            world.advance_to(world.now(), &mut Nobody);
            assert!(is_whole(&world), "{nodes} nodes, seed {seed}");
        }
    }
}

#[test]
fn faults_made_by_hand_stay() {
    for seed in 0..20 {
        let mut world = World::begin(&Run::new(seed, options(7)));
        let (down, paused, disk) = (NodeId(0), NodeId(1), NodeId(2));
        let cut = Link {
            from: NodeId(3),
            to: NodeId(4),
        };
        let slow = Latency::from_millis([70, 80]);
        let rate = Ratio {
            numerator: 3,
            denominator: 2,
        };
        let by_hand = [
            Action::Crash(down),
            Action::Cut(cut),
            Action::SetDisk {
                node: disk,
                mode: DiskMode::Stalls,
            },
            Action::SetLatency {
                link: None,
                latency: slow,
            },
        ];
        let during = [
            Action::Pause(paused),
            Action::SetClockRate {
                node: NodeId(5),
                rate,
            },
        ];
        by_hand
            .iter()
            .for_each(|action| world.act(action, &mut Nobody));
        world.act(&Action::SetChaos(Some(BUSY)), &mut Nobody);
        world.advance_to(Instant::ZERO + MINUTE, &mut Nobody);
        let status = |world: &World, node| world.node(node).map(|node| node.status());
        assert_eq!(status(&world, down), Some(Status::Crashed), "seed {seed}");
        assert!(world.network().is_cut(cut), "seed {seed}");
        // What chaos has crashed cannot be paused: it is restarted first.
        world.act(&Action::Restart(paused), &mut Nobody);
        during
            .iter()
            .for_each(|action| world.act(action, &mut Nobody));
        world.advance_to(world.now() + Duration(10_000), &mut Nobody);
        world.act(&Action::SetChaos(None), &mut Nobody);
        world.advance_to(world.now(), &mut Nobody);

        let others = world
            .nodes()
            .filter(|node| ![down, paused].contains(&node.id()));
        assert!(others.into_iter().all(|node| node.status() == Status::Up));
        assert_eq!(status(&world, down), Some(Status::Crashed), "seed {seed}");
        assert_eq!(status(&world, paused), Some(Status::Paused), "seed {seed}");
        assert_eq!(world.network().cuts().collect::<Vec<_>>(), [cut]);
        let modes = |node| world.node(node).map(|node| node.disk_mode());
        assert_eq!(modes(disk), Some(DiskMode::Stalls), "seed {seed}");
        assert_eq!(world.network().latency(), slow, "seed {seed}");
        let clock = world.node(NodeId(5)).map(|node| node.clock_rate());
        assert_eq!(clock, Some(rate), "seed {seed}");
    }
}

/// Without a rule, chaos makes a run fail; of its faults, only those that matter are left.
#[test]
fn a_failure_under_chaos_shrinks_to_single_faults() {
    let bugs = Bugs::with(Bugs::NONE, Bug::VoteAgain);
    let found = (0..200).find_map(|seed| {
        let mut run = chaotic_run(seed, 3, BUSY);
        run.options.bugs = bugs;
        let mut world = World::begin(&run);
        let mut judge = Judge::new(&world);
        for TimedAction { action, .. } in &run.actions {
            world.act(action, &mut judge);
        }
        world.advance_to(Instant::ZERO + MINUTE, &mut judge);
        let violation = judge.first_violation()?;
        let report = FailureReport {
            kind: FailureKind::Broke(violation.property()),
            at: violation.at,
            sentence: violation.sentence(),
            assumption: judge.verdict().assumption,
        };
        Some(Failure {
            seed,
            report,
            ends_at: world.now(),
            run,
        })
    });
    let failure = found.expect("two votes in one term elect two leaders");
    let plan = Plan {
        bugs,
        ..Plan::default()
    };
    let small = shrink(&failure, &plan, &mut |_| ControlFlow::Continue(()));
    let actions = &small.run.actions;
    assert!(actions.len() <= 8, "{actions:?}");
    let is_chaos = |it: &TimedAction| matches!(it.action, Action::SetChaos(_));
    assert!(!actions.iter().any(is_chaos), "{actions:?}");
    assert_eq!(small.report.kind, failure.report.kind);
}
