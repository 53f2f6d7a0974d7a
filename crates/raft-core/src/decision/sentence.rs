//! Decisions and messages in plain words.
//!
//! One sentence each, with the values that were compared: a newcomer can follow it, and it
//! claims no more than the node knew. [`Decision::section`] names the rule's section.

use core::fmt::{self, Display, Formatter};

use crate::count_of::CountOf;
use crate::decision::whose_clock::WhoseClock;
use crate::decision::{
    CommitEvidence, CommitHold, Decision, IgnoreReason, Impossible, Rejection, VoteDenial,
};
use crate::message::{
    AppendEntries, AppendEntriesReply, Body, Confirm, ConfirmReply, InstallSnapshot,
    InstallSnapshotReply, Message, ReadIndexAnswer, ReadIndexReply, RequestVoteReply,
};
use crate::persistent::Unconfirmed;
use crate::quorum::Tally;
use crate::role::RoleName;
use crate::types::{Duration, Index, NodeId, Position, Term};
use crate::whole::IS_WHOLE;

impl Decision {
    /// The decision of `node` in one sentence.
    pub fn sentence(&self, node: NodeId) -> impl Display + use<> {
        self.sentence_by(node, WhoseClock::Everybodys)
    }

    /// The decision of `node` in one sentence. A duration was measured by the node's clock; where
    /// that is a clock of its own, the sentence says so.
    pub fn sentence_by(&self, node: NodeId, clock: WhoseClock) -> impl Display + use<> {
        let decision = *self;
        fmt::from_fn(move |formatter| explain(node, &decision, clock, formatter))
    }
}

impl Message {
    /// The message in one sentence.
    pub fn sentence(&self, from: NodeId, to: NodeId) -> impl Display {
        fmt::from_fn(move |formatter| match &self.body {
            Body::RequestVote(request) => {
                write!(
                    formatter,
                    "{from} asks {to} for its vote in term {}; the candidate's log {}",
                    self.term,
                    log_end(request.last)
                )?;
                formatter.write_str(match request.transfer && IS_WHOLE {
                    true => ", and its leader told it to stand.",
                    false => ".",
                })
            }
            Body::RequestVoteReply(RequestVoteReply::Granted) => {
                write!(
                    formatter,
                    "{from} gives {to} its vote in term {}.",
                    self.term
                )
            }
            Body::RequestVoteReply(RequestVoteReply::Denied) => {
                write!(
                    formatter,
                    "{from}, in term {}, refuses its vote to {to}.",
                    self.term
                )
            }
            Body::AppendEntries(request) => {
                write!(
                    formatter,
                    "{from}, leader of term {}, sends {to} ",
                    self.term
                )?;
                explain_append(request, formatter)
            }
            Body::AppendEntriesReply(reply) => {
                write!(formatter, "{from}, in term {}, ", self.term)?;
                explain_append_reply(to, *reply, formatter)
            }
            body @ (Body::PreVote(_)
            | Body::PreVoteReply(_)
            | Body::TimeoutNow
            | Body::Confirm(_)
            | Body::ConfirmReply(_)
            | Body::ReadIndex(_)
            | Body::ReadIndexReply(_)
            | Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply(_)) => {
                explain_extension_message([from, to], self.term, body, formatter)
            }
        })
    }
}

impl Body {
    /// The message's kind, as the paper spells it; the name of a reply ends in `Reply`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Body::RequestVote(_) => "RequestVote",
            Body::RequestVoteReply(_) => "RequestVoteReply",
            Body::AppendEntries(_) => "AppendEntries",
            Body::AppendEntriesReply(_) => "AppendEntriesReply",
            Body::PreVote(_) => "PreVote",
            Body::PreVoteReply(_) => "PreVoteReply",
            Body::TimeoutNow => "TimeoutNow",
            Body::Confirm(_) => "Confirm",
            Body::ConfirmReply(_) => "ConfirmReply",
            Body::ReadIndex(_) => "ReadIndex",
            Body::ReadIndexReply(_) => "ReadIndexReply",
            Body::InstallSnapshot(_) => "InstallSnapshot",
            Body::InstallSnapshotReply(_) => "InstallSnapshotReply",
        }
    }
}

