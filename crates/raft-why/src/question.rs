//! The questions, and what of them cannot be asked.

use core::fmt;

use raft_core::{Index, NodeId, Position, Term, count_through};
use raft_sim::{NodeView, World};

use crate::goal::Goal;

/// A question about one moment of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Why is there no leader?
    Leader,
    /// Why does this node not lead, and what keeps it from winning?
    Win(NodeId),
    /// Why is the entry at this index not committed? Where logs differ at it, the term says which
    /// entry is meant; without one it is the leader's, else that of the most up-to-date log.
    Commit {
        /// Where it stands.
        index: Index,
        /// Its term.
        term: Option<Term>,
    },
    /// Why does this node not know the entry at this index to be committed? Which entry is meant is
    /// as for [`Question::Commit`].
    Known {
        /// The node.
        node: NodeId,
        /// Where the entry stands.
        index: Index,
        /// Its term.
        term: Option<Term>,
    },
    /// Why is the request with this number, from 0, not answered?
    Answer(usize),
    /// Why does this node send nothing?
    Speak(NodeId),
    /// Why does this node not hold the leader's log?
    CatchUp(NodeId),
}

/// Why a question cannot be asked here. Displayed, it is one sentence that says what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswerable {
    /// There is no such node.
    NoSuchNode {
        /// The number asked for.
        node: NodeId,
        /// How many there are.
        nodes: u8,
    },
    /// No log holds such an entry.
    NoSuchEntry {
        /// The index asked for.
        index: Index,
        /// The term asked for, if one was.
        term: Option<Term>,
        /// The last index of the longest log.
        last: Option<Index>,
    },
    /// The entry is committed, and snapshots have taken its place wherever it was (Raft §7).
    InSnapshots {
        /// The index asked for.
        index: Index,
    },
    /// There is no such request.
    NoSuchRequest {
        /// The number asked for.
        number: usize,
        /// How many there are.
        requests: usize,
    },
    /// Every log is empty: there is nothing to catch up with.
    NothingToHold,
}

impl Question {
    /// The state in which the question would not arise.
    ///
    /// # Errors
    /// When the question is about something that is not there.
    pub fn goal(self, world: &World) -> Result<Goal, Unanswerable> {
        match self {
            Question::Leader => Ok(Goal::Leader),
            Question::Win(node) => Ok(Goal::Leads(known(node, world)?)),
            Question::Commit { index, term } => {
                asked_entry(index, term, world).map(Goal::Committed)
            }
            Question::Known { node, index, term } => {
                let node = known(node, world)?;
                let entry = asked_entry(index, term, world)?;
                Ok(Goal::Knows { node, entry })
            }
            Question::Answer(number) => {
                let requests = world.requests().len();
                match number < requests {
                    true => Ok(Goal::Answered(number)),
                    false => Err(Unanswerable::NoSuchRequest { number, requests }),
                }
            }
            Question::Speak(node) => {
                let node = known(node, world)?;
                Ok(Goal::speaks(node, world))
            }
            Question::CatchUp(node) => {
                let node = known(node, world)?;
                let through = end_of_reference(world).ok_or(Unanswerable::NothingToHold)?;
                Ok(Goal::Holds { node, through })
            }
        }
    }
}

fn known(node: NodeId, world: &World) -> Result<NodeId, Unanswerable> {
    let nodes = world.options().nodes;
    match node.0 < nodes {
        true => Ok(node),
        false => Err(Unanswerable::NoSuchNode { node, nodes }),
    }
}

/// The entry that a question is about.
fn asked_entry(index: Index, term: Option<Term>, world: &World) -> Result<Position, Unanswerable> {
    let entry = match term {
        Some(term) => Some(Position { term, index }).filter(|it| is_held(*it, world)),
        None => entry_meant(index, world),
    };
    let ends = world.nodes().map(|node| node.log().last_index());
    let in_snapshots = || world.nodes().any(|node| node.log().has_replaced(index));
    entry.ok_or_else(|| match term.is_none() && in_snapshots() {
        true => Unanswerable::InSnapshots { index },
        false => Unanswerable::NoSuchEntry {
            index,
            term,
            last: ends.max().flatten(),
        },
    })
}

