//! A scenario with one seed after the other in place of its own, and what came of all of them.

use std::collections::BTreeMap;
use std::ops::Range;

use raft_check::Report;
use raft_check::hunt::FailureKind;
use raft_check::linearizability::Linearizability;
use raft_core::{Decision, Instant};
use raft_sim::scenario::{ExpectationOutcome, Scenario};
use raft_sim::{Event, Nobody, Observer, World};
use raft_why::examine_until;

use crate::play::{self, link_to, unfinished};
use crate::progress;
use crate::side_by_side::side_by_side;

/// What came of all seeds.
pub(crate) struct SeedRuns {
    pub(crate) title: String,
    pub(crate) seeds: Range<u64>,
    pub(crate) runs: u64,
    pub(crate) held: u64,
    /// In the order of the file.
    pub(crate) expectations: Vec<Tallied>,
    /// By its name, each property that broke without being expected to, and in how many runs.
    pub(crate) violations: BTreeMap<&'static str, u64>,
    /// In how many runs the clients' history was too long to judge.
    pub(crate) undecided: u64,
    /// How many runs ended before their end: they had no room, or too much happened.
    pub(crate) unfinished: u64,
    /// In how many runs an action or a caption came late or never.
    pub(crate) noticed: u64,
    pub(crate) figures: Vec<Figure>,
    /// That of the lowest seed.
    pub(crate) first_failure: Option<FirstFailure>,
    /// The seeds that were not tried, if somebody has stopped the command.
    pub(crate) untried: Option<Range<u64>>,
}

/// An expectation and how often it held.
pub(crate) struct Tallied {
    pub(crate) expected: String,
    pub(crate) held: u64,
    pub(crate) failed: u64,
    pub(crate) not_reached: u64,
    /// The lowest seed with which it failed, and what was found there.
    pub(crate) first_failure: Option<(u64, String)>,
}

/// A figure of each run.
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) unit: Unit,
    /// In how many runs there was one.
    pub(crate) runs: u64,
    /// The least, the median and the most; of an even number of runs, the lower of the two in the
    /// middle.
    pub(crate) spread: Option<[u64; 3]>,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Microseconds,
    Things,
}

/// The failure of the lowest seed.
pub(crate) struct FirstFailure {
    pub(crate) seed: u64,
    pub(crate) complaints: Vec<String>,
    /// The share link that plays it again.
    pub(crate) link: String,
}

/// What is kept of a run while others are under way.
struct OneRun {
    seed: u64,
    holds: bool,
    is_undecided: bool,
    is_unfinished: bool,
    has_notices: bool,
    outcomes: Vec<Outcome>,
    violations: Vec<&'static str>,
    figures: [Option<u64>; FIGURES.len()],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Held,
    Failed,
    NotReached,
}

const FIGURES: [(&str, Unit); 7] = [
    ("first_leader_us", Unit::Microseconds),
    ("leaders_elected", Unit::Things),
    ("highest_term", Unit::Things),
    ("committed", Unit::Things),
    ("acknowledged", Unit::Things),
    ("unknown", Unit::Things),
    ("messages", Unit::Things),
];

/// Plays the scenario with each of these seeds, to this moment or to its own end. The result does
/// not depend on how many threads there are.
pub(crate) fn play_all(
    scenario: &Scenario,
    seeds: Range<u64>,
    until: Option<Instant>,
    jobs: usize,
) -> SeedRuns {
    let until = until.unwrap_or(scenario.until());
    let pieces = usize::try_from(seeds.end - seeds.start).unwrap_or(usize::MAX);
    let bar = progress::of_scenario_runs(seeds.end - seeds.start);
    let failures = std::sync::atomic::AtomicU64::new(0);
    let runs = side_by_side(pieces, jobs, |place| {
        let run = play_one(scenario, seeds.start + place as u64, until);
        let now = u64::from(!run.holds);
        let before = failures.fetch_add(now, std::sync::atomic::Ordering::Relaxed);
        progress::add_failures(&bar, 1, before + now);
        run
    });
    bar.finish_and_clear();
    gather(scenario, seeds, until, &runs)
}

fn play_one(scenario: &Scenario, seed: u64, until: Instant) -> OneRun {
    let mut elections = Elections::default();
    let report = examine_until(&scenario.clone().with_seed(seed), until, &mut elections);
    let world = &report.played.world;
    let requests = world.request_counts();
    let is_unfinished = unfinished(world, until).is_some();
    let outcome = |outcome: &ExpectationOutcome| match outcome {
        ExpectationOutcome::Held => Outcome::Held,
        ExpectationOutcome::Failed { .. } => Outcome::Failed,
        ExpectationOutcome::ForTheJudge | ExpectationOutcome::NotReached => Outcome::NotReached,
    };
    let expectations = report.played.expectations.iter();
    let violations = report.unexpected_violations();
    let contradiction = report.unexpected_contradiction();
    let contradiction = contradiction.map(|_| FailureKind::NotLinearizable.name());
    OneRun {
        seed,
        holds: report.holds() && !is_unfinished,
        is_undecided: report.history.linearizability == Linearizability::Undecided,
        is_unfinished,
        has_notices: !report.played.notices.is_empty(),
        outcomes: expectations.map(|it| outcome(&it.outcome)).collect(),
        violations: violations
            .map(|it| it.property().name())
            .chain(contradiction)
            .collect(),
        figures: [
            elections.first_at.map(|at| at.0),
            Some(elections.count),
            world.nodes().map(|node| node.current_term().0).max(),
            Some(world.counts().committed),
            Some(requests.acknowledged as u64),
            Some(requests.unknown as u64),
            Some(world.counts().messages),
        ],
    }
}

