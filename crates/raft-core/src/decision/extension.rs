//! The decisions of extensions: their facts, their sentences and their values, in one place, so
//! that those of plain Raft stand alone.

use core::fmt::{self, Formatter};

use super::flow::FlowDecision;
use super::membership::MembershipDecision;
use super::sentence::{OfNeeded, Rough, compare_log_ends};
use super::snapshot::SnapshotDecision;
use super::transfer::TransferDecision;
use super::values::{Tell, tell_index, tell_place, tell_tally};
use super::whose_clock::by_its_clock;
use super::{Facts, Importance, WhoseClock};
use crate::count_of::CountOf;
use crate::quorum::Tally;
use crate::types::{Duration, Index, NodeId, Position, Term};

/// A decision that only an extension makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtensionDecision {
    /// A node's election timer ran out, or was made to, and it asks whether it could win
    /// (Thesis §9.6).
    PreVoteAsked {
        /// The term that it would open.
        term: Term,
        /// How long the timer ran; `None` when the timeout was forced from outside.
        waited: Option<Duration>,
    },
    /// A node would vote for the one that asks.
    PreVoteGranted {
        /// The node that asks.
        candidate: NodeId,
        /// The term that it would open.
        term: Term,
        /// The end of its log.
        theirs: Option<Position>,
        /// The end of the log of the node that answers.
        own: Option<Position>,
    },
    /// A node would not vote for the one that asks.
    PreVoteDenied {
        /// The node that asks.
        candidate: NodeId,
        /// Why not.
        reason: PreVoteDenial,
    },
    /// A node counted an answer to its question.
    PreVoteCounted {
        /// The node that answered; the node itself for its own answer.
        voter: NodeId,
        /// Whether it would vote.
        granted: bool,
        /// How many would, so far.
        votes: Tally,
    },
    /// A leader has not heard from a majority for an election timeout, so it steps down
    /// (Thesis §6.2).
    QuorumLost {
        /// The term that it led.
        term: Term,
        /// The members that it has heard from, itself included where it is one.
        heard: Tally,
        /// Whether it is one.
        with_itself: bool,
        /// The election timeout.
        within: Duration,
    },
    /// A node ignored a request for its vote, since it hears a leader (Thesis §4.2.3).
    VoteIgnored {
        /// The candidate that asks.
        candidate: NodeId,
        /// Its term.
        term: Term,
        /// The leader; the node itself when it leads.
        leader: NodeId,
        /// How long ago it was heard from.
        ago: Duration,
    },
    /// A leader committed what its own disk does not hold yet: a majority of the others do
    /// (Thesis §10.2.1).
    CommittedAhead {
        /// Through which index.
        index: Index,
        /// The last index that its own disk holds.
        on_disk: Option<Index>,
    },
    /// A decision about a transfer of the lead (Thesis §3.10).
    Transfer(TransferDecision),
    /// About a snapshot (Raft §7).
    Snapshot(SnapshotDecision),
    /// About a change of the membership (Thesis §4).
    Membership(MembershipDecision),
    /// About the flow of entries (Thesis §10.2.2).
    Flow(FlowDecision),
    /// A new leader lets a read wait until it has committed an entry of its own term (Thesis §6.4).
    ReadWaitsForTerm {
        /// The term that it leads.
        term: Term,
    },
    /// A leader with reads that wait asks all others whether it still leads (Thesis §6.4).
    ReadRoundBegun {
        /// The number of the round in its term.
        round: u64,
        /// How many reads wait.
        reads: u64,
        /// Its commit index, which a read that has just come must see.
        index: Option<Index>,
    },
    /// A majority has confirmed that the leader still led when a round began.
    ReadRoundConfirmed {
        /// The round.
        round: u64,
        /// How many members have confirmed it, the leader included where it is one.
        nodes: Tally,
        /// Whether it is one.
        with_itself: bool,
    },
    /// A node answered a read.
    ReadAnswered {
        /// The read index; `None` before the first commit.
        at: Option<Index>,
        /// Why the node may answer.
        ground: ReadGround,
    },
    /// A follower asked its leader for a read index.
    ReadAsked {
        /// The leader.
        leader: NodeId,
    },
    /// A leader told a follower a read index.
    ReadIndexTold {
        /// The follower.
        follower: NodeId,
        /// The read index; `None` before the first commit.
        at: Option<Index>,
    },
    /// A follower lets a read wait until its own state machine has applied the read index.
    ReadWaitsForApply {
        /// The read index.
        at: Index,
        /// How far it has applied the log.
        commit_index: Option<Index>,
    },
    /// A node gave up reads, since it leads no more, or follows another leader or none.
    ReadsGivenUp {
        /// How many.
        reads: u64,
        /// The leader that it knows, if any.
        leader: Option<NodeId>,
        /// The node that it had asked for a read index, if that has answered that it does not lead.
        refused_by: Option<NodeId>,
    },
    /// A node passed over a request for its vote, since it has confirmed a leader or has booted not
    /// long ago (Thesis §6.4.1).
    VoteWithheld {
        /// The candidate that asks.
        candidate: NodeId,
        /// Its term.
        term: Term,
        /// The leader that the node has confirmed; `None` when it has booted.
        leader: Option<NodeId>,
        /// How long ago that was.
        ago: Duration,
    },
}

