//! The beginning of a scenario: its options and its disks, as files write them.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use raft_core::{Bugs, Duration, NodeId, Term};
use serde::Serialize;

use super::preset::Preset;
use crate::options::{Latency, Options};
use crate::run::Start;
use crate::scenario::action::share::Share;

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
    /// Whether nodes ask before they stand for election; not built yet, so it must be false.
    #[cfg_attr(feature = "schema", schemars(extend("const" = false)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pre_vote: Option<bool>,
    /// Rules of Raft left out on purpose.
    #[cfg_attr(
        feature = "schema",
        schemars(default, with = "Vec<super::schema::BugName>")
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) bugs: Vec<&'static str>,
}

/// The contents of the disks when the nodes boot, by node number: for situations that would
/// take long to reach. Entries of one term at one index are the same on every disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct StartShape {
    /// The terms of the entries, from index 1.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) logs: BTreeMap<u8, Vec<u64>>,
    /// The current term; that of the last entry when not given.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) terms: BTreeMap<u8, u64>,
    /// The vote in that term.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) votes: BTreeMap<u8, u8>,
}

impl OptionsShape {
    pub(crate) fn is_empty(&self) -> bool {
        *self == OptionsShape::default()
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
        let left_out = |bug: &raft_core::Bug| self.bugs.contains(&bug.name());
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
            bugs: raft_core::Bug::ALL
                .into_iter()
                .filter(left_out)
                .fold(Bugs::NONE, Bugs::with),
        }
    }
}

impl StartShape {
    pub(crate) fn is_empty(&self) -> bool {
        *self == StartShape::default()
    }

    pub(crate) fn resolved(&self) -> Start {
        let terms = |log: &Vec<u64>| log.iter().copied().map(Term).collect();
        let logs = self
            .logs
            .iter()
            .map(|(node, log)| (NodeId(*node), terms(log)));
        let current = self
            .terms
            .iter()
            .map(|(node, term)| (NodeId(*node), Term(*term)));
        let votes = self
            .votes
            .iter()
            .map(|(node, vote)| (NodeId(*node), NodeId(*vote)));
        // Extending inserts one by one, where collecting would bring a sort for each type.
        let mut start = Start::default();
        start.logs.extend(logs);
        start.terms.extend(current);
        start.votes.extend(votes);
        start
    }
}
