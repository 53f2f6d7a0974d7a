//! The contradiction in a history that is not linearizable, as data and in words.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use raft_core::Instant;
use raft_sim::Response;

use super::history::{Ending, History, Operation};
use super::partition::Partition;
use super::smallest::Smallest;

/// A few operations that contradict each other, whatever the others did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The keys that were judged together, in order; none if the operations have none.
    pub keys: Vec<Arc<str>>,
    /// The operations, in the order of their calls. Alone, they are a history that is not
    /// linearizable.
    pub operations: Vec<Named>,
    /// Whether it is certain that none of the operations can be spared.
    pub is_smallest: bool,
}

/// An operation and its place in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its place among [`History::operations`]; for the history of a world, the number of its
    /// request.
    pub number: usize,
    /// The operation as its client saw it.
    pub operation: Operation,
}

impl Contradiction {
    pub(crate) fn new(history: &History, partition: &Partition, found: &Smallest) -> Self {
        let named = |place: &usize| {
            let number = partition.candidates[*place].number;
            let operation = history.operations()[number].clone();
            Named { number, operation }
        };
        Contradiction {
            keys: partition.keys.clone(),
            operations: found.kept.iter().map(named).collect(),
            is_smallest: found.is_certain,
        }
    }

    /// The numbers of the operations, in the order of their calls.
    pub fn numbers(&self) -> impl Iterator<Item = usize> {
        self.operations.iter().map(|named| named.number)
    }

    /// The operation whose answer came last: all answers before it could be explained.
    #[must_use]
    pub fn last(&self) -> Option<&Named> {
        self.operations.iter().max_by_key(|it| it.answer().0)
    }

    /// The moment of that answer: from then on, no order explains what the clients saw.
    #[must_use]
    pub fn shown_at(&self) -> Option<Instant> {
        self.last()?.answer().0
    }

    fn write_sentence(&self, to: &mut impl fmt::Write) -> fmt::Result {
        let Some(last) = self.last() else {
            return to.write_str("Not linearizable.");
        };
        let asked = last.operation.called_at;
        write!(
            to,
            "Not linearizable: {}, asked at {asked}, ",
            last.in_words()
        )?;
        last.write_answer(to, "was")?;
        let mut others: Vec<&Named> = self.operations.iter().collect();
        others.retain(|other| other.number != last.number);
        others.sort_by_key(|other| other.answer().0);
        let Some((final_one, before)) = others.split_last() else {
            return to.write_str(", which no order of the operations explains.");
        };
        to.write_str(", though ")?;
        for (place, other) in before.iter().enumerate() {
            to.write_str(if place == 0 { "" } else { ", " })?;
            other.write_relation(to, asked)?;
        }
        to.write_str(if before.is_empty() { "" } else { " and " })?;
        final_one.write_relation(to, asked)?;
        to.write_str(".")
    }
}

impl Named {
    /// Its answer and the moment of it.
    fn answer(&self) -> (Option<Instant>, Option<&Response>) {
        match &self.operation.ending {
            Ending::Answered { at, response } => (Some(*at), Some(response)),
            Ending::Unknown { .. } | Ending::NeverTaken => (None, None),
        }
    }

    /// "client 2's GET x".
    fn in_words(&self) -> String {
        let Operation {
            client, command, ..
        } = &self.operation;
        alloc::format!("client {}'s {command}", client.0)
    }

    /// Writes the operation and its answer; the tense says whether it was over at `asked`.
    fn write_relation(&self, to: &mut impl fmt::Write, asked: Instant) -> fmt::Result {
        to.write_str(&self.in_words())?;
        to.write_str(" ")?;
        let was_over = self.answer().0.is_some_and(|at| at < asked);
        self.write_answer(to, if was_over { "had been" } else { "was" })
    }

    fn write_answer(&self, to: &mut impl fmt::Write, was: &str) -> fmt::Result {
        match self.answer() {
            (Some(at), Some(Response::Stored)) => write!(to, "{was} acknowledged at {at}"),
            (Some(at), Some(response)) => write!(to, "{was} answered “{response}” at {at}"),
            _ => write!(to, "{was} not answered"),
        }
    }
}

impl fmt::Display for Contradiction {
    /// One sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_sentence(formatter)
    }
}