/// Why a node may answer a read without the log (Thesis §6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadGround {
    /// A majority has confirmed that it led when this round began.
    Round {
        /// The number of the round in its term.
        round: u64,
    },
    /// It holds a lease.
    Lease {
        /// For how long it will still hold it.
        left: Duration,
    },
    /// Its leader has told it the read index.
    Leader {
        /// The leader.
        leader: NodeId,
        /// How far its own state machine has applied the log.
        applied: Option<Index>,
    },
    /// None: a rule is left out.
    Nothing,
}

/// Why a node would not vote for the one that asks (Thesis §9.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreVoteDenial {
    /// The term that would be opened is not newer than the node's own.
    TermNotNewer {
        /// The term that would be opened.
        theirs: Term,
        /// The node's.
        own: Term,
    },
    /// A leader is heard, so that no election is needed.
    LeaderHeard {
        /// The leader; the node itself when it leads.
        leader: NodeId,
        /// How long ago it was heard from.
        ago: Duration,
    },
    /// The log of the node that answers is more up-to-date (Raft §5.4.1).
    LogBehind {
        /// The end of the log of the node that asks.
        theirs: Option<Position>,
        /// The end of the log of the node that answers.
        own: Option<Position>,
    },
}

impl ExtensionDecision {
    pub(super) fn facts(&self) -> Facts {
        use Importance::{Notable, Routine};
        let (name, section, importance) = match self {
            ExtensionDecision::PreVoteAsked { .. } => ("pre_vote_asked", "Thesis §9.6", Notable),
            ExtensionDecision::PreVoteGranted { .. } => {
                ("pre_vote_granted", "Thesis §9.6", Notable)
            }
            ExtensionDecision::PreVoteDenied { reason, .. } => {
                ("pre_vote_denied", reason.section(), Notable)
            }
            ExtensionDecision::PreVoteCounted { .. } => {
                ("pre_vote_counted", "Thesis §9.6", Routine)
            }
            ExtensionDecision::QuorumLost { .. } => ("quorum_lost", "Thesis §6.2", Notable),
            ExtensionDecision::VoteIgnored { .. } => ("vote_ignored", "Thesis §4.2.3", Notable),
            ExtensionDecision::CommittedAhead { .. } => {
                ("committed_ahead", "Thesis §10.2.1", Notable)
            }
            ExtensionDecision::Transfer(decision) => return decision.facts(),
            ExtensionDecision::Snapshot(decision) => return decision.facts(),
            ExtensionDecision::Membership(decision) => return decision.facts(),
            ExtensionDecision::Flow(decision) => return decision.facts(),
            ExtensionDecision::ReadWaitsForTerm { .. } => {
                ("read_waits_for_term", "Thesis §6.4", Notable)
            }
            ExtensionDecision::ReadRoundBegun { .. } => {
                ("read_round_begun", "Thesis §6.4", Notable)
            }
            ExtensionDecision::ReadRoundConfirmed { .. } => {
                ("read_round_confirmed", "Thesis §6.4", Notable)
            }
            ExtensionDecision::ReadAnswered { ground, .. } => {
                let (name, section) = ground.name_and_section();
                (name, section, Notable)
            }
            ExtensionDecision::ReadAsked { .. } => ("read_asked", "Thesis §6.4", Notable),
            ExtensionDecision::ReadIndexTold { .. } => ("read_index_told", "Thesis §6.4", Notable),
            ExtensionDecision::ReadWaitsForApply { .. } => {
                ("read_waits_for_apply", "Thesis §6.4", Notable)
            }
            ExtensionDecision::ReadsGivenUp { .. } => ("reads_given_up", "Raft §8", Notable),
            ExtensionDecision::VoteWithheld { .. } => ("vote_withheld", "Thesis §6.4.1", Notable),
        };
        Facts {
            name,
            section,
            importance,
        }
    }

