//! Five nodes in seven phases: the story that the whole playground is about.
//!
//! It waits for events, never for fixed times, so it ends well for every seed.

use raft_check::{CommittedTable, Judge, Ledger};
use raft_core::{Command, Duration, Instant};
use raft_sim::{Action, Feed, Importance, NodeView, Options, Outcome, Run, Target, World};

use crate::node_row::{NodeRow, node_rows};

/// A story that has been told.
#[derive(Clone, Debug)]
pub struct Story {
    /// The seed of the run.
    pub seed: u64,
    /// What happened, phase by phase.
    pub phases: Vec<Phase>,
    /// What was committed, index by index, on all nodes.
    pub committed: CommittedTable,
    /// What must hold in the end, and whether it does.
    pub checks: Vec<Check>,
    /// The fingerprint of the run.
    pub digest: String,
}

/// One phase.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its title.
    pub title: &'static str,
    /// What happened, line by line.
    pub lines: Vec<Line>,
    /// The nodes at its end.
    pub nodes: Vec<NodeRow>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Line {
    /// The moment.
    pub at: Instant,
    /// What happened, and why.
    pub sentence: String,
    /// Where the rule stands.
    pub section: Option<&'static str>,
}

/// Something that must hold in the end.
#[derive(Clone, Debug)]
pub struct Check {
    /// Whether it holds.
    pub holds: bool,
    /// A sentence about it.
    pub sentence: String,
}

impl Story {
    /// Whether all five writes are committed and every promise was kept.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.checks.iter().all(|check| check.holds)
    }
}

const FIRST_WRITES: [&str; 3] = [
    "SET balance=1000",
    "TRANSFER 200 -> account_7",
    "SET balance=800",
];
const LATER_WRITES: [&str; 2] = ["AUDIT log entry", "CLOSE session"];
const WRITES: usize = FIRST_WRITES.len() + LATER_WRITES.len();

/// The longest that a phase may take; one that has not ended by then is broken.
const PATIENCE: Duration = Duration(600_000_000);

/// Tells the story with this seed.
#[must_use]
pub fn tell(seed: u64) -> Story {
    let mut teller = Teller::new(seed);
    teller.phase("Boot: five followers, no leader", |_| {});
    teller.phase(
        "Election: the first to lose patience asks for votes",
        |it| {
            it.wait_until(|world| world.leader().is_some());
        },
    );
    teller.phase("Replication: three writes", |it| it.write(&FIRST_WRITES));
    teller.phase("Crash: the leader is gone", Teller::crash_leader);
    teller.phase("Re-election: the others go on", |it| {
        it.wait_until(|world| world.leader().is_some());
    });
    teller.phase("Replication: two more writes", |it| it.write(&LATER_WRITES));
    teller.phase("Verdict: nothing committed was lost", |_| {});
    teller.finish()
}

struct Teller {
    seed: u64,
    world: World,
    judge: Judge,
    ledger: Ledger,
    feed: Feed,
    told: usize,
    phases: Vec<Phase>,
}

impl Teller {
    fn new(seed: u64) -> Teller {
        let world = World::begin(&Run::new(seed, Options::default()));
        Teller {
            seed,
            judge: Judge::new(&world),
            world,
            ledger: Ledger::default(),
            feed: Feed::default(),
            told: 0,
            phases: Vec::new(),
        }
    }

    fn phase(&mut self, title: &'static str, happen: impl FnOnce(&mut Teller)) {
        happen(self);
        let new_items = self.feed.items().iter_from(self.told);
        let notable = new_items.filter(|item| item.what.importance() >= Importance::Notable);
        let lines = notable.map(|item| Line {
            at: item.at,
            sentence: item.what.sentence(&self.world).to_string(),
            section: item.what.section(),
        });
        let lines = lines.collect();
        self.told = self.feed.items().len();
        let nodes = node_rows(&self.world);
        self.phases.push(Phase {
            title,
            lines,
            nodes,
        });
    }

    /// Advances the world until the condition holds.
    fn wait_until(&mut self, is_so: impl Fn(&World) -> bool) {
        let end = self.world.now() + PATIENCE;
        let mut observer = (&mut self.judge, (&mut self.ledger, &mut self.feed));
        while !is_so(&self.world) && self.world.advance_once(end, &mut observer) {}
    }

    fn act(&mut self, action: &Action) {
        let mut observer = (&mut self.judge, (&mut self.ledger, &mut self.feed));
        self.world.act(action, &mut observer);
    }

    /// Writes these commands one after the other, then waits until all running nodes have committed
    /// them.
    fn write(&mut self, commands: &[&str]) {
        for command in commands {
            let number = self.world.requests().len();
            self.act(&Action::Write {
                to: Target::Any,
                command: Command::new(command),
            });
            self.wait_until(|world| {
                let request = world.requests().get(number);
                request.is_some_and(|request| request.outcome != Outcome::Waiting)
            });
        }
        self.wait_until(|world| {
            let mut running = world.nodes().filter(NodeView::is_running);
            running.all(|node| node.commit_index() >= node.log().last_index())
                && world.leader().is_some()
        });
    }

    fn crash_leader(&mut self) {
        self.wait_until(|world| world.leader().is_some());
        if let Some(leader) = self.world.leader() {
            self.act(&Action::Crash(leader));
        }
    }

    fn finish(self) -> Story {
        let committed = self.ledger.table(&self.world);
        let checks = checks(&self.world, &self.judge, &committed);
        Story {
            seed: self.seed,
            phases: self.phases,
            committed,
            checks,
            digest: self.world.digest().to_string(),
        }
    }
}

fn checks(world: &World, judge: &Judge, committed: &CommittedTable) -> Vec<Check> {
    let verdict = judge.verdict();
    let acknowledged = world.request_counts().acknowledged;
    let rows = committed.rows().len();
    Vec::from([
        Check {
            holds: verdict.holds(),
            sentence: verdict.to_string(),
        },
        Check {
            holds: committed.agrees(),
            sentence: match committed.conflicts().next() {
                None => "No two nodes, the crashed one included, committed different entries at \
                         one index."
                    .into(),
                Some(row) => format!("Nodes committed different entries: {}.", row.index),
            },
        },
        Check {
            holds: world.counts().committed == WRITES as u64 && rows == WRITES,
            sentence: format!(
                "{} of {WRITES} writes are committed.",
                world.counts().committed
            ),
        },
        Check {
            holds: acknowledged == WRITES,
            sentence: format!("{acknowledged} of {WRITES} writes were acknowledged to the client."),
        },
    ])
}
