//! The expectations of a scenario.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Instant, NodeId};
use serde::Serialize;

use super::event_name::EventName;

/// One thing that must come of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "ExpectationShape")]
pub struct Expectation {
    /// When it must hold.
    pub due: Due,
    /// The condition that must hold.
    pub what: What,
}

/// When something must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// At some moment no later than this.
    By(Instant),
    /// At this moment, after all that is due at it.
    At(Instant),
    /// When the run ends.
    End,
}

/// The condition that must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// So many client entries are committed.
    CommittedAtLeast(u64),
    /// No more client entries are committed than this.
    CommittedAtMost(u64),
    /// So many requests are acknowledged.
    AcknowledgedAtLeast(u64),
    /// There is a leader, or there is none.
    Leader(bool),
    /// This node leads.
    LeaderIs(u8),
    /// All logs are equal, those of crashed nodes included; or they are not.
    LogsEqual(bool),
    /// These nodes' entries have these terms.
    Logs(BTreeMap<u8, Vec<u64>>),
    /// These nodes know so much to be committed.
    CommitIndex(BTreeMap<u8, Option<u64>>),
    /// Every running node has applied these values.
    Values(BTreeMap<String, Option<String>>),
    /// Something has happened.
    Happens(EventName, Option<u8>),
    /// Something has not happened.
    Never(EventName, Option<u8>),
    /// This property holds during the whole run.
    Always(&'static str),
    /// This property breaks.
    Violates(&'static str),
}

/// The names of the properties that a scenario can expect: those of the judge; then linearizability
/// and progress, which are judged when the run ends.
pub const PROPERTIES: [&str; 17] = [
    "election_safety",
    "leader_append_only",
    "log_matching",
    "leader_completeness",
    "state_machine_safety",
    "one_vote_per_term",
    "terms_never_fall",
    "commit_never_falls",
    "match_never_falls",
    "applied_prefix_equal",
    "committed_never_changes",
    "disk_before_word",
    "acknowledged_never_lost",
    "commit_counts_own_term",
    "commit_on_majority",
    "linearizability",
    "progress",
];

/// One expectation: exactly one of the fields other than `by_ms`, `at_ms` and `node`. With `by_ms`
/// it must hold at some moment no later than that, with `at_ms` at that moment, with neither when
/// the run ends.
#[derive(Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Expectation", deny_unknown_fields)
)]
pub(crate) struct ExpectationShape {
    /// At some moment no later than this.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    by_ms: Option<u64>,
    /// At this moment, after all that is due at it.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_ms: Option<u64>,
    /// So many client entries are committed.
    #[serde(skip_serializing_if = "Option::is_none")]
    committed_at_least: Option<u64>,
    /// No more client entries are committed than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    committed_at_most: Option<u64>,
    /// So many requests are acknowledged.
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged_at_least: Option<u64>,
    /// Whether there is a running leader; or which node it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    leader: Option<LeaderShape>,
    /// Whether all logs are equal, those of crashed nodes included.
    #[serde(skip_serializing_if = "Option::is_none")]
    logs_equal: Option<bool>,
    /// By node, the terms of its entries from index 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    logs: Option<BTreeMap<u8, Vec<u64>>>,
    /// By node, the last index it knows to be committed; null for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    commit_index: Option<BTreeMap<u8, Option<u64>>>,
    /// By key, the value on every running node; null for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<BTreeMap<String, Option<String>>>,
    /// Something has happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    happens: Option<EventName>,
    /// Something has not happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    never: Option<EventName>,
    /// With `happens` and `never`: only events of this node.
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<u8>,
    /// A property that holds during the whole run.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::schema::PropertyName>")
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    always: Option<&'static str>,
    /// A property that breaks during the run.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::schema::PropertyName>")
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    violates: Option<&'static str>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Leader"))]
#[serde(untagged)]
enum LeaderShape {
    /// Whether there is one.
    Is(bool),
    /// Which node it is.
    Node(#[cfg_attr(feature = "schema", schemars(range(min = 0, max = 8)))] u8),
}

impl Expectation {
    /// The last moment at which it can be decided, if that is not the end of the run.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        match self.due {
            Due::By(at) | Due::At(at) => Some(at),
            Due::End => None,
        }
    }
}

