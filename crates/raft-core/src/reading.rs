//! What a node remembers of reads that are answered beside the log (Thesis §6.4). All of it is
//! volatile. The rules are in `extensions/reads.rs` and the two files named like its modes.

use alloc::vec::Vec;

use crate::entry::Origin;
use crate::types::{Index, Instant, NODE_LIMIT, NodeId, Term};

/// Reads that wait, and what their answers need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// While the node leads: the reads that wait for it, and its rounds.
    pub(crate) led: Option<Led>,
    /// While it follows: the reads of its own clients.
    pub(crate) asked: Vec<Asked>,
    /// The last time that it promised to elect nobody for a while (Thesis §6.4.1).
    pub(crate) promise: Option<Promise>,
}

/// The reads of one leadership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Led {
    /// The term that the node leads.
    pub(crate) term: Term,
    /// The reads that wait, in the order in which they came.
    pub(crate) waiting: Vec<WaitingRead>,
    /// The number of the last round that began; 0 before the first.
    pub(crate) begun: u64,
    /// The last round that a majority has confirmed.
    pub(crate) confirmed: u64,
    /// The last round that each node has confirmed, at [`NodeId::position`].
    pub(crate) confirmed_by: [u64; NODE_LIMIT as usize],
    /// The rounds that are not confirmed, oldest first, with the moments at which they began.
    pub(crate) rounds: Vec<(u64, Instant)>,
    /// When the last confirmed round began: a lease counts from there.
    pub(crate) leads_since: Option<Instant>,
}

/// A read that waits for a leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WaitingRead {
    pub(crate) reader: Reader,
    /// `None` until the leader has committed an entry of its own term.
    pub(crate) ticket: Option<Ticket>,
}

/// What a read must see, and the round after which it may be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ticket {
    /// The read index: the leader's commit index when it took the read.
    pub(crate) index: Option<Index>,
    /// The first round that begins after the read has come.
    pub(crate) round: u64,
}

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A client of this node.
    Client(Origin),
    /// A client of a follower.
    Follower { node: NodeId, origin: Origin },
}

/// A read of a follower's own client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) origin: Origin,
    /// The leader that was asked for the read index.
    pub(crate) leader: NodeId,
    /// The read index, once the leader has told it.
    pub(crate) through: Option<Index>,
}

/// A promise to elect nobody until the shortest election timeout has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Promise {
    /// The leader that has it; `None` where the node has booted and may have made one before.
    pub(crate) leader: Option<NodeId>,
    pub(crate) made_at: Instant,
}

impl Led {
    /// The reads of a leadership that begins.
    pub(crate) fn of(term: Term) -> Led {
        Led {
            term,
            waiting: Vec::new(),
            begun: 0,
            confirmed: 0,
            confirmed_by: [0; NODE_LIMIT as usize],
            rounds: Vec::new(),
            leads_since: None,
        }
    }

    /// Whether a round has begun that is not confirmed yet.
    pub(crate) fn is_asking(&self) -> bool {
        self.begun > self.confirmed
    }
}
