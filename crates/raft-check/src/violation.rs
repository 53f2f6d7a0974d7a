//! A broken promise, as data.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Entry, Index, Instant, NodeId, NodeSet, Payload, Position, Term};

use crate::property::Property;

/// The first time that a property did not hold in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// When it was found: at the event that broke it, for all that the judge can see.
    pub at: Instant,
    /// What was found.
    pub finding: Finding,
}

/// What contradicts a property, with the values that were compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Against Election Safety.
    TwoLeaders {
        /// The term they led.
        term: Term,
        /// Who led it first.
        first: NodeId,
        /// Who led it, too.
        second: NodeId,
    },
    /// Against Leader Append-Only.
    LeaderChangedItsLog {
        /// Which leader.
        leader: NodeId,
        /// Of which term.
        term: Term,
        /// The first index at which an entry was changed or removed.
        index: Index,
    },
    /// Against Log Matching.
    LogsDiffer {
        /// Who held the entry first.
        first: NodeId,
        /// Who holds it, too.
        second: NodeId,
        /// The entry that should make their logs equal up to itself.
        shared: Position,
        /// Where they differ nevertheless: at that index, or at the one before.
        differ_at: Index,
    },
    /// Against Leader Completeness.
    LeaderLacksCommitted {
        /// Which leader.
        leader: NodeId,
        /// Of which term.
        term: Term,
        /// The index at which it lacks the committed entry.
        index: Index,
        /// The entry that was committed there.
        committed: Entry,
        /// The leader that committed it.
        by: NodeId,
        /// The term in which it was committed.
        committed_in: Term,
        /// What the later leader holds there, if anything.
        instead: Option<Entry>,
    },
    /// Against State Machine Safety.
    TwoEntriesCommitted {
        /// The index of both.
        index: Index,
        /// Who committed an entry there first.
        first: NodeId,
        /// That entry.
        first_entry: Entry,
        /// Who committed another; the same node, if it changed its mind.
        second: NodeId,
        /// The other entry.
        second_entry: Entry,
    },
}

impl Violation {
    /// The property that does not hold.
    #[must_use]
    pub fn property(&self) -> Property {
        match self.finding {
            Finding::TwoLeaders { .. } => Property::ElectionSafety,
            Finding::LeaderChangedItsLog { .. } => Property::LeaderAppendOnly,
            Finding::LogsDiffer { .. } => Property::LogMatching,
            Finding::LeaderLacksCommitted { .. } => Property::LeaderCompleteness,
            Finding::TwoEntriesCommitted { .. } => Property::StateMachineSafety,
        }
    }

    /// The nodes involved.
    #[must_use]
    pub fn nodes(&self) -> NodeSet {
        match self.finding {
            Finding::LeaderChangedItsLog { leader, .. } => NodeSet::from_iter([leader]),
            Finding::LeaderLacksCommitted { leader, by, .. } => NodeSet::from_iter([leader, by]),
            Finding::TwoLeaders { first, second, .. }
            | Finding::LogsDiffer { first, second, .. }
            | Finding::TwoEntriesCommitted { first, second, .. } => {
                NodeSet::from_iter([first, second])
            }
        }
    }

    /// Where in the log it happened, if it concerns the log.
    #[must_use]
    pub fn index(&self) -> Option<Index> {
        match self.finding {
            Finding::TwoLeaders { .. } => None,
            Finding::LogsDiffer { differ_at, .. } => Some(differ_at),
            Finding::LeaderChangedItsLog { index, .. }
            | Finding::LeaderLacksCommitted { index, .. }
            | Finding::TwoEntriesCommitted { index, .. } => Some(index),
        }
    }

    /// The entries that contradict each other, or the one that is missing.
    #[must_use]
    pub fn entries(&self) -> Vec<&Entry> {
        match &self.finding {
            Finding::TwoLeaders { .. }
            | Finding::LeaderChangedItsLog { .. }
            | Finding::LogsDiffer { .. } => Vec::new(),
            Finding::LeaderLacksCommitted {
                committed, instead, ..
            } => [committed].into_iter().chain(instead).collect(),
            Finding::TwoEntriesCommitted {
                first_entry,
                second_entry,
                ..
            } => Vec::from([first_entry, second_entry]),
        }
    }

    /// What was found, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.finding.to_string()
    }
}

impl fmt::Display for Violation {
    /// The property, the moment and the sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (title, at) = (self.property().title(), self.at);
        write!(formatter, "{title} violated at {at}: {}", self.finding)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::TwoLeaders {
                term,
                first,
                second,
            } => write!(formatter, "{} both led term {term}.", both(*first, *second)),
            Finding::LeaderChangedItsLog {
                leader,
                term,
                index,
            } => write!(
                formatter,
                "{leader} changed or removed its own entry at index {index} while it led term \
                 {term}."
            ),
            Finding::LogsDiffer {
                first,
                second,
                shared,
                differ_at,
            } => write!(
                formatter,
                "{} both hold an entry at {shared}, but their logs differ at index {differ_at}.",
                both(*first, *second)
            ),
            Finding::LeaderLacksCommitted {
                leader,
                term,
                index,
                committed,
                by,
                committed_in,
                instead,
            } => {
                write!(
                    formatter,
                    "{leader} led term {term} without {} at index {index}, which {} committed in \
                     term {committed_in}; ",
                    in_words(committed),
                    lower_case(*by)
                )?;
                match instead {
                    Some(entry) => write!(formatter, "it held {} there.", in_words(entry)),
                    None => formatter.write_str("it held nothing there."),
                }
            }
            Finding::TwoEntriesCommitted {
                index,
                first,
                first_entry,
                second,
                second_entry,
            } => write!(
                formatter,
                "At index {index}, {} committed {} and {} committed {}.",
                lower_case(*first),
                in_words(first_entry),
                lower_case(*second),
                in_words(second_entry)
            ),
        }
    }
}

/// "Nodes 1 and 3", in ascending order.
fn both(one: NodeId, other: NodeId) -> String {
    format!("Nodes {} and {}", one.min(other).0, one.max(other).0)
}

/// "node 1", inside a sentence.
fn lower_case(node: NodeId) -> String {
    format!("node {}", node.0)
}

/// "“SET x=1” of term 2".
fn in_words(entry: &Entry) -> String {
    let term = entry.term;
    match &entry.payload {
        Payload::Command { command, .. } => format!("“{command}” of term {term}"),
        Payload::Blank => format!("the blank entry of term {term}"),
    }
}
