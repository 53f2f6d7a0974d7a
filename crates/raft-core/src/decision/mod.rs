//! Why a node did what it did: the values it compared and the section that told it so.
//!
//! A decision changes nothing; it is the record of a step, for people and for the judge.

mod sentence;
mod values;

use crate::types::{Duration, Index, NodeId, Position, Term};

/// One decision of one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Heard from nobody for too long (or was told to), so it asks for votes.
    ElectionStarted {
        /// The term it opens.
        term: Term,
        /// How long it waited; `None` when the timeout was forced from outside.
        waited: Option<Duration>,
    },
    /// Gave its vote.
    VoteGranted {
        /// To whom.
        candidate: NodeId,
        /// In which term.
        term: Term,
        /// The end of the candidate's log.
        theirs: Option<Position>,
        /// The end of its own log.
        own: Option<Position>,
    },
    /// Kept its vote.
    VoteDenied {
        /// From whom.
        candidate: NodeId,
        /// The rule that forbade it.
        reason: VoteDenial,
    },
    /// A candidate counted an answer.
    VoteCounted {
        /// Whose answer, its own included.
        voter: NodeId,
        /// Whether it was a vote.
        granted: bool,
        /// Votes so far.
        votes: u32,
        /// Votes that win.
        needed: u32,
    },
    /// Won the election.
    BecameLeader {
        /// Its term.
        term: Term,
        /// With how many votes.
        votes: u32,
        /// Votes that are a majority.
        needed: u32,
    },
    /// Met a newer term and took it over (Raft §5.1).
    TermAdopted {
        /// Its term before.
        old: Term,
        /// Its term now.
        new: Term,
        /// Who had it.
        from: NodeId,
    },
    /// Stopped leading, or stopped trying to.
    SteppedDown {
        /// What it was.
        was: RoleName,
        /// The term in which it was that.
        old: Term,
        /// Its term now; the same when a candidate yields to the winner.
        new: Term,
        /// Whose message told it.
        because_of: NodeId,
    },
    /// Heard for the first time from the leader of its term.
    LeaderRecognized {
        /// The leader.
        leader: NodeId,
        /// The term.
        term: Term,
    },
    /// Put entries into its log.
    EntriesAppended {
        /// The first of them.
        first: Index,
        /// How many.
        count: u64,
    },
    /// Removed entries that conflict with the leader's.
    EntriesTruncated {
        /// The first one removed.
        first: Index,
        /// The last one removed.
        last: Index,
        /// The term of the first removed entry.
        own: Term,
        /// The term of the leader's entry at that index; none where a rule is left out, and nothing
        /// was in the way.
        leaders: Option<Term>,
    },
    /// Agreed with a leader's message.
    EntriesAccepted {
        /// The leader.
        leader: NodeId,
        /// Entries in the message; 0 for a heartbeat.
        count: u64,
        /// What it answered: its log equals the leader's through here.
        matched: Option<Index>,
    },
    /// Did not agree with a leader's message.
    EntriesRejected {
        /// The leader.
        leader: NodeId,
        /// Why.
        reason: Rejection,
    },
    /// A leader took a client's command into its log.
    CommandTaken {
        /// Where it stands.
        at: Position,
    },
    /// Only a leader takes commands.
    CommandRefused {
        /// The leader it knows, if any.
        leader: Option<NodeId>,
    },
    /// A leader learned that a follower holds more.
    MatchAdvanced {
        /// The follower.
        follower: NodeId,
        /// Through where it holds the leader's log.
        match_index: Index,
    },
    /// A leader learned that a follower's log differs, and will try further back.
    SteppedBack {
        /// The follower.
        follower: NodeId,
        /// Where the leader will go on.
        next_index: Index,
    },
    /// More of the log is committed.
    CommitAdvanced {
        /// The commit index before.
        old: Option<Index>,
        /// The commit index now.
        new: Index,
        /// How it knows.
        evidence: CommitEvidence,
    },
    /// A leader may not commit yet.
    CommitHeld {
        /// The index in question.
        index: Index,
        /// Why not.
        reason: CommitHold,
    },
    /// Did nothing with a message.
    MessageIgnored {
        /// Whose.
        from: NodeId,
        /// Why.
        reason: IgnoreReason,
    },
    /// Was told what cannot happen while the rules hold, and refused to believe it.
    Refused {
        /// By whom.
        from: NodeId,
        /// What.
        impossible: Impossible,
    },
}

/// The three rules by which a vote is kept (Raft §5.1, §5.2, §5.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteDenial {
    /// The candidate's term is over.
    OlderTerm {
        /// The candidate's term.
        theirs: Term,
        /// The voter's.
        own: Term,
    },
    /// One vote per term, first come, first served.
    AlreadyVoted {
        /// Who has it.
        voted_for: NodeId,
        /// In which term.
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

/// Why a follower did not take a leader's entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The sender's term is over (Raft §5.1).
    OlderTerm {
        /// The sender's term.
        theirs: Term,
        /// The follower's.
        own: Term,
    },
    /// There is no entry where the leader's new ones would attach.
    Missing {
        /// The entry before the new ones.
        prev: Position,
        /// The end of the follower's log.
        last: Option<Index>,
    },
    /// There is another entry in that place.
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
    /// The leader counted: this many hold an entry of its own term (Raft §5.3, §5.4.2).
    Counted {
        /// Nodes that hold it.
        replicas: u32,
        /// Nodes that suffice.
        needed: u32,
    },
    /// The leader said so (Raft §5.3).
    Told {
        /// Who said so.
        leader: NodeId,
    },
}

