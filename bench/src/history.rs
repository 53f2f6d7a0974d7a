//! Measures the judging of a clients' history: ten thousand operations under faults.

use std::iter::Peekable;
use std::vec::IntoIter;

use raft_check::linearizability::{
    Budget, Ending, History, HistoryVerdict, Operation, judge_history,
};
use raft_check::schedule;
use raft_core::chance::Key;
use raft_core::{Command, Duration, Instant, NodeId};
use raft_sim::{Action, Nobody, Options, Response, Run, Target, TimedAction, World};

use crate::{Bench, Done, NODES};

/// The history that is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// The history of a world, with the order that its log suggests.
    World,
    /// The same operations without a suggestion: an order is searched for.
    Operations,
    /// The same with a stale read near the end: there is no order, and the smallest
    /// contradiction is looked for.
    StaleRead,
}

/// A history that is judged again and again.
pub(crate) struct HistoryBench {
    history: History,
    judged: Judged,
}

const OPERATIONS: u64 = 10_000;
const CLIENTS: usize = 5;
const MINUTE: Duration = Duration(60_000_000);
const FAULTY: Duration = Duration(55_000_000);
/// A time that is longer than the operations take.
const FAULTS_END: Instant = Instant(4 * 3_600 * 1_000_000);

impl HistoryBench {
    pub(crate) fn new(judged: Judged, with_transfers: bool) -> HistoryBench {
        let history = History::of(&world(with_transfers));
        let operations = history.operations().iter().cloned();
        let history = match judged {
            Judged::World => history,
            Judged::Operations => operations.collect(),
            Judged::StaleRead => with_stale_read(operations.collect()),
        };
        HistoryBench { history, judged }
    }
}

impl Bench for HistoryBench {
    fn prepare(&mut self) {}

    fn round(&mut self) -> Done {
        let verdict: HistoryVerdict = judge_history(&self.history, Budget::default());
        let is_right = match self.judged {
            Judged::World | Judged::Operations => verdict.holds(),
            Judged::StaleRead => verdict.contradiction().is_some(),
        };
        assert!(is_right, "{verdict}");
        Done {
            messages: 0,
            commands: OPERATIONS,
        }
    }
}

/// Five clients that always have a request under way. In every minute, nodes crash and links break
/// for 55 seconds; then all is mended.
fn world(with_transfers: bool) -> World {
    let seed = 1;
    let options = Options::default();
    assert_eq!(options.nodes, NODES);
    let mut world = World::begin(&Run::new(seed, options));
    let mut faults = faults(seed, &options);
    let mut asked = 0;
    while asked < OPERATIONS {
        while world.request_counts().waiting < CLIENTS && asked < OPERATIONS {
            let to = target(&world, Key::new(asked));
            let command = command(Key::new(asked), asked, with_transfers);
            world.act(&Action::Write { to, command }, &mut Nobody);
            asked += 1;
        }
        let soon = world.now() + Duration::from_millis(20);
        while let Some(fault) = faults.next_if(|timed| timed.at <= soon) {
            world.advance_to(fault.at, &mut Nobody);
            world.act(&fault.action, &mut Nobody);
        }
        world.advance_to(soon, &mut Nobody);
    }
    let end = world.now() + MINUTE;
    world.advance_to(end, &mut Nobody);
    world
}

/// Without the writes, which come from elsewhere.
fn faults(seed: u64, options: &Options) -> Peekable<IntoIter<TimedAction>> {
    let mut faults = schedule::actions(seed, options, FAULTS_END);
    faults.retain(|timed| {
        let is_write = matches!(timed.action, Action::Write { .. } | Action::SetWorkload(_));
        !is_write && timed.at.0 % MINUTE.0 < FAULTY.0
    });
    let recovery = schedule::recovery(&faults, options);
    for minute in 0..FAULTS_END.0 / MINUTE.0 {
        let at = Instant(minute * MINUTE.0 + FAULTY.0);
        let mended = recovery.iter().cloned();
        faults.extend(mended.map(|action| TimedAction { at, action }));
    }
    faults.sort_by_key(|timed| timed.at);
    faults.into_iter().peekable()
}

/// Most clients try again elsewhere; some insist on the leader of the moment, and give up.
fn target(world: &World, chance: Key) -> Target {
    if chance.with(0).chance(3, 4) {
        Target::Any
    } else {
        Target::Node(world.leader().unwrap_or(NodeId(0)))
    }
}

fn command(chance: Key, number: u64, with_transfers: bool) -> Command {
    let below = |part: u64, count: u64| chance.with(part).between(0, count - 1) as usize;
    let keys = ["a", "b", "c", "d", "e"];
    let (key, other) = (keys[below(1, 5)], keys[below(2, 5)]);
    Command::new(&match below(3, if with_transfers { 11 } else { 10 }) {
        0..=3 => format!("GET {key}"),
        4..=6 => format!("SET {key}={number}"),
        7 => format!("DELETE {key}"),
        8 => format!("CAS {key} {} {number}", number.saturating_sub(20)),
        9 => format!("ADD {key} {}", 1 + number % 7),
        _ => format!("TRANSFER 1 {key} -> {other}"),
    })
}

/// The last read of a key that was read before is answered with the older value.
fn with_stale_read(mut operations: Vec<Operation>) -> History {
    let read = |operation: &Operation| match operation.response() {
        Some(Response::Value(value)) => value.clone(),
        _ => None,
    };
    let last = operations.iter().rposition(|it| read(it).is_some());
    let last = last.expect("something was read");
    let key = operations[last].command.clone();
    let now = read(&operations[last]);
    let is_old = |it: &&Operation| it.command == key && read(it).is_some() && read(it) != now;
    let old = operations.iter().find(is_old).and_then(read);
    if let Ending::Answered { response, .. } = &mut operations[last].ending {
        *response = Response::Value(old);
    }
    operations.into_iter().collect()
}
