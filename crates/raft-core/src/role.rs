//! The three roles of a node, each with the data that only this role has (Raft §5.1).

use alloc::vec::Vec;

use crate::extension::{FollowerExtensions, LeaderExtensions};
use crate::types::{Index, Instant, NodeId, NodeSet};

/// The role that a node has now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Follower(Follower),
    Candidate(Candidate),
    Leader(Leader),
}

/// A role without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleName {
    /// Answers leaders and candidates.
    Follower,
    /// Asks for votes.
    Candidate,
    /// Takes commands and replicates them.
    Leader,
}

/// A follower answers leaders and candidates, and starts an election when its timer runs out
/// before a leader's message arrives (Raft §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Follower {
    /// The leader of the current term, once a message from it has arrived.
    pub(crate) leader: Option<NodeId>,
    /// Its election timer. Only [`crate::Bug::DeposedWithoutTimer`] and
    /// [`crate::Bug::UnheardWithoutTimer`] leave a follower without one.
    pub(crate) timer: Option<Timer>,
    pub(crate) extended: FollowerExtensions,
}

/// A candidate asks all other members for their vote, until it wins, another node wins, or its
/// timer runs out (Raft §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The nodes that have voted for it; itself included once its own vote is on disk.
    pub(crate) votes: NodeSet,
    pub(crate) timer: Timer,
}

/// A leader takes commands and replicates them (Raft §5.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leader {
    /// An item for each node, at [`NodeId::position`]. The leader's own item is not used.
    pub(crate) progress: Vec<Progress>,
    /// When the next heartbeat is due.
    pub(crate) heartbeat_at: Instant,
    pub(crate) extended: LeaderExtensions,
}

/// A running election timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// When it was started.
    pub started_at: Instant,
    /// When it runs out.
    pub ends_at: Instant,
}

/// What a leader knows about one follower (Raft Figure 2, "volatile state on leaders").
///
/// `match_index < next_index`, and `match_index` never falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The next entry to send.
    pub next_index: Index,
    /// The last index through which the follower is known to hold the leader's log.
    pub match_index: Option<Index>,
    /// How the leader sends the next entries.
    pub mode: ReplicationMode,
}

/// How a leader sends to one follower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplicationMode {
    /// No rejection contradicts `next_index`: the leader sends entries as they come and does not
    /// wait for replies (Thesis §10.2.2).
    Pipelining,
    /// A rejection has shown that the logs differ: the leader sends one message at a time, the
    /// probe, until it finds where they agree, and sends no entries before that (Thesis §3.5).
    Probing {
        /// The heartbeats that have left since the probe did; `None` while no probe is in flight.
        heartbeats_since_probe: Option<u8>,
    },
}

/// The heartbeats after which a probe without an answer is taken for lost and sent again. The
/// heartbeats before that carry no entries, or a follower on a slow link would be sent the same
/// entries again and again.
const HEARTBEATS_PER_PROBE: u8 = 2;

impl Role {
    /// The role without its data.
    #[inline]
    pub(crate) fn name(&self) -> RoleName {
        match self {
            Role::Follower(_) => RoleName::Follower,
            Role::Candidate(_) => RoleName::Candidate,
            Role::Leader(_) => RoleName::Leader,
        }
    }
}

impl RoleName {
    /// In lower case, for sentences.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            RoleName::Follower => "follower",
            RoleName::Candidate => "candidate",
            RoleName::Leader => "leader",
        }
    }
}

impl Progress {
    /// Whether the leader sends entries as they come.
    #[inline]
    pub(crate) fn is_pipelining(&self) -> bool {
        self.mode == ReplicationMode::Pipelining
    }

    /// Whether `next_index` is a guess: a rejection has contradicted an earlier value, and no
    /// reply has confirmed this one. Entries sent now would most likely be rejected.
    #[inline]
    pub(crate) fn is_guess(&self) -> bool {
        !self.is_pipelining() && self.next_index > Index::after(self.match_index)
    }

    /// Begins to probe from `next_index` on; the probe has not left yet.
    pub(crate) fn probe_from(&mut self, next_index: Index) {
        self.next_index = next_index;
        self.mode = ReplicationMode::Probing {
            heartbeats_since_probe: None,
        };
    }

    /// Takes note that a message leaves, and returns whether it may carry entries. One probe is in
    /// flight at a time; heartbeats carry no entries until it is answered or taken for lost.
    #[inline]
    pub(crate) fn next_message_carries_entries(&mut self) -> bool {
        let is_guess = self.is_guess();
        let ReplicationMode::Probing {
            heartbeats_since_probe,
        } = &mut self.mode
        else {
            return true;
        };
        let heartbeats = heartbeats_since_probe.map_or(HEARTBEATS_PER_PROBE, |sent| sent + 1);
        let is_probe = heartbeats >= HEARTBEATS_PER_PROBE;
        *heartbeats_since_probe = Some(if is_probe { 0 } else { heartbeats });
        is_probe && !is_guess
    }
}
