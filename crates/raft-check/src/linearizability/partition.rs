//! Divides a history into the parts that can be judged alone.
//!
//! A history is linearizable if that of each object is (Herlihy and Wing 1990, Theorem 1).
//! Our objects are the keys, or the groups of keys that transfers tie to each other.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use raft_core::Instant;
use raft_sim::ParsedCommand;

use super::history::{Ending, History, Operation};
use super::model::{Model, Reply, Verb};

/// A moment by its rank among all calls and ends of a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(pub(crate) u32);

impl Rank {
    /// No moment is earlier.
    pub(crate) const FIRST: Rank = Rank(0);
    /// Later than all others: the end of an operation that never ends.
    pub(crate) const NEVER: Rank = Rank(u32::MAX);
}

/// An operation in the form that the search uses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Its place in the history.
    pub(crate) number: usize,
    pub(crate) verb: Verb,
    /// Its answer, unless it is unknown.
    pub(crate) reply: Option<Reply>,
    /// The moment of its call.
    pub(crate) called: Rank,
    /// The moment from which on it can no longer take effect.
    pub(crate) over: Rank,
}

impl Candidate {
    /// Whether it leaves everything as it was, whenever it takes effect.
    pub(crate) fn cannot_change_anything(&self) -> bool {
        self.verb.only_reads() || self.reply.is_some_and(Reply::tells_of_no_change)
    }
}

/// Keys and all operations on them, in the order of their calls.
#[derive(Clone, Debug)]
pub(crate) struct Partition {
    pub(crate) keys: Vec<Arc<str>>,
    pub(crate) candidates: Vec<Candidate>,
    /// The places of some candidates, in an order that is worth a try.
    pub(crate) suggested: Vec<usize>,
    pub(crate) model: Model,
}

/// The parts of a history. Commands that the machine only logs are a part without keys.
pub(crate) fn partitions(history: &History) -> Vec<Partition> {
    let mut ties = Ties::default();
    let operations = history.operations();
    let mut members: Vec<(Option<usize>, usize, ParsedCommand<'_>)> =
        Vec::with_capacity(operations.len());
    for (number, operation) in operations.iter().enumerate() {
        if operation.ending == Ending::NeverTaken {
            continue;
        }
        let asked = ParsedCommand::read(operation.command.text());
        let mut keys = asked.keys();
        let first = keys.next().map(|key| ties.place_of(key));
        let second = keys.next().map(|key| ties.place_of(key));
        if let (Some(one), Some(other)) = (first, second) {
            ties.tie(one, other);
        }
        members.push((first, number, asked));
    }
    let mut groups: BTreeMap<Option<usize>, Vec<(usize, ParsedCommand<'_>)>> = BTreeMap::new();
    for (place, number, asked) in members {
        let group = place.map(|place| ties.root_of(place));
        groups.entry(group).or_default().push((number, asked));
    }
    let groups = groups.into_values();
    let mut parts: Vec<Partition> = groups
        .map(|members| Partition::new(operations, &members))
        .collect();
    suggest(history, &mut parts);
    // Easy parts come first: one of them may be broken, and a hard part may take all steps.
    parts.sort_by_key(|part| part.candidates.len());
    parts
}

/// Gives each part its share of the order that is suggested for the full history.
fn suggest(history: &History, parts: &mut [Partition]) {
    let mut places = vec![None; history.operations().len()];
    for (number, part) in parts.iter().enumerate() {
        for (place, candidate) in part.candidates.iter().enumerate() {
            places[candidate.number] = Some((number, place));
        }
    }
    for number in history.suggested() {
        if let Some((part, place)) = places[*number] {
            parts[part].suggested.push(place);
        }
    }
}

impl Partition {
    fn new(operations: &[Operation], members: &[(usize, ParsedCommand<'_>)]) -> Partition {
        let mut keys: Vec<&str> = Vec::new();
        for key in members.iter().flat_map(|(_, asked)| asked.keys()) {
            if let Err(place) = keys.binary_search(&key) {
                keys.insert(place, key);
            }
        }
        let place_of = |key: &str| keys.binary_search(&key).unwrap_or_default();
        let mut model = Model::new(keys.len());
        let mut candidates: Vec<Candidate> = members
            .iter()
            .map(|(number, asked)| Candidate {
                number: *number,
                verb: model.verb(*asked, place_of),
                reply: operations[*number].response().map(|it| model.reply(it)),
                called: Rank::NEVER,
                over: Rank::NEVER,
            })
            .collect();
        rank(operations, &mut candidates);
        candidates.sort_unstable_by_key(|candidate| candidate.called);
        let keys = keys.into_iter().map(Arc::from).collect();
        Partition {
            keys,
            candidates,
            suggested: Vec::new(),
            model,
        }
    }
}

/// Puts calls and ends into one order. At the same moment, calls come first: operations that touch
/// may overlap.
fn rank(operations: &[Operation], candidates: &mut [Candidate]) {
    let mut moments: Vec<(Instant, bool, usize)> = Vec::with_capacity(2 * candidates.len());
    for (place, candidate) in candidates.iter().enumerate() {
        let operation = &operations[candidate.number];
        moments.push((operation.called_at, false, place));
        moments.extend(operation.over_at().map(|at| (at, true, place)));
    }
    moments.sort_unstable();
    for ((_, is_end, place), rank) in moments.into_iter().zip((0..).map(Rank)) {
        let candidate = &mut candidates[place];
        if is_end {
            candidate.over = rank;
        } else {
            candidate.called = rank;
        }
    }
}

/// Keys, each with a way to the key that stands for its group.
#[derive(Default)]
struct Ties<'a> {
    places: BTreeMap<&'a str, usize>,
    parents: Vec<usize>,
}

impl<'a> Ties<'a> {
    fn place_of(&mut self, key: &'a str) -> usize {
        let next = self.parents.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.parents.push(next);
        }
        place
    }

    fn root_of(&mut self, place: usize) -> usize {
        let mut at = place;
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn tie(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root_of(one), self.root_of(other));
        self.parents[one.max(other)] = one.min(other);
    }
}
