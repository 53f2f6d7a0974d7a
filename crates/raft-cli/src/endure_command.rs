//! Long chaos in clusters of all sizes, seed by seed.

use std::fmt::Write;
use std::thread;

use raft_check::endurance::{Endurance, Ordeal};
use raft_check::schedule::Assumptions;
use raft_core::{CountOf, Duration, Instant};
use raft_sim::Chaos;
use raft_sim::limits::NODES_MAX;

use crate::command::EndureArguments;
use crate::output::CommandOutput;
use crate::progress;
use crate::side_by_side::side_by_side;

/// Goes through all runs, and prints a row for each size.
pub(crate) fn endure(arguments: &EndureArguments) -> CommandOutput {
    let sizes = match arguments.nodes {
        Some(nodes) => nodes..=nodes,
        None => 1..=NODES_MAX,
    };
    let ordeals: Vec<Ordeal> = sizes
        .clone()
        .flat_map(|nodes| arguments.seeds.clone().map(move |seed| (nodes, seed)))
        .map(|(nodes, seed)| Ordeal {
            seed,
            nodes,
            chaos: Chaos {
                per_minute: arguments.per_minute,
                assumptions: Assumptions::Kept,
            },
            lasts: arguments.lasts - Instant::ZERO,
        })
        .collect();
    let jobs = arguments.jobs.or(thread::available_parallelism().ok());
    let endured = endure_all(&ordeals, jobs.map_or(1, usize::from));
    let mut text = String::new();
    for nodes in sizes {
        let of_size = endured.iter().filter(|(ordeal, _)| ordeal.nodes == nodes);
        let _ = write!(text, "{}", Row::of(nodes, of_size));
    }
    let complaints = endured.iter().filter_map(|(ordeal, endurance)| {
        let complaint = endurance.complaint(ordeal)?;
        Some((ordeal, complaint))
    });
    let mut holds = true;
    for (Ordeal { nodes, seed, .. }, complaint) in complaints {
        holds = false;
        let _ = writeln!(text, "{nodes} nodes, seed {seed}: {complaint}.");
    }
    let stopped = endured.len() < ordeals.len();
    let sentence = format!("Stopped after {} of {} runs.", endured.len(), ordeals.len());
    CommandOutput {
        stopped: stopped.then_some(sentence),
        ..CommandOutput::new(text, holds)
    }
}

fn endure_all(ordeals: &[Ordeal], jobs: usize) -> Vec<(Ordeal, Endurance)> {
    let bar = progress::of_runs(ordeals.len() as u64);
    let endured = side_by_side(ordeals.len(), jobs, |place| {
        let ordeal = ordeals.get(place)?;
        let endurance = ordeal.endure();
        progress::add(&bar, 1, 0);
        Some((*ordeal, endurance))
    });
    bar.finish_and_clear();
    endured.into_iter().flatten().collect()
}

/// What all runs of one size have come to.
struct Row {
    nodes: u8,
    runs: usize,
    faults: u64,
    silence: Duration,
    slowest: Duration,
    unanswered: usize,
    violations: usize,
}

impl Row {
    fn of<'a>(nodes: u8, endured: impl Iterator<Item = &'a (Ordeal, Endurance)>) -> Row {
        let mut row = Row {
            nodes,
            runs: 0,
            faults: 0,
            silence: Duration(0),
            slowest: Duration(0),
            unanswered: 0,
            violations: 0,
        };
        for (_, endurance) in endured {
            row.runs += 1;
            row.faults += endurance.faults;
            row.silence = row.silence.max(endurance.silence);
            row.slowest = row.slowest.max(endurance.recovered_in.unwrap_or_default());
            row.unanswered += usize::from(endurance.recovered_in.is_none());
            row.violations += endurance.violations.len();
        }
        row
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Row {
            nodes,
            runs,
            faults,
            silence,
            slowest,
            unanswered,
            violations,
        } = self;
        writeln!(
            formatter,
            "nodes {nodes}: {}, {}, {silence} at most without one; a write \
             acknowledged in {slowest} at most, {unanswered} never; {}",
            CountOf(*runs as u64, "run", "runs"),
            CountOf(*faults, "fault", "faults"),
            CountOf(*violations as u64, "violation", "violations")
        )
    }
}
