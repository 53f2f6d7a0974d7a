//! Four situations that went wrong once, each as a scenario with what must happen in it now.

use raft_check::{Report, examine};
use raft_core::{Body, NodeId};
use raft_sim::scenario::Scenario;
use raft_sim::{Content, Endpoint, Event, Nobody, Observer, World};

fn read(text: &str) -> Scenario {
    Scenario::read(text).unwrap_or_else(|sentence| panic!("{sentence}"))
}

#[track_caller]
fn holds(text: &str) -> Report {
    let report = examine(&read(text), &mut Nobody);
    assert_eq!(report.complaints(), Vec::<String>::new());
    assert_eq!(report.played.notices, Vec::<String>::new());
    report
}

/// Node 2's disk takes longer for a write than its election timeout. Cut off, it must not open one
/// term after the other; healed, it catches up, and the leader's terms have not run away.
#[test]
fn a_follower_whose_disk_is_slower_than_its_timeout_comes_back() {
    let report = holds(
        r#"{
            "format": 1, "seed": 40, "options": {"nodes": 3, "preset": "etcd"},
            "actions": [
                {"at_ms": 10, "do": {"timeout": 0}},
                {"at_ms": 500, "do": {"write": "SET x=1"}},
                {"at_ms": 2000, "do": {"disk_ms": [2500, 2500], "node": 2}},
                {"at_ms": 3000, "do": {"isolate": 2}},
                {"at_ms": 7000, "do": "heal"},
                {"at_ms": 20000, "do": {"write": "SET x=2", "to": "any"}}
            ],
            "expect": [
                {"at_ms": 40000, "logs_equal": true},
                {"acknowledged_at_least": 2},
                {"always": "progress"}
            ],
            "until_ms": 120000
        }"#,
    );
    let elections = report.played.world.counts().elections;
    assert!(elections < 10, "{elections} elections");
}

/// How many entries were sent to node 2, copies included.
#[derive(Default)]
struct Sent {
    entries: usize,
    messages: usize,
}

impl Observer for Sent {
    fn observe(&mut self, _: &World, event: &Event<'_>) {
        if let Event::Sent(packet) = event
            && packet.name.to == Endpoint::Node(NodeId(2))
            && let Content::Peer(message) = &packet.content
            && let Body::AppendEntries(append) = &message.body
        {
            self.entries += append.entries.len();
            self.messages += usize::from(!append.entries.is_empty());
        }
    }
}

/// Node 2 lacks a hundred entries, and an answer takes ten heartbeats. The leader cannot tell a
/// slow probe from a lost one, so it repeats the probe, but with every other heartbeat at most.
/// What comes after the first answer is sent once.
#[test]
fn a_leader_repeats_a_slow_probe_with_every_other_heartbeat_at_most() {
    let log = vec!["1"; 100].join(",");
    let text = format!(
        r#"{{
            "format": 1,
            "options": {{
                "nodes": 3, "election_timeout_ms": [600000, 600000], "heartbeat_ms": 200,
                "latency_ms": [10, 10]
            }},
            "start": {{"logs": {{"0": [{log}], "1": [{log}]}}, "terms": {{"2": 1}}}},
            "actions": [
                {{"at_ms": 0, "do": {{"latency_ms": [1000, 1000], "link": [0, 2]}}}},
                {{"at_ms": 0, "do": {{"latency_ms": [1000, 1000], "link": [2, 0]}}}},
                {{"at_ms": 1000, "do": {{"timeout": 0}}}}
            ],
            "expect": [{{"logs_equal": true}}],
            "until_ms": 12000
        }}"#
    );
    let mut sent = Sent::default();
    let report = examine(&read(&text), &mut sent);
    assert_eq!(report.complaints(), Vec::<String>::new());
    let probes = sent.messages - 1;
    assert!(probes <= 6, "{probes} probes in the time of ten heartbeats");
    assert_eq!(sent.entries, 64 * probes + 36);
}

/// A follower loses its disk while its leader stays. Nothing repairs it, so with the third node
/// down the next write is not committed. The verdict knows why.
#[test]
fn a_follower_that_lost_its_disk_stays_behind_and_the_verdict_knows_why() {
    let report = holds(
        r#"{
            "format": 1, "seed": 7,
            "options": {
                "nodes": 3, "latency_ms": [20, 20], "election_timeout_ms": [1500, 3000]
            },
            "actions": [
                {"at_ms": 10, "do": {"timeout": 0}},
                {"at_ms": 300, "do": {"write": "SET x=0", "to": 0}},
                {"at_ms": 500, "do": {"write": "SET x=1", "to": 0}},
                {"at_ms": 2000, "do": {"wipe_disk": 1}},
                {"at_ms": 2300, "do": {"restart": 1}},
                {"at_ms": 5000, "do": {"crash": 2}},
                {"at_ms": 6000, "do": {"write": "SET x=2", "to": 0}}
            ],
            "expect": [
                {"at_ms": 5000, "acknowledged_at_least": 2},
                {"happens": "entries_rejected", "node": 1},
                {"logs": {"0": [1, 1, 1], "1": []}},
                {"violates": "progress"},
                {"violates": "committed_never_changes"},
                {"violates": "terms_never_fall"}
            ],
            "until_ms": 90000
        }"#,
    );
    let verdict = report.judge.verdict().to_string();
    let beginning = "Assumption broken: stable storage (Node 1's disk was wiped at 2 s). ";
    assert!(verdict.starts_with(beginning), "{verdict}");
}

/// A new leader repairs it: it starts without an idea of what the others hold.
#[test]
fn a_new_leader_fills_the_log_of_a_follower_that_lost_its_disk() {
    holds(
        r#"{
            "format": 1, "seed": 7,
            "options": {
                "nodes": 3, "latency_ms": [20, 20], "election_timeout_ms": [1500, 3000]
            },
            "actions": [
                {"at_ms": 10, "do": {"timeout": 0}},
                {"at_ms": 300, "do": {"write": "SET x=0", "to": 0}},
                {"at_ms": 2000, "do": {"wipe_disk": 1}},
                {"at_ms": 2300, "do": {"restart": 1}},
                {"at_ms": 9000, "do": {"timeout": 2}},
                {"at_ms": 10000, "do": {"write": "SET x=1", "to": "any"}}
            ],
            "expect": [
                {"at_ms": 9000, "logs": {"0": [1], "1": []}},
                {"at_ms": 12000, "logs_equal": true},
                {"violates": "committed_never_changes"},
                {"violates": "terms_never_fall"}
            ],
            "until_ms": 12000
        }"#,
    );
}

/// Two candidates of one term: the one that yields recognizes its leader, as a follower does.
#[test]
fn a_candidate_that_yields_recognizes_the_leader() {
    holds(
        r#"{
            "format": 1,
            "options": {
                "nodes": 3, "election_timeout_ms": [60000, 60000], "latency_ms": [50, 50]
            },
            "actions": [
                {"at_ms": 0, "do": {"latency_ms": [200, 200], "link": [1, 2]}},
                {"at_ms": 1000, "do": {"timeout": 0}},
                {"at_ms": 1000, "do": {"timeout": 1}},
                {"after": "leader_recognized", "node": 1, "do": {"write": "SET x=1", "to": 0}}
            ],
            "expect": [
                {"happens": "leader_recognized", "node": 1},
                {"acknowledged_at_least": 1},
                {"logs_equal": true}
            ],
            "until_ms": 9000
        }"#,
    );
}
