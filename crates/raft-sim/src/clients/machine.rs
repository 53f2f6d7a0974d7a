//! The state machine that the log drives: a small key-value store with sessions.
//!
//! [`ParsedCommand`] says which commands there are. A request that arrives twice is applied once
//! (Raft §8, Thesis §6.3).

use alloc::string::ToString;
use alloc::sync::Arc;
use core::fmt;

use raft_core::{Bug, Bugs, ClientId, Entry, Origin, Payload};

use crate::clients::parsed_command::ParsedCommand;
use crate::clients::value::Value;
use crate::sorted_map::SortedMap;

/// Keys and values, and the last answer to each client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Machine {
    pub(super) store: Store,
    pub(super) sessions: SortedMap<ClientId, (u64, Response)>,
    /// Only [`Bug::ApplyRetryTwice`] sets it: what comes twice is applied twice.
    forgets_requests: bool,
    /// Only [`Bug::SnapshotWithoutSessions`] sets it: its snapshots hold the keys alone.
    pub(super) leaves_sessions_out: bool,
}

/// The keys and their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Store(pub(super) SortedMap<Arc<str>, Value>);

/// The response of the state machine to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// The key has its new value.
    Stored,
    /// The key's value, `None` when it has none.
    Value(Option<Value>),
    /// Whether there was something to delete.
    Deleted(bool),
    /// Whether the old value was as expected, and the new one took its place.
    Swapped(bool),
    /// The sum, `None` when the old value is no whole number or the sum too large.
    Sum(Option<i64>),
    /// Whether the amount was there and was moved.
    Transferred(bool),
    /// The text is in the log; it means nothing to the machine.
    Logged,
    /// A newer request of the same client was applied before: this one never will be.
    Outdated,
}

impl Machine {
    /// A machine without any keys, of a node that leaves these rules out.
    pub(crate) fn new(bugs: Bugs) -> Machine {
        Machine {
            forgets_requests: bugs.has(Bug::ApplyRetryTwice),
            leaves_sessions_out: bugs.has(Bug::SnapshotWithoutSessions),
            ..Machine::default()
        }
    }

    /// Leaves these rules out from now on.
    pub(crate) fn leave_out(&mut self, bugs: Bugs) {
        self.forgets_requests = bugs.has(Bug::ApplyRetryTwice);
        self.leaves_sessions_out = bugs.has(Bug::SnapshotWithoutSessions);
    }

    /// Applies the next entry of the log; a blank entry changes nothing, nor does a configuration.
    pub fn apply(&mut self, entry: &Entry) {
        if let Payload::Command { origin, command } = &entry.payload {
            self.apply_once(*origin, command.text());
        }
    }

    /// The response to the entry that was applied last. Of all machines that apply an entry, one
    /// answers its client: the others need not copy the response.
    #[must_use]
    pub fn response_to(&self, entry: &Entry) -> Response {
        let Payload::Command { origin, .. } = &entry.payload else {
            return Response::Logged;
        };
        match self.sessions.get(&origin.client) {
            Some((serial, last)) if *serial == origin.serial => last.clone(),
            _ => Response::Outdated,
        }
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.store.0.len()
    }

    /// The value of a key.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&str> {
        self.store.value(key)
    }

    /// All keys with their values, in key order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.store
            .0
            .iter()
            .map(|(key, value)| (key.as_ref(), value.text()))
    }

    /// The answer to a `GET`, as far as this machine has got; `None` to anything else.
    pub(crate) fn read(&self, text: &str) -> Option<Response> {
        match ParsedCommand::read(text) {
            ParsedCommand::Get { key } => Some(Response::Value(self.store.0.get(key).cloned())),
            _ => None,
        }
    }

    /// Applies the command of a request, unless the client's session says that it was applied.
    fn apply_once(&mut self, origin: Origin, text: &str) {
        let Some((serial, last)) = self.sessions.get_mut(&origin.client) else {
            let session = (origin.serial, self.store.execute(text));
            self.sessions.insert(origin.client, session);
            return;
        };
        if *serial >= origin.serial && !self.forgets_requests {
            return;
        }
        *serial = origin.serial;
        *last = self.store.execute(text);
    }
}

impl Store {
    /// Carries out a command.
    fn execute(&mut self, text: &str) -> Response {
        match ParsedCommand::read(text) {
            ParsedCommand::Set { key, value } => {
                self.set(key, value);
                Response::Stored
            }
            ParsedCommand::Get { key } => Response::Value(self.0.get(key).cloned()),
            ParsedCommand::Delete { key } => Response::Deleted(self.0.remove(key).is_some()),
            ParsedCommand::Swap { key, old, new } => self.compare_and_swap(key, old, new),
            ParsedCommand::Add { key, amount } => self.add(key, amount),
            ParsedCommand::Transfer { amount, from, to } => self.transfer(amount, from, to),
            ParsedCommand::Text => Response::Logged,
        }
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(Value::text)
    }

    fn set(&mut self, key: &str, value: &str) {
        match self.0.get_mut(key) {
            Some(place) => *place = Value::from(value),
            None => self.0.insert(Arc::from(key), Value::from(value)),
        }
    }

    fn compare_and_swap(&mut self, key: &str, old: &str, new: &str) -> Response {
        let as_expected = self.value(key) == Some(old);
        if as_expected {
            self.set(key, new);
        }
        Response::Swapped(as_expected)
    }

    fn add(&mut self, key: &str, amount: i64) -> Response {
        let sum = self.number(key).and_then(|old| old.checked_add(amount));
        if let Some(sum) = sum {
            self.set(key, &sum.to_string());
        }
        Response::Sum(sum)
    }

    fn transfer(&mut self, amount: i64, from: &str, to: &str) -> Response {
        let moved = self.moved(amount, from, to);
        if let Some((left, arrived)) = moved {
            self.set(from, &left.to_string());
            self.set(to, &arrived.to_string());
        }
        Response::Transferred(moved.is_some())
    }

    /// Both balances after moving a positive amount that is there.
    fn moved(&self, amount: i64, from: &str, to: &str) -> Option<(i64, i64)> {
        let left = self.number(from)?.checked_sub(amount)?;
        let arrived = self.number(to)?.checked_add(amount)?;
        (amount > 0 && left >= 0 && from != to).then_some((left, arrived))
    }

    /// A key's value as a whole number; a key without a value counts as 0.
    fn number(&self, key: &str) -> Option<i64> {
        self.value(key).map_or(Some(0), |value| value.parse().ok())
    }
}

impl fmt::Display for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Response::Stored => formatter.write_str("stored"),
            Response::Value(Some(value)) => write!(formatter, "the value is {value}"),
            Response::Value(None) => formatter.write_str("there is no such key"),
            Response::Deleted(true) => formatter.write_str("deleted"),
            Response::Deleted(false) => formatter.write_str("there was nothing to delete"),
            Response::Swapped(true) => formatter.write_str("swapped"),
            Response::Swapped(false) => {
                formatter.write_str("not swapped: the old value was another")
            }
            Response::Sum(Some(sum)) => write!(formatter, "the sum is {sum}"),
            Response::Sum(None) => formatter.write_str("not added: no whole number in range"),
            Response::Transferred(true) => formatter.write_str("transferred"),
            Response::Transferred(false) => {
                formatter.write_str("not transferred: the amount is not there")
            }
            Response::Logged => formatter.write_str("logged"),
            Response::Outdated => {
                formatter.write_str("not applied: a newer request of this client was")
            }
        }
    }
}
