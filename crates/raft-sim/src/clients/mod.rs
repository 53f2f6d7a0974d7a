//! The clients: their requests, the node that each asks next, and how each request ends.
//!
//! A client has one request under way at a time; a request that finds all clients busy
//! brings a new client. A retry keeps its serial number, so that it is applied once.

pub(crate) mod answer;
pub(crate) mod machine;
mod machine_bytes;
pub(crate) mod parsed_command;
pub(crate) mod value;
pub(crate) mod workload;

use alloc::vec::Vec;
use core::fmt;

use raft_core::{
    Change, ChangeRefusal, ClientId, Command, Duration, Index, Instant, NodeId, Origin, SharedList,
    count_through,
};

use crate::address::Target;
use crate::clients::answer::Answer;
use crate::clients::machine::Response;
use crate::event_queue::{Due, EventQueue};
use crate::limits::REQUESTS_WAITING_MAX;
use crate::options::Latency;
use crate::whole::IS_WHOLE;

/// One request of one client, from its sending to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Whose request it is, and its number.
    pub origin: Origin,
    /// The command; for a change of the membership, its words.
    pub command: Command,
    /// The change of the membership that it asks for, if it is one.
    pub change: Option<Change>,
    /// Whom the client was told to ask.
    pub target: Target,
    /// The node it was last sent to.
    pub asked: NodeId,
    /// How often it was sent.
    pub attempts: u32,
    /// How often it was sent to a leader that put it off.
    pub put_off: u32,
    /// Whether that was its last answer: it then asks the same node again.
    asks_again: bool,
    /// When it was sent for the first time.
    pub sent_at: Instant,
    /// When the client gives up.
    pub gives_up_at: Instant,
    /// When its end came.
    pub ended_at: Option<Instant>,
    /// Its outcome, as far as the client knows.
    pub outcome: Outcome,
    /// The node whose answer ended it: the one that was asked last, or one that was asked before
    /// and took its time.
    pub answered_by: Option<NodeId>,
    /// Where a node has answered it beside the log: how many entries that node had applied.
    pub read_after: Option<u64>,
}

/// The outcome of a request, as far as its client knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No answer yet.
    Waiting,
    /// It is committed and applied.
    Acknowledged(Response),
    /// It was not taken, and never will be.
    Refused(Refusal),
    /// It may or may not have been applied, now or later.
    Unknown {
        /// How long the client waited.
        waited: Duration,
    },
}

/// Why a request was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The node asked does not lead and knows nobody who does.
    NoLeaderKnown(NodeId),
    /// Nodes keep pointing to each other.
    TooManyRedirects,
    /// The clients have too many requests under way.
    TooManyWaiting,
    /// The leader does not make this change of the membership.
    Change(NodeId, Change, ChangeRefusal),
}

/// The next step of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextStep {
    /// Send it (again) to the node it names now.
    Send,
    /// Nothing for now.
    Wait,
    /// It has come to its end.
    End,
}

/// How many requests have come to which end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestCounts {
    /// Without an answer yet.
    pub waiting: usize,
    /// Committed and applied.
    pub acknowledged: usize,
    /// Not taken.
    pub refused: usize,
    /// Given up on.
    pub unknown: usize,
}

/// All clients and all their requests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clients {
    requests: SharedList<Request>,
    /// For each client: its next serial number and the request it is busy with.
    clients: Vec<Client>,
    counts: RequestCounts,
    /// Bytes in the texts of all commands.
    text: u64,
    /// When each attempt times out, by the number of its request and marked with the attempt.
    timers: EventQueue,
}

#[derive(Clone, Copy, Debug)]
struct Client {
    next_serial: u64,
    busy_with: Option<usize>,
    /// The node that answered it last: a client of a workload asks it first.
    answered_by: NodeId,
}

/// The origin of a request that no client could take.
const NOBODY: Origin = Origin {
    client: ClientId(0),
    serial: 0,
};

const REDIRECTS_MAX: u32 = 5;
const PATIENCE: Duration = Duration(5_000_000);
const PATIENCE_WITH_RETRIES: Duration = Duration(30_000_000);
const ATTEMPT: Duration = Duration(2_000_000);
const PAUSE_WITHOUT_LEADER: Duration = Duration(250_000);

