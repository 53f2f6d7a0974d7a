//! The sequential specification: the effect of each command on a few keys, and its answer.
//!
//! Values and states have numbers, so that the search compares and remembers numbers only.

use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use raft_sim::{ParsedCommand, Response};

/// A value that some key may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Value(u32);

/// The values of all keys at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct State(u32);

/// A command over keys that are named by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verb {
    Set { key: usize, value: Value },
    Get { key: usize },
    Delete { key: usize },
    Swap { key: usize, old: Value, new: Value },
    Add { key: usize, amount: i64 },
    Transfer { amount: i64, from: usize, to: usize },
    Log,
}

/// An answer whose value has a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reply {
    Value(Option<Value>),
    Other(Plain),
}

/// An answer without a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Plain {
    Stored,
    Deleted(bool),
    Swapped(bool),
    Sum(Option<i64>),
    Transferred(bool),
    Logged,
    Outdated,
}

/// The value of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holding {
    Nothing,
    This(Value),
    /// Any value: no operation has read it yet.
    Anything,
}

type Held = Arc<[Holding]>;

/// Some keys, every value they ever had, and every state.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// The values of short texts, which nearly all are, by the text as one number: numbers are
    /// quick to compare.
    short: BTreeMap<u64, Value>,
    /// The values of all other texts.
    long: BTreeMap<Arc<str>, Value>,
    /// For each value, its text as a whole number.
    numbers: Vec<Option<i64>>,
    states: BTreeMap<Held, State>,
    held: Vec<Held>,
    /// The values of all keys in [`Model::WALK`].
    walked: Vec<Holding>,
}

impl Model {
    /// No key has a value.
    pub(crate) const BEGINNING: State = State(0);
    /// The one state that changes in place: for an order that is tried once, so that no state needs
    /// to be found again.
    const WALK: State = State(u32::MAX);

    pub(crate) fn new(keys: usize) -> Model {
        let nothing: Held = Arc::from(vec![Holding::Nothing; keys]);
        Model {
            short: BTreeMap::new(),
            long: BTreeMap::new(),
            numbers: Vec::new(),
            states: BTreeMap::from([(nothing.clone(), Model::BEGINNING)]),
            held: Vec::from([nothing]),
            walked: vec![Holding::Nothing; keys],
        }
    }

    /// The beginning of an order that is tried once.
    pub(crate) fn begin_walk(&mut self) -> State {
        self.walked.fill(Holding::Nothing);
        Model::WALK
    }

    /// The state in which these keys may hold anything, and all others nothing.
    pub(crate) fn anything_at(&mut self, keys: impl Iterator<Item = usize>) -> State {
        keys.fold(Model::BEGINNING, |state, key| {
            self.store(state, key, Holding::Anything)
        })
    }

    /// The command, with each key in the place that `place_of` gives it.
    pub(crate) fn verb(
        &mut self,
        asked: ParsedCommand<'_>,
        place_of: impl Fn(&str) -> usize,
    ) -> Verb {
        match asked {
            ParsedCommand::Set { key, value } => Verb::Set {
                key: place_of(key),
                value: self.value(value),
            },
            ParsedCommand::Get { key } => Verb::Get { key: place_of(key) },
            ParsedCommand::Delete { key } => Verb::Delete { key: place_of(key) },
            ParsedCommand::Swap { key, old, new } => Verb::Swap {
                key: place_of(key),
                old: self.value(old),
                new: self.value(new),
            },
            ParsedCommand::Add { key, amount } => Verb::Add {
                key: place_of(key),
                amount,
            },
            ParsedCommand::Transfer { amount, from, to } => Verb::Transfer {
                amount,
                from: place_of(from),
                to: place_of(to),
            },
            ParsedCommand::Text => Verb::Log,
        }
    }

