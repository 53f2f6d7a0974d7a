//! The rules of leaders for the replies of followers, and for committing (Raft Figure 2, §5.3,
//! §5.4.2).

use alloc::format;
use alloc::string::String;

use raft_core::quorum::{Counted, Tally};
use raft_core::{
    AppendEntriesReply, Body, CommitEvidence, CommitHold, Decision, IgnoreReason, Index, Input,
    Progress, ReplicationMode, RoleName, Term,
};

use super::lines::{Rule, majority, number};
use crate::decided::asked::Asked;

pub(super) fn rule(asked: &Asked, decision: &Decision) -> Rule {
    let mut rule = Rule::of("Rules for leaders (Raft Figure 2, §5.3, §5.4.2)");
    if let Input::Receive { from, message } = &asked.input {
        let leads =
            asked.node.role_name() == RoleName::Leader && message.term <= asked.node.current_term();
        let progress = asked.node.progress_of(*from);
        let known = progress.and_then(|it| it.match_index);
        let ignored = match decision {
            Decision::MessageIgnored { reason, .. } => Some(*reason),
            _ => None,
        };
        rule = rule.newer_term(asked, message).ends_when(
            "if the node does not lead: ignore the reply",
            format!("state = {}", asked.node.role_name().word()),
            !leads,
            ignored == Some(IgnoreReason::NotLeader),
        );
        match message.body {
            Body::AppendEntriesReply(AppendEntriesReply::Matched(matched)) => {
                let last = asked.node.log().last_index();
                rule = rule.ends_when(
                    "if the reply holds more than the own log: refuse it",
                    format!(
                        "the reply = {}, last log index = {}",
                        number(matched),
                        number(last)
                    ),
                    matched > last,
                    matches!(decision, Decision::Refused { .. }),
                );
                rule = rule.when(
                    "if success: matchIndex[i] and nextIndex[i] rise to what the reply says",
                    format!(
                        "the reply = {}, matchIndex[i] = {}",
                        number(matched),
                        number(known)
                    ),
                    matched > known,
                    matches!(decision, Decision::MatchAdvanced { .. }),
                );
            }
            Body::AppendEntriesReply(AppendEntriesReply::Rejected { prev, .. }) => {
                let is_late = leads && is_late(progress, prev);
                let next = progress.and_then(|it| it.next_index.previous());
                rule = rule
                    .ends_when(
                        "if a rejection is at or below matchIndex[i], or of an earlier message: \
                         ignore it",
                        format!(
                            "rejected = {}, matchIndex[i] = {}, nextIndex[i] − 1 = {}",
                            number(prev),
                            number(known),
                            number(next)
                        ),
                        is_late,
                        ignored.is_some_and(|it| it != IgnoreReason::NotLeader),
                    )
                    .then(
                        "nextIndex[i] ← further back, try again",
                        matches!(decision, Decision::SteppedBack { .. }),
                    );
                return rule.ended();
            }
            _ => {}
        }
    }
    commits(rule, asked, decision)
}

/// Whether a rejection says nothing new of the follower's log.
fn is_late(progress: Option<Progress>, rejected: Option<Index>) -> bool {
    let (Some(rejected), Some(progress)) = (rejected, progress) else {
        return true;
    };
    let pipelines = progress.mode == ReplicationMode::Pipelining;
    let is_answer = pipelines || Some(rejected) == progress.next_index.previous();
    Some(rejected) <= progress.match_index || !is_answer
}

fn is_on(index: Index, replicas: Tally) -> String {
    format!(
        "N = {index} is on {} nodes, {}",
        Counted(replicas),
        majority(replicas)
    )
}

/// Whether an index is committed, and which of the two conditions said so.
fn commits(rule: Rule, asked: &Asked, decision: &Decision) -> Rule {
    let current = asked.node.current_term();
    let (counted, is_too_few, older) = match *decision {
        Decision::CommitAdvanced {
            new,
            evidence: CommitEvidence::Counted { replicas },
            ..
        } => (
            is_on(new, replicas),
            !replicas.is_majority(),
            Some((term_of(asked, new), current)),
        ),
        Decision::CommitHeld {
            index,
            reason: CommitHold::TooFew { replicas },
        } => (is_on(index, replicas), true, None),
        Decision::CommitHeld {
            index,
            reason: CommitHold::OlderTerm { entry, current },
        } => (
            format!("N = {index} is on a majority"),
            false,
            Some((entry, current)),
        ),
        _ => return rule.ended(),
    };
    let rule = rule.ends_when(
        "if no N > commitIndex has matchIndex[i] ≥ N on a majority: commit nothing",
        counted,
        is_too_few,
        matches!(
            decision,
            Decision::CommitHeld {
                reason: CommitHold::TooFew { .. },
                ..
            }
        ),
    );
    let (entry, current) = older.unwrap_or((current, current));
    rule.ends_when(
        "if log[N].term is not currentTerm: commit nothing (§5.4.2)",
        format!("log[N].term = {entry}, currentTerm = {current}"),
        entry != current,
        matches!(
            decision,
            Decision::CommitHeld {
                reason: CommitHold::OlderTerm { .. },
                ..
            }
        ),
    )
    .then(
        "commitIndex ← N",
        matches!(decision, Decision::CommitAdvanced { .. }),
    )
    .ended()
}

fn term_of(asked: &Asked, index: Index) -> Term {
    let term = asked.node.log().term_at(index);
    // An entry of this very step is of the term that the node leads.
    term.unwrap_or(asked.node.current_term())
}
