//! No Acknowledged Write Lost (Raft §5.3, §8): an acknowledged request is committed, and stays
//! committed.

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Command, Entry, Index, NodeId, NodeSet, Origin};
use raft_sim::{Outcome, Request, Response, World};

use super::contradiction::{Contradiction, in_words};
use super::history::Committed;
use super::promise::Promise;
use super::state_machine_safety::TwoEntriesCommitted;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "acknowledged_never_lost",
    title: "No Acknowledged Write Lost",
    section: "Raft §5.3, §8",
    meaning: "A request that was acknowledged is committed, and no other entry is ever committed \
              in its place.",
};

/// A client was told that its request is done, and the request is not committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcknowledgedWrongly {
    /// It is not committed, whatever nodes have done with it.
    WithoutCommit {
        /// The node that told the client.
        node: NodeId,
        /// What the client had asked for.
        command: Command,
    },
    /// Another entry was committed in its place.
    ThenLost {
        /// The index at which it was committed.
        index: Index,
        /// What the client had asked for.
        command: Command,
        /// The node that committed another entry there.
        by: NodeId,
        /// That entry.
        instead: Entry,
    },
}

/// Checks, when a client is told that its request is done, that the request is committed. A read
/// that was answered without the log leaves nothing that could be lost.
pub(crate) fn judge_answer(
    request: &Request,
    committed: &Committed,
) -> Option<AcknowledgedWrongly> {
    if let Outcome::Acknowledged(Response::Value(_)) = request.outcome {
        return None;
    }
    let command = request.command.clone();
    let Some(index) = committed.index_of(request.origin) else {
        let node = request.answered_by.unwrap_or(request.asked);
        return Some(AcknowledgedWrongly::WithoutCommit { node, command });
    };
    let (entry, by) = committed.at(index)?;
    if origin_of(entry) == Some(request.origin) {
        return None;
    }
    Some(AcknowledgedWrongly::ThenLost {
        index,
        command,
        by,
        instead: entry.clone(),
    })
}

/// Checks, when a leader has committed an entry in the place of another, that the other one was not
/// acknowledged. This looks through all requests, but is rare: it takes two leaders that disagree.
pub(crate) fn judge_replacement(
    world: &World,
    replacement: &TwoEntriesCommitted,
) -> Option<AcknowledgedWrongly> {
    let lost = origin_of(&replacement.first_entry)?;
    let is_told = |request: &&Request| {
        request.origin == lost && matches!(request.outcome, Outcome::Acknowledged(_))
    };
    let request = world.requests().iter().find(is_told)?;
    Some(AcknowledgedWrongly::ThenLost {
        index: replacement.index,
        command: request.command.clone(),
        by: replacement.second,
        instead: replacement.second_entry.clone(),
    })
}

fn origin_of(entry: &Entry) -> Option<Origin> {
    entry.payload.origin()
}

impl Contradiction for AcknowledgedWrongly {
    fn nodes(&self) -> NodeSet {
        let (AcknowledgedWrongly::WithoutCommit { node, .. }
        | AcknowledgedWrongly::ThenLost { by: node, .. }) = self;
        NodeSet::from_iter([*node])
    }

    fn index(&self) -> Option<Index> {
        match self {
            AcknowledgedWrongly::WithoutCommit { .. } => None,
            AcknowledgedWrongly::ThenLost { index, .. } => Some(*index),
        }
    }

    fn entries(&self) -> Vec<&Entry> {
        match self {
            AcknowledgedWrongly::WithoutCommit { .. } => Vec::new(),
            AcknowledgedWrongly::ThenLost { instead, .. } => Vec::from([instead]),
        }
    }
}

impl fmt::Display for AcknowledgedWrongly {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AcknowledgedWrongly::WithoutCommit { node, command } => write!(
                formatter,
                "{node} acknowledged “{command}”, which is not committed."
            ),
            AcknowledgedWrongly::ThenLost {
                index,
                command,
                by,
                instead,
            } => write!(
                formatter,
                "“{command}” was acknowledged, but {} committed {} in its place at index \
                 {index}.",
                by,
                in_words(instead)
            ),
        }
    }
}
