//! Playing a scenario or a link before the judge.

use raft_check::linearizability::HistoryVerdict;
use raft_check::{Judge, judge_clients};
use raft_core::Instant;
use raft_sim::diagrams::Span;
use raft_sim::diagrams::mermaid::SequenceDiagram;
use raft_sim::diagrams::shiviz::ShivizLog;
use raft_sim::lines::Lines;
use raft_sim::link::{self, ENGINE_VERSION, Shared};
use raft_sim::scenario::{Checked, Scenario};
use raft_sim::{Costs, Feed, Nobody, Observer, Run, Timeline, World};
use raft_why::examine_until;

use crate::input::Playable;

/// What came of a run.
pub(crate) struct Report {
    pub(crate) title: String,
    pub(crate) about: String,
    /// With all actions at their moments.
    pub(crate) run: Run,
    /// At the end.
    pub(crate) world: World,
    pub(crate) judge: Judge,
    /// Whether what the clients saw is linearizable.
    pub(crate) history: HistoryVerdict,
    pub(crate) feed: Feed,
    pub(crate) captions: Vec<(Instant, String)>,
    pub(crate) expectations: Vec<Checked>,
    /// Sentences about actions of the scenario that could not be taken.
    pub(crate) notices: Vec<String>,
    /// Sentences about expectations that failed and violations that were not expected.
    pub(crate) complaints: Vec<String>,
    /// Whether a link's digest is reached; `None` for a scenario, or when the run was ended
    /// before that.
    pub(crate) digest_agrees: Option<bool>,
}

impl Report {
    /// Whether nothing broke, expected or not.
    pub(crate) fn is_whole(&self) -> bool {
        self.judge.verdict().holds() && self.history.contradiction().is_none()
    }

    /// Whether all came out as it should.
    pub(crate) fn holds(&self) -> bool {
        self.complaints.is_empty()
    }

    /// The run as JSON lines.
    pub(crate) fn lines(&self) -> String {
        let mut lines = Lines::new(0, usize::MAX);
        self.retell(&mut lines, Lines::are_full);
        lines.into_text()
    }

    /// The run from this moment on as a sequence diagram of Mermaid.
    pub(crate) fn mermaid(&self, from: Instant) -> String {
        let mut diagram = SequenceDiagram::new(self.run.options.nodes, self.span(from));
        self.retell(&mut diagram, SequenceDiagram::is_over);
        diagram.into_text()
    }

    /// The run from this moment on as a log of ShiViz.
    pub(crate) fn shiviz(&self, from: Instant) -> String {
        let mut log = ShivizLog::new(self.run.options.nodes, self.span(from), usize::MAX);
        self.retell(&mut log, ShivizLog::is_over);
        log.into_text()
    }

    fn span(&self, from: Instant) -> Span {
        let until = self.world.now();
        Span { from, until }
    }

    fn retell<O: Observer>(&self, observer: &mut O, enough: impl Fn(&O) -> bool) {
        let mut timeline = Timeline::new(self.run.clone(), |_| Nobody);
        timeline.expect_head(self.world.now());
        timeline.retell(0, observer, enough);
    }

    /// The messages of the run and their bytes.
    pub(crate) fn costs(&self) -> Costs {
        let mut costs = Costs::default();
        self.retell(&mut costs, |_| false);
        costs
    }

    /// The share link to the run and its last moment.
    pub(crate) fn link(&self) -> String {
        link_to(&self.run, &self.world)
    }
}

/// The share link to a run and its last moment.
pub(crate) fn link_to(run: &Run, end: &World) -> String {
    link::encode(&Shared {
        run: run.clone(),
        at: end.now(),
        head: end.now(),
        digest: end.digest(),
        engine: ENGINE_VERSION,
    })
}

/// Plays a run to this moment, or to its own end.
pub(crate) fn play(input: Playable, until: Option<Instant>) -> Report {
    match input {
        Playable::Scenario(scenario) => play_scenario(&scenario, until),
        Playable::Link(shared) => play_link(*shared, until),
    }
}

fn play_scenario(scenario: &Scenario, until: Option<Instant>) -> Report {
    let mut feed = Feed::default();
    let until = until.unwrap_or(scenario.until());
    let report = examine_until(scenario, until, &mut feed);
    let complaints = complaints(&report, until);
    let played = report.played;
    Report {
        title: scenario.title().into(),
        about: scenario.about().into(),
        run: played.run,
        world: played.world,
        judge: report.judge,
        history: report.history,
        feed,
        captions: played.captions,
        expectations: played.expectations,
        notices: played.notices,
        complaints,
        digest_agrees: None,
    }
}

fn play_link(shared: Shared, until: Option<Instant>) -> Report {
    let until = until.unwrap_or(shared.head.max(shared.at));
    let mut timeline = Timeline::new(shared.run, Judge::new);
    let mut digest_agrees = None;
    if shared.at <= until && timeline.advance_to(shared.at, u64::MAX) == shared.at {
        digest_agrees = Some(timeline.world().digest() == shared.digest);
    }
    timeline.advance_to(until, u64::MAX);
    let (world, judge) = (timeline.world().clone(), timeline.watcher().clone());
    let history = judge_clients(&world, &judge);
    let mut complaints: Vec<String> = judge.violations().iter().map(ToString::to_string).collect();
    complaints.extend(history.contradiction().map(ToString::to_string));
    let ending = world.ending().filter(|ending| ending.at < until);
    complaints.extend(ending.map(|ending| ending.to_string()));
    if digest_agrees == Some(false) {
        complaints.push(format!(
            "The digest at {} is not the one in the link: it was changed, or made by another \
             version of the playground.",
            shared.at
        ));
    }
    Report {
        title: "A shared run".into(),
        about: String::new(),
        run: timeline.run(),
        feed: timeline.branch().feed.clone(),
        world,
        judge,
        history,
        captions: Vec::new(),
        expectations: Vec::new(),
        notices: Vec::new(),
        complaints,
        digest_agrees,
    }
}

/// The failed expectations, the unexpected violations, and an end that came too early.
pub(crate) fn complaints(report: &raft_check::Report, until: Instant) -> Vec<String> {
    let mut complaints = report.complaints();
    complaints.extend(unfinished(&report.played.world, until));
    complaints
}

/// A complaint about a run that was stopped before its end: it has proved nothing.
pub(crate) fn unfinished(world: &World, until: Instant) -> Option<String> {
    let now = world.now();
    (now < until).then(|| {
        format!("The run was stopped at {now}, before {until}: what comes later was not checked.")
    })
}
