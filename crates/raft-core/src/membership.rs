//! Changes of the membership, and what a leader remembers of one under way (Thesis §4). The rules
//! are in `extensions/membership.rs` and `extensions/joint.rs`.

use core::fmt;

use crate::entry::Origin;
use crate::quorum::Numbers;
use crate::types::{Index, Instant, NodeId, NodeSet, Term};

/// A change of the membership that a client asks for. All but the last kind change the vote of one
/// server at most (Thesis §4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// A server becomes a voter: one from outside joins as a learner and gets its vote when it has
    /// caught up, a learner when it has caught up (Thesis §4.2.1).
    AddServer(NodeId),
    /// A server becomes a learner and stays one; a voter loses its vote.
    AddLearner(NodeId),
    /// A server leaves the cluster.
    RemoveServer(NodeId),
    /// These servers become the voters, all at once and by way of a joint configuration (Raft §6,
    /// Thesis §4.3). Those that are new catch up as learners first; voters that are not among them
    /// leave the cluster, and learners stay.
    Voters(NodeSet),
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
    /// Other servers catch up.
    CatchingUp {
        /// Those servers.
        servers: NodeSet,
    },
    /// The server is a voter already.
    IsVoter,
    /// The server is a learner already.
    IsLearner,
    /// The server does not belong to the cluster.
    IsOutside,
    /// Without it the cluster would have no voter.
    IsLastVoter,
    /// The servers are the voters already.
    AreVoters,
    /// There is none among the servers.
    NoVoter,
    /// The server did not catch up in time; it stays a learner (Thesis §4.2.1).
    NotCaughtUp,
    /// One of the servers was removed while servers caught up.
    Left,
}

/// Servers that catch up with the leader's log, in rounds (Thesis §4.2.1): each round brings them
/// the entries that the leader's log had at the round's beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CatchUp {
    pub(crate) servers: NodeSet,
    /// The change that is made when they have caught up.
    pub(crate) change: Change,
    /// The request that is answered when the servers have their votes.
    pub(crate) origin: Origin,
    /// The number of the round, from 1.
    pub(crate) round: u32,
    /// The last entry of the round.
    pub(crate) through: Option<Index>,
    pub(crate) began_at: Instant,
    /// Whether a round was short enough: the servers get their votes as soon as no change is under
    /// way.
    pub(crate) is_ready: bool,
}

impl Change {
    /// The servers that it names.
    #[must_use]
    pub fn servers(self) -> NodeSet {
        match self {
            Change::AddServer(server)
            | Change::AddLearner(server)
            | Change::RemoveServer(server) => NodeSet::from_iter([server]),
            Change::Voters(servers) => servers,
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
            Change::Voters(servers) => {
                write!(formatter, "change the voters to {}", Numbers(*servers))
            }
        }
    }
}

impl ChangeRefusal {
    /// The reason as a clause about the servers that the change names.
    pub fn about(self, change: Change) -> impl fmt::Display {
        let names = Names(change.servers());
        let several = matches!(change, Change::Voters(_));
        fmt::from_fn(move |f| match self {
            ChangeRefusal::UnderWay { at } => {
                write!(f, "the change at index {at} is not committed yet")
            }
            ChangeRefusal::OwnTermNotCommitted { term } => {
                write!(f, "no entry of its own term {term} is committed yet")
            }
            ChangeRefusal::CatchingUp { servers } => {
                let catch = if servers.count() == 1 {
                    "catches"
                } else {
                    "catch"
                };
                write!(f, "{} {catch} up first", Names(servers))
            }
            ChangeRefusal::IsVoter => write!(f, "{names} is a voter already"),
            ChangeRefusal::IsLearner => write!(f, "{names} is a learner already"),
            ChangeRefusal::IsOutside => write!(f, "{names} does not belong to the cluster"),
            ChangeRefusal::IsLastVoter => {
                write!(f, "{names} is the last voter, and a cluster needs one")
            }
            ChangeRefusal::AreVoters if names.0.count() == 1 => {
                write!(f, "{names} is the only voter already")
            }
            ChangeRefusal::AreVoters => write!(f, "{names} are the voters already"),
            ChangeRefusal::NoVoter => f.write_str("a cluster needs a voter"),
            ChangeRefusal::NotCaughtUp if several => {
                f.write_str("not all of them caught up in time, and the new ones stay learners")
            }
            ChangeRefusal::NotCaughtUp => {
                write!(f, "{names} did not catch up in time, and stays a learner")
            }
            ChangeRefusal::Left if several => f.write_str("one of them left meanwhile"),
            ChangeRefusal::Left => write!(f, "{names} left while it caught up"),
        })
    }
}

/// Some nodes by name: "Node 3", "Nodes 3 and 4".
#[derive(Clone, Copy)]
pub(crate) struct Names(pub NodeSet);

impl fmt::Display for Names {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.count() == 1 {
            "Node "
        } else {
            "Nodes "
        })?;
        Numbers(self.0).fmt(formatter)
    }
}
