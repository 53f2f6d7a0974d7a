//! The options of a run in scenario files: their shape, their reader, the options they stand for,
//! and their writer. A new option is added here in all four places.

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::{Bug, Bugs, Duration, Extension, FlowLimits};
use serde::Serialize;

use super::action::share::Share;
use super::action::span::{range_in_millis, whole_millis};
use super::error::ReadError;
use super::read::json::{Json, JsonCursor, OneOf};
use super::read::values::{name_among, range_ms, read_share};
use super::spec::preset::Preset;
use crate::limits::{
    CLOCK_DRIFT_MAX, ENTRIES_PER_MESSAGE_MAX, FLOW_LIMIT_MAX, NODES_MAX, SNAPSHOT_AFTER_MAX,
    SPAN_MAX, SPAN_MIN,
};
use crate::options::{Latency, Options};
use crate::run::check::check_options;

type ReadResult<T> = Result<T, ReadError>;

/// The cluster and its network. A field that is not given is as in `preset`, else as in the lab:
/// five nodes, election timeouts of 1.5 to 3 s, heartbeats every 0.5 s, 40 to 80 ms for a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct OptionsShape {
    /// Settings known by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) preset: Option<Preset>,
    /// How many nodes.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 9)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nodes: Option<u8>,
    /// The shortest and the longest election timeout, in milliseconds.
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 1, max = 3_600_000))))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) election_timeout_ms: Option<[u64; 2]>,
    /// How often a leader speaks, in milliseconds.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 3_600_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) heartbeat_ms: Option<u64>,
    /// The shortest and the longest time a message takes, in milliseconds.
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 0, max = 3_600_000))))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) latency_ms: Option<[u64; 2]>,
    /// The shortest and the longest time a disk takes for a write, in milliseconds; 0 when not
    /// given.
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 0, max = 3_600_000))))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) disk_ms: Option<[u64; 2]>,
    /// How many messages are lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) loss: Option<Share>,
    /// How many messages arrive twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duplicate: Option<Share>,
    /// Whether a new leader appends a blank entry (Raft §8).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) blank_entry: Option<bool>,
    /// Whether a node asks if it could win before it stands for election (Thesis §9.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pre_vote: Option<bool>,
    /// Whether a leader steps down when it has not heard from a majority for an election timeout
    /// (Thesis §6.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) check_quorum: Option<bool>,
    /// Whether a node that hears a leader ignores requests for votes (Thesis §4.2.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) leader_stickiness: Option<bool>,
    /// Whether a leader sends entries while its own disk still writes them (Thesis §10.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parallel_write: Option<bool>,
    /// How reads are answered; through the log when not given (Thesis §6.4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reads: Option<Reads>,
    /// By how many thousandths one node's clock may run faster than another's while a lease holds;
    /// 100 when not given (Thesis §6.4.1).
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 9_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) clock_drift_per_mille: Option<u32>,
    /// After how many applied entries in its log a node puts a snapshot in their place (Raft §7);
    /// never when not given.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) snapshot_after: Option<u32>,
    /// Whether servers may join and leave (Thesis §4.1). A new leader then appends a blank entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) membership: Option<bool>,
    /// The most entries in one message; 64 when not given.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_entries_per_message: Option<u32>,
    /// How many messages with entries to one follower may wait for an answer before the leader
    /// waits, too (Thesis §10.2.2); any number when not given.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_in_flight: Option<u32>,
    /// How long a leader gathers commands before it sends them together, in milliseconds
    /// (Thesis §10.2.2); each is sent at once when not given.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 3_600_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) batch_for_ms: Option<u64>,
    /// How many entries of its term a leader may have uncommitted before it takes no more commands;
    /// any number when not given.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_uncommitted: Option<u32>,
    /// Rules of Raft left out on purpose.
    #[cfg_attr(
        feature = "schema",
        schemars(default, with = "Vec<super::spec::schema::BugName>")
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) bugs: Vec<&'static str>,
}

