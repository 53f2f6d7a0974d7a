//! Seeds draw everything: safety at every event, and progress as soon as the faults stop.

mod common;
#[path = "common/sometimes.rs"]
mod sometimes;

use common::{Watched, ask, ms};
use raft_check::{Property, audit, schedule};
use raft_core::chance::Key;
use raft_core::{Bug, Duration};
use raft_sim::{Options, Outcome, Run, World};
use sometimes::Sometimes;

/// How long the faults last, in simulated milliseconds.
const HOSTILE_MS: u64 = 40_000;
/// How long a cluster may take afterwards: many elections, and a client's patience.
const RELIEF_MS: u64 = 60_000;

fn hostile_run(seed: u64, options: Options) -> Run {
    let actions = schedule::actions(seed, &options, ms(HOSTILE_MS));
    Run {
        seed,
        options,
        actions,
        ..Run::default()
    }
}

/// Lets a hostile run happen, with messages tampered with here and there.
fn suffer(run: &Run, watched: &mut Watched, sometimes: &mut Sometimes) {
    sometimes.begin_run();
    for (number, timed) in (0..).zip(&run.actions) {
        watched.advance_beside(timed.at, sometimes);
        watched.act_beside(&timed.action, sometimes);
        let chance = Key::new(run.seed).with(number);
        if chance.chance(1, 2)
            && let Some(fault) = schedule::packet_fault(&watched.world, chance)
        {
            watched.act_beside(&fault, sometimes);
        }
    }
    watched.advance_beside(ms(HOSTILE_MS), sometimes);
}

/// The faults are over: within a minute there must be a leader, a fresh write must be
/// acknowledged, and all must hold and have committed the same log.
fn recover(run: &Run, watched: &mut Watched) -> Result<(), &'static str> {
    let relief = schedule::relief(&run.options);
    relief.iter().for_each(|action| watched.act(action));
    let mut problem = "no leader";
    while watched.world.now() < ms(HOSTILE_MS + RELIEF_MS) {
        step(watched);
        if watched.world.leader().is_none() {
            continue;
        }
        problem = "no fresh write is acknowledged, or the logs differ";
        // A late message may still end a leadership, and a new leader without a write of its
        // own term commits nothing (Raft §5.4.2): so the next write is as fresh as the first.
        let number = watched.world.requests().len();
        watched.act(&ask("SET fresh=1"));
        (0..50).for_each(|_| step(watched));
        if is_acknowledged(&watched.world, number) && all_alike(&watched.world) {
            return Ok(());
        }
    }
    Err(problem)
}

fn is_acknowledged(world: &World, number: usize) -> bool {
    let request = world.requests().get(number);
    request.is_some_and(|it| matches!(it.outcome, Outcome::Acknowledged(_)))
}

fn step(watched: &mut Watched) {
    let next = watched.world.now() + Duration::from_millis(100);
    watched.advance(next.0 / 1_000);
}

fn all_alike(world: &World) -> bool {
    let mut nodes = world.nodes();
    let Some(first) = nodes.next() else {
        return true;
    };
    nodes.all(|node| node.log() == first.log() && node.commit_index() == first.log().last_index())
        && first.commit_index() == first.log().last_index()
}

#[test]
fn whole_raft_is_never_accused_and_always_recovers() {
    let mut sometimes = Sometimes::default();
    for seed in 0..600 {
        let run = hostile_run(seed, schedule::options(seed));
        let mut watched = Watched::new(&run);
        suffer(&run, &mut watched, &mut sometimes);
        let recovery = recover(&run, &mut watched);

        assert_eq!(watched.verdict(), None, "seed {seed}");
        assert_eq!(recovery, Ok(()), "seed {seed}");
        assert!(watched.ledger.table(&watched.world).agrees(), "seed {seed}");
        let table = audit(&watched.world);
        assert!(table.agrees() && !table.rows().is_empty(), "seed {seed}");
        let committed = watched.judge.verdict().committed;
        assert_eq!(committed, watched.world.counts().committed, "seed {seed}");
    }
    println!("{sometimes:#?}");
    assert_eq!(sometimes.missing(), [""; 0]);
}

#[test]
fn both_judges_agree_about_broken_rules() {
    let mut accused = 0;
    for bug in Bug::ALL {
        for seed in 0..100 {
            let mut options = schedule::options(seed);
            options.bugs = options.bugs.with(bug);
            let run = hostile_run(seed, options);
            let mut watched = Watched::new(&run);
            suffer(&run, &mut watched, &mut Sometimes::default());
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
