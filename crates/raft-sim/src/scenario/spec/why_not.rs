//! A question in a scenario file, and what its answer must say.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use raft_core::NodeId;
use serde::Serialize;

use crate::need::Need;

/// Why something is not so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// Why is there no leader?
    Leader,
    /// Why does this node not lead?
    Leads(u8),
    /// Why is the entry at this index not committed? The term says which entry is meant where logs
    /// differ.
    Committed {
        /// Its index.
        index: u64,
        /// Its term.
        term: Option<u64>,
    },
    /// Why does this node not know the entry at this index to be committed?
    Known {
        /// The node.
        node: u8,
        /// The entry's index.
        index: u64,
        /// Its term.
        term: Option<u64>,
    },
    /// Why is the request with this number, from 0, not answered?
    Answered(u64),
    /// Why does this node send nothing?
    Speaks(u8),
    /// Why does this node not hold the leader's log?
    CatchesUp(u8),
}

/// What an answer must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs(pub Vec<Vec<Need>>);

/// The fields of [`WhyNot`] that name what is asked about, in the order of its variants.
pub(crate) const SUBJECTS: [&str; 5] = ["leads", "committed", "answered", "speaks", "catches_up"];

/// The word for the question why there is no leader.
pub(crate) const LEADER: &str = "leader";

/// A question: the word `"leader"`, or an object with exactly one of its fields; `term` and
/// `known_by` stand beside `committed`.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "WhyNot"))]
#[serde(untagged)]
pub(crate) enum WhyNotShape {
    /// Why is there no leader?
    Leader(LeaderWord),
    /// Why is something else not so?
    About(SubjectShape),
}

/// The word for the question why there is no leader.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum LeaderWord {
    /// Why is there no leader?
    Leader,
}

/// What is not so.
#[derive(Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "WhyNotSo", deny_unknown_fields))]
pub(crate) struct SubjectShape {
    /// Why does this node not lead?
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    leads: Option<u8>,
    /// Why is the entry at this index not committed?
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    committed: Option<u64>,
    /// With `committed`: the term of the entry that is meant, where logs differ.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<u64>,
    /// With `committed`: the node that does not know the entry to be committed.
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    known_by: Option<u8>,
    /// Why is the request with this number, from 0, not answered?
    #[serde(skip_serializing_if = "Option::is_none")]
    answered: Option<u64>,
    /// Why does this node send nothing?
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    speaks: Option<u8>,
    /// Why does this node not hold the leader's log?
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    catches_up: Option<u8>,
}

impl From<WhyNot> for WhyNotShape {
    fn from(why_not: WhyNot) -> WhyNotShape {
        let mut about = SubjectShape::default();
        match why_not {
            WhyNot::Leader => return WhyNotShape::Leader(LeaderWord::Leader),
            WhyNot::Leads(node) => about.leads = Some(node),
            WhyNot::Committed { index, term } => {
                (about.committed, about.term) = (Some(index), term);
            }
            WhyNot::Known { node, index, term } => {
                (about.committed, about.term) = (Some(index), term);
                about.known_by = Some(node);
            }
            WhyNot::Answered(number) => about.answered = Some(number),
            WhyNot::Speaks(node) => about.speaks = Some(node),
            WhyNot::CatchesUp(node) => about.catches_up = Some(node),
        }
        WhyNotShape::About(about)
    }
}

impl fmt::Display for WhyNot {
    /// What is not so, as part of a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            WhyNot::Leader => f.write_str("no leader"),
            WhyNot::Leads(node) => write!(f, "{} not to lead", NodeId(node)),
            WhyNot::Committed { index, term: None } => {
                write!(f, "entry {index} not to be committed")
            }
            WhyNot::Committed {
                index,
                term: Some(term),
            } => write!(f, "entry {index} of term {term} not to be committed"),
            WhyNot::Known { node, index, .. } => {
                write!(
                    f,
                    "{} not to know entry {index} to be committed",
                    NodeId(node)
                )
            }
            WhyNot::Answered(number) => write!(f, "request {number} not to be answered"),
            WhyNot::Speaks(node) => write!(f, "{} to be silent", NodeId(node)),
            WhyNot::CatchesUp(node) => write!(f, "{} to be behind", NodeId(node)),
        }
    }
}

impl fmt::Display for Needs {
    /// "bring Node 2 up, or bring Node 4 up".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nothing");
        }
        for (place, set) in self.0.iter().enumerate() {
            let or = if place > 0 { ", or " } else { "" };
            let needs: Vec<String> = set.iter().map(Need::to_string).collect();
            write!(f, "{or}{}", needs.join(" and "))?;
        }
        Ok(())
    }
}