    pub(super) fn each_value(&self, tell: Tell<'_>) {
        match *self {
            ExtensionDecision::PreVoteAsked { term, waited } => {
                tell("term", term.0);
                if let Some(waited) = waited {
                    tell("waited_us", waited.0);
                }
            }
            ExtensionDecision::PreVoteGranted {
                candidate,
                term,
                theirs,
                own,
            } => {
                tell("candidate", candidate.0.into());
                tell("term", term.0);
                tell_place(theirs, ["their_last_index", "their_last_term"], tell);
                tell_place(own, ["own_last_index", "own_last_term"], tell);
            }
            ExtensionDecision::PreVoteDenied { candidate, reason } => {
                tell("candidate", candidate.0.into());
                match reason {
                    PreVoteDenial::TermNotNewer { theirs, own } => {
                        tell("their_term", theirs.0);
                        tell("own_term", own.0);
                    }
                    PreVoteDenial::LeaderHeard { leader, ago } => {
                        tell("leader", leader.0.into());
                        tell("heard_us_ago", ago.0);
                    }
                    PreVoteDenial::LogBehind { theirs, own } => {
                        tell_place(theirs, ["their_last_index", "their_last_term"], tell);
                        tell_place(own, ["own_last_index", "own_last_term"], tell);
                    }
                }
            }
            ExtensionDecision::PreVoteCounted {
                voter,
                granted,
                votes,
            } => {
                tell("voter", voter.0.into());
                tell("granted", granted.into());
                tell_tally(votes, "votes", tell);
            }
            ExtensionDecision::QuorumLost {
                term,
                heard,
                within,
                ..
            } => {
                tell("term", term.0);
                tell_tally(heard, "heard", tell);
                tell("within_us", within.0);
            }
            ExtensionDecision::VoteIgnored {
                candidate,
                term,
                leader,
                ago,
            } => {
                tell("candidate", candidate.0.into());
                tell("term", term.0);
                tell("leader", leader.0.into());
                tell("heard_us_ago", ago.0);
            }
            ExtensionDecision::CommittedAhead { index, on_disk } => {
                tell("index", index.get());
                if let Some(on_disk) = on_disk {
                    tell("on_disk", on_disk.get());
                }
            }
            ExtensionDecision::Transfer(decision) => decision.each_value(tell),
            ExtensionDecision::Snapshot(decision) => decision.each_value(tell),
            ExtensionDecision::Membership(decision) => decision.each_value(tell),
            ExtensionDecision::Flow(decision) => decision.each_value(tell),
            ExtensionDecision::ReadWaitsForTerm { term } => tell("term", term.0),
            ExtensionDecision::ReadRoundBegun {
                round,
                reads,
                index,
            } => {
                tell("round", round);
                tell("reads", reads);
                tell_index(index, "index", tell);
            }
            ExtensionDecision::ReadRoundConfirmed { round, nodes, .. } => {
                tell("round", round);
                tell_tally(nodes, "nodes", tell);
            }
            ExtensionDecision::ReadAnswered { at, ground } => {
                tell_index(at, "index", tell);
                match ground {
                    ReadGround::Round { round } => tell("round", round),
                    ReadGround::Lease { left } => tell("lease_left_us", left.0),
                    ReadGround::Leader { leader, applied } => {
                        tell("leader", leader.0.into());
                        tell_index(applied, "applied", tell);
                    }
                    ReadGround::Nothing => {}
                }
            }
            ExtensionDecision::ReadAsked { leader } => tell("leader", leader.0.into()),
            ExtensionDecision::ReadIndexTold { follower, at } => {
                tell("follower", follower.0.into());
                tell_index(at, "index", tell);
            }
            ExtensionDecision::ReadWaitsForApply { at, commit_index } => {
                tell("index", at.get());
                tell_index(commit_index, "commit_index", tell);
            }
            ExtensionDecision::ReadsGivenUp {
                reads,
                leader,
                refused_by,
            } => {
                tell("reads", reads);
                if let Some(leader) = leader {
                    tell("leader", leader.0.into());
                }
                if let Some(node) = refused_by {
                    tell("refused_by", node.0.into());
                }
            }
            ExtensionDecision::VoteWithheld {
                candidate,
                term,
                leader,
                ago,
            } => {
                tell("candidate", candidate.0.into());
                tell("term", term.0);
                if let Some(leader) = leader {
                    tell("leader", leader.0.into());
                }
                tell("promised_us_ago", ago.0);
            }
        }
    }

