//! The history that the clients saw: each operation with its client, its command, the moment of its
//! call, and its end.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use raft_core::{ClientId, Command, Entry, Index, Instant, Origin, Payload};
use raft_sim::{Outcome, Refusal, Request, Response, World};

/// One operation as its client saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The client.
    pub client: ClientId,
    /// Its command.
    pub command: Command,
    /// The moment of the call: the operation takes effect at this moment or later, or never.
    pub called_at: Instant,
    /// How it ended.
    pub ending: Ending,
}

/// How an operation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It took effect, once, between the call and this answer.
    Answered {
        /// The moment of the answer.
        at: Instant,
        /// The answer.
        response: Response,
    },
    /// It may have taken effect, may do so yet, or never.
    Unknown {
        /// The moment from which on it no longer can, if that is known.
        until: Option<Instant>,
    },
    /// It never took effect and never will.
    NeverTaken,
}

/// All operations of all clients, each named by its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    operations: Vec<Operation>,
    /// An order in which some of them may have taken effect: worth a try.
    suggested: Vec<usize>,
}

impl History {
    /// The history of a world's clients. An operation's place is the number of its request
    /// in [`World::requests`].
    ///
    /// The history uses only facts that clients can know, and not all that they may believe:
    ///
    /// - A client that gave up, still waits, or was told that nobody leads does not know the
    ///   outcome. A refusal is one node's and concerns one message: a copy of the request may
    ///   still reach a node that leads. Only a request that was never sent was never taken.
    /// - [`Response::Outdated`] says that the request will not be applied any more, and not
    ///   that no copy of it ever was.
    /// - From the answer to a client's later request on, its earlier requests can no longer take
    ///   effect: the state machine applies none of them any more (Thesis §6.3). This is part of
    ///   the sequential specification, and no guess. Jepsen's clients have no such sessions, so
    ///   Jepsen must leave all unknown operations open to the end. The answer to a read beside the
    ///   log (Thesis §6.4) says nothing of the kind: no session takes note of it.
    ///
    /// The order of the log's entries is kept as a suggestion. If it explains all answers, no
    /// search is needed. If it does not, it decides nothing.
    #[must_use]
    pub fn of(world: &World) -> History {
        History::with_committed(world, core::iter::empty())
    }

    /// The same, where the committed entries are known, by index from 1: for the suggestion they
    /// stand for those that snapshots have replaced in the logs (Raft §7).
    #[must_use]
    pub fn with_committed<'a>(
        world: &'a World,
        committed: impl Iterator<Item = &'a Entry>,
    ) -> History {
        let requests: Vec<&Request> = world.requests().iter().collect();
        let mut next_answer: BTreeMap<ClientId, Instant> = BTreeMap::new();
        let mut operations: Vec<Operation> = Vec::with_capacity(requests.len());
        for request in requests.into_iter().rev() {
            let client = request.origin.client;
            let ending = ending_of(request, next_answer.get(&client).copied());
            let is_in_log = request.read_after.is_none() && request.change.is_none();
            if let Ending::Answered { at, .. } = ending
                && is_in_log
            {
                next_answer.insert(client, at);
            }
            operations.push(Operation {
                client,
                command: request.command.clone(),
                called_at: request.sent_at,
                ending,
            });
        }
        operations.reverse();
        History {
            operations,
            suggested: order_of_entries(world, committed),
        }
    }

    /// The operations, in the order of their places.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    pub(crate) fn suggested(&self) -> &[usize] {
        &self.suggested
    }
}

impl FromIterator<Operation> for History {
    fn from_iter<I: IntoIterator<Item = Operation>>(operations: I) -> History {
        History {
            operations: operations.into_iter().collect(),
            suggested: Vec::new(),
        }
    }
}

/// The numbers of the requests, in the order in which the most up-to-date log would have them
/// applied. That log holds every committed entry (Raft §5.4.1), even if no running node knows any
/// more that it is committed. Where a snapshot has replaced its beginning, the entries `committed`
/// stand for that. An entry that is no newer than the last request applied for its
/// client changes nothing (Raft §8, Thesis §6.3). A read that was answered beside the log stands
/// behind the last entry that the machine which answered it had applied.
fn order_of_entries<'a>(
    world: &'a World,
    committed: impl Iterator<Item = &'a Entry>,
) -> Vec<usize> {
    let requests = world.requests().iter().zip(0..);
    let mut numbers: Vec<(Origin, usize)> = requests
        .filter(|(request, _)| request.attempts > 0)
        .map(|(request, number)| (request.origin, number))
        .collect();
    numbers.sort_unstable();
    let number_of = |origin: &Origin| {
        let beyond = numbers.partition_point(|(other, _)| other <= origin);
        let (other, number) = numbers.get(beyond.checked_sub(1)?)?;
        (other == origin).then_some(*number)
    };
    let Some(node) = world.nodes().max_by_key(|node| node.log().last()) else {
        return Vec::new();
    };
    let mut reads = reads_after(world);
    let mut newest: BTreeMap<ClientId, u64> = BTreeMap::new();
    let mut order: Vec<usize> = reads.remove(&0).unwrap_or_default();
    let replaced = (0..).map(Index::after_count).zip(committed);
    let replaced = replaced.take_while(|(index, _)| node.log().has_replaced(*index));
    replaced
        .chain(node.log().iter())
        .for_each(|(index, entry)| {
            if let Payload::Command { origin, .. } = &entry.payload {
                let newest = newest.entry(origin.client).or_default();
                if origin.serial > *newest {
                    *newest = origin.serial;
                    order.extend(number_of(origin));
                }
            }
            if !reads.is_empty() {
                order.extend(reads.remove(&index.get()).unwrap_or_default());
            }
        });
    order
}

/// The reads that were answered beside the log (Thesis §6.4), by how many entries the node had
/// applied that answered.
fn reads_after(world: &World) -> BTreeMap<u64, Vec<usize>> {
    let mut reads: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (request, number) in world.requests().iter().zip(0..) {
        if let Some(applied) = request.read_after {
            reads.entry(applied).or_default().push(number);
        }
    }
    reads
}

fn ending_of(request: &Request, next_answer: Option<Instant>) -> Ending {
    match (&request.outcome, request.ended_at) {
        // A change of the membership is no operation on the state machine.
        _ if request.change.is_some() => Ending::NeverTaken,
        (Outcome::Refused(Refusal::TooManyWaiting), _) => Ending::NeverTaken,
        (Outcome::Acknowledged(Response::Outdated), until) => Ending::Unknown { until },
        (Outcome::Acknowledged(response), Some(at)) => Ending::Answered {
            at,
            response: response.clone(),
        },
        _ => Ending::Unknown { until: next_answer },
    }
}

impl Operation {
    /// The moment from which on it can no longer take effect, if there is one.
    pub(crate) fn over_at(&self) -> Option<Instant> {
        match &self.ending {
            Ending::Answered { at, .. } => Some(*at),
            Ending::Unknown { until } => *until,
            Ending::NeverTaken => Some(self.called_at),
        }
    }

    /// Its answer, if it had one.
    #[must_use]
    pub fn response(&self) -> Option<&Response> {
        match &self.ending {
            Ending::Answered { response, .. } => Some(response),
            Ending::Unknown { .. } | Ending::NeverTaken => None,
        }
    }
}