fn is_held(entry: Position, world: &World) -> bool {
    world.nodes().any(|node| node.log().agrees_at(Some(entry)))
}

/// The entry that somebody means who names an index only: what is committed there, if a node that
/// runs knows; else the leader's; else that of the most up-to-date log.
fn entry_meant(index: Index, world: &World) -> Option<Position> {
    let at = |node: &NodeView<'_>| node.log().position_at(index);
    let knows = |node: &NodeView<'_>| node.commit_index() >= Some(index);
    let committed = world.nodes().find(knows).and_then(|node| at(&node));
    let leader = world.leader().and_then(|leader| world.node(leader));
    let leaders = leader.and_then(|leader| at(&leader));
    let newest = || {
        let holders = world.nodes().filter(|node| at(node).is_some());
        let newest = holders.max_by_key(|node| node.log().last());
        newest.and_then(|node| at(&node))
    };
    committed.or(leaders).or_else(newest)
}

/// The end of the log that others are to hold: the leader's, else the most up-to-date one.
fn end_of_reference(world: &World) -> Option<Position> {
    let leader = world.leader().and_then(|leader| world.node(leader));
    let newest = || world.nodes().map(|node| node.log().last()).max().flatten();
    leader
        .and_then(|leader| leader.log().last())
        .or_else(newest)
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Question::Leader => f.write_str("Why is there no leader?"),
            Question::Win(node) => write!(f, "Why does {node} not lead?"),
            Question::Commit { index, term: None } => {
                write!(f, "Why is entry {index} not committed?")
            }
            Question::Commit {
                index,
                term: Some(term),
            } => write!(f, "Why is entry {index} of term {term} not committed?"),
            Question::Known { node, index, term } => {
                write!(f, "Why does {node} not know entry {index}")?;
                if let Some(term) = term {
                    write!(f, " of term {term}")?;
                }
                f.write_str(" to be committed?")
            }
            Question::Answer(number) => write!(f, "Why is request {number} not answered?"),
            Question::Speak(node) => write!(f, "Why is {node} silent?"),
            Question::CatchUp(node) => write!(f, "Why does {node} not catch up?"),
        }
    }
}

impl fmt::Display for Unanswerable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unanswerable::NoSuchNode { node, nodes: 1 } => {
                write!(f, "There is no {node}: the cluster has Node 0 alone.")
            }
            Unanswerable::NoSuchNode { node, nodes } => {
                let last = nodes - 1;
                write!(f, "There is no {node}: the cluster has Nodes 0 to {last}.")
            }
            Unanswerable::NoSuchEntry { index, term, last } => {
                write!(f, "No log holds an entry {index}")?;
                if let Some(term) = term {
                    write!(f, " of term {term}")?;
                }
                match count_through(*last) {
                    0 => f.write_str(": at this moment every log is empty."),
                    last => write!(f, ": at this moment the longest log ends at {last}."),
                }
            }
            Unanswerable::InSnapshots { index } => write!(
                f,
                "Entry {index} is committed: snapshots have taken its place in every log that held \
                 it."
            ),
            Unanswerable::NoSuchRequest {
                number,
                requests: 0,
            } => write!(
                f,
                "There is no request {number}: no client has asked for anything yet."
            ),
            Unanswerable::NoSuchRequest { number, requests } => {
                let last = requests - 1;
                write!(
                    f,
                    "There is no request {number}: at this moment they are numbered 0 to {last}."
                )
            }
            Unanswerable::NothingToHold => {
                f.write_str("There is nothing to catch up with: at this moment every log is empty.")
            }
        }
    }
}
