//! The shapes of `web/view.ts`, written as JSON.

use raft_check::Property;
use raft_core::{Instant, NodeId, Payload, RoleName};
use raft_sim::{Branch, FeedItem, NodeView, Request, Weight, World};
use serde::Serialize;

use crate::session::Session;
use crate::status::status;

const REQUESTS_SHOWN: usize = 50;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    version: u32,
    now: u64,
    head: u64,
    seed: u64,
    title: String,
    about: String,
    caption: Option<String>,
    digest: String,
    status: String,
    options: OptionsShape,
    nodes: Vec<NodeShape>,
    machines: Vec<MachineShape>,
    cuts: Vec<LinkShape>,
    groups: Option<Vec<Vec<u8>>>,
    requests: Vec<RequestShape>,
    request_counts: RequestCounts,
    workload: Option<WorkloadShape>,
    chaos: Option<ChaosShape>,
    committed: u64,
    checks: Vec<CheckShape>,
    violation: Option<ViolationShape>,
    assumption: Option<String>,
    branches: Vec<BranchShape>,
    branch: u32,
    beside: Option<BesideShape>,
    counts: CountsShape,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OptionsShape {
    nodes: u8,
    election_timeout_ms: [u64; 2],
    heartbeat_ms: u64,
    latency_ms: [u64; 2],
    disk_ms: [u64; 2],
    loss_per_mille: u32,
    duplicate_per_mille: u32,
    bugs: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeShape {
    id: u8,
    status: &'static str,
    role: &'static str,
    term: u64,
    voted_for: Option<u8>,
    leader: Option<u8>,
    commit_index: Option<u64>,
    last_index: Option<u64>,
    last_term: Option<u64>,
    timer_started_at: Option<u64>,
    timer_ends_at: Option<u64>,
    votes: Vec<u8>,
    votes_needed: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MachineShape {
    id: u8,
    disk: &'static str,
    unstable_writes: usize,
    crashes_at_write: bool,
    clock_per_mille: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WorkloadShape {
    per_second: u32,
    reads_per_mille: u32,
    keys: u8,
    clients: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChaosShape {
    per_minute: u32,
    breaks_assumptions: bool,
}

#[derive(Serialize)]
struct LinkShape {
    from: u8,
    to: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestShape {
    id: usize,
    client: u32,
    command: String,
    to: Option<u8>,
    sent_at: u64,
    ended_at: Option<u64>,
    outcome: &'static str,
    note: String,
    attempts: u32,
}

#[derive(Default, Serialize)]
struct RequestCounts {
    waiting: usize,
    acknowledged: usize,
    refused: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct CheckShape {
    name: &'static str,
    title: &'static str,
    meaning: &'static str,
    checked: u64,
    violated: bool,
}

#[derive(Serialize)]
struct ViolationShape {
    property: &'static str,
    title: &'static str,
    at: u64,
    nodes: Vec<u8>,
    sentence: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BranchShape {
    id: u32,
    parent: Option<u32>,
    forked_at: u64,
    head: u64,
    action_count: usize,
    title: String,
    name: Option<String>,
}

#[derive(Serialize)]
struct BesideShape {
    branch: Option<u32>,
}

#[derive(Serialize)]
struct CountsShape {
    messages: u64,
    events: u64,
    elections: u64,
    crashes: u64,
}

#[derive(Serialize)]
pub(crate) struct FeedShape {
    seq: u64,
    at: u64,
    node: Option<u8>,
    kind: &'static str,
    weight: &'static str,
    sentence: String,
    section: Option<&'static str>,
    term: Option<u64>,
}

#[derive(Serialize)]
pub(crate) struct MarkShape {
    at: u64,
    kind: &'static str,
    node: Option<u8>,
    term: Option<u64>,
}

#[derive(Serialize)]
pub(crate) struct LogWindow {
    first: u64,
    nodes: Vec<LogShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogShape {
    id: u8,
    last_index: Option<u64>,
    commit_index: Option<u64>,
    entries: Vec<Option<EntryShape>>,
}

#[derive(Serialize)]
pub(crate) struct EntryShape {
    term: u64,
    command: String,
}

pub(crate) fn view(session: &Session) -> View {
    let world = session.world();
    let branch = session.timeline().branch();
    let counts = world.counts();
    let network = world.network();
    let members = |set: &raft_core::NodeSet| set.iter().map(|node| node.0).collect();
    View {
        version: session.version(),
        now: world.now().0,
        head: branch.head.0,
        seed: session.timeline().seed(),
        title: session.title().into(),
        about: session.about().into(),
        caption: session.caption().map(Into::into),
        digest: world.digest().to_string(),
        status: status(world),
        options: options(world),
        nodes: world.nodes().map(|node| node_shape(world, &node)).collect(),
        machines: world.nodes().map(|node| machine_shape(&node)).collect(),
        cuts: network
            .cuts()
            .map(|link| LinkShape {
                from: link.from.0,
                to: link.to.0,
            })
            .collect(),
        groups: network
            .groups()
            .map(|groups| groups.iter().map(members).collect()),
        requests: requests(world),
        request_counts: request_counts(world),
        workload: world.workload().map(|workload| WorkloadShape {
            per_second: workload.per_second,
            reads_per_mille: workload.reads.per_mille(),
            keys: workload.keys,
            clients: workload.clients,
        }),
        chaos: session.chaos().map(|chaos| ChaosShape {
            per_minute: chaos.per_minute(),
            breaks_assumptions: chaos.breaks_assumptions(),
        }),
        committed: counts.committed,
        checks: checks(session),
        violation: session
            .judge()
            .first_violation()
            .map(|violation| ViolationShape {
                property: violation.property().name(),
                title: violation.property().title(),
                at: violation.at.0,
                nodes: violation.nodes().iter().map(|node| node.0).collect(),
                sentence: violation.sentence(),
            }),
        assumption: session
            .judge()
            .verdict()
            .assumption
            .map(|broken| format!("{broken}.")),
        branches: session.branches().iter().map(branch_shape).collect(),
        branch: branch.id,
        beside: session.beside().map(|beside| BesideShape {
            branch: beside.branch(),
        }),
        counts: CountsShape {
            messages: counts.messages,
            events: counts.events,
            elections: counts.elections,
            crashes: counts.crashes,
        },
    }
}

/// The newest `limit` events up to the moment shown, oldest first.
pub(crate) fn feed(session: &Session, limit: usize, at_least: Weight) -> Vec<FeedShape> {
    let world = session.world();
    let mut newest: Vec<FeedShape> = happened(session)
        .rev()
        .filter(|item| item.what.weight() >= at_least)
        .take(limit)
        .map(|item| feed_shape(item, world))
        .collect();
    newest.reverse();
    newest
}

/// What has happened since the event numbered `seq`, up to the moment shown; the newest
/// `limit` of it, oldest first.
pub(crate) fn feed_since(session: &Session, seq: u64, limit: usize) -> Vec<FeedShape> {
    let feed = &session.timeline().branch().feed;
    let before = feed.count_through(seq);
    let count = feed.count_through(session.world().counts().events);
    let first = before.max(count.saturating_sub(limit));
    let items = (first..count).filter_map(|place| feed.items().get(place));
    items
        .map(|item| feed_shape(item, session.world()))
        .collect()
}

/// The feed's items up to the moment shown.
pub(crate) fn happened(session: &Session) -> impl DoubleEndedIterator<Item = &FeedItem> {
    let feed = &session.timeline().branch().feed;
    let count = feed.count_through(session.world().counts().events);
    (0..count).filter_map(|place| feed.items().get(place))
}

pub(crate) fn feed_shape(item: &FeedItem, world: &World) -> FeedShape {
    FeedShape {
        seq: item.seq,
        at: item.at.0,
        node: item.what.node().map(|node| node.0),
        kind: item.what.name(world),
        weight: match item.what.weight() {
            Weight::Routine => "routine",
            Weight::Notable => "notable",
            Weight::Decisive => "decisive",
        },
        sentence: item.what.sentence(world).to_string(),
        section: item.what.section(),
        term: item.what.term().map(|term| term.0),
    }
}

/// What the time line marks, on the whole branch.
pub(crate) fn marks(session: &Session) -> Vec<MarkShape> {
    let timeline = session.timeline();
    let (world, judge) = timeline.furthest();
    let items = timeline.branch().feed.items();
    let decisive = items
        .iter()
        .filter(|item| item.what.weight() == Weight::Decisive);
    let mut marks: Vec<MarkShape> = decisive
        .map(|item| MarkShape {
            at: item.at.0,
            kind: item.what.name(world),
            node: item.what.node().map(|node| node.0),
            term: item.what.term().map(|term| term.0),
        })
        .collect();
    marks.extend(judge.violations().iter().map(|violation| MarkShape {
        at: violation.at.0,
        kind: "violation",
        node: None,
        term: None,
    }));
    marks
}

/// Entries `first` … `first + count - 1` of every log.
pub(crate) fn logs(world: &World, first: u64, count: u64) -> LogWindow {
    let first = first.max(1);
    let shape = |node: NodeView<'_>| LogShape {
        id: node.id().0,
        last_index: node.log().last_index().map(raft_core::Index::get),
        commit_index: node.commit_index().map(raft_core::Index::get),
        entries: (first..first.saturating_add(count))
            .map(|number| entry_shape(&node, raft_core::Index::new(number)?))
            .collect(),
    };
    LogWindow {
        first,
        nodes: world.nodes().map(shape).collect(),
    }
}

pub(crate) fn entry_shape(node: &NodeView<'_>, index: raft_core::Index) -> Option<EntryShape> {
    let entry = node.log().entry(index)?;
    let command = match &entry.payload {
        Payload::Command { command, .. } => command.text().into(),
        Payload::Blank => "(blank)".into(),
    };
    Some(EntryShape {
        term: entry.term.0,
        command,
    })
}

fn options(world: &World) -> OptionsShape {
    let options = world.options();
    let network = world.network();
    let millis = |span: raft_core::Duration| span.0 / 1_000;
    OptionsShape {
        nodes: options.nodes,
        election_timeout_ms: [
            millis(options.election_timeout_min),
            millis(options.election_timeout_max),
        ],
        heartbeat_ms: millis(options.heartbeat),
        latency_ms: [millis(network.latency().min), millis(network.latency().max)],
        disk_ms: [
            millis(world.disk_latency().min),
            millis(world.disk_latency().max),
        ],
        loss_per_mille: network.loss().per_mille(),
        duplicate_per_mille: network.duplication().per_mille(),
        bugs: options.bugs.iter().map(raft_core::Bug::name).collect(),
    }
}

fn node_shape(world: &World, node: &NodeView<'_>) -> NodeShape {
    let number = |node: NodeId| node.0;
    let moment = |at: Instant| at.0;
    let last = node.log().last();
    let timer = node.election_timer();
    NodeShape {
        id: node.id().0,
        status: node.status().word(),
        role: RoleName::word(node.role()),
        term: node.current_term().0,
        voted_for: node.voted_for().map(number),
        leader: node.leader().map(number),
        commit_index: node.commit_index().map(raft_core::Index::get),
        last_index: last.map(|last| last.index.get()),
        last_term: last.map(|last| last.term.0),
        timer_started_at: timer.map(|timer| moment(timer.started_at)),
        timer_ends_at: timer.map(|timer| moment(timer.ends_at)),
        votes: node.votes().iter().map(number).collect(),
        votes_needed: world.options().node_config().configuration.majority(),
    }
}

fn machine_shape(node: &NodeView<'_>) -> MachineShape {
    MachineShape {
        id: node.id().0,
        disk: node.disk_conduct().word(),
        unstable_writes: node.unstable_writes(),
        crashes_at_write: node.crashes_at_write(),
        clock_per_mille: node.clock_rate().per_mille(),
    }
}

fn requests(world: &World) -> Vec<RequestShape> {
    let first = world.requests().len().saturating_sub(REQUESTS_SHOWN);
    let newest = world.requests().iter_from(first).enumerate();
    newest
        .map(|(place, request)| request_shape(first + place, request))
        .collect()
}

pub(crate) fn request_shape(id: usize, request: &Request) -> RequestShape {
    RequestShape {
        id,
        client: request.origin.client.0,
        command: request.command.text().into(),
        to: Some(request.asked.0),
        sent_at: request.sent_at.0,
        ended_at: request.ended_at.map(|at| at.0),
        outcome: request.outcome.word(),
        note: request.to_string(),
        attempts: request.attempts,
    }
}

fn request_counts(world: &World) -> RequestCounts {
    let counts = world.request_counts();
    RequestCounts {
        waiting: counts.waiting,
        acknowledged: counts.acknowledged,
        refused: counts.refused,
        unknown: counts.unknown,
    }
}

fn checks(session: &Session) -> Vec<CheckShape> {
    let judge = session.judge();
    let shape = |(property, checked): (Property, u64)| CheckShape {
        name: property.name(),
        title: property.title(),
        meaning: property.meaning(),
        checked,
        violated: judge.violation_of(property).is_some(),
    };
    judge.checks().map(shape).collect()
}

/// Seconds with two digits, as the page's clock shows them: "4.20 s".
fn clock(at: Instant) -> String {
    format!("{}.{:02} s", at.0 / 1_000_000, at.0 / 10_000 % 100)
}

fn branch_shape<W>(branch: &Branch<W>) -> BranchShape {
    let title = match (&branch.name, branch.parent) {
        (Some(name), _) => name.clone(),
        (None, None) => "Main run".into(),
        (None, Some(_)) => format!("What if, from {}", clock(branch.forked_at)),
    };
    BranchShape {
        id: branch.id,
        parent: branch.parent,
        forked_at: branch.forked_at.0,
        head: branch.head.0,
        action_count: branch.actions.len(),
        title,
        name: branch.name.clone(),
    }
}
