//! The extensions of Raft by their names, and the state that they add to the roles. Plain Raft has
//! none of them on. Their rules are in the folder `extensions`.

use alloc::vec::Vec;

use crate::entry::Rare;
use crate::flow::LeaderFlow;
use crate::membership::CatchUp;
use crate::snapshot::Sending;
use crate::types::{Duration, Index, Instant, NodeId, NodeSet};
use crate::whole::IS_WHOLE;

/// An extension that is on or off for a whole run. A link names one by its place in this list, so
/// a new one comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extension {
    /// A node asks whether it could win before it opens a new term (Thesis §9.6).
    PreVote,
    /// A leader steps down when it has not heard from a majority for an election timeout
    /// (Thesis §6.2).
    CheckQuorum,
    /// A node that hears a leader ignores requests for votes (Thesis §4.2.3).
    LeaderStickiness,
    /// A leader sends entries while its own disk still writes them (Thesis §10.2.1).
    ParallelWrite,
    /// A leader answers reads beside the log, when a majority has confirmed that it leads
    /// (Thesis §6.4).
    ReadIndex,
    /// A leader answers reads without asking, while it holds a lease (Thesis §6.4.1).
    LeaseReads,
    /// A node answers reads by itself, when its leader has told it up to which index
    /// (Thesis §6.4).
    FollowerReads,
    /// Snapshots take the place of the older part of the log (Raft §7, Thesis §5).
    Snapshots,
    /// Servers join and leave the cluster while it runs (Thesis §4, Raft §6).
    Membership,
    /// A leader waits for answers when so many messages to a follower have none (Thesis §10.2.2).
    MaxInFlight,
    /// A leader gathers commands and sends them together (Thesis §10.2.2).
    BatchFor,
    /// A leader takes no command while so many of its entries are not committed.
    MaxUncommitted,
}

impl Extension {
    /// All extensions, in the order of links and forms.
    pub const ALL: [Extension; 12] = [
        Extension::PreVote,
        Extension::CheckQuorum,
        Extension::LeaderStickiness,
        Extension::ParallelWrite,
        Extension::ReadIndex,
        Extension::LeaseReads,
        Extension::FollowerReads,
        Extension::Snapshots,
        Extension::Membership,
        Extension::MaxInFlight,
        Extension::BatchFor,
        Extension::MaxUncommitted,
    ];

    /// Those that say how reads are answered. One of them at most is on in a run.
    pub const OF_READS: [Extension; 3] = [
        Extension::ReadIndex,
        Extension::LeaseReads,
        Extension::FollowerReads,
    ];

    /// Those that limit the flow of entries.
    pub const OF_FLOW: [Extension; 3] = [
        Extension::MaxInFlight,
        Extension::BatchFor,
        Extension::MaxUncommitted,
    ];

    /// The extension with this [`Extension::name`].
    #[must_use]
    pub fn named(name: &str) -> Option<Extension> {
        Extension::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Its name on the command line. In scenario files, one with a `=` is a value of an option.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Extension::PreVote => "pre_vote",
            Extension::CheckQuorum => "check_quorum",
            Extension::LeaderStickiness => "leader_stickiness",
            Extension::ParallelWrite => "parallel_write",
            Extension::ReadIndex => "reads=read_index",
            Extension::LeaseReads => "reads=lease",
            Extension::FollowerReads => "reads=follower",
            Extension::Snapshots => "snapshot_after",
            Extension::Membership => "membership",
            Extension::MaxInFlight => "max_in_flight",
            Extension::BatchFor => "batch_for_ms",
            Extension::MaxUncommitted => "max_uncommitted",
        }
    }
}

/// The extensions that are on; in plain Raft, none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extensions(u16);

impl Extensions {
    /// Plain Raft.
    pub const NONE: Extensions = Extensions(0);

    /// Those that answer reads beside the log: [`Extension::OF_READS`].
    const OF_READS: Extensions = Extensions::of(&Extension::OF_READS);

    /// Those that limit the flow of entries: [`Extension::OF_FLOW`].
    const OF_FLOW: Extensions = Extensions::of(&Extension::OF_FLOW);

