//! The expectations of a scenario.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Duration, Instant, NodeId, RoleName};
use serde::Serialize;

use super::event_name::EventName;
use super::happening::{Happening, MessagePatternShape, Times};
use super::needs::NeedShape;
use super::step::{Watch, WatchShape};
use super::why_not::{Needs, WhyNot, WhyNotShape};
use crate::need::Need;

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
    /// At some moment no later than so long after something has happened. Only what happens after
    /// that counts.
    Within(Duration, Watch),
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
    /// So many running nodes lead at once, each in a term of its own.
    Leaders(u64),
    /// These running nodes lead in these terms, and no others do.
    LeadersAre(BTreeMap<u8, u64>),
    /// These nodes have these roles.
    Roles(BTreeMap<u8, RoleName>),
    /// These nodes are in these terms; the disk of a crashed node counts.
    Terms(BTreeMap<u8, u64>),
    /// These nodes' votes in their terms; the disk of a crashed node counts.
    Votes(BTreeMap<u8, Option<u8>>),
    /// All logs are equal, those of crashed nodes included; or they are not.
    LogsEqual(bool),
    /// These nodes' entries have these terms.
    Logs(BTreeMap<u8, Vec<u64>>),
    /// These nodes know so much to be committed.
    CommitIndex(BTreeMap<u8, Option<u64>>),
    /// Every running node has applied these values.
    Values(BTreeMap<String, Option<String>>),
    /// Something has happened so often.
    Happens(Happening, Times),
    /// Something has not happened.
    Never(Happening),
    /// This property holds during the whole run.
    Always(&'static str),
    /// Every safety property holds during the whole run.
    AlwaysAll,
    /// This property breaks.
    Violates(&'static str),
    /// Something is not so, and this is what must happen, if that is said.
    WhyNot(WhyNot, Option<Needs>),
}

/// The names of the properties that a scenario can expect: those of the judge; then linearizability
/// and progress, which are judged when the run ends.
pub const PROPERTIES: [&str; 23] = [
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
    "transfer_ends",
    "lease_held",
    "snapshot_holds_applied",
    "snapshot_never_falls",
    "one_change_at_a_time",
    "majority_of_configuration",
    "linearizability",
    "progress",
];

/// The word for every safety property, those before linearizability and progress.
pub const ALL: &str = "all";

/// The roles that a scenario can expect.
pub(crate) const ROLES: [RoleName; 3] = [RoleName::Follower, RoleName::Candidate, RoleName::Leader];

/// One expectation: exactly one condition, and when it must hold. With `by_ms` that is at some
/// moment no later than that, with `at_ms` at that moment, with `within_ms` and `after` at some
/// moment no later than so long after an event, with none of them when the run ends.
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
    /// At some moment no later than so many milliseconds after the event that `after` names. What
    /// must happen or never happen counts between these two moments.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    within_ms: Option<u64>,
    /// With `within_ms`: the event, by its name, or with its node, its message and its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<WatchShape>,
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
    /// How many running nodes lead at once, each in a term of its own; or which do, by node with
    /// its term, and no others.
    #[serde(skip_serializing_if = "Option::is_none")]
    leaders: Option<LeadersShape>,
    /// By node, its role; a crashed node has none.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<BTreeMap<u8, super::schema::RoleWord>>")
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<BTreeMap<u8, &'static str>>,
    /// By node, its term, which also stands on the disk of a crashed node.
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<BTreeMap<u8, u64>>,
    /// By node, the node to which it gave its vote in its term; null for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    votes: Option<BTreeMap<u8, Option<u8>>>,
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
    /// With `happens` and `never`: only events of these messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<MessagePatternShape>,
    /// With `happens`: no fewer times than this; once when neither this nor `at_most` is given.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<u64>,
    /// With `happens`: no more times than this. Alone, it need not happen at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<u64>,
    /// A property that holds during the whole run, or `"all"` for every safety property.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::schema::PropertyOrAll>")
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
    /// With `at_ms`, or when the run ends: something is not so, and can be asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    why_not: Option<WhyNotShape>,
    /// With `why_not`: what the answer says must happen, in any order. Each list suffices, and
    /// needs all that it names; there is none where waiting suffices, or where nothing helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    needs: Option<Vec<Vec<NeedShape>>>,
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

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Leaders"))]
#[serde(untagged)]
enum LeadersShape {
    /// How many.
    Count(#[cfg_attr(feature = "schema", schemars(range(min = 0, max = 9)))] u64),
    /// Which, each with its term.
    Are(BTreeMap<u8, u64>),
}

impl Expectation {
    /// The last moment at which it can be decided, if that is known before the run and not its end.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        match self.due {
            Due::By(at) | Due::At(at) => Some(at),
            Due::Within(..) | Due::End => None,
        }
    }
}