    pub(super) fn explain(
        &self,
        node: NodeId,
        clock: WhoseClock,
        f: &mut Formatter<'_>,
    ) -> fmt::Result {
        match *self {
            ExtensionDecision::PreVoteAsked { term, waited } => {
                explain_question(node, term, waited, clock, f)
            }
            ExtensionDecision::PreVoteGranted {
                candidate,
                term,
                theirs,
                own,
            } => {
                write!(f, "{node} would vote for {candidate} in term {term}: ")?;
                compare_log_ends(["the other", "its own"], theirs, own, f)
            }
            ExtensionDecision::PreVoteDenied { candidate, reason } => {
                write!(f, "{node} would not vote for {candidate}: ")?;
                explain_denial(node, reason, clock, f)
            }
            ExtensionDecision::PreVoteCounted {
                voter,
                granted,
                votes,
            } => explain_count(node, voter, granted, votes, f),
            ExtensionDecision::QuorumLost {
                term,
                heard,
                with_itself,
                within,
            } => {
                write!(
                    f,
                    "{node} stops leading term {term}: within {}{} it has heard from ",
                    Rough(within),
                    by_its_clock(clock)
                )?;
                explain_heard(heard, with_itself, f)
            }
            ExtensionDecision::VoteIgnored {
                candidate,
                term,
                leader,
                ago,
            } => {
                write!(f, "{node} ignores {candidate}'s request in term {term}: ")?;
                explain_leader_heard(node, leader, ago, clock, f)
            }
            ExtensionDecision::CommittedAhead { index, on_disk } => {
                write!(
                    f,
                    "{node} commits through index {index} before its own disk holds it: "
                )?;
                match on_disk {
                    Some(on_disk) => write!(f, "that disk ends at index {on_disk}")?,
                    None => f.write_str("that disk holds no entry")?,
                }
                f.write_str(", and the others that hold it are a majority.")
            }
            ExtensionDecision::Transfer(decision) => decision.explain(node, clock, f),
            ExtensionDecision::Snapshot(decision) => decision.explain(node, f),
            ExtensionDecision::Membership(decision) => decision.explain(node, clock, f),
            ExtensionDecision::Flow(decision) => decision.explain(node, clock, f),
            ExtensionDecision::ReadWaitsForTerm { term } => write!(
                f,
                "{node} lets a read wait: it leads term {term} and has not committed an entry of \
                 it, so it does not know how far the log is committed."
            ),
            ExtensionDecision::ReadRoundBegun {
                round,
                reads,
                index,
            } => {
                let reads = CountOf(reads, "read waits", "reads wait");
                let through = Through(index);
                write!(
                    f,
                    "{node} begins round {round} of its term, to know whether it still leads: \
                     {reads} for it, and its log is committed {through}."
                )
            }
            ExtensionDecision::ReadRoundConfirmed {
                round,
                nodes,
                with_itself,
            } => {
                write!(f, "{node} still led when round {round} began: ")?;
                explain_confirmed(nodes, with_itself, f)
            }
            ExtensionDecision::ReadAnswered { at, ground } => {
                explain_answer(node, Through(at), ground, clock, f)
            }
            ExtensionDecision::ReadAsked { leader } => write!(
                f,
                "{node} asks {leader}, its leader, how much of the log a read must see."
            ),
            ExtensionDecision::ReadIndexTold { follower, at } => {
                let through = Through(at);
                write!(
                    f,
                    "{node} tells {follower} that its read must see the log {through}."
                )
            }
            ExtensionDecision::ReadWaitsForApply { at, commit_index } => {
                let applied = Applied(commit_index);
                write!(
                    f,
                    "{node} lets a read wait that must see the log through index {at}: its own \
                     state machine has {applied}."
                )
            }
            ExtensionDecision::ReadsGivenUp {
                reads,
                leader,
                refused_by,
            } => {
                let reads = CountOf(reads, "read", "reads");
                write!(f, "{node} gives up {reads}: ")?;
                match (refused_by, leader) {
                    (Some(asked), _) => write!(f, "{asked} has answered that it does not lead."),
                    (None, Some(leader)) => write!(f, "{leader} leads now."),
                    (None, None) => f.write_str("it knows of no leader."),
                }
            }
            ExtensionDecision::VoteWithheld {
                candidate,
                term,
                leader,
                ago,
            } => {
                let (ago, clock) = (Rough(ago), by_its_clock(clock));
                write!(
                    f,
                    "{node} passes over {candidate}'s request in term {term}: "
                )?;
                match leader {
                    Some(leader) => write!(
                        f,
                        "it confirmed {leader} {ago} ago{clock}, whose lease may last."
                    ),
                    None => write!(
                        f,
                        "it booted {ago} ago{clock}, and may have confirmed a leader before."
                    ),
                }
            }
        }
    }
}