impl Clients {
    pub(crate) fn requests(&self) -> &SharedList<Request> {
        &self.requests
    }

    pub(crate) fn counts(&self) -> RequestCounts {
        self.counts
    }

    /// Requests, timers, clients, and bytes in commands.
    pub(crate) fn sizes(&self) -> [u64; 4] {
        let [requests, timers, clients] =
            [self.requests.len(), self.timers.len(), self.clients.len()].map(|size| size as u64);
        [requests, timers, clients, self.text]
    }

    /// When the patience of a client next ends.
    #[inline]
    pub(crate) fn next_timer(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// Opens a request. Returns its number, and whether it may be sent.
    pub(crate) fn open(
        &mut self,
        now: Instant,
        target: Target,
        command: Command,
        latency: Latency,
    ) -> (usize, NextStep) {
        let number = self.requests.len();
        let accepted = self.counts.waiting < REQUESTS_WAITING_MAX;
        let mut request = Request {
            origin: NOBODY,
            command,
            change: None,
            target,
            asked: match target {
                Target::Node(node) => node,
                Target::Any => NodeId(0),
            },
            attempts: 0,
            put_off: 0,
            asks_again: false,
            sent_at: now,
            gives_up_at: now + stretched(patience_with(target), latency),
            ended_at: None,
            outcome: Outcome::Waiting,
            answered_by: None,
            read_after: None,
        };
        let step = if accepted {
            let client = self.idle_client().unwrap_or_else(|| self.new_client());
            request.origin = self.hire(client, number);
            NextStep::Send
        } else {
            self.counts.refused += 1;
            request.ended_at = Some(now);
            request.outcome = Outcome::Refused(Refusal::TooManyWaiting);
            NextStep::End
        };
        self.text += request.command.text().len() as u64;
        self.requests.push(request);
        (number, step)
    }

    /// Notes that a request asks for a change of the membership.
    pub(crate) fn mark_as_change(&mut self, number: usize, change: Change) {
        if let Some(request) = self.requests.get_mut(number) {
            request.change = Some(change);
        }
    }

    /// The client that takes up the next operation of a workload that has so many clients, if
    /// one of them is idle.
    pub(crate) fn idle_worker(&mut self, clients: u8) -> Option<usize> {
        let clients = usize::from(clients);
        match self.idle_client() {
            Some(place) if place < clients => Some(place),
            _ if self.clients.len() < clients => Some(self.new_client()),
            _ => None,
        }
    }

    /// Opens a request of an idle client of a workload; it first asks the node that is given, else
    /// the one that answered this client last. The request's number.
    pub(crate) fn employ(
        &mut self,
        now: Instant,
        client: usize,
        command: Command,
        asked: Option<NodeId>,
        latency: Latency,
    ) -> usize {
        let number = self.requests.len();
        let request = Request {
            origin: self.hire(client, number),
            command,
            change: None,
            target: Target::Any,
            asked: asked.unwrap_or(self.clients[client].answered_by),
            attempts: 0,
            put_off: 0,
            asks_again: false,
            sent_at: now,
            gives_up_at: now + stretched(patience_with(Target::Any), latency),
            ended_at: None,
            outcome: Outcome::Waiting,
            answered_by: None,
            read_after: None,
        };
        self.text += request.command.text().len() as u64;
        self.requests.push(request);
        number
    }

    /// Counts one attempt and sets its timeout.
    pub(crate) fn sent(&mut self, now: Instant, number: usize, latency: Latency) {
        let Some(request) = self.requests.get_mut(number) else {
            return;
        };
        request.attempts += 1;
        request.asks_again = false;
        let attempt_ends = now + stretched(ATTEMPT, latency);
        let wakes_at = match request.target {
            Target::Node(_) => request.gives_up_at,
            Target::Any => attempt_ends.min(request.gives_up_at),
        };
        self.timers.add(wakes_at, number as u64, request.attempts);
    }

    /// When the client of a request asks the next node, if no answer comes before: never when it
    /// was told whom to ask, or gives up first.
    pub(crate) fn asks_again_at(&self, number: usize) -> Option<Instant> {
        let request = self.requests.get(number)?;
        let at = self.timers.due(number as u64, request.attempts)?;
        (request.outcome == Outcome::Waiting && at < request.gives_up_at).then_some(at)
    }

    /// The request that this answer belongs to, and what to do about it now.
    pub(crate) fn hear(
        &mut self,
        now: Instant,
        origin: Origin,
        from: NodeId,
        answer: &Answer,
    ) -> Option<(usize, NextStep)> {
        let client = self.clients.get(origin.client.0 as usize)?;
        let number = client.busy_with?;
        if self.requests.get(number)?.origin != origin {
            return None;
        }
        let request = self.requests.get_mut(number)?;
        let is_stale = request.asked != from;
        let step = match answer {
            Answer::Applied(response) => {
                request.outcome = Outcome::Acknowledged(response.clone());
                if request.read_after.is_none() {
                    self.clients[origin.client.0 as usize].answered_by = from;
                }
                NextStep::End
            }
            Answer::NotLeader(_) | Answer::PutOff if is_stale => NextStep::Wait,
            Answer::ChangeRefused(reason) if IS_WHOLE && request.change.is_some() => {
                let refused = request.change.map(|it| Refusal::Change(from, it, *reason));
                request.outcome = refused.map_or(Outcome::Waiting, Outcome::Refused);
                NextStep::End
            }
            Answer::ChangeRefused(_) => NextStep::Wait,
            // The network may double the answer.
            Answer::PutOff if IS_WHOLE && !request.asks_again => {
                // The lead changes hands, this node keeps it, or it commits what it has.
                request.put_off += 1;
                request.asks_again = true;
                let wakes_at = (now + PAUSE_WITHOUT_LEADER).min(request.gives_up_at);
                self.timers.add(wakes_at, number as u64, request.attempts);
                NextStep::Wait
            }
            Answer::PutOff => NextStep::Wait,
            Answer::NotLeader(Some(leader))
                if request.attempts - request.put_off <= REDIRECTS_MAX =>
            {
                request.asked = *leader;
                NextStep::Send
            }
            Answer::NotLeader(leader) => match request.target {
                Target::Node(_) => {
                    request.outcome = Outcome::Refused(match leader {
                        Some(_) => Refusal::TooManyRedirects,
                        None => Refusal::NoLeaderKnown(from),
                    });
                    NextStep::End
                }
                Target::Any => {
                    let wakes_at = (now + PAUSE_WITHOUT_LEADER).min(request.gives_up_at);
                    self.timers.add(wakes_at, number as u64, request.attempts);
                    NextStep::Wait
                }
            },
        };
        if step == NextStep::End {
            request.answered_by = Some(from);
        }
        self.settle(now, number, step);
        Some((number, step))
    }

    /// Answers a read that its client waits for, by a node that has applied the log through
    /// `applied`.
    pub(crate) fn answer_read(
        &mut self,
        origin: Origin,
        applied: Option<Index>,
        read: impl Fn(&Command) -> Option<Response>,
    ) -> Option<Response> {
        let client = self.clients.get(origin.client.0 as usize)?;
        let request = self.requests.get_mut(client.busy_with?)?;
        if request.origin != origin {
            return None;
        }
        request.read_after = Some(count_through(applied));
        read(&request.command)
    }

    /// The next request whose client has lost patience by `now`, and what it does about it.
    pub(crate) fn wake(&mut self, now: Instant, nodes: u8) -> Option<(usize, NextStep)> {
        while let Some(Due { number, mark, .. }) = self.timers.take(now) {
            let number = usize::try_from(number).ok()?;
            let is_late = |it: &Request| it.outcome == Outcome::Waiting && it.attempts == mark;
            if !self.requests.get(number).is_some_and(is_late) {
                continue;
            }
            let request = self.requests.get_mut(number)?;
            let step = if now >= request.gives_up_at {
                request.outcome = Outcome::Unknown {
                    waited: now - request.sent_at,
                };
                NextStep::End
            } else {
                if !(IS_WHOLE && request.asks_again) {
                    request.asked = NodeId((request.asked.0 + 1) % nodes.max(1));
                }
                NextStep::Send
            };
            self.settle(now, number, step);
            return Some((number, step));
        }
        None
    }

    /// Counts a request that has ended, and frees its client.
    fn settle(&mut self, now: Instant, number: usize, step: NextStep) {
        let Some(request) = self
            .requests
            .get_mut(number)
            .filter(|_| step == NextStep::End)
        else {
            return;
        };
        request.ended_at = Some(now);
        self.counts.waiting -= 1;
        match request.outcome {
            Outcome::Waiting => {}
            Outcome::Acknowledged(_) => self.counts.acknowledged += 1,
            Outcome::Refused(_) => self.counts.refused += 1,
            Outcome::Unknown { .. } => self.counts.unknown += 1,
        }
        if let Some(client) = self.clients.get_mut(request.origin.client.0 as usize) {
            client.busy_with = None;
        }
    }

    /// The first client that has nothing to do.
    fn idle_client(&self) -> Option<usize> {
        // Each request that waits keeps one client busy.
        if self.counts.waiting == self.clients.len() {
            return None;
        }
        self.clients
            .iter()
            .position(|client| client.busy_with.is_none())
    }

    fn new_client(&mut self) -> usize {
        self.clients.push(Client {
            next_serial: 0,
            busy_with: None,
            answered_by: NodeId(0),
        });
        self.clients.len() - 1
    }

    /// A client takes the request with this number.
    fn hire(&mut self, place: usize, number: usize) -> Origin {
        self.counts.waiting += 1;
        let client = &mut self.clients[place];
        client.busy_with = Some(number);
        client.next_serial += 1;
        let id = ClientId(u32::try_from(place).unwrap_or(u32::MAX));
        Origin {
            client: id,
            serial: client.next_serial,
        }
    }
}

fn patience_with(target: Target) -> Duration {
    match target {
        Target::Node(_) => PATIENCE,
        Target::Any => PATIENCE_WITH_RETRIES,
    }
}

/// A patience that grows with the latency of the network.
fn stretched(patience: Duration, latency: Latency) -> Duration {
    Duration(patience.0.saturating_add(latency.max.0.saturating_mul(8)))
}

impl Outcome {
    /// The word people see: waiting, acknowledged, refused, unknown.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Waiting => "waiting",
            Outcome::Acknowledged(_) => "acknowledged",
            Outcome::Refused(_) => "refused",
            Outcome::Unknown { .. } => "unknown",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NoLeaderKnown(node) => {
                write!(formatter, "{node} does not lead and knows of no leader")
            }
            Refusal::TooManyRedirects => {
                formatter.write_str("each node asked named another as the leader")
            }
            // The client hears of it later, when the reason may be one no more.
            Refusal::Change(node, change, reason) if IS_WHOLE => {
                write!(formatter, "{node} answered: {}", reason.about(*change))
            }
            // Nobody asks for a change where none is built in.
            Refusal::Change(..) => Ok(()),
            Refusal::TooManyWaiting => write!(
                formatter,
                "{REQUESTS_WAITING_MAX} requests are waiting already: let some of them end first"
            ),
        }
    }
}

impl fmt::Display for Request {
    /// The view of the client, in words.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asked = self.asked;
        let by = self.answered_by.unwrap_or(asked);
        match &self.outcome {
            Outcome::Acknowledged(_) if IS_WHOLE && self.change.is_some() => {
                write!(formatter, "{by} answers: done")
            }
            Outcome::Acknowledged(response) => write!(formatter, "{by} answers: {response}"),
            Outcome::Refused(refusal) => refusal.fmt(formatter),
            Outcome::Unknown { waited } => write!(
                formatter,
                "no answer for {waited}: it may have been applied, or may be yet, or never"
            ),
            Outcome::Waiting if self.attempts <= 1 => write!(formatter, "sent to {asked}"),
            Outcome::Waiting => {
                write!(formatter, "sent to {asked}, try number {}", self.attempts)
            }
        }
    }
}