/// A message that only an extension sends.
fn explain_extension_message(
    [from, to]: [NodeId; 2],
    term: Term,
    body: &Body,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    if !IS_WHOLE {
        return Ok(());
    }
    match body {
        Body::PreVote(request) => write!(
            f,
            "{from}, in term {}, asks {to} whether it would vote for it in term {}; its \
             log {}.",
            term,
            request.next_term,
            log_end(request.last)
        ),
        Body::PreVoteReply(reply) => {
            let would = if reply.granted { "would" } else { "would not" };
            let (own, next) = (term, reply.next_term);
            write!(
                f,
                "{from}, in term {own}, {would} vote for {to} in term {next}."
            )
        }
        Body::TimeoutNow => write!(
            f,
            "{from}, leader of term {term}, tells {to} to begin an election now."
        ),
        Body::Confirm(Confirm { round }) => write!(
            f,
            "{from}, leader of term {term}, asks {to} in round {round} whether it still leads."
        ),
        Body::ConfirmReply(ConfirmReply::Confirmed { round }) => write!(
            f,
            "{from} confirms that {to} led term {term} when round {round} began."
        ),
        Body::ConfirmReply(ConfirmReply::Refused) => {
            write!(
                f,
                "{from}, in term {term}, does not confirm that {to} leads."
            )
        }
        Body::ReadIndex(_) => write!(
            f,
            "{from}, in term {term}, asks {to} how much of the log a read must see."
        ),
        Body::ReadIndexReply(ReadIndexReply { answer, .. }) => match answer {
            ReadIndexAnswer::Through(Some(index)) => write!(
                f,
                "{from}, leader of term {term}, tells {to} that a read must see the log through \
                 index {index}."
            ),
            ReadIndexAnswer::Through(None) => write!(
                f,
                "{from}, leader of term {term}, tells {to} that a read need see nothing of the log."
            ),
            ReadIndexAnswer::NotLeader => {
                write!(
                    f,
                    "{from}, in term {term}, tells {to} that it does not lead."
                )
            }
        },
        Body::InstallSnapshot(request) => explain_part([from, to], term, request, f),
        Body::InstallSnapshotReply(reply) => explain_part_reply([from, to], term, *reply, f),
        Body::RequestVote(_)
        | Body::RequestVoteReply(_)
        | Body::AppendEntries(_)
        | Body::AppendEntriesReply(_) => Ok(()),
    }
}

fn explain_part(
    [from, to]: [NodeId; 2],
    term: Term,
    InstallSnapshot { base, chunk, .. }: &InstallSnapshot,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let bytes = CountOf(chunk.bytes.len() as u64, "byte", "bytes");
    write!(f, "{from}, leader of term {term}, sends {to} ")?;
    match (chunk.offset, chunk.done) {
        (0, true) => write!(f, "its snapshot through {base}, {bytes}."),
        (0, false) => write!(f, "the first {bytes} of its snapshot through {base}."),
        (offset, done) => {
            let which = if done { "last" } else { "next" };
            write!(
                f,
                "the {which} {bytes} of its snapshot through {base}, behind {offset}."
            )
        }
    }
}

fn explain_part_reply(
    [from, to]: [NodeId; 2],
    term: Term,
    reply: InstallSnapshotReply,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let bytes = |held: u32| CountOf(held.into(), "byte", "bytes");
    write!(f, "{from}, in term {term}, ")?;
    match reply {
        InstallSnapshotReply::Received { base, held } => write!(
            f,
            "holds {} of {to}'s snapshot through index {}.",
            bytes(held),
            base.index
        ),
        InstallSnapshotReply::Missing { base, held } => write!(
            f,
            "lacks a part of {to}'s snapshot through index {}: it holds {} of it.",
            base.index,
            bytes(held)
        ),
        InstallSnapshotReply::Installed { through } => write!(
            f,
            "holds all that {to}'s snapshot through index {through} stands for."
        ),
        InstallSnapshotReply::Refused => write!(f, "refuses {to}'s snapshot of an older term."),
    }
}

