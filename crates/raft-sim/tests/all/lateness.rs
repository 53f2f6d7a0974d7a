//! A scenario whose actions come late says so, and an expectation of a node that is down says that.

use raft_core::Instant;
use raft_sim::Nobody;
use raft_sim::scenario::{Played, Scenario, play};

/// Three nodes; the election timer of Node 0 runs out at once, so that it leads from 20 ms on.
fn played(actions: &str, expect: &str) -> Played {
    let text = format!(
        r#"{{"format": 1, "seed": 1, "until_ms": 8000,
            "options": {{"nodes": 3, "latency_ms": [5, 5]}},
            "actions": [{{"at_ms": 0, "do": {{"timeout": 0}}}}, {actions}],
            "expect": [{expect}]}}"#
    );
    let scenario = Scenario::read(&text).expect("the scenario can be read");
    play(&scenario, &mut Nobody)
}

/// The second of two actions that wait for an election comes with the second election. What is
/// behind it comes later than the file says.
#[test]
fn an_action_behind_one_that_waits_is_reported() {
    let played = played(
        r#"{"at_ms": 100, "do": {"crash": 0}},
           {"after": "leader_elected", "do": {"write": "SET x=1"}},
           {"at_ms": 500, "do": {"write": "SET x=2"}}"#,
        "",
    );
    let elected = played.run.actions.last().expect("all were done").at;
    assert!(elected > Instant::from_millis(500));
    let sentence = format!(
        "actions[3] came at {elected} and not at 500 ms: it stood behind actions[2], which was \
         done at {elected}."
    );
    assert_eq!(played.notices, [sentence.as_str()]);
    assert_eq!(played.late, [(elected, sentence)]);
}

/// An action waits for its own sake, too: for a role that nobody has at its moment.
#[test]
fn an_action_that_waits_past_its_moment_is_reported() {
    let played = played(
        r#"{"at_ms": 100, "do": {"crash": 0}}, {"at_ms": 200, "do": {"crash": "leader"}}"#,
        "",
    );
    let [(at, sentence)] = &played.late[..] else {
        panic!("one action is late: {:?}", played.late);
    };
    assert_eq!(
        *sentence,
        format!(
            "actions[2] came at {at} and not at 200 ms: it had to wait (\"There is no leader to \
             crash just now.\")."
        )
    );
}

/// An action that stands behind one that waits for ever has a moment, too, which passes unused.
#[test]
fn a_moment_that_passes_unused_is_reported() {
    let played = played(
        r#"{"after": "leader_elected", "do": {"write": "SET x=1"}},
           {"after": "leader_elected", "do": {"write": "SET x=2"}},
           {"at_ms": 3000, "do": {"crash": "leader"}}"#,
        "",
    );
    let sentence = "actions[3] was to be done at 3 s and never was: it stood behind actions[2].";
    assert_eq!(
        played.notices,
        [
            "actions[2] was not done: it waited for leader_elected until the end.",
            "The actions after actions[2] waited for it, 1 in all.",
            sentence,
        ]
    );
    let due = Instant::from_millis(3_000);
    assert_eq!(played.late, [(due, sentence.to_owned())]);
}

/// Actions on time are no news.
#[test]
fn actions_on_time_are_not_reported() {
    let played = played(
        r#"{"at_ms": 100, "do": {"write": "SET x=1"}}, {"at_ms": 100, "do": {"crash": "leader"}}"#,
        "",
    );
    assert_eq!(played.notices, Vec::<String>::new());
    assert_eq!(played.late, []);
}

#[test]
fn an_expectation_of_a_node_that_is_down_says_so() {
    let played = played(
        r#"{"at_ms": 100, "do": {"write": "SET x=1"}},
           {"at_ms": 300, "do": {"crash": 0}},
           {"at_ms": 300, "do": {"crash": 1}}"#,
        r#"{"commit_index": {"0": 1}}, {"logs": {"1": [1, 1]}}, {"leader": 0},
           {"commit_index": {"2": 3}}"#,
    );
    let failed: Vec<String> = played
        .expectations
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        failed,
        [
            "Expected Node 0 with index 1 committed at the end, found nothing committed on \
             Node 0, which is down.",
            "Expected Node 1 with the log 1,1 at the end, found the log 1 on Node 1, which is \
             down.",
            "Expected Node 0 as the leader at the end, found no leader, and Node 0 is down.",
            "Expected Node 2 with index 3 committed at the end, found nothing committed on Node 2.",
        ]
    );
}

#[test]
fn logs_that_differ_name_the_nodes_that_are_down() {
    let played = played(
        r#"{"at_ms": 50, "do": {"crash": 2}}, {"at_ms": 100, "do": {"write": "SET x=1"}}"#,
        r#"{"logs_equal": true}"#,
    );
    let failed = played.expectations[0].to_string();
    assert!(
        failed.ends_with("Node 1: 1; Node 2, which is down: -."),
        "{failed}"
    );
}
