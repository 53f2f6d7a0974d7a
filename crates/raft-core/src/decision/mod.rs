//! Decisions: the reasons of a node, with the values that it compared.
//!
//! A decision changes nothing; it is the record of a step, for people and for the judge. A new kind
//! of decision needs an arm in [`Decision::facts`] here, one in `sentence.rs` and one in
//! `values.rs`; without them the crate does not compile. The rule itself reports the decision, by
//! pushing it as a [`crate::Effect::Decide`].

mod extension;
mod flow;
mod membership;
mod sentence;
mod snapshot;
mod transfer;
mod values;
mod whose_clock;

pub use extension::{ExtensionDecision, PreVoteDenial, ReadGround};
pub use flow::FlowDecision;
pub use membership::MembershipDecision;
pub use snapshot::{ChunkFit, SnapshotDecision, SnapshotRefusal};
pub use transfer::{TransferDecision, TransferEnd, TransferRefusal};
pub use whose_clock::WhoseClock;

use crate::persistent::Unconfirmed;
use crate::quorum::Tally;
use crate::role::RoleName;
use crate::types::{Duration, Index, NodeId, Position, Term};
use crate::whole::IS_WHOLE;

/// One decision of one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A node's election timer ran out, or was made to, so the node asks for votes.
    ElectionStarted {
        /// The term that it opens.
        term: Term,
        /// How long the timer ran; `None` when the timeout was forced from outside.
        waited: Option<Duration>,
    },
    /// A node's election timer ran out, or was made to, while the node's last term or vote was
    /// still being written: it starts its timer again and opens no new term.
    ElectionPostponed {
        /// The term that is not on disk yet.
        term: Term,
        /// Whether a vote of that term is being written with it.
        voted: bool,
    },
    /// A leader's heartbeats wait for its disk, as all messages do that assert something which is
    /// not on disk yet. Said of the first heartbeat that waits.
    HeartbeatsHeld {
        /// How many messages wait, those before the heartbeats included.
        messages: usize,
        /// What is not on disk yet.
        unconfirmed: Unconfirmed,
    },
    /// A node gave its vote.
    VoteGranted {
        /// The candidate that has it.
        candidate: NodeId,
        /// The term of the vote.
        term: Term,
        /// The end of the candidate's log.
        theirs: Option<Position>,
        /// The end of the voter's log.
        own: Option<Position>,
    },
    /// A node refused its vote.
    VoteDenied {
        /// The candidate that asked.
        candidate: NodeId,
        /// The rule that forbids the vote.
        reason: VoteDenial,
    },
    /// A candidate counted a voter's reply.
    VoteCounted {
        /// The voter; the candidate itself for its own vote.
        voter: NodeId,
        /// Whether the vote was granted.
        granted: bool,
        /// Votes so far.
        votes: Tally,
    },
    /// A candidate won the election.
    BecameLeader {
        /// The term that it leads.
        term: Term,
        /// The votes that it has.
        votes: Tally,
    },
    /// A node received a message of a newer term and took that term over (Raft §5.1).
    TermAdopted {
        /// Its term before.
        old: Term,
        /// Its term now.
        new: Term,
        /// The sender of the message.
        from: NodeId,
    },
    /// A leader or candidate became a follower.
    SteppedDown {
        /// Its role before.
        was: RoleName,
        /// The term in which it had that role.
        old: Term,
        /// Its term now; the same when a candidate recognizes the winner of its election.
        new: Term,
        /// The sender of the message that made it step down.
        because_of: NodeId,
    },
    /// A follower received the first message from the leader of its term.
    LeaderRecognized {
        /// The leader.
        leader: NodeId,
        /// The term.
        term: Term,
    },
    /// A node appended entries to its log.
    EntriesAppended {
        /// The index of the first one.
        first: Index,
        /// How many entries.
        count: u64,
    },
    /// A node removed entries that conflict with the leader's.
    EntriesTruncated {
        /// The index of the first one removed.
        first: Index,
        /// The index of the last one removed.
        last: Index,
        /// The term of the first removed entry.
        own: Term,
        /// The term of the leader's entry at that index; `None` when a rule is left out and
        /// nothing conflicts.
        leaders: Option<Term>,
    },
    /// A follower's log passed the consistency check of a leader's message.
    EntriesAccepted {
        /// The leader.
        leader: NodeId,
        /// Entries in the message; 0 for a heartbeat.
        count: u64,
        /// The follower's reply: its log equals the leader's through this index.
        matched: Option<Index>,
    },
    /// A node rejected a leader's message.
    EntriesRejected {
        /// The leader.
        leader: NodeId,
        /// Why.
        reason: Rejection,
    },
    /// A leader took a client's command into its log.
    CommandTaken {
        /// The place of the command's entry.
        at: Position,
    },
    /// A node that is not the leader refused a client's command.
    CommandRefused {
        /// The leader that the node knows, if any.
        leader: Option<NodeId>,
    },
    /// A leader learned that a follower holds more of its log than was known.
    MatchAdvanced {
        /// The follower.
        follower: NodeId,
        /// The last index through which the follower holds the leader's log.
        match_index: Index,
    },
    /// A leader learned that a follower's log differs, and tries again further back.
    SteppedBack {
        /// The follower.
        follower: NodeId,
        /// The first index that the leader sends next.
        next_index: Index,
    },
    /// A node learned that more of the log is committed.
    CommitAdvanced {
        /// The commit index before.
        old: Option<Index>,
        /// The commit index now.
        new: Index,
        /// How the node knows.
        evidence: CommitEvidence,
    },
    /// A leader may not commit yet.
    CommitHeld {
        /// The index that is not committed.
        index: Index,
        /// Why not.
        reason: CommitHold,
    },
    /// A node did nothing with a message.
    MessageIgnored {
        /// The sender.
        from: NodeId,
        /// Why.
        reason: IgnoreReason,
    },
    /// A node refused a message that no member can send while the rules hold.
    Refused {
        /// The sender.
        from: NodeId,
        /// What cannot be true in the message.
        impossible: Impossible,
    },
    /// An extension of Raft decided something.
    Extension(ExtensionDecision),
}