impl ReadGround {
    fn name_and_section(self) -> (&'static str, &'static str) {
        match self {
            ReadGround::Round { .. } => ("read_answered", "Thesis §6.4"),
            ReadGround::Lease { .. } => ("read_answered_by_lease", "Thesis §6.4.1"),
            ReadGround::Leader { .. } => ("read_answered_by_follower", "Thesis §6.4"),
            ReadGround::Nothing => ("read_answered_unasked", "Thesis §6.4"),
        }
    }
}

/// How much of a log: `through index 4`, or nothing of it.
#[derive(Clone, Copy)]
struct Through(Option<Index>);

impl fmt::Display for Through {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(index) => write!(f, "through index {index}"),
            None => f.write_str("nowhere yet"),
        }
    }
}

/// How much of a log a state machine has: `applied it through index 4`, or none of it.
struct Applied(Option<Index>);

impl fmt::Display for Applied {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(index) => write!(f, "applied it through index {index}"),
            None => f.write_str("applied none of it yet"),
        }
    }
}

fn explain_answer(
    node: NodeId,
    through: Through,
    ground: ReadGround,
    clock: WhoseClock,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    write!(f, "{node} answers a read that must see the log {through}: ")?;
    match ground {
        ReadGround::Round { round } => write!(
            f,
            "a majority has confirmed its round {round}, which began after the read had come."
        ),
        ReadGround::Lease { left } => {
            let (left, clock) = (Rough(left), by_its_clock(clock));
            write!(f, "its lease lasts for another {left}{clock}.")
        }
        ReadGround::Leader { leader, applied } => {
            let applied = Applied(applied);
            write!(
                f,
                "{leader} has told it so, and its own state machine has {applied}."
            )
        }
        ReadGround::Nothing => f.write_str("it has asked nobody."),
    }
}