fn explain(
    node: NodeId,
    decision: &Decision,
    clock: WhoseClock,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match *decision {
        Decision::ElectionStarted { term, waited } => {
            explain_election_start(node, term, waited, clock, f)
        }
        Decision::ElectionPostponed { term, voted } => {
            let what = if voted { "vote of term" } else { "term" };
            write!(
                f,
                "{node} postpones its election: its {what} {term} is not on disk yet."
            )
        }
        Decision::HeartbeatsHeld {
            messages,
            unconfirmed,
        } => write!(
            f,
            "{node}'s heartbeats wait for its disk: {} held back until {unconfirmed} written.",
            CountOf(messages as u64, "message is", "messages are")
        ),
        Decision::VoteGranted {
            candidate,
            term,
            theirs,
            own,
        } => {
            write!(f, "{node} votes for {candidate} in term {term}: ")?;
            compare_log_ends(["the candidate's", "its own"], theirs, own, f)
        }
        Decision::VoteDenied { candidate, reason } => {
            write!(f, "{node} refuses its vote to {candidate}: ")?;
            explain_vote_denial(node, reason, f)
        }
        Decision::VoteCounted {
            voter,
            granted,
            votes,
        } => explain_vote_counted(node, voter, granted, votes, f),
        Decision::BecameLeader { term, votes } => explain_win(node, term, votes, f),
        Decision::TermAdopted { old, new, from } => write!(
            f,
            "{node} learns of term {new} from {from} and leaves term {old}."
        ),
        Decision::SteppedDown {
            was,
            old,
            new,
            because_of,
        } => explain_step_down(node, was, [old, new], because_of, f),
        Decision::LeaderRecognized { leader, term } => {
            write!(f, "{node} follows {leader}, the leader of term {term}.")
        }
        Decision::EntriesAppended { first, count } => {
            let last = last_of(first, count);
            write!(f, "{node} appends {} to its log.", Range(first, last))
        }
        Decision::EntriesTruncated {
            first,
            last,
            own,
            leaders,
        } => explain_truncation(node, Range(first, last), own, leaders, f),
        Decision::EntriesAccepted {
            leader,
            count,
            matched,
        } => explain_accepted(node, leader, count, matched, f),
        Decision::EntriesRejected { leader, reason } => {
            write!(f, "{node} rejects {leader}'s AppendEntries: ")?;
            explain_rejection(node, reason, f)
        }
        Decision::CommandTaken { at } => write!(
            f,
            "{node} takes the command as {at}; it is not committed yet."
        ),
        Decision::CommandRefused { leader } => explain_command_refused(node, leader, f),
        Decision::MatchAdvanced {
            follower,
            match_index,
        } => write!(
            f,
            "{node} learns that {follower}'s log agrees with its own through index {match_index}."
        ),
        Decision::SteppedBack {
            follower,
            next_index,
        } => write!(
            f,
            "{follower} could not attach what {node} sent, \
             so {node} tries again from index {next_index}."
        ),
        Decision::CommitAdvanced { old, new, evidence } => {
            explain_commit(node, old, new, evidence, f)
        }
        Decision::CommitHeld { index, reason } => {
            write!(f, "{node} may not commit index {index} yet: ")?;
            explain_hold(reason, f)
        }
        Decision::MessageIgnored { from, reason } => explain_ignored(node, from, reason, f),
        Decision::Refused { from, impossible } if IS_WHOLE => {
            explain_refused(node, from, impossible, f)
        }
        Decision::Extension(decision) if IS_WHOLE => decision.explain(node, clock, f),
        // Plain Raft with all its rules takes none of these.
        Decision::Refused { .. } | Decision::Extension(_) => Ok(()),
    }
}

/// Says how long its timer ran, which is not how long nobody led: a candidate and a node that has
/// voted begin anew without a leader.
fn explain_election_start(
    node: NodeId,
    term: Term,
    waited: Option<Duration>,
    clock: WhoseClock,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match waited {
        Some(waited) => {
            write!(f, "{node}'s election timer of {}", Rough(waited))?;
            if clock == WhoseClock::ItsOwn {
                write!(f, " by its own clock")?;
            }
            write!(f, " ran out")?;
        }
        None => write!(f, "{node} was told to wait no longer")?,
    }
    write!(f, ", so it asks for votes in term {term}.")
}