    pub(crate) fn reply(&mut self, response: &Response) -> Reply {
        Reply::Other(match response {
            Response::Value(value) => {
                return Reply::Value(value.as_ref().map(|text| self.value(text)));
            }
            Response::Stored => Plain::Stored,
            Response::Deleted(was_there) => Plain::Deleted(*was_there),
            Response::Swapped(done) => Plain::Swapped(*done),
            Response::Sum(sum) => Plain::Sum(*sum),
            Response::Transferred(done) => Plain::Transferred(*done),
            Response::Logged => Plain::Logged,
            Response::Outdated => Plain::Outdated,
        })
    }

    /// The state after a command, if the command has this answer in that state. A key that may hold
    /// anything holds afterwards the value that the answer implies, or still anything.
    pub(crate) fn after(
        &mut self,
        state: State,
        verb: Verb,
        reply: Option<Reply>,
    ) -> Option<State> {
        if verb
            .keys()
            .any(|key| self.holding(state, key) == Holding::Anything)
        {
            return self.after_anything(state, verb, reply);
        }
        let (next, answer) = self.apply(state, verb);
        reply.is_none_or(|reply| reply == answer).then_some(next)
    }

    fn apply(&mut self, state: State, verb: Verb) -> (State, Reply) {
        let (next, plain) = match verb {
            Verb::Get { key } => return (state, Reply::Value(self.value_of(state, key))),
            Verb::Log => (state, Plain::Logged),
            Verb::Set { key, value } => {
                (self.store(state, key, Holding::This(value)), Plain::Stored)
            }
            Verb::Delete { key } => {
                let was_there = self.value_of(state, key).is_some();
                let next = self.store(state, key, Holding::Nothing);
                (next, Plain::Deleted(was_there))
            }
            Verb::Swap { key, old, new } => {
                let as_expected = self.value_of(state, key) == Some(old);
                let next = if as_expected {
                    self.store(state, key, Holding::This(new))
                } else {
                    state
                };
                (next, Plain::Swapped(as_expected))
            }
            Verb::Add { key, amount } => {
                let number = self.number(state, key);
                let sum = number.and_then(|old| old.checked_add(amount));
                let next = sum.map_or(state, |sum| self.store_number(state, key, sum));
                (next, Plain::Sum(sum))
            }
            Verb::Transfer { amount, from, to } => match self.moved(state, amount, from, to) {
                Some((left, arrived)) => {
                    let debited = self.store_number(state, from, left);
                    let next = self.store_number(debited, to, arrived);
                    (next, Plain::Transferred(true))
                }
                None => (state, Plain::Transferred(false)),
            },
        };
        (next, Reply::Other(plain))
    }

    /// The same where a key may hold anything. No state that could follow is left out.
    fn after_anything(&mut self, state: State, verb: Verb, reply: Option<Reply>) -> Option<State> {
        let known = match (verb, reply) {
            (Verb::Set { value, .. }, None | Some(Reply::Other(Plain::Stored))) => {
                Holding::This(value)
            }
            (Verb::Delete { .. }, None | Some(Reply::Other(Plain::Deleted(_)))) => Holding::Nothing,
            (Verb::Get { .. }, Some(Reply::Value(value))) => {
                value.map_or(Holding::Nothing, Holding::This)
            }
            (Verb::Swap { new, .. }, Some(Reply::Other(Plain::Swapped(true)))) => {
                Holding::This(new)
            }
            (Verb::Add { .. }, Some(Reply::Other(Plain::Sum(Some(sum))))) => {
                Holding::This(self.value(&sum.to_string()))
            }
            (Verb::Swap { .. }, Some(Reply::Other(Plain::Swapped(false))))
            | (Verb::Add { .. }, Some(Reply::Other(Plain::Sum(None))))
            | (Verb::Transfer { .. }, Some(Reply::Other(Plain::Transferred(false)))) => {
                return Some(state);
            }
            (Verb::Get { .. } | Verb::Swap { .. } | Verb::Add { .. }, None)
            | (Verb::Transfer { .. }, None | Some(Reply::Other(Plain::Transferred(true)))) => {
                Holding::Anything
            }
            _ => return None,
        };
        Some(
            verb.keys()
                .fold(state, |state, key| self.store(state, key, known)),
        )
    }