/// How reads are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reads {
    /// As commands, through the log.
    Log,
    /// By the leader, when a majority has confirmed that it leads (Thesis §6.4).
    ReadIndex,
    /// By the leader, without asking while it holds a lease (Thesis §6.4.1).
    Lease,
    /// By the node that is asked, when its leader has told it a read index (Thesis §6.4).
    Follower,
}

impl Reads {
    const ALL: [Reads; 4] = [Reads::Log, Reads::ReadIndex, Reads::Lease, Reads::Follower];

    fn name(self) -> &'static str {
        match self {
            Reads::Log => "log",
            Reads::ReadIndex => "read_index",
            Reads::Lease => "lease",
            Reads::Follower => "follower",
        }
    }

    fn extension(self) -> Option<Extension> {
        match self {
            Reads::Log => None,
            Reads::ReadIndex => Some(Extension::ReadIndex),
            Reads::Lease => Some(Extension::LeaseReads),
            Reads::Follower => Some(Extension::FollowerReads),
        }
    }
}

impl OptionsShape {
    pub(crate) fn is_empty(&self) -> bool {
        *self == OptionsShape::default()
    }

    /// Whether the file sets this extension.
    fn extension(&self, extension: Extension) -> Option<bool> {
        match extension {
            Extension::PreVote => self.pre_vote,
            Extension::CheckQuorum => self.check_quorum,
            Extension::LeaderStickiness => self.leader_stickiness,
            Extension::ParallelWrite => self.parallel_write,
            Extension::ReadIndex | Extension::LeaseReads | Extension::FollowerReads => {
                self.reads.map(|reads| reads.extension() == Some(extension))
            }
            Extension::Snapshots => self.snapshot_after.map(|_| true),
            Extension::Membership => self.membership,
            Extension::MaxInFlight => self.max_in_flight.map(|_| true),
            Extension::BatchFor => self.batch_for_ms.map(|_| true),
            Extension::MaxUncommitted => self.max_uncommitted.map(|_| true),
        }
    }

    /// The options with all missing fields filled in.
    pub(crate) fn resolved(&self) -> Options {
        let base = self.preset.map_or(Options::default(), Preset::options);
        let range = |given: Option<[u64; 2]>, usual: [Duration; 2]| {
            given.map_or(usual, |pair| pair.map(Duration::from_millis))
        };
        let usual_timeout = [base.election_timeout_min, base.election_timeout_max];
        let [election_timeout_min, election_timeout_max] =
            range(self.election_timeout_ms, usual_timeout);
        let [min, max] = range(self.latency_ms, [base.latency.min, base.latency.max]);
        let left_out = |bug: &Bug| self.bugs.contains(&bug.name());
        let is_on = |it: &Extension| {
            let usual = base.extensions.has(*it);
            self.extension(*it).unwrap_or(usual)
        };
        Options {
            nodes: self.nodes.unwrap_or(base.nodes),
            election_timeout_min,
            election_timeout_max,
            heartbeat: self
                .heartbeat_ms
                .map_or(base.heartbeat, Duration::from_millis),
            latency: Latency { min, max },
            disk: self.disk_ms.map_or(base.disk, Latency::from_millis),
            loss: self.loss.map_or(base.loss, |share| share.0),
            duplicate: self.duplicate.map_or(base.duplicate, |share| share.0),
            blank_entry_at_election: self.blank_entry.unwrap_or(base.blank_entry_at_election),
            extensions: Extension::ALL.into_iter().filter(is_on).collect(),
            clock_drift: self.clock_drift_per_mille.unwrap_or(base.clock_drift),
            snapshot_after: self.snapshot_after.unwrap_or(base.snapshot_after),
            entries_per_message: self
                .max_entries_per_message
                .unwrap_or(base.entries_per_message),
            flow: FlowLimits {
                max_in_flight: self.max_in_flight.unwrap_or(base.flow.max_in_flight),
                batch_for: self
                    .batch_for_ms
                    .map_or(base.flow.batch_for, Duration::from_millis),
                max_uncommitted: self.max_uncommitted.unwrap_or(base.flow.max_uncommitted),
            },
            bugs: Bug::ALL
                .into_iter()
                .filter(left_out)
                .fold(Bugs::NONE, Bugs::with),
        }
    }
}

