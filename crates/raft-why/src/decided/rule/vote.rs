//! The rules of RequestVote: the receiver's, and the candidate's for the replies (Raft Figure 2).

use alloc::format;

use raft_core::quorum::Counted;
use raft_core::{
    Body, Decision, IgnoreReason, Input, RequestVote, RequestVoteReply, RoleName, VoteDenial,
};

use super::lines::{Rule, majority, place, term_then, terms, who};
use crate::decided::asked::Asked;

pub(super) fn request(asked: &Asked, decision: &Decision) -> Rule {
    let rule = Rule::of("RequestVote, the receiver (Raft Figure 2)");
    let Input::Receive { from, message } = &asked.input else {
        return rule;
    };
    let Body::RequestVote(RequestVote { last, .. }) = message.body else {
        return rule;
    };
    let node = &asked.node;
    let own = term_then(asked, message);
    let voted = node.voted_for().filter(|_| own == node.current_term());
    let reason = match decision {
        Decision::VoteDenied { reason, .. } => Some(*reason),
        _ => None,
    };
    rule.newer_term(asked, message)
        .ends_when(
            "if term < currentTerm: reply false (§5.1)",
            terms(message.term, own),
            message.term < own,
            matches!(reason, Some(VoteDenial::OlderTerm { .. })),
        )
        .ends_when(
            "if votedFor is another candidate: reply false (§5.2)",
            format!("votedFor = {}, candidateId = {from}", who(voted)),
            voted.is_some_and(|voted| voted != *from),
            matches!(reason, Some(VoteDenial::AlreadyVoted { .. })),
        )
        .ends_when(
            "if (lastLogTerm, lastLogIndex) < the receiver's: reply false (§5.4.1)",
            format!(
                "the candidate's = {}, the receiver's = {}",
                place(last),
                place(node.log().last())
            ),
            last < node.log().last(),
            matches!(reason, Some(VoteDenial::LogBehind { .. })),
        )
        .then(
            "votedFor ← candidateId, start the election timer anew, reply true",
            reason.is_none(),
        )
        .ended()
}

pub(super) fn reply(asked: &Asked, decision: &Decision) -> Rule {
    let mut rule = Rule::of("Rules for candidates (Raft Figure 2, §5.2)");
    let node = &asked.node;
    let mut granted = true;
    let mut role = node.role_name();
    let mut stands = role == RoleName::Candidate;
    if let Input::Receive { message, .. } = &asked.input {
        if let Body::RequestVoteReply(reply) = message.body {
            granted = reply == RequestVoteReply::Granted;
            stands &= message.term <= node.current_term();
            rule = rule.newer_term(asked, message);
        }
    } else if let Decision::VoteCounted { .. } | Decision::BecameLeader { .. } = decision {
        // Its own vote counts as soon as its disk holds it: in the step in which it stands, or
        // later.
        role = RoleName::Candidate;
        stands = true;
    }
    if let Decision::VoteCounted { granted: is, .. } = decision {
        granted = *is;
    }
    let votes = match decision {
        Decision::VoteCounted { votes, .. } | Decision::BecameLeader { votes, .. } => *votes,
        _ => node.configuration().tally(node.votes()),
    };
    let is_vote = matches!(decision, Decision::VoteCounted { .. });
    let is_ignored = matches!(
        decision,
        Decision::MessageIgnored {
            reason: IgnoreReason::NotCandidate,
            ..
        }
    );
    rule.ends_when(
        "if the node does not stand: ignore the reply",
        format!("state = {}", role.word()),
        !stands,
        is_ignored,
    )
    .ends_when(
        "if voteGranted is false: count no vote",
        format!("voteGranted = {granted}"),
        !granted,
        is_vote && !granted,
    )
    .then("add the voter to the votes", is_vote && granted)
    .when(
        "if the votes are a majority: become leader",
        format!("votes = {}, {}", Counted(votes), majority(votes)),
        votes.is_majority(),
        matches!(decision, Decision::BecameLeader { .. }),
    )
    .ended()
}
