//! What would have changed a decision.

use alloc::vec::Vec;

use raft_core::{Decision, ExtensionDecision};

use super::asked::Asked;
use super::candidates;
use super::change::Change;

/// One value that, had it been another one, would have changed a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterfactual {
    /// The value as it would have been.
    pub change: Change,
    /// The value as it was.
    pub was: Change,
    /// What the node decides then and did not decide; `None` where it only does not decide this.
    pub instead: Option<Decision>,
}

/// As many are told at most.
const TOLD_MAX: usize = 6;

/// Decisions that answer one question: a vote is granted or denied.
const ONE_QUESTION: [&[&str]; 10] = [
    &[
        "vote_granted",
        "vote_denied",
        "vote_ignored",
        "vote_withheld",
    ],
    &["pre_vote_granted", "pre_vote_denied"],
    &["election_timeout", "election_postponed", "pre_vote_asked"],
    &["entries_accepted", "entries_rejected"],
    &["match_advanced", "stepped_back"],
    &["committed", "commit_held"],
    &[
        "command_taken",
        "command_refused",
        "command_put_off",
        "backlog_full",
    ],
    &["transfer_begun", "transfer_refused"],
    &["transfer_waits", "timeout_now_sent"],
    &[
        "read_answered",
        "read_answered_by_lease",
        "read_answered_by_follower",
        "read_waits_for_term",
        "read_waits_for_apply",
        "read_round_begun",
    ],
];

/// What would have changed this decision of a step. Each is the nearest value of its kind that
/// does. Those come first with which the node answers the same question otherwise.
#[must_use]
pub fn would_change(asked: &Asked, decision: &Decision) -> Vec<Counterfactual> {
    let decided = asked.decisions();
    let groups = candidates::groups(asked).into_iter();
    let found = groups.filter_map(|group| {
        let mut changes = group.into_iter();
        changes.find_map(|change| counterfactual(asked, &decided, decision, change))
    });
    let mut found: Vec<Counterfactual> = found.collect();
    found.sort_by_key(|it| !it.instead.is_some_and(|it| answers_the_same(decision, &it)));
    found.truncate(TOLD_MAX);
    found
}

fn answers_the_same(one: &Decision, other: &Decision) -> bool {
    let mut questions = ONE_QUESTION.iter();
    questions.any(|names| names.contains(&one.name()) && names.contains(&other.name()))
}

fn counterfactual(
    asked: &Asked,
    decided: &[Decision],
    decision: &Decision,
    change: Change,
) -> Option<Counterfactual> {
    let was = change.present(asked)?;
    let then = change.made_in(asked)?.decisions();
    if then.iter().any(|other| is_same_answer(decision, other)) {
        return None;
    }
    let is_new = |other: &&Decision| !decided.iter().any(|one| is_same_answer(one, other));
    Some(Counterfactual {
        change,
        was,
        instead: then.iter().find(is_new).copied(),
    })
}

/// Whether two decisions are the same answer, whatever values went into them: a vote that is
/// refused for another reason is refused all the same.
#[must_use]
pub(crate) fn is_same_answer(one: &Decision, other: &Decision) -> bool {
    one.name() == other.name()
        && match (one, other) {
            (
                Decision::VoteCounted { granted, .. },
                Decision::VoteCounted { granted: other, .. },
            ) => granted == other,
            (
                Decision::Extension(ExtensionDecision::PreVoteCounted { granted, .. }),
                Decision::Extension(ExtensionDecision::PreVoteCounted { granted: other, .. }),
            ) => granted == other,
            (Decision::CommitAdvanced { new, .. }, Decision::CommitAdvanced { new: other, .. }) => {
                other >= new
            }
            (
                Decision::MatchAdvanced { match_index, .. },
                Decision::MatchAdvanced {
                    match_index: other, ..
                },
            ) => other >= match_index,
            _ => true,
        }
}
