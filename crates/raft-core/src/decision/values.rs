//! The values of a decision by name, for programs that read a run.

use crate::decision::{
    CommitEvidence, CommitHold, Decision, IgnoreReason, Impossible, Rejection, VoteDenial,
};
use crate::quorum::Tally;
use crate::types::{Index, Position};
use crate::whole::IS_WHOLE;

impl Decision {
    /// Calls `tell` with the name and the number of each value that went into the decision. A
    /// node, a term or an index is its number, a span is in microseconds, and yes is 1. A value
    /// that is absent is left out.
    pub fn each_value(&self, mut tell: impl FnMut(&'static str, u64)) {
        let tell: &mut dyn FnMut(&'static str, u64) = &mut tell;
        match *self {
            Decision::ElectionStarted { term, waited } => {
                tell("term", term.0);
                if let Some(waited) = waited {
                    tell("waited_us", waited.0);
                }
            }
            Decision::ElectionPostponed { term, voted } => {
                tell("term", term.0);
                tell("voted", voted.into());
            }
            Decision::HeartbeatsHeld {
                messages,
                unconfirmed,
            } => {
                tell("messages", messages as u64);
                if let Some(term) = unconfirmed.term {
                    tell("term", term.0);
                    tell("voted", unconfirmed.voted.into());
                }
                if let Some(first) = unconfirmed.log_from {
                    tell("index", first.get());
                }
            }
            Decision::VoteGranted {
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
            Decision::VoteDenied { candidate, reason } => {
                tell("candidate", candidate.0.into());
                tell_denial(reason, tell);
            }
            Decision::VoteCounted {
                voter,
                granted,
                votes,
            } => {
                tell("voter", voter.0.into());
                tell("granted", granted.into());
                tell_tally(votes, "votes", tell);
            }
            Decision::BecameLeader { term, votes } => {
                tell("term", term.0);
                tell_tally(votes, "votes", tell);
            }
            Decision::TermAdopted { old, new, from } => {
                tell("old_term", old.0);
                tell("new_term", new.0);
                tell("from", from.0.into());
            }
            Decision::SteppedDown {
                old,
                new,
                because_of,
                ..
            } => {
                tell("old_term", old.0);
                tell("new_term", new.0);
                tell("because_of", because_of.0.into());
            }
            Decision::LeaderRecognized { leader, term } => {
                tell("leader", leader.0.into());
                tell("term", term.0);
            }
            Decision::EntriesAppended { first, count } => {
                tell("first_index", first.get());
                tell("count", count);
            }
            Decision::EntriesTruncated {
                first,
                last,
                own,
                leaders,
            } => {
                tell("first_index", first.get());
                tell("last_index", last.get());
                tell("own_term", own.0);
                if let Some(leaders) = leaders {
                    tell("leaders_term", leaders.0);
                }
            }
            Decision::EntriesAccepted {
                leader,
                count,
                matched,
            } => {
                tell("leader", leader.0.into());
                tell("count", count);
                tell_index(matched, "matched_index", tell);
            }
            Decision::EntriesRejected { leader, reason } => {
                tell("leader", leader.0.into());
                tell_rejection(reason, tell);
            }
            Decision::CommandTaken { at } => tell_place(Some(at), ["index", "term"], tell),
            Decision::CommandRefused { leader } => {
                if let Some(leader) = leader {
                    tell("leader", leader.0.into());
                }
            }
            Decision::MatchAdvanced {
                follower,
                match_index,
            } => {
                tell("follower", follower.0.into());
                tell("match_index", match_index.get());
            }
            Decision::SteppedBack {
                follower,
                next_index,
            } => {
                tell("follower", follower.0.into());
                tell("next_index", next_index.get());
            }
            Decision::CommitAdvanced { old, new, evidence } => {
                tell_index(old, "old_index", tell);
                tell("new_index", new.get());
                match evidence {
                    CommitEvidence::Counted { replicas } => {
                        tell_tally(replicas, "replicas", tell);
                    }
                    CommitEvidence::Told { leader } => tell("leader", leader.0.into()),
                }
            }
            Decision::CommitHeld { index, reason } => {
                tell("index", index.get());
                match reason {
                    CommitHold::TooFew { replicas } => tell_tally(replicas, "replicas", tell),
                    CommitHold::OlderTerm { entry, current } => {
                        tell("entry_term", entry.0);
                        tell("current_term", current.0);
                    }
                }
            }
            Decision::MessageIgnored { from, reason } => {
                tell("from", from.0.into());
                if let IgnoreReason::OlderTerm { theirs, own }
                | IgnoreReason::OldLeader { theirs, own } = reason
                {
                    tell("their_term", theirs.0);
                    tell("own_term", own.0);
                }
            }
            Decision::Refused { from, impossible } if IS_WHOLE => {
                tell("from", from.0.into());
                tell_impossible(impossible, tell);
            }
            Decision::Extension(decision) if IS_WHOLE => decision.each_value(tell),
            Decision::Refused { .. } | Decision::Extension(_) => {}
        }
    }
}

pub(super) type Tell<'a> = &'a mut dyn FnMut(&'static str, u64);

fn tell_denial(reason: VoteDenial, tell: Tell<'_>) {
    match reason {
        VoteDenial::OlderTerm { theirs, own } => {
            tell("their_term", theirs.0);
            tell("own_term", own.0);
        }
        VoteDenial::AlreadyVoted { voted_for, term } => {
            tell("voted_for", voted_for.0.into());
            tell("term", term.0);
        }
        VoteDenial::LogBehind { theirs, own } => {
            tell_place(theirs, ["their_last_index", "their_last_term"], tell);
            tell_place(own, ["own_last_index", "own_last_term"], tell);
        }
    }
}

fn tell_rejection(reason: Rejection, tell: Tell<'_>) {
    match reason {
        Rejection::OlderTerm { theirs, own } => {
            tell("their_term", theirs.0);
            tell("own_term", own.0);
        }
        Rejection::Missing { prev, last } => {
            tell_place(Some(prev), ["prev_index", "prev_term"], tell);
            tell_index(last, "last_index", tell);
        }
        Rejection::Conflict { prev, own } => {
            tell_place(Some(prev), ["prev_index", "prev_term"], tell);
            tell("own_term", own.0);
        }
    }
}

fn tell_impossible(impossible: Impossible, tell: Tell<'_>) {
    match impossible {
        Impossible::SecondLeader { known, term } => {
            tell("known_leader", known.0.into());
            tell("term", term.0);
        }
        Impossible::MatchBeyondLog { matched, last } => {
            tell("matched_index", matched.get());
            tell_index(last, "last_index", tell);
        }
        Impossible::TermOutOfOrder { index, term } => {
            tell("index", index.get());
            tell("term", term.0);
        }
        Impossible::CommittedConflict {
            index,
            own,
            leaders,
        } => {
            tell("index", index.get());
            tell("own_term", own.0);
            tell("leaders_term", leaders.0);
        }
    }
}

pub(super) fn tell_place(
    place: Option<Position>,
    [index, term]: [&'static str; 2],
    tell: Tell<'_>,
) {
    if let Some(place) = place {
        tell(index, place.index.get());
        tell(term, place.term.0);
    }
}

pub(super) fn tell_index(index: Option<Index>, name: &'static str, tell: Tell<'_>) {
    if let Some(index) = index {
        tell(name, index.get());
    }
}

/// How many do something, and how many are needed; in a joint configuration, also of the voters
/// that it replaces.
pub(super) fn tell_tally(tally: Tally, name: &'static str, tell: Tell<'_>) {
    tell(name, tally.count.into());
    tell("needed", tally.needed.into());
    if let Some([count, needed]) = tally.replaced() {
        tell("of_old_voters", count.into());
        tell("needed_of_old_voters", needed.into());
    }
}
