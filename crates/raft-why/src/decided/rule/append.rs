//! The receiver's rule of AppendEntries (Raft Figure 2, §5.3).

use alloc::format;

use raft_core::{
    AppendEntries, Body, CommitEvidence, Decision, Impossible, Index, Input, Log, Message,
    Rejection, RoleName, Term,
};

use super::lines::{Rule, number, place, term_then, terms, who};
use crate::decided::asked::Asked;

pub(super) fn rule(asked: &Asked, decision: &Decision) -> Rule {
    let rule = Rule::of("AppendEntries, the receiver (Raft Figure 2)");
    let Input::Receive { from, message } = &asked.input else {
        return rule;
    };
    let own = term_then(asked, message);
    let leader = asked
        .node
        .leader()
        .filter(|_| own == asked.node.current_term());
    let follows = matches!(
        decision,
        Decision::SteppedDown { .. } | Decision::LeaderRecognized { .. }
    );
    let stands = own == asked.node.current_term() && asked.node.role_name() == RoleName::Candidate;
    let is_second = matches!(
        decision,
        Decision::Refused {
            impossible: Impossible::SecondLeader { .. },
            ..
        }
    );
    let older = matches!(
        decision,
        Decision::EntriesRejected {
            reason: Rejection::OlderTerm { .. },
            ..
        }
    );
    let rule = rule
        .newer_term(asked, message)
        .ends_when(
            "if term < currentTerm: reply false (§5.1)",
            terms(message.term, own),
            message.term < own,
            older,
        )
        .ends_when(
            "if another leader of this term is known: refuse, since there is one at most (§5.2)",
            format!("leader = {}, sender = {from}", who(leader)),
            leader.is_some_and(|leader| leader != *from),
            is_second,
        )
        .when(
            "if the node stands or knows no leader: follow the sender (§5.2)",
            format!(
                "state = {}, leader = {}",
                if stands { "candidate" } else { "follower" },
                who(leader)
            ),
            stands || leader.is_none(),
            follows,
        )
        .then("start the election timer anew", false);
    let rule = match &message.body {
        Body::AppendEntries(request) => entries(rule, asked, message, request, decision),
        _ => rule,
    };
    rule.ended()
}

fn entries(
    rule: Rule,
    asked: &Asked,
    message: &Message,
    request: &AppendEntries,
    decision: &Decision,
) -> Rule {
    let (log, prev) = (asked.node.log(), request.prev);
    let at_prev = prev.and_then(|prev| log.position_at(prev.index));
    let conflict = first_conflict(log, request);
    let fresh = log.last_index() < request.last_covered() || conflict.is_some();
    let bound = request.leader_commit.min(request.last_covered());
    let commit = asked.node.commit_index();
    let rule = rule
        .ends_when(
            "if the log has no entry at prevLogIndex of prevLogTerm: reply false (§5.3)",
            format!(
                "(prevLogTerm, prevLogIndex) = {}, the log's there = {}",
                place(prev),
                place(at_prev)
            ),
            !log.agrees_at(prev),
            matches!(
                decision,
                Decision::EntriesRejected {
                    reason: Rejection::Missing { .. } | Rejection::Conflict { .. },
                    ..
                }
            ),
        )
        .ends_when(
            "if an entry cannot be of this leader: refuse (§5.3, §5.4.3)",
            format!("term = {}, commitIndex = {}", message.term, number(commit)),
            cannot_be(log, commit, message.term, request),
            matches!(
                decision,
                Decision::Refused {
                    impossible: Impossible::TermOutOfOrder { .. }
                        | Impossible::CommittedConflict { .. },
                    ..
                }
            ),
        )
        .when(
            "if an entry conflicts with a new one: delete it and all that follow (§5.3)",
            format!("the first that conflicts = {}", number(conflict)),
            conflict.is_some(),
            matches!(decision, Decision::EntriesTruncated { .. }),
        );
    rule.when(
        "append the new entries that are not in the log",
        format!(
            "the message goes through {}, the log through {}",
            number(request.last_covered()),
            number(log.last_index())
        ),
        fresh,
        matches!(decision, Decision::EntriesAppended { .. }),
    )
    .when(
        "if leaderCommit > commitIndex: commitIndex ← min(leaderCommit, index of the last new \
         entry)",
        format!(
            "leaderCommit = {}, last new entry = {}, commitIndex = {}",
            number(request.leader_commit),
            number(request.last_covered()),
            number(commit)
        ),
        bound > commit,
        matches!(
            decision,
            Decision::CommitAdvanced {
                evidence: CommitEvidence::Told { .. },
                ..
            }
        ),
    )
    .then(
        "reply true",
        matches!(decision, Decision::EntriesAccepted { .. }),
    )
}

/// Whether no leader of this term can send these entries: terms never fall along a log, and no
/// committed entry is ever replaced.
fn cannot_be(log: &Log, commit: Option<Index>, term: Term, request: &AppendEntries) -> bool {
    let before = request.prev.map_or(Term(0), |prev| prev.term);
    let terms = core::iter::once(before).chain(request.entries.iter().map(|entry| entry.term));
    let in_order = terms
        .clone()
        .zip(terms.skip(1))
        .all(|(one, next)| one <= next);
    let newest = request.entries.last().map_or(Term(0), |entry| entry.term);
    let conflict = first_conflict(log, request);
    !in_order || newest > term || conflict.is_some() && conflict <= commit
}

/// The first index at which the log holds another entry than the message.
fn first_conflict(log: &Log, request: &AppendEntries) -> Option<Index> {
    let mut index = Index::after(request.prev.map(|prev| prev.index));
    for entry in &*request.entries {
        if log.term_at(index).is_some_and(|own| own != entry.term) {
            return Some(index);
        }
        index = index.next();
    }
    None
}