impl PreVoteDenial {
    fn section(&self) -> &'static str {
        match self {
            PreVoteDenial::TermNotNewer { .. } => "Raft §5.1",
            PreVoteDenial::LeaderHeard { .. } => "Thesis §9.6",
            PreVoteDenial::LogBehind { .. } => "Raft §5.4.1",
        }
    }
}

fn explain_question(
    node: NodeId,
    term: Term,
    waited: Option<Duration>,
    clock: WhoseClock,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match waited {
        Some(waited) => write!(
            f,
            "{node}'s election timer of {}{} ran out",
            Rough(waited),
            by_its_clock(clock)
        )?,
        None => write!(f, "{node} was told to wait no longer")?,
    }
    write!(f, ", so it asks whether it could win term {term}.")
}

fn explain_count(
    node: NodeId,
    voter: NodeId,
    granted: bool,
    votes: Tally,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let votes = OfNeeded(votes);
    match granted {
        true if voter == node => write!(f, "{node} would vote for itself: {votes}."),
        true => write!(f, "{voter} would vote for {node}: {votes}."),
        false => write!(
            f,
            "{voter} would not vote for {node}, for which {votes} would."
        ),
    }
}

fn explain_heard(heard: Tally, with_itself: bool, f: &mut Formatter<'_>) -> fmt::Result {
    let Tally { count, needed, .. } = heard;
    let itself = if with_itself { "itself included, " } else { "" };
    match heard.replaced() {
        None => write!(
            f,
            "{}, {itself}and {needed} {} a majority.",
            CountOf(count.into(), "member", "members"),
            if needed == 1 { "is" } else { "are" }
        ),
        Some([of_old, needed_of_old]) => write!(
            f,
            "{count} of the new voters and {of_old} of the old, and it needs majorities of both: \
             {needed} and {needed_of_old}."
        ),
    }
}

fn explain_confirmed(nodes: Tally, with_itself: bool, f: &mut Formatter<'_>) -> fmt::Result {
    let itself = if with_itself { ", itself included" } else { "" };
    write!(f, "confirmed by {}{itself}.", OfNeeded(nodes))
}

fn explain_denial(
    node: NodeId,
    reason: PreVoteDenial,
    clock: WhoseClock,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match reason {
        PreVoteDenial::TermNotNewer { theirs, own } => write!(
            f,
            "term {theirs} is not newer than {node}'s own term {own}."
        ),
        PreVoteDenial::LeaderHeard { leader, ago } => {
            explain_leader_heard(node, leader, ago, clock, f)
        }
        PreVoteDenial::LogBehind { theirs, own } => {
            compare_log_ends(["its own", "the other"], own, theirs, f)
        }
    }
}

fn explain_leader_heard(
    node: NodeId,
    leader: NodeId,
    ago: Duration,
    clock: WhoseClock,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    if leader == node {
        return write!(f, "it leads.");
    }
    let (ago, clock) = (Rough(ago), by_its_clock(clock));
    write!(f, "it heard from {leader}, its leader, {ago} ago{clock}.")
}