/// The three rules that forbid a vote (Raft §5.1, §5.2, §5.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteDenial {
    /// The candidate asks in an older term.
    OlderTerm {
        /// The candidate's term.
        theirs: Term,
        /// The voter's.
        own: Term,
    },
    /// One vote per term, first come, first served.
    AlreadyVoted {
        /// The candidate that has the vote.
        voted_for: NodeId,
        /// The term of the vote.
        term: Term,
    },
    /// The voter's log is more up-to-date.
    LogBehind {
        /// The end of the candidate's log.
        theirs: Option<Position>,
        /// The end of the voter's log.
        own: Option<Position>,
    },
}

/// Why a node rejected a leader's entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The sender leads an older term (Raft §5.1).
    OlderTerm {
        /// The sender's term.
        theirs: Term,
        /// The receiver's.
        own: Term,
    },
    /// The follower has no entry at the index before the new ones.
    Missing {
        /// The entry before the new ones.
        prev: Position,
        /// The end of the follower's log.
        last: Option<Index>,
    },
    /// The follower has another entry there.
    Conflict {
        /// The entry before the new ones.
        prev: Position,
        /// The term of the follower's entry there.
        own: Term,
    },
}

/// How a node knows that entries are committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitEvidence {
    /// The leader counted the nodes that hold an entry of its own term (Raft §5.3, §5.4.2).
    Counted {
        /// Nodes that hold it.
        replicas: Tally,
    },
    /// A message of the leader carried its commit index (Raft §5.3).
    Told {
        /// The leader.
        leader: NodeId,
    },
}

/// Why a leader may not commit an index yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitHold {
    /// Too few nodes hold the entry.
    TooFew {
        /// Nodes that hold it.
        replicas: Tally,
    },
    /// A majority holds the entry, but it is of an older term: it may still be overwritten
    /// (Raft §5.4.2, Figure 8).
    OlderTerm {
        /// The entry's term.
        entry: Term,
        /// The leader's.
        current: Term,
    },
}

