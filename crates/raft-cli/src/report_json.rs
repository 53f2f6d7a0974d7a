//! The report on a run as one JSON object, for programs. `run --help` lists its fields.

use raft_check::linearizability::Linearizability;
use raft_core::RoleName;
use raft_sim::World;
use raft_sim::scenario::ExpectationOutcome;
use serde::Serialize;

use crate::costs_json::{CostsShape, costs};
use crate::node_row::{NodeRow, node_rows};
use crate::play::Report;

#[derive(Serialize)]
struct ReportShape<'a> {
    title: &'a str,
    seed: u64,
    until_us: u64,
    digest: String,
    /// Whether a link's digest was reached; null for scenarios.
    digest_agrees: Option<bool>,
    link: String,
    holds: bool,
    complaints: &'a [String],
    notices: &'a [String],
    captions: Vec<CaptionShape<'a>>,
    events: Vec<EventShape>,
    expectations: Vec<ExpectationShape<'a>>,
    violations: Vec<ViolationShape>,
    history: HistoryShape,
    /// How often properties were checked.
    checks: u64,
    /// Clients' commands committed.
    committed: u64,
    requests: RequestsShape,
    costs: CostsShape,
    nodes: Vec<NodeShape>,
}

#[derive(Serialize)]
struct CaptionShape<'a> {
    at_us: u64,
    say: &'a str,
}

#[derive(Serialize)]
struct EventShape {
    at_us: u64,
    kind: &'static str,
    node: Option<u8>,
    term: Option<u64>,
    sentence: String,
    section: Option<&'static str>,
}

#[derive(Serialize)]
struct ExpectationShape<'a> {
    expected: String,
    /// "held", "failed" or "not_reached".
    outcome: &'static str,
    found: Option<&'a str>,
}

#[derive(Serialize)]
struct ViolationShape {
    property: &'static str,
    at_us: u64,
    nodes: Vec<u8>,
    sentence: String,
}

#[derive(Serialize)]
struct HistoryShape {
    /// "linearizable", "violated", or "undecided": too long to judge.
    outcome: &'static str,
    operations: usize,
    sentence: String,
}

#[derive(Serialize)]
struct RequestsShape {
    waiting: usize,
    acknowledged: usize,
    refused: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct NodeShape {
    node: u8,
    status: &'static str,
    role: Option<&'static str>,
    term: u64,
    commit_index: Option<u64>,
    snapshot: Option<u64>,
    log: Vec<u64>,
}

/// The report, with a line end.
pub(crate) fn report(report: &Report) -> String {
    let world = &report.world;
    let captions = report.captions.iter();
    let shape = ReportShape {
        title: &report.title,
        seed: report.run.seed,
        until_us: world.now().0,
        digest: world.digest().to_string(),
        digest_agrees: report.digest_agrees,
        link: report.link(),
        holds: report.holds(),
        complaints: &report.complaints,
        notices: &report.notices,
        captions: captions
            .map(|(at, say)| CaptionShape { at_us: at.0, say })
            .collect(),
        events: events(report),
        expectations: expectations(report),
        violations: violations(report),
        history: history(report),
        checks: report.judge.checked_total(),
        committed: world.counts().committed,
        requests: requests(world),
        costs: costs(report),
        nodes: node_rows(world).into_iter().map(NodeShape::from).collect(),
    };
    // Plain structs and text: there is nothing in it that JSON could not hold.
    let mut text = serde_json::to_string_pretty(&shape).unwrap_or_default();
    text.push('\n');
    text
}

fn events(report: &Report) -> Vec<EventShape> {
    let shape = |item: &raft_sim::FeedItem| EventShape {
        at_us: item.at.0,
        kind: item.what.name(&report.world),
        node: item.what.node().map(|node| node.0),
        term: item.what.term().map(|term| term.0),
        sentence: item.what.sentence(&report.world).to_string(),
        section: item.what.section(),
    };
    report.feed.items().iter().map(shape).collect()
}

fn expectations(report: &Report) -> Vec<ExpectationShape<'_>> {
    let shape = |checked: &'_ raft_sim::scenario::Checked| {
        (checked.expectation.to_string(), outcome(&checked.outcome))
    };
    let shapes = report.expectations.iter().map(|checked| {
        let (expected, outcome) = shape(checked);
        let found = match &checked.outcome {
            ExpectationOutcome::Failed { found } => Some(found.as_str()),
            _ => None,
        };
        ExpectationShape {
            expected,
            outcome,
            found,
        }
    });
    shapes.collect()
}

fn outcome(outcome: &ExpectationOutcome) -> &'static str {
    match outcome {
        ExpectationOutcome::Held => "held",
        ExpectationOutcome::Failed { .. } => "failed",
        ExpectationOutcome::ForTheJudge | ExpectationOutcome::NotReached => "not_reached",
    }
}

fn violations(report: &Report) -> Vec<ViolationShape> {
    let shape = |violation: &raft_check::Violation| ViolationShape {
        property: violation.property().name(),
        at_us: violation.at.0,
        nodes: violation.nodes().iter().map(|node| node.0).collect(),
        sentence: violation.sentence(),
    };
    report.judge.violations().iter().map(shape).collect()
}

fn history(report: &Report) -> HistoryShape {
    HistoryShape {
        outcome: match report.history.linearizability {
            Linearizability::Holds => "linearizable",
            Linearizability::Broken(_) => "violated",
            Linearizability::Undecided => "undecided",
        },
        operations: report.history.operations,
        sentence: report.history.to_string(),
    }
}

fn requests(world: &World) -> RequestsShape {
    let counts = world.request_counts();
    RequestsShape {
        waiting: counts.waiting,
        acknowledged: counts.acknowledged,
        refused: counts.refused,
        unknown: counts.unknown,
    }
}

impl From<NodeRow> for NodeShape {
    fn from(row: NodeRow) -> NodeShape {
        NodeShape {
            node: row.node,
            status: row.status.word(),
            role: row.role.map(RoleName::word),
            term: row.term.0,
            commit_index: row.commit_index,
            snapshot: row.snapshot,
            log: row.log,
        }
    }
}
