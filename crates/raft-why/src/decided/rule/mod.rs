//! The rule behind a decision as pseudocode in the paper's terms: each condition with its values
//! at that moment, and the line that decided.
//!
//! The values are those that the node was asked with. A test holds that the line that decided is
//! the one at which a reader of these lines arrives.

mod append;
mod command;
mod election;
mod extension;
mod leader;
mod lines;
mod term;
mod vote;

use raft_core::{Body, Bugs, Decision, IgnoreReason, Impossible, Input};

pub use lines::{Rule, RuleLine};

use super::asked::Asked;

/// The rule by which the node came to this decision of a step.
#[must_use]
pub fn rule(asked: &Asked, decision: &Decision) -> Rule {
    let rule = rule_of(asked, decision).ended();
    let is_whole = asked.node.config().bugs == Bugs::NONE;
    match rule.has_decided() || is_whole {
        true => rule,
        false => extension::left_out(decision),
    }
}

fn rule_of(asked: &Asked, decision: &Decision) -> Rule {
    let body = match &asked.input {
        Input::Receive { message, .. } => Some(&message.body),
        _ => None,
    };
    let appends = matches!(body, Some(Body::AppendEntries(_)));
    let about_snapshot = matches!(
        body,
        Some(Body::InstallSnapshot(_) | Body::InstallSnapshotReply(_))
    );
    match decision {
        Decision::ElectionStarted { .. } | Decision::ElectionPostponed { .. } => {
            election::rule(asked, decision)
        }
        Decision::VoteGranted { .. } | Decision::VoteDenied { .. } => {
            vote::request(asked, decision)
        }
        Decision::VoteCounted { .. } | Decision::BecameLeader { .. } => {
            vote::reply(asked, decision)
        }
        Decision::TermAdopted { .. } => term::rule(asked, decision),
        Decision::SteppedDown { old, new, .. } if old != new => term::rule(asked, decision),
        Decision::MatchAdvanced { .. }
        | Decision::CommitAdvanced { .. }
        | Decision::CommitHeld { .. }
        | Decision::LeaderRecognized { .. }
        | Decision::SteppedDown { .. }
        | Decision::Refused { .. }
            if about_snapshot =>
        {
            extension::by_snapshot(decision)
        }
        Decision::EntriesAppended { first, .. } if !appends => {
            command::appended(asked, decision, *first)
        }
        Decision::CommitAdvanced { .. } if !appends => leader::rule(asked, decision),
        Decision::Refused {
            impossible: Impossible::MatchBeyondLog { .. },
            ..
        } => leader::rule(asked, decision),
        Decision::SteppedDown { .. }
        | Decision::LeaderRecognized { .. }
        | Decision::EntriesAppended { .. }
        | Decision::EntriesTruncated { .. }
        | Decision::EntriesAccepted { .. }
        | Decision::EntriesRejected { .. }
        | Decision::CommitAdvanced { .. }
        | Decision::Refused { .. } => append::rule(asked, decision),
        Decision::CommandTaken { .. } | Decision::CommandRefused { .. } => {
            command::rule(asked, decision)
        }
        Decision::MatchAdvanced { .. }
        | Decision::SteppedBack { .. }
        | Decision::CommitHeld { .. } => leader::rule(asked, decision),
        Decision::MessageIgnored { reason, .. } => ignored(asked, decision, *reason, body),
        Decision::HeartbeatsHeld { .. } => extension::held(decision),
        Decision::Extension(_) => extension::rule(decision),
    }
}

fn ignored(asked: &Asked, decision: &Decision, reason: IgnoreReason, body: Option<&Body>) -> Rule {
    match (reason, body) {
        (
            IgnoreReason::OlderTerm { .. }
            | IgnoreReason::OldLeader { .. }
            | IgnoreReason::Stranger,
            _,
        ) => term::rule(asked, decision),
        (IgnoreReason::NotCandidate, Some(Body::RequestVoteReply(_))) => {
            vote::reply(asked, decision)
        }
        (_, Some(Body::AppendEntriesReply(_))) => leader::rule(asked, decision),
        _ => extension::late(decision),
    }
}