fn explain_vote_counted(
    node: NodeId,
    voter: NodeId,
    granted: bool,
    votes: Tally,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match granted {
        true if voter == node => write!(f, "{node} counts its own vote: {}.", OfNeeded(votes)),
        true => write!(f, "{node} counts {voter}'s vote: {}.", OfNeeded(votes)),
        false => {
            write!(f, "{voter} did not vote for {node}, which has ")?;
            match votes.replaced() {
                None => write!(f, "{} of the {} votes it needs.", votes.count, votes.needed),
                Some(_) => write!(f, "the votes of {}.", OfNeeded(votes)),
            }
        }
    }
}

/// "2 of the 3 it needs"; in a joint configuration of the new voters, and of the old ones.
pub(super) struct OfNeeded(pub Tally);

impl Display for OfNeeded {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Tally { count, needed, .. } = self.0;
        write!(f, "{count} of the {needed} it needs")?;
        match self.0.replaced() {
            None => Ok(()),
            Some([count, needed]) => {
                write!(
                    f,
                    " of the new voters, and {count} of the {needed} of the old"
                )
            }
        }
    }
}

fn explain_win(node: NodeId, term: Term, votes: Tally, f: &mut Formatter<'_>) -> fmt::Result {
    let Tally { count, needed, .. } = votes;
    if let Some([of_old, needed_of_old]) = votes.replaced() {
        write!(
            f,
            "{count} of the new voters and {of_old} of the old vote for it, "
        )?;
        match votes.is_majority() {
            true => f.write_str("majorities of both")?,
            false => write!(f, "and majorities are {needed} and {needed_of_old}")?,
        }
    } else if votes.is_majority() {
        let votes = CountOf(count.into(), "vote is", "votes are");
        write!(f, "{votes} a majority")?;
    } else {
        let votes = CountOf(count.into(), "vote", "votes");
        write!(f, "{votes} of the {needed} that are a majority")?;
    }
    write!(f, ": {node} leads term {term}.")
}

fn explain_vote_denial(node: NodeId, reason: VoteDenial, f: &mut Formatter<'_>) -> fmt::Result {
    match reason {
        VoteDenial::OlderTerm { theirs, own } => {
            explain_older_term(node, "request", theirs, own, f)
        }
        VoteDenial::AlreadyVoted { voted_for, term } if voted_for == node => {
            write!(f, "in term {term} it has already voted for itself.")
        }
        VoteDenial::AlreadyVoted { voted_for, term } => {
            write!(f, "in term {term} it has already voted for {voted_for}.")
        }
        VoteDenial::LogBehind { theirs, own } => {
            compare_log_ends(["its own", "the candidate's"], own, theirs, f)
        }
    }
}

/// Says by which comparison `winner` is at least as up-to-date as `loser`; when a rule is left out,
/// the sentence shows that it is not.
pub(super) fn compare_log_ends(
    [winners, losers]: [&str; 2],
    winner: Option<Position>,
    loser: Option<Position>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match (winner, loser) {
        (None, None) => write!(f, "both logs are empty."),
        (None, Some(loser)) => write!(f, "{winners} log is empty, {losers} ends at {loser}."),
        (Some(winner), None) => write!(f, "{winners} log ends at {winner}, {losers} is empty."),
        (Some(winner), Some(loser)) if winner == loser => {
            write!(f, "both logs end at {winner}.")
        }
        (Some(winner), Some(loser)) if winner.term == loser.term => write!(
            f,
            "both logs end in term {}, {winners} at index {}, {losers} at index {}.",
            winner.term, winner.index, loser.index
        ),
        (Some(winner), Some(loser)) => write!(
            f,
            "{winners} log ends in term {}, {losers} in term {}.",
            winner.term, loser.term
        ),
    }
}

