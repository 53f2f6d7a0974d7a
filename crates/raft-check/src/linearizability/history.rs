//! The history that the clients saw: each operation with its client, its command, the moment of its
//! call, and its end.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use raft_core::{ClientId, Command, Instant, Origin, Payload};
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
        /// When the answer came.
        at: Instant,
        /// What the answer was.
        response: Response,
    },
    /// It may have taken effect, may do so yet, or never.
    Unknown {
        /// From when on it no longer can, if that is known.
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
    /// Only what clients can know is used, and not all that they believe:
    ///
    /// - A client that gave up, still waits, or was told that nobody leads does not know. A
    ///   refusal binds the node that gave it and speaks of one message: a copy of the request
    ///   may still reach a node that leads. Only what was never sent was never taken.
    /// - [`Response::Outdated`] says that the request will not be applied any more, and not
    ///   that no copy of it ever was.
    /// - The answer to a client's later request ends what is unknown about its earlier ones:
    ///   the state machine applies none of them any more (Thesis §6.3). That is the sequential
    ///   specification, and no guess. Jepsen's clients have no such sessions, so it must
    ///   leave all of its unknown operations open to the end.
    ///
    /// The order of the log's entries comes along as a suggestion. It saves a search where
    /// it explains all answers, and decides nothing where it does not.
    #[must_use]
    pub fn of(world: &World) -> History {
        let requests: Vec<&Request> = world.requests().iter().collect();
        let mut next_answer: BTreeMap<ClientId, Instant> = BTreeMap::new();
        let mut operations: Vec<Operation> = Vec::with_capacity(requests.len());
        for request in requests.into_iter().rev() {
            let client = request.origin.client;
            let ending = ending_of(request, next_answer.get(&client).copied());
            if let Ending::Answered { at, .. } = ending {
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
            suggested: order_of_entries(world),
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
/// applied. It holds all that was ever committed (Raft §5.4.1), also when nobody knows any
/// more that it was. An entry that is no newer than what was applied for its client changes
/// nothing (Raft §8, Thesis §6.3).
fn order_of_entries(world: &World) -> Vec<usize> {
    let requests = world.requests().iter().zip(0..);
    let numbers: BTreeMap<Origin, usize> = requests
        .filter(|(request, _)| request.attempts > 0)
        .map(|(request, number)| (request.origin, number))
        .collect();
    let Some(node) = world.nodes().max_by_key(|node| node.log().last()) else {
        return Vec::new();
    };
    let mut newest: BTreeMap<ClientId, u64> = BTreeMap::new();
    let order = node
        .log()
        .iter()
        .filter_map(|(_, entry)| match &entry.payload {
            Payload::Command { origin, .. } => {
                let newest = newest.entry(origin.client).or_default();
                let is_newer = origin.serial > *newest;
                *newest = origin.serial.max(*newest);
                numbers.get(origin).copied().filter(|_| is_newer)
            }
            Payload::Blank => None,
        });
    order.collect()
}

fn ending_of(request: &Request, next_answer: Option<Instant>) -> Ending {
    match (&request.outcome, request.ended_at) {
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
    /// When it can no longer take effect, if there is such a moment.
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