/// Why a node did nothing with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreReason {
    /// It is of an older term (Raft §5.1).
    OlderTerm {
        /// The message's term.
        theirs: Term,
        /// The receiver's.
        own: Term,
    },
    /// A leader of an older term asks whether it still leads. It is told that it does not
    /// (Thesis §6.4).
    OldLeader {
        /// The term that it leads.
        theirs: Term,
        /// The receiver's.
        own: Term,
    },
    /// It is a reply about a vote, and the receiver is no candidate any more.
    NotCandidate,
    /// It is a reply about a pre-vote, and the receiver does not ask for any (Thesis §9.6).
    NotAsking,
    /// It is a reply about entries, and the receiver is no leader any more.
    NotLeader,
    /// It asks for a read index, and the receiver does not lead. It is told so (Thesis §6.4).
    NoReadIndex,
    /// It is a reply, and not the one that the receiver waits for: an earlier one, or a second one.
    Overtaken,
    /// It is a rejection at or before the index through which the follower has confirmed the
    /// leader's log. Either the rejection is late, or the follower has lost its disk since: the
    /// leader cannot know which.
    BelowMatch {
        /// The index that the follower rejects.
        rejected: Index,
        /// The last index that the follower has confirmed.
        match_index: Index,
    },
    /// It confirms a round that the sender has confirmed already, or an earlier one (Thesis §6.4).
    OldRound {
        /// The number of the round.
        round: u64,
    },
    /// The sender is not another member of the cluster (Raft §6).
    Stranger,
}

/// What no member can say while the rules hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// A second leader in the receiver's term (Raft §5.2).
    SecondLeader {
        /// The leader that the receiver knows.
        known: NodeId,
        /// The term.
        term: Term,
    },
    /// A follower holds more than its leader's log.
    MatchBeyondLog {
        /// The index through which the follower's reply says that the logs agree.
        matched: Index,
        /// The end of the leader's log.
        last: Option<Index>,
    },
    /// An entry of an older term than the entry before it, or of a newer term than its sender:
    /// terms never fall along a log (Raft §5.3).
    TermOutOfOrder {
        /// The index of the entry.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// An entry that would replace a committed one (Raft §5.4.3).
    CommittedConflict {
        /// The index of both.
        index: Index,
        /// The term of the committed entry.
        own: Term,
        /// The term of the leader's entry there.
        leaders: Term,
    },
}

/// How much a decision, or another event, matters to a person who watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Importance {
    /// The protocol at its usual work.
    Routine,
    /// Worth a line in a report.
    Notable,
    /// It changes the state of the cluster: who leads, what is committed, what is lost.
    Decisive,
}

/// What is known of a decision by its kind, and by the reason within the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The kind in one `snake_case` word, as scenario files and feeds spell it.
    pub name: &'static str,
    /// The section with the rule: `Raft` is the extended paper, `Thesis` Ongaro's dissertation.
    pub section: &'static str,
    /// How much it matters.
    pub importance: Importance,
}