fn explain_older_term(
    node: NodeId,
    what: &str,
    theirs: Term,
    own: Term,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    write!(
        f,
        "the {what} is of term {theirs}, and {node} is in term {own}."
    )
}

fn explain_step_down(
    node: NodeId,
    was: RoleName,
    [old, new]: [Term; 2],
    because_of: NodeId,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match was {
        RoleName::Leader => write!(f, "{node} stops leading term {old}: ")?,
        RoleName::Candidate => write!(f, "{node} stops asking for votes in term {old}: ")?,
        RoleName::Follower => write!(f, "{node} leaves term {old}: ")?,
    }
    if old == new {
        write!(f, "{because_of} leads this term.")
    } else {
        write!(f, "a message from {because_of} carries term {new}.")
    }
}

fn explain_truncation(
    node: NodeId,
    removed: Range,
    own: Term,
    leaders: Option<Term>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let Range(first, _) = removed;
    write!(f, "{node} removes {removed}")?;
    match leaders {
        Some(leaders) => write!(
            f,
            ": its entry at index {first} is of term {own}, the leader's of term {leaders}."
        ),
        None => write!(f, ", though nothing conflicts there."),
    }
}

/// Says what the node replies, not that it is true: the two differ when a rule is left out. The
/// reply itself may still wait for the disk.
fn explain_accepted(
    node: NodeId,
    leader: NodeId,
    count: u64,
    matched: Option<Index>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match count {
        0 => write!(f, "{node} accepts {leader}'s heartbeat; its answer: ")?,
        _ => {
            let entries = CountOf(count, "entry", "entries");
            write!(f, "{node} accepts {entries} from {leader}; its answer: ")?;
        }
    }
    match matched {
        Some(matched) => write!(f, "both logs agree through index {matched}."),
        None => write!(f, "both logs agree where they begin."),
    }
}

fn explain_rejection(node: NodeId, reason: Rejection, f: &mut Formatter<'_>) -> fmt::Result {
    match reason {
        Rejection::OlderTerm { theirs, own } => explain_older_term(node, "message", theirs, own, f),
        Rejection::Missing {
            prev,
            last: Some(last),
        } => write!(
            f,
            "it builds on {prev}, and {node}'s log ends at index {last}."
        ),
        Rejection::Missing { prev, last: None } => {
            write!(f, "it builds on {prev}, and {node}'s log is empty.")
        }
        Rejection::Conflict { prev, own } => write!(
            f,
            "it builds on {prev}, and {node}'s entry at index {} is of term {own}.",
            prev.index
        ),
    }
}

fn explain_command_refused(
    node: NodeId,
    leader: Option<NodeId>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    write!(f, "{node} does not lead, so it refuses the request; it ")?;
    match leader {
        Some(leader) => write!(f, "names {leader} as the leader."),
        None => write!(f, "knows of no leader."),
    }
}

fn explain_commit(
    node: NodeId,
    old: Option<Index>,
    new: Index,
    evidence: CommitEvidence,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match old {
        Some(old) if old > new => write!(
            f,
            "{node} takes its commit index back from {old} to {new}: "
        )?,
        _ => write!(f, "{node} commits through index {new}: ")?,
    }
    explain_evidence(evidence, f)
}

fn explain_evidence(evidence: CommitEvidence, f: &mut Formatter<'_>) -> fmt::Result {
    match evidence {
        CommitEvidence::Counted { replicas } if !replicas.is_majority() => {
            explain_hold(CommitHold::TooFew { replicas }, f)
        }
        CommitEvidence::Counted { replicas } => match replicas.replaced() {
            None => write!(
                f,
                "{} it, and {}.",
                CountOf(replicas.count.into(), "node stores", "nodes store"),
                CountOf(replicas.needed.into(), "suffices", "suffice")
            ),
            Some(old) => explain_both(replicas, old, "suffice", f),
        },
        CommitEvidence::Told { leader } => {
            write!(f, "{leader}, the leader, says that this much is committed.")
        }
    }
}

