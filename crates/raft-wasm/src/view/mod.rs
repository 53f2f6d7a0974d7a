//! What the page may know: the types of `web/engine/view.ts`, read from a session and written as
//! JSON.

pub(crate) mod details;
pub(crate) mod feed;
pub(crate) mod frame;
pub(crate) mod json;
pub(crate) mod lanes;
pub(crate) mod logs;
pub(crate) mod status;
pub(crate) mod storage;

use raft_check::{FaultCounts, Judge, Violation};
use raft_core::{Index, Instant, NodeId, NodeSet, RoleName, WhoseClock};
use raft_sim::{
    Assumptions, Branch, Chaos, Latency, Link, NodeView, Ratio, Request, Workload, World,
};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::session::Session;
use crate::view::json::Each;
use crate::view::status::status;
use crate::whole::IS_FULL;

const REQUESTS_SHOWN: usize = 50;

/// The data of a run that a page shows at one moment.
pub(crate) struct View<'a>(pub(crate) &'a Session);

/// The numbers of some nodes.
struct Members(NodeSet);

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|node| node.0))
    }
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
    votes: Members,
    votes_needed: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MachineShape {
    id: u8,
    disk: &'static str,
    disk_ms: Option<[u64; 2]>,
    unstable_writes: usize,
    crashes_at_write: bool,
    clock_per_mille: u32,
    clock_is_true: bool,
    term_in: &'static str,
    vote_in: &'static str,
    stored_through: Option<u64>,
    snapshot_index: Option<u64>,
    newest_entries_in: &'static str,
    held_messages: usize,
    membership: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChaosShape {
    per_minute: u32,
    breaks_assumptions: bool,
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
struct LinkShape {
    from: u8,
    to: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OddLinkShape {
    from: u8,
    to: u8,
    latency_ms: Option<[u64; 2]>,
    loss_per_mille: Option<u32>,
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
    checked: u64,
    violated: bool,
}

#[derive(Serialize)]
struct ViolationShape {
    property: &'static str,
    title: &'static str,
    at: u64,
    nodes: Members,
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
struct CountsShape {
    messages: u64,
    events: u64,
    elections: u64,
    crashes: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TriedShape {
    crashes: u32,
    pauses: u32,
    partitions: u32,
    cuts: u32,
    networks: u32,
    messages: u32,
    disks: u32,
    clocks: u32,
    broken_disks: u32,
}

impl Serialize for View<'_> {
    /// Written by hand, so that lists are not collected first.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let session = self.0;
        let world = session.world();
        let network = world.network();
        let judge = session.judge();
        let branch = session.timeline().branch();
        let mut view = serializer.serialize_struct("View", 36)?;
        view.serialize_field("version", &session.version())?;
        view.serialize_field("now", &world.now().0)?;
        view.serialize_field("head", &branch.head.0)?;
        view.serialize_field("seed", &session.timeline().seed())?;
        view.serialize_field("title", session.title())?;
        view.serialize_field("about", session.about())?;
        let caption = session.caption();
        view.serialize_field("caption", &caption.map(|(_, text)| text))?;
        view.serialize_field("captionAt", &caption.map(|(at, _)| at.0))?;
        view.serialize_field("digest", &world.digest().to_string())?;
        view.serialize_field("status", &status(world))?;
        view.serialize_field("options", &options(world))?;
        let nodes = || world.nodes().map(|node| node_shape(world, &node));
        view.serialize_field("nodes", &Each(nodes))?;
        let machines = || world.nodes().map(|node| machine_shape(world, &node));
        view.serialize_field("machines", &Each(machines))?;
        view.serialize_field("cuts", &Each(|| network.cuts().map(link_shape)))?;
        let link_overrides = || network.link_overrides().map(odd_link_shape);
        view.serialize_field("oddLinks", &Each(link_overrides))?;
        let groups = network.groups();
        let groups = groups
            .as_ref()
            .map(|groups| Each(|| groups.iter().map(|group| Members(*group))));
        view.serialize_field("groups", &groups)?;
        view.serialize_field("requests", &Each(|| requests(world)))?;
        view.serialize_field("requestCounts", &request_counts(world))?;
        view.serialize_field("workload", &world.workload().map(workload_shape))?;
        view.serialize_field("chaos", &world.chaos().map(chaos_shape))?;
        view.serialize_field("committed", &world.counts().committed)?;
        view.serialize_field("checks", &Each(|| checks(judge)))?;
        let violation = judge.first_violation().map(violation_shape);
        view.serialize_field("violation", &violation)?;
        let latest = judge.violations().last().filter(|_| IS_FULL);
        view.serialize_field("latestViolation", &latest.map(violation_shape))?;
        let verdict = judge.verdict();
        let assumption = verdict.assumption.filter(|_| IS_FULL);
        view.serialize_field("assumptionAt", &assumption.map(|broken| broken.at.0))?;
        // Its moment as the page's clock shows it: written like a length, it would read like one.
        let assumption = assumption.map(|broken| {
            let [written, shown] = [broken.at.to_string(), clock(broken.at)];
            format!("{broken}.").replace(&format!(" at {written})"), &format!(" at {shown})"))
        });
        view.serialize_field("assumption", &assumption)?;
        let timing = verdict.timing.filter(|_| IS_FULL);
        let timing = timing.map(|missed| format!("{missed}."));
        view.serialize_field("timing", &timing)?;
        view.serialize_field("lateActions", &Each(|| session.late_actions()))?;
        let branches = || session.branches().iter().map(branch_shape);
        view.serialize_field("branches", &Each(branches))?;
        view.serialize_field("branch", &branch.id)?;
        view.serialize_field("beside", &session.beside())?;
        view.serialize_field("counts", &counts(world))?;
        view.serialize_field("tried", &tried(judge.fault_counts()))?;
        view.end()
    }
}

fn options(world: &World) -> OptionsShape {
    let options = world.options();
    let network = world.network();
    let millis_of = |span: raft_core::Duration| span.0 / 1_000;
    OptionsShape {
        nodes: options.nodes,
        election_timeout_ms: [
            millis_of(options.election_timeout_min),
            millis_of(options.election_timeout_max),
        ],
        heartbeat_ms: millis_of(options.heartbeat),
        latency_ms: millis(network.latency()),
        disk_ms: millis(world.disk_latency()),
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
        commit_index: node.commit_index().map(Index::get),
        last_index: last.map(|last| last.index.get()),
        last_term: last.map(|last| last.term.0),
        timer_started_at: timer.map(|timer| moment(timer.started_at)),
        timer_ends_at: timer.map(|timer| moment(timer.ends_at)),
        votes: Members(node.votes()),
        votes_needed: votes_needed(world, node),
    }
}

fn machine_shape(world: &World, node: &NodeView<'_>) -> MachineShape {
    MachineShape {
        id: node.id().0,
        disk: node.disk_mode().word(),
        disk_ms: node.disk_latency().map(millis),
        unstable_writes: node.unstable_writes(),
        crashes_at_write: node.crashes_at_write(),
        clock_per_mille: node.clock_rate().per_mille(),
        clock_is_true: node.whose_clock() == WhoseClock::Everybodys,
        term_in: node.term_storage().word(),
        vote_in: node.vote_storage().word(),
        stored_through: node.stored_through().map(Index::get),
        snapshot_index: node.snapshot().map(|snapshot| snapshot.base.index.get()),
        newest_entries_in: node.newest_entries_storage().word(),
        held_messages: node.held_messages(),
        membership: membership(world, node.id()),
    }
}

/// How many votes a candidate needs: in a joint configuration (Raft §6) those that it has and the
/// fewest that it still lacks for majorities of both sides.
pub(super) fn votes_needed(world: &World, node: &NodeView<'_>) -> u32 {
    let configuration = world.configuration_of(node.id());
    if !configuration.is_joint() {
        return configuration.majority();
    }
    let votes = node.votes();
    let tally = configuration.tally(votes);
    let lacks = |[count, needed]: [u32; 2]| needed.saturating_sub(count);
    let (new, old) = (
        lacks([tally.count, tally.needed]),
        lacks(tally.replaced().unwrap_or_default()),
    );
    // One vote counts on both sides where its voter is on both.
    let both = configuration
        .voters()
        .intersection(configuration.outgoing());
    let shared = both.without(votes).count().min(new).min(old);
    votes.count() + new + old - shared
}

/// What a node is to the cluster, by the configuration of its leader; `None` where all vote.
fn membership(world: &World, node: NodeId) -> Option<&'static str> {
    if !world.options().may_change_members() {
        return None;
    }
    let configuration = world.configuration();
    let is_new = configuration.voters().contains(node);
    let is_old = configuration.outgoing().contains(node);
    Some(if is_new && (is_old || !configuration.is_joint()) {
        "voter"
    } else if is_new {
        "joining"
    } else if is_old {
        "leaving"
    } else if configuration.learners().contains(node) {
        "learner"
    } else {
        "outside"
    })
}

fn odd_link_shape((link, latency, loss): (Link, Option<Latency>, Option<Ratio>)) -> OddLinkShape {
    OddLinkShape {
        from: link.from.0,
        to: link.to.0,
        latency_ms: latency.map(millis),
        loss_per_mille: loss.map(Ratio::per_mille),
    }
}

fn millis(latency: Latency) -> [u64; 2] {
    [latency.min.0 / 1_000, latency.max.0 / 1_000]
}

fn tried(tried: FaultCounts) -> TriedShape {
    TriedShape {
        crashes: tried.crashes,
        pauses: tried.pauses,
        partitions: tried.partitions,
        cuts: tried.cuts,
        networks: tried.networks,
        messages: tried.messages,
        disks: tried.disks,
        clocks: tried.clocks,
        broken_disks: tried.broken_disks,
    }
}

/// The newest requests.
fn requests(world: &World) -> impl Iterator<Item = RequestShape> {
    let first = world.requests().len().saturating_sub(REQUESTS_SHOWN);
    let newest = world.requests().iter_from(first).enumerate();
    newest.map(move |(place, request)| request_shape(first + place, request))
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

fn checks(judge: &Judge) -> impl Iterator<Item = CheckShape> {
    judge.checks().map(|(property, checked)| CheckShape {
        name: property.name(),
        title: property.title(),
        checked,
        violated: judge.violation_of(property).is_some(),
    })
}

fn violation_shape(violation: &Violation) -> ViolationShape {
    let property = violation.property();
    ViolationShape {
        property: property.name(),
        title: property.title(),
        at: violation.at.0,
        nodes: Members(violation.nodes()),
        // Whole Raft is not expected to break a property. Should it, the page fetches the full
        // module, which has the words.
        sentence: match IS_FULL {
            true => violation.sentence(),
            false => String::new(),
        },
    }
}

fn link_shape(link: Link) -> LinkShape {
    LinkShape {
        from: link.from.0,
        to: link.to.0,
    }
}

fn workload_shape(workload: Workload) -> WorkloadShape {
    WorkloadShape {
        per_second: workload.per_second,
        reads_per_mille: workload.reads.per_mille(),
        keys: workload.keys,
        clients: workload.clients,
    }
}

fn chaos_shape(chaos: Chaos) -> ChaosShape {
    ChaosShape {
        per_minute: chaos.per_minute,
        breaks_assumptions: chaos.assumptions == Assumptions::Broken,
    }
}

fn counts(world: &World) -> CountsShape {
    let counts = world.counts();
    CountsShape {
        messages: counts.messages,
        events: counts.events,
        elections: counts.elections,
        crashes: counts.crashes,
    }
}

/// As the page's clock shows it, to the nearest hundredth: "4.20 s"; "2:05.00" from a minute on,
/// "1:02:05.00" from an hour on.
pub(crate) fn clock(at: Instant) -> String {
    let hundredths = (at.0 + 5_000) / 10_000;
    let (seconds, rest) = (hundredths / 100, hundredths % 100);
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}.{rest:02} s"),
        (0, minutes, seconds) => format!("{minutes}:{seconds:02}.{rest:02}"),
        (hours, minutes, seconds) => format!("{hours}:{minutes:02}:{seconds:02}.{rest:02}"),
    }
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
