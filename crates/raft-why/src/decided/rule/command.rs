//! The rules for what clients ask, each kind by its own: a command, a read, or a change of the
//! members (Raft §5.3, §8, Thesis §4.1, §6.4); and for what a leader appends by itself.

use alloc::format;
use alloc::string::String;

use raft_core::{
    Decision, Extension, ExtensionDecision, Index, Input, MembershipDecision, NodeId, RoleName,
};

use super::extension;
use super::lines::{Rule, who};
use crate::decided::asked::Asked;

/// The rule for what this node was asked.
pub(super) fn rule(asked: &Asked, decision: &Decision) -> Rule {
    let refused = matches!(decision, Decision::CommandRefused { .. });
    match asked.input {
        Input::Read { .. } => read(asked, refused),
        Input::Change { .. } => change(asked, refused),
        _ => command(asked, refused),
    }
}

/// The rule by which a leader appends an entry from this index on: a command, a configuration, or
/// the blank entry of a new leader.
pub(super) fn appended(asked: &Asked, decision: &Decision, first: Index) -> Rule {
    let is_this = |it: &Decision| {
        let Decision::Extension(ExtensionDecision::Membership(it)) = it else {
            return false;
        };
        matches!(it, MembershipDecision::Appended { at, .. } if *at == first)
    };
    if let Some(configuration) = asked.decisions().into_iter().find(is_this) {
        return extension::rule(&configuration);
    }
    match asked.input {
        Input::Propose { .. } => rule(asked, decision),
        _ => Rule::of("Rules for leaders (Raft Figure 2, §8)").then(
            "a new leader appends a blank entry to the local log (§8)",
            true,
        ),
    }
}

fn command(asked: &Asked, refused: bool) -> Rule {
    let successor = successor(asked);
    Rule::of("Rules for leaders, and §8 for the others (Raft Figure 2)")
        .ends_when(
            "if the node does not lead: name the leader that it knows (§8)",
            state(asked),
            !leads(asked),
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

fn change(asked: &Asked, refused: bool) -> Rule {
    let successor = successor(asked);
    Rule::of("Cluster membership changes (Thesis §4.1)")
        .ends_when(
            "if it hands over its lead: put the change off (Thesis §3.10)",
            format!("successor = {}", who(successor)),
            successor.is_some(),
            false,
        )
        .ends_when(
            "if the node does not lead: name the leader that it knows (§8)",
            state(asked),
            !leads(asked),
            refused,
        )
        .then(
            "if the last change and an entry of the own term are committed: append the new \
             configuration, and use it",
            !refused,
        )
        .ended()
}

fn read(asked: &Asked, refused: bool) -> Rule {
    let node = &asked.node;
    let reads_at_followers = node.config().extensions.has(Extension::FollowerReads);
    let asks = reads_at_followers && node.leader().is_some();
    let rule = Rule::of("Reads beside the log (Thesis §6.4)");
    let rule = match reads_at_followers {
        true => rule.ends_when(
            "if the node does not lead and knows no leader to ask: say so (§8)",
            state(asked),
            !leads(asked) && !asks,
            refused,
        ),
        false => rule.ends_when(
            "if the node does not lead: name the leader that it knows (§8)",
            state(asked),
            !leads(asked),
            refused,
        ),
    };
    rule.then(
        "a leader notes commitIndex as the read index, a follower asks its leader for it",
        !refused,
    )
    .ended()
}

fn leads(asked: &Asked) -> bool {
    asked.node.role_name() == RoleName::Leader
}

/// "state = follower, leader = Node 2".
fn state(asked: &Asked) -> String {
    let node = &asked.node;
    format!(
        "state = {}, leader = {}",
        node.role_name().word(),
        who(node.leader())
    )
}

/// Whom the node hands its lead to. A transfer whose time is over ends before anything else of the
/// step.
fn successor(asked: &Asked) -> Option<NodeId> {
    let has_ended = || {
        let decided = asked.decisions();
        decided.iter().any(|it| it.name() == "transfer_aborted")
    };
    asked.node.successor().filter(|_| !has_ended())
}
