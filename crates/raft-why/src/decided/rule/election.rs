//! The rule that begins an election (Raft Figure 2 "followers" and "candidates", §5.2).

use alloc::format;

use raft_core::{Decision, Extension, Input};

use super::lines::Rule;
use crate::decided::asked::Asked;

pub(super) fn rule(asked: &Asked, decision: &Decision) -> Rule {
    let node = &asked.node;
    let waited = node
        .election_timer()
        .map(|timer| asked.now - timer.started_at);
    let waited = waited.map_or_else(|| "no timer".into(), |waited| format!("it ran {waited}"));
    let values = match asked.input {
        Input::Deadline => waited,
        Input::ForceTimeout => "it is made to run out".into(),
        _ => "a leader says so, or a majority would vote".into(),
    };
    let on_disk = node.unconfirmed().is_none_or(|it| it.term.is_none());
    let postponed = matches!(decision, Decision::ElectionPostponed { .. });
    let mut rule = Rule::of("Rules for followers and candidates (Raft Figure 2, §5.2)")
        .when("if the election timer runs out:", values, true, false)
        .ends_when(
            "    if the own term or vote is not on stable storage yet: wait for it",
            format!("on stable storage = {on_disk}"),
            !on_disk,
            postponed,
        );
    if node.config().extensions.has(Extension::PreVote) {
        rule = rule.ends_when(
            "    unless a leader told it to: if no majority would vote for it, open no term \
             (Thesis §9.6)",
            format!("it stands = {}", !postponed),
            postponed,
            false,
        );
    }
    rule.then(
        "    currentTerm ← currentTerm + 1, votedFor ← itself",
        !postponed,
    )
    .then(
        "    start the election timer anew, send RequestVote to all others",
        false,
    )
    .ended()
}