impl Decision {
    /// The decision's name, section and importance. This is the one place that states them.
    #[must_use]
    pub fn facts(&self) -> Facts {
        use Importance::{Decisive, Notable, Routine};
        let (name, section, importance) = match self {
            Decision::ElectionStarted { .. } => ("election_timeout", "Raft §5.2", Notable),
            Decision::ElectionPostponed { .. } => ("election_postponed", "Raft Figure 2", Notable),
            Decision::HeartbeatsHeld { .. } => ("heartbeats_held", "Raft Figure 2", Notable),
            Decision::VoteGranted { .. } => ("vote_granted", "Raft §5.4.1", Notable),
            Decision::VoteDenied { reason, .. } => ("vote_denied", reason.section(), Notable),
            Decision::VoteCounted { .. } => ("vote_counted", "Raft §5.2", Notable),
            Decision::BecameLeader { .. } => ("leader_elected", "Raft §5.2", Decisive),
            Decision::TermAdopted { .. } => ("term_adopted", "Raft §5.1", Routine),
            Decision::SteppedDown { old, new, .. } => {
                let section = if old == new {
                    "Raft §5.2"
                } else {
                    "Raft §5.1"
                };
                ("stepped_down", section, Notable)
            }
            Decision::LeaderRecognized { .. } => ("leader_recognized", "Raft §5.2", Routine),
            Decision::EntriesAppended { .. } => ("entries_appended", "Raft §5.3", Routine),
            Decision::EntriesTruncated { .. } => ("truncated", "Raft §5.3", Decisive),
            Decision::EntriesAccepted { .. } => ("entries_accepted", "Raft §5.3", Routine),
            Decision::EntriesRejected { reason, .. } => {
                ("entries_rejected", reason.section(), Notable)
            }
            Decision::CommandTaken { .. } => ("command_taken", "Raft §5.3", Notable),
            Decision::CommandRefused { .. } => ("command_refused", "Raft §8", Notable),
            Decision::MatchAdvanced { .. } => ("match_advanced", "Raft §5.3", Routine),
            Decision::SteppedBack { .. } => ("stepped_back", "Raft §5.3", Routine),
            Decision::CommitAdvanced { evidence, .. } => match evidence {
                CommitEvidence::Counted { .. } => ("committed", "Raft §5.4.2", Decisive),
                CommitEvidence::Told { .. } => ("committed", "Raft §5.3", Routine),
            },
            Decision::CommitHeld { reason, .. } => ("commit_held", reason.section(), Notable),
            Decision::MessageIgnored { reason, .. } => {
                ("message_ignored", reason.section(), Routine)
            }
            Decision::Refused { impossible, .. } => ("refused", impossible.section(), Decisive),
            Decision::Extension(decision) if IS_WHOLE => return decision.facts(),
            // Nothing decides such a thing where no extension is built in.
            Decision::Extension(_) => ("", "", Routine),
        };
        Facts {
            name,
            section,
            importance,
        }
    }

    /// Its kind in one `snake_case` word, as scenario files and feeds spell it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.facts().name
    }

    /// The section with the rule: `Raft` is the extended paper, `Thesis` Ongaro's dissertation.
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.facts().section
    }

    /// How much it matters to a person who watches.
    #[must_use]
    pub fn importance(&self) -> Importance {
        self.facts().importance
    }
}

impl VoteDenial {
    fn section(&self) -> &'static str {
        match self {
            VoteDenial::OlderTerm { .. } => "Raft §5.1",
            VoteDenial::AlreadyVoted { .. } => "Raft §5.2",
            VoteDenial::LogBehind { .. } => "Raft §5.4.1",
        }
    }
}

impl Rejection {
    fn section(&self) -> &'static str {
        match self {
            Rejection::OlderTerm { .. } => "Raft §5.1",
            Rejection::Missing { .. } | Rejection::Conflict { .. } => "Raft §5.3",
        }
    }
}

impl CommitHold {
    fn section(&self) -> &'static str {
        match self {
            CommitHold::TooFew { .. } => "Raft §5.3",
            CommitHold::OlderTerm { .. } => "Raft §5.4.2",
        }
    }
}

impl IgnoreReason {
    fn section(&self) -> &'static str {
        match self {
            IgnoreReason::OlderTerm { .. } => "Raft §5.1",
            IgnoreReason::NotCandidate => "Raft §5.2",
            IgnoreReason::NotLeader | IgnoreReason::Overtaken | IgnoreReason::BelowMatch { .. } => {
                "Raft §5.3"
            }
            IgnoreReason::NotAsking => "Thesis §9.6",
            IgnoreReason::OldLeader { .. }
            | IgnoreReason::NoReadIndex
            | IgnoreReason::OldRound { .. } => "Thesis §6.4",
            IgnoreReason::Stranger => "Raft §6",
        }
    }
}

impl Impossible {
    fn section(&self) -> &'static str {
        match self {
            Impossible::SecondLeader { .. } => "Raft §5.2",
            Impossible::MatchBeyondLog { .. } | Impossible::TermOutOfOrder { .. } => "Raft §5.3",
            Impossible::CommittedConflict { .. } => "Raft §5.4.3",
        }
    }
}