fn explain_both(
    replicas: Tally,
    [of_old, needed_of_old]: [u32; 2],
    are: &str,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let Tally { count, needed, .. } = replicas;
    write!(
        f,
        "{count} of the new voters and {of_old} of the old store it, and majorities of both {are}: \
         {needed} and {needed_of_old}."
    )
}

fn explain_hold(reason: CommitHold, f: &mut Formatter<'_>) -> fmt::Result {
    match reason {
        CommitHold::TooFew { replicas } => match replicas.replaced() {
            None => write!(
                f,
                "{} it, and {} needed.",
                CountOf(replicas.count.into(), "node stores", "nodes store"),
                CountOf(replicas.needed.into(), "is", "are")
            ),
            Some(old) => explain_both(replicas, old, "are needed", f),
        },
        CommitHold::OlderTerm { entry, current } => write!(
            f,
            "a majority stores it, but it is of term {entry}, \
             and counting proves only entries of the current term {current}."
        ),
    }
}

fn explain_ignored(
    node: NodeId,
    from: NodeId,
    reason: IgnoreReason,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match reason {
        IgnoreReason::OlderTerm { theirs, own } => write!(
            f,
            "{node} ignores {from}'s message: it is of term {theirs}, and {node} is in term {own}."
        ),
        IgnoreReason::NotCandidate => write!(
            f,
            "{node} ignores {from}'s answer about a vote: it is not a candidate."
        ),
        IgnoreReason::NotLeader => write!(
            f,
            "{node} ignores {from}'s answer to a leader: it does not lead."
        ),
        IgnoreReason::Overtaken => write!(
            f,
            "{node} ignores {from}'s answer: it is not the one that {node} waits for."
        ),
        IgnoreReason::BelowMatch {
            rejected,
            match_index,
        } => write!(
            f,
            "{node} ignores {from}'s rejection at index {rejected}: {from} has confirmed index \
             {match_index}, so the rejection is late, or its disk was lost."
        ),
        IgnoreReason::Stranger if from == node => write!(
            f,
            "{node} ignores a message under its own name: it has not sent it."
        ),
        IgnoreReason::Stranger => write!(
            f,
            "{node} ignores a message from {from}, which is not a member of the cluster."
        ),
        IgnoreReason::OldLeader { .. }
        | IgnoreReason::NotAsking
        | IgnoreReason::NoReadIndex
        | IgnoreReason::OldRound { .. } => match IS_WHOLE {
            true => explain_unheeded(node, from, reason, f),
            false => Ok(()),
        },
    }
}

/// Why a node did not heed a message that only extensions send.
fn explain_unheeded(
    node: NodeId,
    from: NodeId,
    reason: IgnoreReason,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match reason {
        IgnoreReason::OldLeader { theirs, own } => write!(
            f,
            "{node} tells {from} that it does not lead any more: it asks as the leader of term \
             {theirs}, and {node} is in term {own}."
        ),
        IgnoreReason::NotAsking => write!(
            f,
            "{node} ignores {from}'s answer about a pre-vote: it asks for none now."
        ),
        IgnoreReason::NoReadIndex => {
            write!(
                f,
                "{node} gives {from} no read index: {node} does not lead."
            )
        }
        IgnoreReason::OldRound { round } => write!(
            f,
            "{node} ignores {from}'s confirmation: it is of round {round}."
        ),
        IgnoreReason::OlderTerm { .. }
        | IgnoreReason::NotCandidate
        | IgnoreReason::NotLeader
        | IgnoreReason::Overtaken
        | IgnoreReason::BelowMatch { .. }
        | IgnoreReason::Stranger => Ok(()),
    }
}