/// Reads the options of a scenario file.
pub(crate) fn read_options(cursor: JsonCursor<'_>) -> ReadResult<OptionsShape> {
    let fields = cursor.fields(&[
        "preset",
        "nodes",
        "election_timeout_ms",
        "heartbeat_ms",
        "latency_ms",
        "disk_ms",
        "loss",
        "duplicate",
        "blank_entry",
        "pre_vote",
        "check_quorum",
        "leader_stickiness",
        "parallel_write",
        "reads",
        "clock_drift_per_mille",
        "snapshot_after",
        "membership",
        "max_entries_per_message",
        "max_in_flight",
        "batch_for_ms",
        "max_uncommitted",
        "bugs",
    ])?;
    let (least, max) = (SPAN_MIN.0 / 1_000, SPAN_MAX.0 / 1_000);
    let shape = OptionsShape {
        preset: fields.read("preset", read_preset)?,
        nodes: fields.read("nodes", |nodes| {
            let nodes = nodes.whole_number(1, NODES_MAX.into(), "a number of nodes")?;
            Ok(u8::try_from(nodes).unwrap_or(NODES_MAX))
        })?,
        election_timeout_ms: fields
            .read("election_timeout_ms", |cursor| range_ms(cursor, least))?,
        heartbeat_ms: fields.read("heartbeat_ms", |cursor| {
            cursor.whole_number(least, max, "milliseconds")
        })?,
        latency_ms: fields.read("latency_ms", |cursor| range_ms(cursor, 0))?,
        disk_ms: fields.read("disk_ms", |cursor| range_ms(cursor, 0))?,
        loss: fields.read("loss", read_share)?,
        duplicate: fields.read("duplicate", read_share)?,
        blank_entry: fields.read("blank_entry", |cursor| cursor.bool())?,
        pre_vote: fields.read("pre_vote", |cursor| cursor.bool())?,
        check_quorum: fields.read("check_quorum", |cursor| cursor.bool())?,
        leader_stickiness: fields.read("leader_stickiness", |cursor| cursor.bool())?,
        parallel_write: fields.read("parallel_write", |cursor| cursor.bool())?,
        reads: fields.read("reads", read_reads)?,
        clock_drift_per_mille: fields.read("clock_drift_per_mille", |cursor| {
            let drift = cursor.whole_number(0, CLOCK_DRIFT_MAX.into(), "thousandths")?;
            Ok(u32::try_from(drift).unwrap_or(CLOCK_DRIFT_MAX))
        })?,
        snapshot_after: fields.read("snapshot_after", |cursor| {
            limit(cursor, SNAPSHOT_AFTER_MAX, "applied entries")
        })?,
        membership: fields.read("membership", |cursor| cursor.bool())?,
        max_entries_per_message: fields.read("max_entries_per_message", |cursor| {
            limit(cursor, ENTRIES_PER_MESSAGE_MAX, "entries")
        })?,
        max_in_flight: fields.read("max_in_flight", |cursor| {
            limit(cursor, FLOW_LIMIT_MAX, "messages")
        })?,
        batch_for_ms: fields.read("batch_for_ms", |cursor| {
            cursor.whole_number(least, max, "milliseconds")
        })?,
        max_uncommitted: fields.read("max_uncommitted", |cursor| {
            limit(cursor, FLOW_LIMIT_MAX, "entries")
        })?,
        bugs: fields
            .read("bugs", |list| list.each(Bug::ALL.len(), "bugs", read_bug))?
            .unwrap_or_default(),
    };
    // Each value is in range by itself. This checks them together, as for a link.
    check_options(&shape.resolved()).map_err(|error| error.within("options."))?;
    Ok(shape)
}

/// A number of these from 1 on.
fn limit(cursor: JsonCursor<'_>, max: u32, unit: &str) -> ReadResult<u32> {
    let number = cursor.whole_number(1, max.into(), unit)?;
    Ok(u32::try_from(number).unwrap_or(max))
}