/// Adds up the runs, and plays those again of which more than a count is told.
fn gather(scenario: &Scenario, seeds: Range<u64>, until: Instant, runs: &[OneRun]) -> SeedRuns {
    let mut failures = Failures {
        scenario,
        until,
        played: BTreeMap::new(),
    };
    let count = |is: &dyn Fn(&OneRun) -> bool| runs.iter().filter(|run| is(run)).count() as u64;
    let mut violations = BTreeMap::new();
    for name in runs.iter().flat_map(|run| &run.violations) {
        *violations.entry(*name).or_default() += 1;
    }
    let expectations = scenario.expectations().iter().enumerate();
    let tallied = expectations.map(|(place, expectation)| {
        let of = |outcome| count(&|run: &OneRun| run.outcomes.get(place) == Some(&outcome));
        let failed = |run: &&OneRun| run.outcomes.get(place) == Some(&Outcome::Failed);
        let first = runs.iter().find(failed).map(|run| run.seed);
        Tallied {
            expected: expectation.to_string(),
            held: of(Outcome::Held),
            failed: of(Outcome::Failed),
            not_reached: of(Outcome::NotReached),
            first_failure: first.map(|seed| (seed, failures.found(seed, place))),
        }
    });
    let expectations = tallied.collect();
    let first = runs.iter().find(|run| !run.holds).map(|run| run.seed);
    let tried = seeds.start + runs.len() as u64;
    SeedRuns {
        title: scenario.title().into(),
        runs: runs.len() as u64,
        held: count(&|run| run.holds),
        expectations,
        violations,
        undecided: count(&|run| run.is_undecided),
        unfinished: count(&|run| run.is_unfinished),
        noticed: count(&|run| run.has_notices),
        figures: figures(runs),
        first_failure: first.map(|seed| failures.whole(seed)),
        untried: (tried < seeds.end).then_some(tried..seeds.end),
        seeds: seeds.start..tried,
    }
}

fn figures(runs: &[OneRun]) -> Vec<Figure> {
    let each = FIGURES.into_iter().enumerate();
    let figure = |(place, (name, unit)): (usize, (&'static str, Unit))| {
        let mut found: Vec<u64> = runs
            .iter()
            .filter_map(|run| run.figures.get(place).copied().flatten())
            .collect();
        found.sort_unstable();
        let middle = found.len().saturating_sub(1) / 2;
        let spread = match (found.first(), found.get(middle), found.last()) {
            (Some(least), Some(median), Some(most)) => Some([*least, *median, *most]),
            _ => None,
        };
        Figure {
            name,
            unit,
            runs: found.len() as u64,
            spread,
        }
    };
    each.map(figure).collect()
}

/// The failing runs of which more than a count is told, played again.
struct Failures<'a> {
    scenario: &'a Scenario,
    until: Instant,
    played: BTreeMap<u64, Report>,
}

impl Failures<'_> {
    fn report(&mut self, seed: u64) -> &Report {
        let Failures {
            scenario, until, ..
        } = *self;
        let play = || examine_until(&scenario.clone().with_seed(seed), until, &mut Nobody);
        self.played.entry(seed).or_insert_with(play)
    }

    /// What was found with this seed in place of what was expected.
    fn found(&mut self, seed: u64, place: usize) -> String {
        let outcome = self.report(seed).played.expectations.get(place);
        match outcome.map(|checked| &checked.outcome) {
            Some(ExpectationOutcome::Failed { found }) => found.clone(),
            _ => String::new(),
        }
    }

    fn whole(&mut self, seed: u64) -> FirstFailure {
        let until = self.until;
        let report = self.report(seed);
        FirstFailure {
            seed,
            complaints: play::complaints(report, until),
            link: link_to(&report.played.run, &report.played.world),
        }
    }
}

/// When a leader was elected first, and how often one was.
#[derive(Default)]
struct Elections {
    first_at: Option<Instant>,
    count: u64,
}

impl Observer for Elections {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if let Event::Decided {
            decision: Decision::BecameLeader { .. },
            ..
        } = event
        {
            self.first_at.get_or_insert(world.now());
            self.count += 1;
        }
    }
}