    const fn of(extensions: &[Extension]) -> Extensions {
        let (mut set, mut place) = (Extensions::NONE, 0);
        while place < extensions.len() {
            set = set.with(extensions[place]);
            place += 1;
        }
        set
    }

    /// These extensions, with one more on.
    #[must_use]
    pub const fn with(self, extension: Extension) -> Extensions {
        Extensions(self.0 | 1 << extension as u16)
    }

    /// Whether this extension is on.
    #[inline]
    #[must_use]
    pub fn has(self, extension: Extension) -> bool {
        IS_WHOLE && self.0 & (1 << extension as u16) != 0
    }

    /// These extensions without this one.
    #[must_use]
    pub fn without(self, extension: Extension) -> Extensions {
        Extensions(self.0 & !(1 << extension as u16))
    }

    /// Whether reads are answered beside the log.
    #[inline]
    #[must_use]
    pub fn read_beside_log(self) -> bool {
        IS_WHOLE && self.0 & Extensions::OF_READS.0 != 0
    }

    /// Whether the flow of entries is limited.
    #[inline]
    #[must_use]
    pub fn limit_flow(self) -> bool {
        IS_WHOLE && self.0 & Extensions::OF_FLOW.0 != 0
    }

    /// Whether one of these has something to do at a leader's heartbeat.
    #[inline]
    #[must_use]
    pub(crate) fn act_at_heartbeat(self) -> bool {
        IS_WHOLE && self.0 & (Extensions::OF_READS.0 | Extensions::OF_FLOW.0) != 0
    }

    /// How reads are answered, if not by the log. Where several say so, the last one does.
    #[inline]
    #[must_use]
    pub fn reads(self) -> Option<Extension> {
        let mut of_reads = Extension::OF_READS.into_iter().rev();
        of_reads.find(|it| self.has(*it))
    }

    /// Those that are on, in the order of [`Extension::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Extension> {
        Extension::ALL.into_iter().filter(move |it| self.has(*it))
    }
}

impl FromIterator<Extension> for Extensions {
    fn from_iter<I: IntoIterator<Item = Extension>>(extensions: I) -> Extensions {
        extensions
            .into_iter()
            .fold(Extensions::NONE, Extensions::with)
    }
}

/// A question under way: whether a node could win the next term (Thesis §9.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asking {
    /// The nodes that would vote for it, itself included.
    pub(crate) votes: NodeSet,
    /// How long its timer had run when it asked; `None` when the timeout was forced.
    pub(crate) waited: Option<Duration>,
}

/// What extensions add to the state of a follower.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FollowerExtensions {
    /// When the leader that the follower knows was last heard from.
    pub(crate) heard_at: Option<Instant>,
    /// The question whether it could win an election, while it waits for answers.
    pub(crate) asking: Option<Asking>,
}

/// What extensions add to the state of a leader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeaderExtensions {
    /// When each node was last heard from, at [`crate::NodeId::position`]; empty without
    /// [`Extension::CheckQuorum`].
    pub(crate) heard_at: Vec<Instant>,
    /// The transfer of its lead that is under way.
    pub(crate) transfer: Option<Transfer>,
    /// Whether it has told a successor to begin an election: from then on, others may pass over
    /// their promise to it.
    pub(crate) has_told_successor: bool,
    /// The snapshots under way to followers (Raft §7), one at most to each.
    pub(crate) sending: Vec<Sending>,
    /// The server that catches up before it gets its vote (Thesis §4.2.1).
    pub(crate) catching_up: Option<Rare<CatchUp>>,
    /// The entry of the change that this leader has appended and not seen committed.
    pub(crate) changing: Option<Index>,
    /// What is on its way to followers; `None` without [`Extension::OF_FLOW`].
    pub(crate) flow: Option<Rare<LeaderFlow>>,
}

/// A leader hands over its lead (Thesis §3.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Transfer {
    /// The successor.
    pub(crate) to: NodeId,
    /// When it began.
    pub(crate) began_at: Instant,
    /// Whether the successor has been told to begin an election.
    pub(crate) told: bool,
}

impl FollowerExtensions {
    /// Those of a follower that has just heard from its leader.
    #[inline]
    pub(crate) fn heard(now: Instant) -> FollowerExtensions {
        FollowerExtensions {
            heard_at: Some(now),
            asking: None,
        }
    }
}