impl From<Expectation> for ExpectationShape {
    fn from(Expectation { due, what }: Expectation) -> ExpectationShape {
        let mut shape = ExpectationShape::default();
        match due {
            Due::By(at) => shape.by_ms = Some(at.0 / 1_000),
            Due::At(at) => shape.at_ms = Some(at.0 / 1_000),
            Due::End => {}
        }
        match what {
            What::CommittedAtLeast(count) => shape.committed_at_least = Some(count),
            What::CommittedAtMost(count) => shape.committed_at_most = Some(count),
            What::AcknowledgedAtLeast(count) => shape.acknowledged_at_least = Some(count),
            What::Leader(is) => shape.leader = Some(LeaderShape::Is(is)),
            What::LeaderIs(node) => shape.leader = Some(LeaderShape::Node(node)),
            What::LogsEqual(equal) => shape.logs_equal = Some(equal),
            What::Logs(logs) => shape.logs = Some(logs),
            What::CommitIndex(indexes) => shape.commit_index = Some(indexes),
            What::Values(values) => shape.values = Some(values),
            What::Happens(event, node) => {
                (shape.happens, shape.node) = (Some(event), node);
            }
            What::Never(event, node) => (shape.never, shape.node) = (Some(event), node),
            What::Always(property) => shape.always = Some(property),
            What::Violates(property) => shape.violates = Some(property),
        }
        shape
    }
}

impl fmt::Display for Expectation {
    /// The expectation, as part of a sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what.fmt(formatter)?;
        match (&self.what, self.due) {
            (What::Always(_) | What::Violates(_), _) => Ok(()),
            (What::Happens(..) | What::Never(..), Due::End) => {
                formatter.write_str(" during the run")
            }
            (_, Due::By(at)) => write!(formatter, " by {at}"),
            (_, Due::At(at)) => write!(formatter, " at {at}"),
            (_, Due::End) => formatter.write_str(" at the end"),
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::CommittedAtLeast(1) => formatter.write_str("at least 1 entry committed"),
            What::CommittedAtLeast(count) => {
                write!(formatter, "at least {count} entries committed")
            }
            What::CommittedAtMost(1) => formatter.write_str("at most 1 entry committed"),
            What::CommittedAtMost(count) => write!(formatter, "at most {count} entries committed"),
            What::AcknowledgedAtLeast(1) => formatter.write_str("at least 1 request acknowledged"),
            What::AcknowledgedAtLeast(count) => {
                write!(formatter, "at least {count} requests acknowledged")
            }
            What::Leader(true) => formatter.write_str("a leader"),
            What::Leader(false) => formatter.write_str("no leader"),
            What::LeaderIs(node) => write!(formatter, "{} as the leader", NodeId(*node)),
            What::LogsEqual(true) => formatter.write_str("equal logs on all nodes"),
            What::LogsEqual(false) => formatter.write_str("logs that differ"),
            What::Logs(logs) => listed(formatter, logs, |formatter, (node, terms)| {
                write!(formatter, "{} with the log {}", NodeId(*node), Terms(terms))
            }),
            What::CommitIndex(indexes) => listed(formatter, indexes, |formatter, (node, index)| {
                let index = CommitIndex(*index);
                write!(formatter, "{} with {index} committed", NodeId(*node))
            }),
            What::Values(values) => {
                listed(formatter, values, |formatter, (key, value)| match value {
                    Some(value) => write!(formatter, "{key} = {value}"),
                    None => write!(formatter, "no {key}"),
                })
            }
            What::Happens(event, node) => write!(formatter, "{event}{}", At(*node)),
            What::Never(event, node) => write!(formatter, "no {event}{}", At(*node)),
            What::Always(property) => write!(formatter, "{property} during the whole run"),
            What::Violates(property) => write!(formatter, "a violation of {property}"),
        }
    }
}

fn listed<Item>(
    formatter: &mut fmt::Formatter<'_>,
    items: impl IntoIterator<Item = Item>,
    write: impl Fn(&mut fmt::Formatter<'_>, Item) -> fmt::Result,
) -> fmt::Result {
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            formatter.write_str(", ")?;
        }
        write(formatter, item)?;
    }
    Ok(())
}

/// " of Node 2", or nothing.
struct At(Option<u8>);

impl fmt::Display for At {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .map_or(Ok(()), |node| write!(formatter, " of {}", NodeId(node)))
    }
}

/// "1,1,4", or "-" for an empty log.
pub(crate) struct Terms<'a>(pub(crate) &'a [u64]);

impl fmt::Display for Terms<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return formatter.write_str("-");
        }
        for (place, term) in self.0.iter().enumerate() {
            let comma = if place > 0 { "," } else { "" };
            write!(formatter, "{comma}{term}")?;
        }
        Ok(())
    }
}

/// "index 3", or "nothing".
pub(crate) struct CommitIndex(pub(crate) Option<u64>);

impl fmt::Display for CommitIndex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(index) => write!(formatter, "index {index}"),
            None => formatter.write_str("nothing"),
        }
    }
}