fn explain_refused(
    node: NodeId,
    from: NodeId,
    impossible: Impossible,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match impossible {
        Impossible::SecondLeader { known, term } if known == node => write!(
            f,
            "{node} refuses to believe that {from} leads term {term}: it leads this term itself."
        ),
        Impossible::SecondLeader { known, term } => write!(
            f,
            "{node} refuses to believe that {from} leads term {term}: {known} leads this term."
        ),
        Impossible::MatchBeyondLog { matched, last } => {
            write!(
                f,
                "{node} refuses to believe that {from} holds index {matched}: "
            )?;
            match last {
                Some(last) => write!(f, "its own log ends at index {last}."),
                None => write!(f, "its own log is empty."),
            }
        }
        Impossible::TermOutOfOrder { index, term } => write!(
            f,
            "{node} refuses {from}'s entries: at index {index}, term {term} is older than \
             the term before it or newer than the leader's."
        ),
        Impossible::CommittedConflict {
            index,
            own,
            leaders,
        } => write!(
            f,
            "{node} refuses {from}'s entry at index {index}, which is of term {leaders}: \
             its own entry there is of term {own} and committed."
        ),
    }
}

fn explain_append(request: &AppendEntries, f: &mut Formatter<'_>) -> fmt::Result {
    let first = request.prev.map_or(Index::FIRST, |prev| prev.index.next());
    match (request.entries.len() as u64, request.prev) {
        (0, Some(prev)) => write!(f, "a heartbeat that builds on {prev}")?,
        (0, None) => write!(f, "a heartbeat that builds on the empty log")?,
        (count, Some(prev)) => {
            write!(
                f,
                "{} to follow {prev}",
                Range(first, last_of(first, count))
            )?;
        }
        (count, None) => {
            write!(
                f,
                "{} to begin the log",
                Range(first, last_of(first, count))
            )?;
        }
    }
    match request.leader_commit {
        Some(index) => write!(f, "; it knows index {index} to be committed."),
        None => write!(f, "; it knows of no committed entry."),
    }
}

fn explain_append_reply(
    to: NodeId,
    reply: AppendEntriesReply,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match reply {
        AppendEntriesReply::Matched(Some(matched)) => {
            write!(
                f,
                "tells {to} that both logs agree through index {matched}."
            )
        }
        AppendEntriesReply::Matched(None) => {
            write!(f, "tells {to} that both logs agree where they begin.")
        }
        AppendEntriesReply::Rejected { prev, hint } => {
            write!(f, "rejects what {to} sent")?;
            if let Some(prev) = prev {
                write!(f, " to build on index {prev}")?;
            }
            match hint {
                Some(hint) => write!(f, "; {hint} is the last that may agree."),
                None => write!(f, "."),
            }
        }
    }
}

fn log_end(last: Option<Position>) -> impl Display {
    fmt::from_fn(move |f| match last {
        Some(last) => write!(f, "ends at {last}"),
        None => write!(f, "is empty"),
    })
}

fn last_of(first: Index, count: u64) -> Index {
    Index::after_count(first.get().saturating_add(count).saturating_sub(2))
}

/// "entry 4", or "entries 4 to 6".
#[derive(Clone, Copy)]
struct Range(Index, Index);

impl Display for Range {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            Range(first, last) if first == last => write!(f, "entry {first}"),
            Range(first, last) => write!(f, "entries {first} to {last}"),
        }
    }
}

impl Display for Unconfirmed {
    /// What is not on disk yet, with its verb: "entry 2 is", "its vote of term 3 and entry 2 are".
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(term) = self.term {
            match self.voted {
                true => write!(f, "its vote of term {term}")?,
                false => write!(f, "its term {term}")?,
            }
        }
        let Some(first) = self.log_from else {
            return write!(f, " is");
        };
        if self.term.is_some() {
            write!(f, " and ")?;
        }
        let last = self.log_last.filter(|last| *last >= first);
        match last {
            Some(last) => write!(f, "{}", Range(first, last))?,
            None => write!(f, "the removal of entries from {first} on")?,
        }
        let is_one = self.term.is_none() && last.is_none_or(|last| last == first);
        write!(f, "{}", if is_one { " is" } else { " are" })
    }
}

/// A span with three digits or so, cut rather than rounded: a timer that ran for 1.629 s has
/// certainly run for 1.62 s.
pub(super) struct Rough(pub(super) Duration);

impl Display for Rough {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Duration(micros) = self.0;
        let step = match micros {
            0..1_000 => 1,
            1_000..1_000_000 => 1_000,
            _ => 10_000,
        };
        Duration(micros - micros % step).fmt(f)
    }
}
