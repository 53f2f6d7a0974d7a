//! No Acknowledged Write Lost (Raft §5.3, §8): what a client was told to be done is committed,
//! and stays so.
//!
//! A client has one request under way at a time and numbers them, so the newest committed
//! number of each client tells whether its request is among them.

use raft_core::{Entry, Index, Origin, Payload, SharedList};
use raft_sim::limits::REQUESTS_WAITING_MAX;
use raft_sim::{Outcome, Request, Response, World};

use crate::properties::state_machine_safety::Committed;
use crate::violation::Finding;

/// Where the newest committed request of each client stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CommittedRequests {
    /// By the number of the client.
    newest: SharedList<Option<Receipt>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Receipt {
    serial: u64,
    index: Index,
}

impl CommittedRequests {
    /// Takes in that a request is committed at `index`; a repeated one counts where it stands
    /// first.
    pub(crate) fn note(&mut self, origin: Origin, index: Index) {
        let place = origin.client.0 as usize;
        if place >= REQUESTS_WAITING_MAX {
            // Nobody waits for an answer to this: a client is busy with one request at most.
            return;
        }
        while self.newest.len() <= place {
            self.newest.push(None);
        }
        let known = self.newest.get(place).copied().flatten();
        if known.is_none_or(|known| known.serial < origin.serial) {
            let serial = origin.serial;
            self.newest.replace(place, Some(Receipt { serial, index }));
        }
    }

    /// Where the request with this origin is committed, if it is the client's newest.
    pub(crate) fn index_of(&self, origin: Origin) -> Option<Index> {
        let place = usize::try_from(origin.client.0).ok()?;
        let receipt = self.newest.get(place).copied().flatten()?;
        (receipt.serial == origin.serial).then_some(receipt.index)
    }
}

/// A client has just been told that its request is done: is it committed? A read that was
/// answered without the log leaves nothing that could get lost.
pub(crate) fn judge_answer(request: &Request, committed: &Committed) -> Option<Finding> {
    if let Outcome::Acknowledged(Response::Value(_)) = request.outcome {
        return None;
    }
    let command = request.command.clone();
    let Some(index) = committed.index_of(request.origin) else {
        let node = request.asked;
        return Some(Finding::AcknowledgedWithoutCommit { node, command });
    };
    let (entry, by) = committed.at(index)?;
    if origin_of(entry) == Some(request.origin) {
        return None;
    }
    Some(Finding::AcknowledgedWriteLost {
        index,
        command,
        by,
        instead: entry.clone(),
    })
}

/// A leader has just committed an entry where another one was committed: was that acknowledged?
/// This looks through all requests, which is no matter: it happens once two leaders disagree.
pub(crate) fn judge_replacement(world: &World, replacement: &Finding) -> Option<Finding> {
    let Finding::TwoEntriesCommitted {
        index,
        first_entry,
        second,
        second_entry,
        ..
    } = replacement
    else {
        return None;
    };
    let lost = origin_of(first_entry)?;
    let is_told = |request: &&Request| {
        request.origin == lost && matches!(request.outcome, Outcome::Acknowledged(_))
    };
    let request = world.requests().iter().find(is_told)?;
    Some(Finding::AcknowledgedWriteLost {
        index: *index,
        command: request.command.clone(),
        by: *second,
        instead: second_entry.clone(),
    })
}

fn origin_of(entry: &Entry) -> Option<Origin> {
    match entry.payload {
        Payload::Command { origin, .. } => Some(origin),
        Payload::Blank => None,
    }
}
