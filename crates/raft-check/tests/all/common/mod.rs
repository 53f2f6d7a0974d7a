//! What the tests of the judge have in common.

use raft_check::hunt::{Plan, Tally, Trial};
use raft_check::schedule::Repertoire;
use raft_check::{Judge, Ledger, Property, Violation};
use raft_core::quorum::Tally as Count;
use raft_core::{
    Bug, Bugs, Command, CommitEvidence, Decision, Duration, Extension, Index, Instant, NodeId, Term,
};
use raft_sim::{
    Action, Event, Latency, Link, Observer, Options, Run, Start, Target, TimedAction, World,
};

/// Draws all extensions and transfers of the lead, as `hunt --all-options` does.
pub fn all_options() -> Plan {
    Plan {
        drawn: Extension::ALL.into_iter().collect(),
        repertoire: Repertoire {
            transfers: true,
            ..Repertoire::USUAL
        },
        ..Plan::default()
    }
}

/// What the first 400 seeds of a plan come to; nothing breaks in any of them.
pub fn hunted(plan: &Plan) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..400 {
        let failure = Trial::of(plan, seed, &mut tally);
        assert_eq!(failure, None);
    }
    tally
}

/// A run, watched by the judge and by its second opinion from the first event on.
pub struct Watched {
    pub world: World,
    pub judge: Judge,
    pub ledger: Ledger,
}

impl Watched {
    pub fn new(run: &Run) -> Watched {
        let world = World::begin(run);
        let judge = Judge::new(&world);
        let ledger = Ledger::default();
        Watched {
            world,
            judge,
            ledger,
        }
    }

    /// All actions of the run, then on until `until_ms`.
    pub fn whole(run: &Run, until_ms: u64) -> Watched {
        let mut watched = Watched::new(run);
        for TimedAction { at, action } in &run.actions {
            watched.advance(at.0 / 1_000);
            watched.act(action);
        }
        watched.advance(until_ms);
        watched
    }

    pub fn advance(&mut self, until_ms: u64) {
        let mut watchers = (&mut self.judge, &mut self.ledger);
        self.world.advance_to(ms(until_ms), &mut watchers);
    }

    pub fn act(&mut self, action: &Action) {
        let mut watchers = (&mut self.judge, &mut self.ledger);
        self.world.act(action, &mut watchers);
    }

    /// What the judge found first, in words; nothing when all was well.
    pub fn verdict(&self) -> Option<String> {
        self.judge.first_violation().map(ToString::to_string)
    }
}

/// Lets a run happen to its end.
pub fn play(world: &mut World, actions: &[TimedAction], until: Instant, by: &mut impl Observer) {
    for TimedAction { at, action } in actions {
        world.advance_to(*at, by);
        world.act(action, by);
    }
    world.advance_to(until, by);
}

/// A cluster whose messages all take 50 ms, so that schedules can be read as timetables.
pub fn even(nodes: u8, bugs: &[Bug]) -> Options {
    Options {
        nodes,
        latency: Latency {
            min: Duration::from_millis(50),
            max: Duration::from_millis(50),
        },
        bugs: bugs.iter().fold(Bugs::NONE, |bugs, bug| bugs.with(*bug)),
        ..Options::default()
    }
}

pub fn ms(millis: u64) -> Instant {
    Instant::from_millis(millis)
}

/// A timetable: milliseconds and what is done then.
pub fn timetable(rows: impl IntoIterator<Item = (u64, Action)>) -> Vec<TimedAction> {
    let timed = |(at, action)| TimedAction { at: ms(at), action };
    rows.into_iter().map(timed).collect()
}

/// Logs to start from, by node, as the terms of their entries.
pub fn logs<const N: usize>(logs: [&[u64]; N]) -> Start {
    let terms = |log: &[u64]| log.iter().copied().map(Term).collect();
    Start {
        logs: (0..).map(NodeId).zip(logs.into_iter().map(terms)).collect(),
        ..Start::default()
    }
}

pub fn write(node: u8, text: &str) -> Action {
    Action::Write {
        to: Target::Node(NodeId(node)),
        command: Command::new(text),
    }
}

pub fn ask(text: &str) -> Action {
    Action::Write {
        to: Target::Any,
        command: Command::new(text),
    }
}

pub fn timeout(node: u8) -> Action {
    Action::ForceTimeout(NodeId(node))
}

pub fn link(from: u8, to: u8) -> Link {
    Link {
        from: NodeId(from),
        to: NodeId(to),
    }
}

pub fn cut(from: u8, to: u8) -> Action {
    Action::Cut(link(from, to))
}

/// From now on, messages on this link take so long.
pub fn slow(from: u8, to: u8, millis: u64) -> Action {
    let span = Duration::from_millis(millis);
    Action::SetLatency {
        link: Some(link(from, to)),
        latency: Latency {
            min: span,
            max: span,
        },
    }
}

/// Three nodes to whom this is done.
pub fn three(rows: impl IntoIterator<Item = (u64, Action)>) -> Run {
    Run {
        options: even(3, &[]),
        actions: timetable(rows),
        ..Run::default()
    }
}

/// A node reports a decision, whether or not it has taken it.
pub fn report(watched: &mut Watched, node: u8, decision: Decision) {
    let (node, decision) = (NodeId(node), &decision);
    let event = Event::Decided { node, decision };
    watched.judge.observe(&watched.world, &event);
}

pub fn commit(new: u64) -> Decision {
    Decision::CommitAdvanced {
        old: None,
        new: index(new),
        evidence: CommitEvidence::Counted {
            replicas: Count::of(2, 2),
        },
    }
}

pub fn index(number: u64) -> Index {
    Index::new(number).expect("indexes begin at 1")
}

/// The only violation and its sentence.
pub fn only_violation(judge: &Judge) -> (Property, String) {
    let [violation] = judge.violations() else {
        panic!("one violation, not {:?}", judge.violations());
    };
    (violation.property(), violation.sentence())
}

/// The properties that were violated, in the order of their moments.
pub fn accused(judge: &Judge) -> Vec<Property> {
    let violations = judge.violations().iter();
    violations.map(Violation::property).collect()
}

/// Node 0 leads term 1 with an entry that nobody else has; node 1 leads term 2 with another.
pub fn two_leaders_apart() -> Run {
    three([
        (0, timeout(0)),
        (140, cut(0, 1)),
        (140, cut(0, 2)),
        (140, cut(1, 0)),
        (140, cut(2, 0)),
        (150, write(0, "SET x=1")),
        (300, timeout(1)),
        (500, write(1, "SET y=2")),
    ])
}