    fn moved(&self, state: State, amount: i64, from: usize, to: usize) -> Option<(i64, i64)> {
        let left = self.number(state, from)?.checked_sub(amount)?;
        let arrived = self.number(state, to)?.checked_add(amount)?;
        (amount > 0 && left >= 0 && from != to).then_some((left, arrived))
    }

    fn holding(&self, state: State, key: usize) -> Holding {
        match state {
            Model::WALK => self.walked[key],
            State(number) => self.held[number as usize][key],
        }
    }

    /// A key's value, where that is known.
    fn value_of(&self, state: State, key: usize) -> Option<Value> {
        match self.holding(state, key) {
            Holding::This(value) => Some(value),
            Holding::Nothing | Holding::Anything => None,
        }
    }

    /// A key's value as a whole number; a key without a value counts as 0.
    fn number(&self, state: State, key: usize) -> Option<i64> {
        let value = self.value_of(state, key);
        value.map_or(Some(0), |value| self.numbers[value.0 as usize])
    }

    fn store_number(&mut self, state: State, key: usize, number: i64) -> State {
        let value = self.value(&number.to_string());
        self.store(state, key, Holding::This(value))
    }

    fn store(&mut self, state: State, key: usize, holding: Holding) -> State {
        if state == Model::WALK {
            self.walked[key] = holding;
            return state;
        }
        if self.holding(state, key) == holding {
            return state;
        }
        let mut after = self.held[state.0 as usize].clone();
        Arc::make_mut(&mut after)[key] = holding;
        if let Some(known) = self.states.get(&after) {
            return *known;
        }
        let next = State(numbered(self.held.len()));
        self.states.insert(after.clone(), next);
        self.held.push(after);
        next
    }

    fn value(&mut self, text: &str) -> Value {
        let next = Value(numbered(self.numbers.len()));
        let value = match as_number(text) {
            Some(number) => *self.short.entry(number).or_insert(next),
            None => match self.long.get(text) {
                Some(value) => *value,
                None => *self.long.entry(Arc::from(text)).or_insert(next),
            },
        };
        if value == next {
            self.numbers.push(text.parse().ok());
        }
        value
    }
}

impl Verb {
    /// The keys it reads or writes.
    pub(crate) fn keys(self) -> impl Iterator<Item = usize> {
        let (first, second) = match self {
            Verb::Set { key, .. }
            | Verb::Get { key }
            | Verb::Delete { key }
            | Verb::Swap { key, .. }
            | Verb::Add { key, .. } => (Some(key), None),
            Verb::Transfer { from, to, .. } => (Some(from), Some(to)),
            Verb::Log => (None, None),
        };
        first.into_iter().chain(second)
    }

    /// Whether it can never change anything.
    pub(crate) fn only_reads(self) -> bool {
        matches!(self, Verb::Get { .. } | Verb::Log)
    }
}

impl Reply {
    /// Whether an operation with this answer has changed nothing.
    pub(crate) fn tells_of_no_change(self) -> bool {
        matches!(
            self,
            Reply::Value(_)
                | Reply::Other(
                    Plain::Deleted(false)
                        | Plain::Swapped(false)
                        | Plain::Sum(None)
                        | Plain::Transferred(false)
                        | Plain::Logged
                )
        )
    }
}

/// The length and the bytes of a text, if they fit into one number.
fn as_number(text: &str) -> Option<u64> {
    let length = text.len() as u64;
    let bits = |bits: u64, byte| bits << 8 | u64::from(byte);
    (length < 8).then(|| text.bytes().fold(length, bits))
}

/// Memory ends long before the numbers do.
fn numbered(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
