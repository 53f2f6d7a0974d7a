//! The rule for a client's command (Raft §5.3, §8).

use alloc::format;

use raft_core::{Decision, Input, RoleName};

use super::lines::{Rule, who};
use crate::decided::asked::Asked;

pub(super) fn rule(asked: &Asked, decision: &Decision) -> Rule {
    let node = &asked.node;
    let leads = node.role_name() == RoleName::Leader;
    let refused = matches!(decision, Decision::CommandRefused { .. });
    if !matches!(asked.input, Input::Propose { .. } | Input::Read { .. }) {
        return Rule::of("Rules for leaders (Raft Figure 2, §8)").then(
            "a new leader appends a blank entry to the local log (§8)",
            true,
        );
    }
    // A transfer whose time is over ends before anything else of the step.
    let has_ended = asked
        .decisions()
        .iter()
        .any(|it| it.name() == "transfer_aborted");
    let successor = node.successor().filter(|_| !has_ended);
    Rule::of("Rules for leaders, and §8 for the others (Raft Figure 2)")
        .ends_when(
            "if the node does not lead: name the leader that it knows (§8)",
            format!(
                "state = {}, leader = {}",
                node.role_name().word(),
                who(node.leader())
            ),
            !leads,
            refused,
        )
        .ends_when(
            "if it hands over its lead: put the command off (Thesis §3.10)",
            format!("successor = {}", who(successor)),
            successor.is_some(),
            false,
        )
        .then(
            "append the entry to the local log, send it to all others (§5.3)",
            !refused,
        )
        .ended()
}
