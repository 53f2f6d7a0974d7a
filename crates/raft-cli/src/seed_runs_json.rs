//! What came of a scenario with many seeds, as one JSON object. `run --help` lists its fields.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::seed_runs::{Figure, SeedRuns, Tallied};

#[derive(Serialize)]
struct SeedRunsShape<'a> {
    title: &'a str,
    /// The first seed, and the one behind the last.
    seeds: [u64; 2],
    runs: u64,
    held: u64,
    failed: u64,
    expectations: Vec<TalliedShape<'a>>,
    violations: &'a BTreeMap<&'static str, u64>,
    undecided: u64,
    unfinished: u64,
    noticed: u64,
    figures: BTreeMap<&'static str, Option<FigureShape>>,
    first_failure: Option<FirstFailureShape<'a>>,
    /// As `seeds`; null when all were tried.
    untried: Option<[u64; 2]>,
}

#[derive(Serialize)]
struct TalliedShape<'a> {
    expected: &'a str,
    held: u64,
    failed: u64,
    not_reached: u64,
    first_failure: Option<FoundShape<'a>>,
}

#[derive(Serialize)]
struct FoundShape<'a> {
    seed: u64,
    found: &'a str,
}

#[derive(Serialize)]
struct FigureShape {
    runs: u64,
    least: u64,
    median: u64,
    most: u64,
}

#[derive(Serialize)]
struct FirstFailureShape<'a> {
    seed: u64,
    complaints: &'a [String],
    link: &'a str,
}

/// The object, with a line end.
pub(crate) fn seed_runs(runs: &SeedRuns) -> String {
    let figures = runs.figures.iter();
    let first = runs.first_failure.as_ref();
    let shape = SeedRunsShape {
        title: &runs.title,
        seeds: [runs.seeds.start, runs.seeds.end],
        runs: runs.runs,
        held: runs.held,
        failed: runs.runs - runs.held,
        expectations: runs.expectations.iter().map(tallied).collect(),
        violations: &runs.violations,
        undecided: runs.undecided,
        unfinished: runs.unfinished,
        noticed: runs.noticed,
        figures: figures.map(|it| (it.name, figure(it))).collect(),
        first_failure: first.map(|it| FirstFailureShape {
            seed: it.seed,
            complaints: &it.complaints,
            link: &it.link,
        }),
        untried: runs.untried.as_ref().map(|it| [it.start, it.end]),
    };
    // Plain structs and text: there is nothing in it that JSON could not hold.
    let mut text = serde_json::to_string_pretty(&shape).unwrap_or_default();
    text.push('\n');
    text
}

fn tallied(it: &Tallied) -> TalliedShape<'_> {
    let first = it.first_failure.as_ref();
    TalliedShape {
        expected: &it.expected,
        held: it.held,
        failed: it.failed,
        not_reached: it.not_reached,
        first_failure: first.map(|(seed, found)| FoundShape { seed: *seed, found }),
    }
}

fn figure(figure: &Figure) -> Option<FigureShape> {
    let [least, median, most] = figure.spread?;
    Some(FigureShape {
        runs: figure.runs,
        least,
        median,
        most,
    })
}
