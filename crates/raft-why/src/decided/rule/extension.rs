//! The rules of extensions, and of messages that wait for a disk: one line each, with the values of
//! the decision.

use alloc::format;
use alloc::string::String;

use raft_core::{Decision, ExtensionDecision, MembershipDecision};

use super::lines::Rule;

/// What waits for a disk (Raft Figure 2).
pub(super) fn held(decision: &Decision) -> Rule {
    Rule::of("Persistent state on all servers (Raft Figure 2)").when(
        "if a message asserts what is not on stable storage yet: let it wait",
        values(decision),
        true,
        true,
    )
}

/// Replies that nobody waits for any more.
pub(super) fn late(decision: &Decision) -> Rule {
    Rule::of("Replies that come late (Raft §5.1)").when(
        "if a reply answers an earlier question, or the node has that role no more: ignore it",
        values(decision),
        true,
        true,
    )
}

/// What only a node does that leaves a rule out.
pub(super) fn left_out(decision: &Decision) -> Rule {
    Rule::of("A rule is left out").when(
        "no line of the paper says so",
        values(decision),
        true,
        true,
    )
}

/// What plain Raft decides when a part of a snapshot arrives, or the reply to one.
pub(super) fn by_snapshot(decision: &Decision) -> Rule {
    let text = match decision {
        Decision::MatchAdvanced { .. } => {
            "when a follower has installed it: matchIndex[i] ← its last included index"
        }
        Decision::CommitAdvanced { .. } | Decision::CommitHeld { .. } => {
            "what a snapshot stands for is committed, and who has installed it holds those entries"
        }
        _ => "a leader of this term sends it: recognize that leader, as with AppendEntries",
    };
    Rule::of("Log compaction (Raft §7)").when(text, values(decision), true, true)
}

pub(super) fn rule(decision: &Decision) -> Rule {
    match joint(decision).or_else(|| title_and_line(decision.name())) {
        Some((title, text)) => Rule::of(title).when(text, values(decision), true, true),
        None => Rule::of("An extension of Raft"),
    }
}

/// What is decided about a joint configuration.
fn joint(decision: &Decision) -> Option<(&'static str, &'static str)> {
    let Decision::Extension(ExtensionDecision::Membership(decision)) = decision else {
        return None;
    };
    let line = match decision {
        MembershipDecision::Appended { configuration, .. } if configuration.is_joint() => {
            "if the last change and an entry of the own term are committed: append a joint \
             configuration of the old voters and the new ones, and use it"
        }
        MembershipDecision::Appended { before, .. } if before.is_joint() => {
            "when the joint configuration is committed: append the new one, and use it"
        }
        MembershipDecision::Committed { configuration, .. } if configuration.is_joint() => {
            "when majorities of the old voters and of the new ones hold it: it is committed"
        }
        _ => return None,
    };
    Some(("Joint consensus (Raft §6)", line))
}

/// "term = 4, waited_us = 1620000".
fn values(decision: &Decision) -> String {
    let mut values = String::new();
    decision.each_value(|name, value| {
        let comma = if values.is_empty() { "" } else { ", " };
        values += &format!("{comma}{name} = {value}");
    });
    values
}

