//! Changes of the membership, and what a leader remembers of one under way (Thesis §4). The rules
//! are in `extensions/membership.rs`.

use core::fmt;

use crate::entry::Origin;
use crate::types::{Index, Instant, NodeId, Term};

/// A change of the membership that a client asks for. Each changes the vote of one server at most
/// (Thesis §4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// A server becomes a voter: one from outside joins as a learner and gets its vote when it has
    /// caught up, a learner when it has caught up (Thesis §4.2.1).
    AddServer(NodeId),
    /// A server becomes a learner and stays one; a voter loses its vote.
    AddLearner(NodeId),
    /// A server leaves the cluster.
    RemoveServer(NodeId),
}

/// Why a change is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeRefusal {
    /// An earlier change is not committed yet (Thesis §4.1).
    UnderWay {
        /// The index of its entry.
        at: Index,
    },
    /// The leader has committed no entry of its own term yet: a change of an earlier leader may
    /// still be under way that it does not know of (Thesis §4.1, the mistake found in 2015).
    OwnTermNotCommitted {
        /// The leader's term.
        term: Term,
    },
    /// Another server catches up.
    CatchingUp {
        /// That server.
        server: NodeId,
    },
    /// The server is a voter already.
    IsVoter,
    /// The server is a learner already.
    IsLearner,
    /// The server does not belong to the cluster.
    IsOutside,
    /// Without it the cluster would have no voter.
    IsLastVoter,
    /// The server did not catch up in time; it stays a learner (Thesis §4.2.1).
    NotCaughtUp,
    /// The server was removed while it caught up.
    Left,
}

/// A server that catches up with the leader's log, in rounds (Thesis §4.2.1): each round brings it
/// the entries that the leader's log had at the round's beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CatchUp {
    pub(crate) server: NodeId,
    /// The request that is answered when the server has its vote.
    pub(crate) origin: Origin,
    /// The number of the round, from 1.
    pub(crate) round: u32,
    /// The last entry of the round.
    pub(crate) through: Option<Index>,
    pub(crate) began_at: Instant,
    /// Whether a round was short enough: the server gets its vote as soon as no change is under
    /// way.
    pub(crate) is_ready: bool,
}

impl Change {
    /// The server that it is about.
    #[must_use]
    pub fn server(self) -> NodeId {
        match self {
            Change::AddServer(server)
            | Change::AddLearner(server)
            | Change::RemoveServer(server) => server,
        }
    }
}

impl fmt::Display for Change {
    /// "add Node 3".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::AddServer(server) => write!(formatter, "add {server}"),
            Change::AddLearner(server) => write!(formatter, "add {server} as a learner"),
            Change::RemoveServer(server) => write!(formatter, "remove {server}"),
        }
    }
}

impl ChangeRefusal {
    /// The reason as a clause about the server that the change is about.
    pub fn about(self, server: NodeId) -> impl fmt::Display {
        fmt::from_fn(move |f| match self {
            ChangeRefusal::UnderWay { at } => {
                write!(f, "the change at index {at} is not committed yet")
            }
            ChangeRefusal::OwnTermNotCommitted { term } => {
                write!(f, "no entry of its own term {term} is committed yet")
            }
            ChangeRefusal::CatchingUp { server } => write!(f, "{server} catches up first"),
            ChangeRefusal::IsVoter => write!(f, "{server} is a voter already"),
            ChangeRefusal::IsLearner => write!(f, "{server} is a learner already"),
            ChangeRefusal::IsOutside => write!(f, "{server} does not belong to the cluster"),
            ChangeRefusal::IsLastVoter => {
                write!(f, "{server} is the last voter, and a cluster needs one")
            }
            ChangeRefusal::NotCaughtUp => {
                write!(f, "{server} did not catch up in time, and stays a learner")
            }
            ChangeRefusal::Left => write!(f, "{server} left while it caught up"),
        })
    }
}