/// These options as a file spells them: those that differ from the lab's.
///
/// # Errors
/// Returns one when a span is no whole number of milliseconds.
pub fn options_shape(options: &Options) -> ReadResult<OptionsShape> {
    let Options {
        nodes,
        election_timeout_min,
        election_timeout_max,
        heartbeat,
        latency,
        disk,
        loss,
        duplicate,
        blank_entry_at_election,
        extensions,
        clock_drift,
        snapshot_after,
        entries_per_message,
        flow,
        bugs,
    } = *options;
    let usual = Options::default();
    let timeout = Latency {
        min: election_timeout_min,
        max: election_timeout_max,
    };
    let usual_timeout = Latency {
        min: usual.election_timeout_min,
        max: usual.election_timeout_max,
    };
    let changed_range = |range, usual| (range != usual).then(|| range_in_millis(range)).transpose();
    let is_on = |extension| extensions.has(extension).then_some(true);
    Ok(OptionsShape {
        preset: None,
        nodes: (nodes != usual.nodes).then_some(nodes),
        election_timeout_ms: changed_range(timeout, usual_timeout)?,
        heartbeat_ms: (heartbeat != usual.heartbeat)
            .then(|| whole_millis(heartbeat))
            .transpose()?,
        latency_ms: changed_range(latency, usual.latency)?,
        disk_ms: changed_range(disk, usual.disk)?,
        loss: (loss != usual.loss).then_some(Share(loss)),
        duplicate: (duplicate != usual.duplicate).then_some(Share(duplicate)),
        blank_entry: blank_entry_at_election.then_some(true),
        pre_vote: is_on(Extension::PreVote),
        check_quorum: is_on(Extension::CheckQuorum),
        leader_stickiness: is_on(Extension::LeaderStickiness),
        parallel_write: is_on(Extension::ParallelWrite),
        reads: Reads::ALL
            .into_iter()
            .find(|it| it.extension().is_some() && it.extension() == extensions.reads()),
        clock_drift_per_mille: (clock_drift != usual.clock_drift).then_some(clock_drift),
        snapshot_after: extensions
            .has(Extension::Snapshots)
            .then_some(snapshot_after),
        membership: is_on(Extension::Membership),
        max_entries_per_message: (entries_per_message != usual.entries_per_message)
            .then_some(entries_per_message),
        max_in_flight: is_on(Extension::MaxInFlight).map(|_| flow.max_in_flight),
        batch_for_ms: is_on(Extension::BatchFor)
            .map(|_| whole_millis(flow.batch_for))
            .transpose()?,
        max_uncommitted: is_on(Extension::MaxUncommitted).map(|_| flow.max_uncommitted),
        bugs: bugs.iter().map(Bug::name).collect(),
    })
}

/// The options of this JSON, the `options` of a scenario file.
///
/// # Errors
/// One sentence about the first mistake in it.
pub fn parse_options(json: &str) -> ReadResult<Options> {
    let json = Json::parse(json)?;
    Ok(read_options(JsonCursor::root(&json, "these options"))?.resolved())
}

fn read_preset(cursor: JsonCursor<'_>) -> ReadResult<Preset> {
    let names = Preset::ALL.map(Preset::name);
    let named = |text: &String| Preset::ALL.into_iter().find(|preset| preset.name() == text);
    match cursor.json {
        Json::Text(text) => named(text),
        _ => None,
    }
    .ok_or_else(|| cursor.refuse(OneOf(&names)))
}

fn read_reads(cursor: JsonCursor<'_>) -> ReadResult<Reads> {
    let names = Reads::ALL.map(Reads::name);
    let name = name_among(cursor, &names)?;
    let named = Reads::ALL.into_iter().find(|reads| reads.name() == name);
    Ok(named.unwrap_or(Reads::Log))
}

fn read_bug(cursor: JsonCursor<'_>) -> ReadResult<&'static str> {
    let names = Bug::ALL.map(Bug::name);
    name_among(cursor, &names)
}
