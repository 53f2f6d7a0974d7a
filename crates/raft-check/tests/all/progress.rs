//! Progress as scenarios and hunts demand it: only what has waited for as long as a cluster may
//! take shows that it is stuck, and a hunt says which assumption was broken before.

use raft_check::examine;
use raft_check::hunt::{FailureKind, Plan, Tally, Trial};
use raft_check::schedule::Assumptions;
use raft_check::shape::FailureShape;
use raft_sim::Nobody;
use raft_sim::scenario::Scenario;

const WORKLOAD: &str = r#"{"at_ms": 100, "do": {"workload": {
    "per_second": 5, "reads": "1/2", "keys": 3, "clients": 3
}}}"#;

/// What `{"always": "progress"}` complains of when this is done until then.
fn complaints(nodes: u8, seed: u64, actions: &str, until_ms: u64) -> Vec<String> {
    let text = format!(
        r#"{{
            "format": 1, "seed": {seed}, "options": {{"nodes": {nodes}}},
            "actions": [{actions}], "expect": [{{"always": "progress"}}], "until_ms": {until_ms}
        }}"#
    );
    let scenario = Scenario::read(&text).unwrap_or_else(|sentence| panic!("{sentence}"));
    examine(&scenario, &mut Nobody).complaints()
}

#[test]
fn healthy_runs_with_a_workload_make_progress_whenever_they_end() {
    for seed in 0..60 {
        let nodes = [1, 2, 3, 5, 7][usize::try_from(seed % 5).expect("small")];
        let until_ms = 60_000 + 777 * seed;
        let found = complaints(nodes, seed, WORKLOAD, until_ms);
        assert_eq!(found, [""; 0], "{nodes} nodes, seed {seed}, {until_ms} ms");
    }
}

/// The last request of these runs is milliseconds old, or nobody leads just then.
#[test]
fn what_is_under_way_at_the_end_is_not_stuck() {
    let write = r#"{"at_ms": 99990, "do": {"write": "SET x=1", "to": "any"}}"#;
    assert_eq!(complaints(3, 1, write, 100_000), [""; 0]);
    let crash = format!(r#"{WORKLOAD}, {{"at_ms": 99000, "do": {{"crash": "leader"}}}}"#);
    assert_eq!(complaints(3, 1, &crash, 100_000), [""; 0]);
}

/// A minority that is down stops nobody, and a fault gives the cluster its whole time once more.
#[test]
fn a_fault_gives_its_time_to_a_cluster_that_goes_on() {
    let minority = format!(r#"{WORKLOAD}, {{"at_ms": 5000, "do": {{"crash": "leader"}}}}"#);
    assert_eq!(complaints(3, 2, &minority, 120_000), [""; 0]);
    let healed = format!(
        r#"{WORKLOAD}, {{"at_ms": 5000, "do": {{"partition": [[0], [1], [2]]}}}},
           {{"at_ms": 80000, "do": "heal"}}"#
    );
    assert_eq!(complaints(3, 2, &healed, 81_000), [""; 0]);
    assert_eq!(complaints(3, 2, &healed, 200_000), [""; 0]);
}

/// A client that has been waiting since the faults, and a follower that cannot catch up.
#[test]
fn what_has_waited_too_long_is_named() {
    let apart = format!(r#"{WORKLOAD}, {{"at_ms": 5000, "do": {{"partition": [[0], [1], [2]]}}}}"#);
    assert_eq!(complaints(3, 2, &apart, 64_900), [""; 0]);
    let found = complaints(3, 2, &apart, 70_000).join(" ");
    assert!(
        found.starts_with("Expected progress during the whole run, found requests from "),
        "{found}"
    );
    assert!(found.contains("on had no answer for 6"), "{found}");

    let forgetful = r#"{"at_ms": 10, "do": {"timeout": 0}},
        {"at_ms": 300, "do": {"write": "SET x=1", "to": 0}},
        {"at_ms": 2000, "do": {"wipe_disk": 1}}, {"at_ms": 2300, "do": {"restart": 1}}"#;
    let found = complaints(3, 7, forgetful, 90_000).join(" ");
    let lacking = "found Node 1 has not committed entry 1, which was asked for at 300 ms.";
    assert!(found.contains(lacking), "{found}");
}

/// A lying disk lets a follower forget entries; the hunt says so before it says what is lacking.
#[test]
fn a_hunt_names_the_broken_assumption_when_progress_fails() {
    let plan = Plan {
        kind: Some(FailureKind::Stuck),
        assumptions: Assumptions::Broken,
        ..Plan::default()
    };
    let mut tally = Tally::default();
    let mut failures = (0..200).filter_map(|seed| Trial::of(&plan, seed, &mut tally));
    let failure = failures.next().expect("a lying disk stops somebody");
    let assumption = failure
        .report
        .assumption
        .expect("whole Raft is not to blame");
    let sentence = FailureShape::of(&failure).sentence;
    let beginning = format!("{assumption}. After 60 s without a fault, ");
    assert!(sentence.starts_with(&beginning), "{sentence}");
}
