//! The disks at the start of a run in scenario files: their shape, their reader, the start they
//! stand for, and their writer.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use raft_core::quorum::Configuration;
use raft_core::{NodeId, NodeSet, Term};
use serde::Serialize;

use super::error::ReadError;
use super::read::json::JsonCursor;
use super::read::values::{by_node, read_node, read_terms};
use crate::limits::TERM_MAX;
use crate::run::Start;
use crate::run::reach::unreachable_start;

/// The contents of the disks when the nodes boot, by node number: for situations that would
/// take long to reach. Entries of one term at one index are the same on every disk. A start that
/// no run can reach is refused, unless the file says so.
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
    /// Who belongs to the cluster at first; all nodes vote when not given. The option `membership`
    /// must be on.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) members: Option<MembersShape>,
    /// Whether the file may hold a start that no run can reach: that of a term in a log that no
    /// majority has reached, for example. It breaks what Raft assumes, and the verdict says so.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) unreachable: bool,
}

/// The members of a cluster: a machine that is in neither list is outside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct MembersShape {
    /// Those who vote: one at least.
    pub(crate) voters: Vec<u8>,
    /// Those who are sent the log and count in no majority.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) learners: Vec<u8>,
}

impl MembersShape {
    fn resolved(&self) -> Configuration {
        let set = |nodes: &Vec<u8>| nodes.iter().copied().map(NodeId).collect::<NodeSet>();
        Configuration::new(set(&self.voters)).with_learners(set(&self.learners))
    }

    fn of(members: &Configuration) -> MembersShape {
        let list = |nodes: NodeSet| nodes.iter().map(|node| node.0).collect();
        MembersShape {
            voters: list(members.members()),
            learners: list(members.learners()),
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for this type"
)]
fn is_false(flag: &bool) -> bool {
    !flag
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
        start.members = self.members.as_ref().map(MembersShape::resolved);
        start
    }
}

/// Reads the disks of a scenario file for a cluster of this size.
pub(crate) fn read_start(cursor: JsonCursor<'_>, nodes: u8) -> Result<StartShape, ReadError> {
    let fields = cursor.fields(&["logs", "terms", "votes", "members", "unreachable"])?;
    let term = |cursor: JsonCursor<'_>| cursor.whole_number(0, TERM_MAX, "a term");
    Ok(StartShape {
        logs: fields
            .read("logs", |logs| by_node(logs, nodes, read_terms))?
            .unwrap_or_default(),
        terms: fields
            .read("terms", |terms| by_node(terms, nodes, term))?
            .unwrap_or_default(),
        votes: fields
            .read("votes", |votes| {
                by_node(votes, nodes, |vote| read_node(vote, nodes))
            })?
            .unwrap_or_default(),
        members: fields.read("members", |members| read_members(members, nodes))?,
        unreachable: fields
            .read("unreachable", |flag| flag.bool())?
            .unwrap_or_default(),
    })
}

fn read_members(cursor: JsonCursor<'_>, nodes: u8) -> Result<MembersShape, ReadError> {
    let fields = cursor.fields(&["voters", "learners"])?;
    let list = |cursor: JsonCursor<'_>| {
        cursor.each(usize::from(nodes), "nodes", |node| read_node(node, nodes))
    };
    Ok(MembersShape {
        voters: fields.read("voters", list)?.unwrap_or_default(),
        learners: fields.read("learners", list)?.unwrap_or_default(),
    })
}

/// Refuses a start that no run can reach, unless the file says that it is one.
pub(crate) fn check_reachable(shape: &StartShape, nodes: u8) -> Result<(), ReadError> {
    match unreachable_start(&shape.resolved(), nodes) {
        Some(unreachable) if !shape.unreachable => Err(ReadError::new(format_args!(
            "start: {unreachable}; change the start, or say \"unreachable\": true in it."
        ))),
        _ => Ok(()),
    }
}

/// Writes the disks of a cluster of this size as scenario files do.
pub(crate) fn start_shape(start: &Start, nodes: u8) -> StartShape {
    let mut shape = StartShape {
        unreachable: unreachable_start(start, nodes).is_some(),
        members: start.members.as_ref().map(MembersShape::of),
        ..StartShape::default()
    };
    let logs = start.logs.iter();
    shape
        .logs
        .extend(logs.map(|(node, terms)| (node.0, terms.iter().map(|term| term.0).collect())));
    shape
        .terms
        .extend(start.terms.iter().map(|(node, term)| (node.0, term.0)));
    shape
        .votes
        .extend(start.votes.iter().map(|(node, vote)| (node.0, vote.0)));
    shape
}