fn title_and_line(name: &str) -> Option<(&'static str, &'static str)> {
    const PRE_VOTE: &str = "Pre-vote (Thesis §9.6)";
    const TRANSFER: &str = "Leadership transfer (Thesis §3.10)";
    const READS: &str = "Reads beside the log (Thesis §6.4)";
    const SNAPSHOTS: &str = "Log compaction (Raft §7)";
    const MEMBERSHIP: &str = "Cluster membership changes (Thesis §4.1)";
    const CATCH_UP: &str = "Catching up new servers (Thesis §4.2.1)";
    const FLOW: &str = "Batching and pipelining (Thesis §10.2.2)";
    const INSTALL: &str = "InstallSnapshot, receiver (Raft Figure 13)";
    Some(match name {
        "pre_vote_asked" => (
            PRE_VOTE,
            "if the election timer runs out: ask all others whether they would vote, and open no \
             term",
        ),
        "pre_vote_granted" => (
            PRE_VOTE,
            "if the term is newer, no leader is heard and the log is up to date: would vote",
        ),
        "pre_vote_denied" => (
            PRE_VOTE,
            "if the term is not newer, a leader is heard or the log is behind: would not vote",
        ),
        "pre_vote_counted" => (PRE_VOTE, "if a majority would vote: begin an election"),
        "quorum_lost" => (
            "Check-quorum (Thesis §6.2)",
            "if fewer than a majority were heard within an election timeout: step down",
        ),
        "vote_ignored" => (
            "Disruptive servers (Thesis §4.2.3)",
            "if a leader was heard within the shortest election timeout: ignore RequestVote",
        ),
        "vote_withheld" => (
            "Leases (Thesis §6.4.1)",
            "if a leader was confirmed within the shortest election timeout: pass over RequestVote",
        ),
        "committed_ahead" => (
            "Writing to the leader's disk in parallel (Thesis §10.2.1)",
            "if a majority of the others holds the entry: commit it before the own disk does",
        ),
        "transfer_begun" => (
            TRANSFER,
            "take no more commands, bring the successor up to date",
        ),
        "transfer_waits" => (
            TRANSFER,
            "if matchIndex of the successor < the last log index: wait",
        ),
        "timeout_now_sent" => (
            TRANSFER,
            "if matchIndex of the successor = the last log index: send TimeoutNow",
        ),
        "transfer_aborted" => (
            TRANSFER,
            "if an election timeout has passed, or it is called off: take commands again",
        ),
        "transfer_refused" => (
            TRANSFER,
            "if the node does not lead, or the successor cannot: refuse",
        ),
        "command_put_off" => (TRANSFER, "while the lead is handed over: put commands off"),
        "told_to_stand" => (
            TRANSFER,
            "on TimeoutNow of the leader of this term: begin an election at once",
        ),
        "vote_heeded" => (
            TRANSFER,
            "if the request says that a leader told the candidate to stand: heed it",
        ),
        "read_answered_by_lease" => (
            "Leases (Thesis §6.4.1)",
            "if the lease has not run out by the own clock: answer without asking",
        ),
        "read_waits_for_term" => (
            READS,
            "if no entry of the current term is committed: let the read wait",
        ),
        "read_round_begun" => (READS, "note commitIndex as the read index, ask all others"),
        "read_round_confirmed" => (
            READS,
            "if a majority confirms the round: the node led when the round began",
        ),
        "read_asked" => (READS, "a follower asks its leader for the read index"),
        "read_index_told" => (READS, "when the round is confirmed: tell the read index"),
        "read_waits_for_apply" => (READS, "if commitIndex < the read index: let the read wait"),
        "reads_given_up" => (
            READS,
            "if the node, or the leader that it asked, leads no more: give the reads up",
        ),
        "read_answered_unasked" => (
            READS,
            "a rule is left out: the read is answered without a word of others",
        ),
        "read_answered" | "read_answered_by_follower" => (
            READS,
            "if the round is confirmed and the read index is applied: answer the read",
        ),
        "snapshot_taken" => (
            SNAPSHOTS,
            "when so many entries are applied: let a snapshot of the state stand for them",
        ),
        "snapshot_not_taken" => (
            SNAPSHOTS,
            "if an entry is not committed, or a snapshot stands for it already: take none",
        ),
        "snapshot_sent" => (
            SNAPSHOTS,
            "if nextIndex of a follower is before the log's first index: send the snapshot",
        ),
        "snapshot_part_repeated" => (
            SNAPSHOTS,
            "if a part is not confirmed by the next heartbeat: send it again",
        ),
        "snapshot_part_confirmed" => (
            SNAPSHOTS,
            "when a follower says how many bytes it holds: send what comes next",
        ),
        "snapshot_confirmed" => (
            SNAPSHOTS,
            "when a follower has installed it: matchIndex is at least its last included index",
        ),
        "snapshot_part_received" => (
            INSTALL,
            "write data into the snapshot file at the given offset; reply and wait for more",
        ),
        "snapshot_installed" => (
            INSTALL,
            "if done: keep the entries behind one that agrees, or discard the log; take the state",
        ),
        "snapshot_stale" => (
            SNAPSHOTS,
            "if the follower has committed all that it stands for: keep the log",
        ),
        "snapshot_refused" => (INSTALL, "if term < currentTerm: refuse"),
        "change_appended" => (
            MEMBERSHIP,
            "if the last change and an entry of the own term are committed: append the new \
             configuration, and use it",
        ),
        "configuration_adopted" => (
            MEMBERSHIP,
            "use the latest configuration in the log, committed or not",
        ),
        "configuration_reverted" => (
            MEMBERSHIP,
            "if the entry of the latest configuration is removed: use the one before",
        ),
        "configuration_restored" => (
            MEMBERSHIP,
            "if the log holds no configuration: use the snapshot's",
        ),
        "change_committed" => (
            MEMBERSHIP,
            "when the entry of the change is committed: the next change may begin",
        ),
        "change_refused" => (
            MEMBERSHIP,
            "if a change is under way, nothing of the own term is committed, or there is nothing \
             to change: refuse",
        ),
        "catch_up_begun" => (
            CATCH_UP,
            "let a new server catch up as a learner before it gets its vote",
        ),
        "catch_up_round_ended" => (
            CATCH_UP,
            "if a round takes less than an election timeout: the server is caught up",
        ),
        "window_full" => (
            FLOW,
            "if so many messages to a follower have no answer: let its entries wait",
        ),
        "batch_begun" => (
            FLOW,
            "if nothing is gathered yet: bring the next heartbeat forward, and send with it",
        ),
        "backlog_full" => (
            "What a leader takes (Raft §8)",
            "if so many entries of the own term are not committed: put commands off",
        ),
        "leader_left" => (
            "Removing the current leader (Thesis §4.2.2)",
            "if the leader is no member and that is committed: step down",
        ),
        _ => return None,
    })
}
