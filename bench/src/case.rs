//! The list of all cases that are measured.

use raft_core::Extensions;

use crate::Bench;
use crate::cluster::{Cluster, Commands, Loaded};
use crate::history::{HistoryBench, Judged};
use crate::ours::{self, Ours, Plain};
use crate::theirs::{self, Batched, OneByOne, Theirs};
use crate::world::{Watched, WorldBench};

/// How busy the clients are. Heartbeats come every 500 ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// No client sends a request.
    Idle,
    /// One write for each heartbeat.
    PerHeartbeat,
    /// One write every 50 ms: ten for each heartbeat.
    Every50Millis,
}

impl Load {
    const ALL: [(Load, &'static str); 3] = [
        (Load::Idle, "idle"),
        (Load::PerHeartbeat, "heartbeat"),
        (Load::Every50Millis, "50ms"),
    ];

    /// Writes between two heartbeats.
    pub(crate) fn writes_per_heartbeat(self) -> u64 {
        match self {
            Load::Idle => 0,
            Load::PerHeartbeat => 1,
            Load::Every50Millis => 10,
        }
    }

    /// Heartbeats in one round: 1 000 writes, where there are any.
    pub(crate) fn heartbeats_per_round(self) -> u64 {
        1_000 / self.writes_per_heartbeat().max(1)
    }
}

/// One case to measure.
pub struct Case {
    /// Its name; `tools/bench.mjs` builds its tables from these.
    pub name: String,
    open: Box<dyn Fn() -> Box<dyn Bench>>,
}

impl Case {
    fn new<B: Bench + 'static>(name: String, open: impl Fn() -> B + 'static) -> Case {
        let open = move || Box::new(open()) as Box<dyn Bench>;
        Case {
            name,
            open: Box::new(open),
        }
    }

    /// Sets the benchmark up.
    #[must_use]
    pub fn open(&self) -> Box<dyn Bench> {
        (self.open)()
    }
}

/// All cases, always in the same order.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (load, word) in Load::ALL {
        for entries in [0, 1_000, 10_000] {
            let name = |who: &str| format!("world {who} {word} {entries}");
            cases.push(Case::new(name("judged"), move || {
                WorldBench::new(load, entries, Watched::ByJudge, Extensions::NONE)
            }));
            cases.push(Case::new(name("unwatched"), move || {
                WorldBench::new(load, entries, Watched::ByNobody, Extensions::NONE)
            }));
            cases.push(Case::new(
                name("raft-core"),
                loaded::<Ours<Plain>>(load, entries),
            ));
            cases.push(Case::new(
                name("raft-rs"),
                loaded::<Theirs<OneByOne>>(load, entries),
            ));
        }
    }
    for (load, word) in Load::ALL {
        let name = |who: &str| format!("switches {who} {word}");
        let extensions = <ours::Cautious as ours::Switches>::EXTENSIONS;
        cases.push(Case::new(name("judged"), move || {
            WorldBench::new(load, 0, Watched::ByJudge, extensions)
        }));
        cases.push(Case::new(
            name("raft-core"),
            loaded::<Ours<ours::Cautious>>(load, 0),
        ));
        cases.push(Case::new(
            name("raft-rs"),
            loaded::<Theirs<theirs::Cautious>>(load, 0),
        ));
    }
    for in_flight in [1, 64] {
        let name = |who: &str| format!("core {who} {in_flight}");
        cases.push(Case::new(
            name("raft-core"),
            commands::<Ours<Plain>>(in_flight),
        ));
        cases.push(Case::new(
            name("raft-rs"),
            commands::<Theirs<OneByOne>>(in_flight),
        ));
        cases.push(Case::new(
            name("raft-rs-batched"),
            commands::<Theirs<Batched>>(in_flight),
        ));
        cases.push(Case::new(name("raft-core-informed"), move || {
            Commands::<Ours<Plain>>::new(in_flight).informing_all()
        }));
    }
    for (keys, with_transfers) in [("apart", false), ("tied", true)] {
        for (judged, what) in [
            (Judged::World, "world"),
            (Judged::Operations, "operations"),
            (Judged::StaleRead, "stale"),
        ] {
            cases.push(Case::new(format!("history {what} {keys}"), move || {
                HistoryBench::new(judged, with_transfers)
            }));
        }
    }
    cases
}

fn loaded<C: Cluster + 'static>(load: Load, entries: u64) -> impl Fn() -> Loaded<C> {
    move || Loaded::new(load, entries)
}

fn commands<C: Cluster + 'static>(in_flight: u64) -> impl Fn() -> Commands<C> {
    move || Commands::new(in_flight)
}