impl From<Expectation> for ExpectationShape {
    fn from(Expectation { due, what }: Expectation) -> ExpectationShape {
        let mut shape = ExpectationShape::default();
        match due {
            Due::By(at) => shape.by_ms = Some(at.0 / 1_000),
            Due::At(at) => shape.at_ms = Some(at.0 / 1_000),
            Due::Within(within, after) => {
                shape.within_ms = Some(within.0 / 1_000);
                shape.after = Some(after.into());
            }
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
            What::Leaders(count) => shape.leaders = Some(LeadersShape::Count(count)),
            What::LeadersAre(terms) => shape.leaders = Some(LeadersShape::Are(terms)),
            What::Roles(roles) => {
                let words = roles.into_iter().map(|(node, role)| (node, role.word()));
                shape.roles = Some(words.collect());
            }
            What::Terms(terms) => shape.terms = Some(terms),
            What::Votes(votes) => shape.votes = Some(votes),
            What::Happens(what, times) => {
                shape.happens = Some(what.event);
                (shape.node, shape.message) = (what.node, what.message.map(Into::into));
                if times != Times::ONCE {
                    shape.at_least = Some(times.at_least).filter(|least| *least > 0);
                    shape.at_most = times.at_most;
                }
            }
            What::Never(what) => {
                shape.never = Some(what.event);
                (shape.node, shape.message) = (what.node, what.message.map(Into::into));
            }
            What::Always(property) => shape.always = Some(property),
            What::AlwaysAll => shape.always = Some(ALL),
            What::Violates(property) => shape.violates = Some(property),
            What::WhyNot(why_not, needs) => {
                shape.why_not = Some(why_not.into());
                let shapes = |set: Vec<Need>| set.into_iter().map(NeedShape::from).collect();
                shape.needs = needs.map(|Needs(sets)| sets.into_iter().map(shapes).collect());
            }
        }
        shape
    }
}

impl fmt::Display for Expectation {
    /// The expectation, as part of a sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what.fmt(formatter)?;
        match (&self.what, self.due) {
            (What::Always(_) | What::AlwaysAll | What::Violates(_), _) => Ok(()),
            (What::Happens(..) | What::Never(..), Due::End) => {
                formatter.write_str(" during the run")
            }
            (_, Due::By(at)) => write!(formatter, " by {at}"),
            (_, Due::At(at)) => write!(formatter, " at {at}"),
            (_, Due::Within(within, after)) => write!(formatter, " within {within} after {after}"),
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
            What::Leaders(0) => formatter.write_str("no node that leads"),
            What::Leaders(1) => formatter.write_str("1 node that leads"),
            What::Leaders(count) => write!(formatter, "{count} nodes that lead at once"),
            What::LeadersAre(terms) => LeadersAre(terms).fmt(formatter),
            What::Roles(roles) => listed(formatter, roles, |formatter, (node, role)| {
                write!(formatter, "{} as {}", NodeId(*node), role.word())
            }),
            What::Terms(terms) => listed(formatter, terms, |formatter, (node, term)| {
                write!(formatter, "{} in term {term}", NodeId(*node))
            }),
            What::Votes(votes) => listed(formatter, votes, |formatter, (node, vote)| {
                write!(formatter, "{} of {}", VoteFor(*vote), NodeId(*node))
            }),
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
            What::Happens(what, times) => write!(formatter, "{what}{times}"),
            What::Never(what) => write!(formatter, "no {what}"),
            What::AlwaysAll => formatter.write_str("every safety property during the whole run"),
            What::Always(property) => write!(formatter, "{property} during the whole run"),
            What::Violates(property) => write!(formatter, "a violation of {property}"),
            What::WhyNot(why_not, None) => why_not.fmt(formatter),
            What::WhyNot(why_not, Some(needs)) => {
                write!(formatter, "{why_not}, which takes “{needs}”,")
            }
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

/// "Node 0 leading in term 1, Node 2 leading in term 3", or "no node that leads".
pub(crate) struct LeadersAre<'a>(pub(crate) &'a BTreeMap<u8, u64>);

impl fmt::Display for LeadersAre<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return formatter.write_str("no node that leads");
        }
        listed(formatter, self.0, |formatter, (node, term)| {
            write!(formatter, "{} leading in term {term}", NodeId(*node))
        })
    }
}

/// "a vote for Node 2", or "no vote".
pub(crate) struct VoteFor(pub(crate) Option<u8>);

impl fmt::Display for VoteFor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(node) => write!(formatter, "a vote for {}", NodeId(node)),
            None => formatter.write_str("no vote"),
        }
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