/// Why a leader may not commit an index yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitHold {
    /// Too few nodes hold it.
    TooFew {
        /// Nodes that hold it.
        replicas: u32,
        /// Nodes that suffice.
        needed: u32,
    },
    /// A majority holds it, but it is of an older term: counting proves nothing (Raft §5.4.2,
    /// Figure 8).
    OlderTerm {
        /// The entry's term.
        entry: Term,
        /// The leader's.
        current: Term,
    },
}

/// Why a message was left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreReason {
    /// A reply to something asked in a term that is over (Raft §5.1).
    OlderTerm {
        /// The message's term.
        theirs: Term,
        /// The receiver's.
        own: Term,
    },
    /// A vote for an election that is decided, or that was given up.
    NotCandidate,
    /// An answer to a leader that leads no more.
    NotLeader,
    /// A rejection that later answers have overtaken.
    Overtaken,
    /// The sender is not another member of the cluster (Raft §6).
    Stranger,
}

/// What cannot happen while the rules hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// Another leader in one's own term (Raft §5.2).
    SecondLeader {
        /// The leader already known.
        known: NodeId,
        /// The term.
        term: Term,
    },
    /// An acknowledgment of entries that were never sent.
    MatchBeyondLog {
        /// What was acknowledged.
        matched: Index,
        /// The end of the leader's log.
        last: Option<Index>,
    },
    /// An entry older than the one before it, or newer than the leader who sends it: terms
    /// never fall along a log (Raft §5.3).
    TermOutOfOrder {
        /// Where the entry would stand.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// Another entry in the place of one that is committed (Raft §5.4.3).
    CommittedConflict {
        /// The place.
        index: Index,
        /// The term of the committed entry.
        own: Term,
        /// The term of the leader's entry there.
        leaders: Term,
    },
}

/// A role's name, without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleName {
    /// Listens.
    Follower,
    /// Asks for votes.
    Candidate,
    /// Decides.
    Leader,
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

impl Decision {
    /// Where the rule stands: `Raft` is the extended paper, `Thesis` Ongaro's dissertation.
    #[must_use]
    pub fn section(&self) -> &'static str {
        match self {
            Decision::ElectionStarted { .. }
            | Decision::VoteCounted { .. }
            | Decision::BecameLeader { .. }
            | Decision::LeaderRecognized { .. } => "Raft §5.2",
            Decision::VoteGranted { .. } => "Raft §5.4.1",
            Decision::VoteDenied { reason, .. } => match reason {
                VoteDenial::OlderTerm { .. } => "Raft §5.1",
                VoteDenial::AlreadyVoted { .. } => "Raft §5.2",
                VoteDenial::LogBehind { .. } => "Raft §5.4.1",
            },
            Decision::TermAdopted { .. } => "Raft §5.1",
            Decision::SteppedDown { old, new, .. } if old == new => "Raft §5.2",
            Decision::SteppedDown { .. } => "Raft §5.1",
            Decision::EntriesRejected {
                reason: Rejection::OlderTerm { .. },
                ..
            } => "Raft §5.1",
            Decision::EntriesAppended { .. }
            | Decision::EntriesTruncated { .. }
            | Decision::EntriesAccepted { .. }
            | Decision::EntriesRejected { .. }
            | Decision::CommandTaken { .. }
            | Decision::MatchAdvanced { .. }
            | Decision::SteppedBack { .. } => "Raft §5.3",
            Decision::CommandRefused { .. } => "Raft §8",
            Decision::CommitAdvanced {
                evidence: CommitEvidence::Told { .. },
                ..
            } => "Raft §5.3",
            Decision::CommitAdvanced { .. } => "Raft §5.4.2",
            Decision::CommitHeld {
                reason: CommitHold::TooFew { .. },
                ..
            } => "Raft §5.3",
            Decision::CommitHeld { .. } => "Raft §5.4.2",
            Decision::MessageIgnored { reason, .. } => match reason {
                IgnoreReason::OlderTerm { .. } => "Raft §5.1",
                IgnoreReason::NotCandidate => "Raft §5.2",
                IgnoreReason::NotLeader | IgnoreReason::Overtaken => "Raft §5.3",
                IgnoreReason::Stranger => "Raft §6",
            },
            Decision::Refused {
                impossible: Impossible::SecondLeader { .. },
                ..
            } => "Raft §5.2",
            Decision::Refused {
                impossible: Impossible::CommittedConflict { .. },
                ..
            } => "Raft §5.4.3",
            Decision::Refused { .. } => "Raft §5.3",
        }
    }
}
