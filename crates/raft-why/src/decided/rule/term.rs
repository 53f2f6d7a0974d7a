//! The rules about terms (Raft §5.1, Figure 2 "all servers").

use alloc::format;

use raft_core::{Decision, Extension, IgnoreReason, Input};

use super::lines::{Rule, terms};
use crate::decided::asked::Asked;

pub(super) fn rule(asked: &Asked, decision: &Decision) -> Rule {
    let rule = Rule::of("Rules for all servers (Raft Figure 2, §5.1)");
    let Input::Receive { from, message } = &asked.input else {
        return rule;
    };
    let own = asked.node.current_term();
    let is_stranger = matches!(
        decision,
        Decision::MessageIgnored {
            reason: IgnoreReason::Stranger,
            ..
        }
    );
    let node = &asked.node;
    // While members come and go, only replies of those who have left are ignored.
    let (stranger, is_other_member) = match node.config().extensions.has(Extension::Membership) {
        true => (
            "if a reply is of no other member: ignore it; requests of machines outside are heard \
             on purpose (Thesis §4.1)",
            !is_stranger,
        ),
        false => (
            "if the sender is no other member: ignore the message",
            node.configuration().others(node.id()).contains(*from),
        ),
    };
    // A pre-vote tells the term that would be opened where a rule is left out.
    let told = match *decision {
        Decision::TermAdopted { new, .. } | Decision::SteppedDown { new, .. } => new,
        _ => message.term,
    };
    let is_old = matches!(decision, Decision::MessageIgnored { .. }) && !is_stranger;
    let steps_down = matches!(decision, Decision::SteppedDown { .. });
    rule.ends_when(
        stranger,
        format!("sender = {from}"),
        !is_other_member,
        is_stranger,
    )
    .when(
        "if term > currentTerm:",
        terms(told, own),
        told > own,
        false,
    )
    .then(
        "    currentTerm ← term, votedFor ← none",
        matches!(decision, Decision::TermAdopted { .. }),
    )
    .then("    become a follower", steps_down)
    .ends_when(
        "if a reply is of term < currentTerm: ignore it",
        terms(message.term, own),
        message.term < own,
        is_old,
    )
    .ended()
}
