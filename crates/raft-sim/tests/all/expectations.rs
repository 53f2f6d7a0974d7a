//! Expectations on roles, terms, votes and leaders, on how often something happens, on the time
//! after an event, and messages named by their kind.

use raft_core::{Instant, NodeId};
use raft_sim::scenario::{ExpectationOutcome, Played, Scenario, parse_action, play};
use raft_sim::{Action, Endpoint, Nobody, PacketName};

/// Three nodes; Node 0 is told to stand for election at once and leads from 10 ms on; at 1000 ms it
/// is cut off, and the other two elect another leader; at 5000 ms the network heals.
fn played(actions: &str, expect: &str) -> Played {
    let text = format!(
        r#"{{"format": 1, "seed": 1, "until_ms": 9000,
            "options": {{"nodes": 3, "latency_ms": [5, 5]}},
            "actions": [{{"at_ms": 0, "do": {{"timeout": 0}}}}, {actions}
                        {{"at_ms": 1000, "do": {{"isolate": 0}}}},
                        {{"at_ms": 5000, "do": "heal"}}],
            "expect": [{expect}]}}"#
    );
    let scenario = Scenario::read(&text).expect("the scenario can be read");
    play(&scenario, &mut Nobody)
}

/// This expectation holds.
#[track_caller]
fn holds(expect: &str) {
    let [checked] = &played("", expect).expectations[..] else {
        panic!("there is one expectation");
    };
    assert_eq!(checked.outcome, ExpectationOutcome::Held, "{checked}");
}

/// This expectation fails with this sentence.
#[track_caller]
fn fails(expect: &str, sentence: &str) {
    let [checked] = &played("", expect).expectations[..] else {
        panic!("there is one expectation");
    };
    assert!(checked.has_failed(), "{checked}");
    assert_eq!(checked.to_string(), sentence);
}

#[test]
fn roles_terms_and_votes_at_a_moment() {
    holds(r#"{"at_ms": 500, "roles": {"0": "leader", "1": "follower", "2": "follower"}}"#);
    fails(
        r#"{"at_ms": 500, "roles": {"0": "leader", "1": "candidate"}}"#,
        "Expected Node 0 as leader, Node 1 as candidate at 500 ms, found Node 1 as follower.",
    );
    holds(r#"{"at_ms": 500, "terms": {"0": 1, "1": 1}}"#);
    fails(
        r#"{"at_ms": 500, "terms": {"0": 1, "2": 3}}"#,
        "Expected Node 0 in term 1, Node 2 in term 3 at 500 ms, found Node 2 in term 1.",
    );
    holds(r#"{"at_ms": 500, "votes": {"0": 0, "1": 0, "2": 0}}"#);
    holds(r#"{"at_ms": 0, "votes": {"1": null}}"#);
    fails(
        r#"{"at_ms": 500, "votes": {"1": null}}"#,
        "Expected no vote of Node 1 at 500 ms, found a vote for Node 0 of Node 1.",
    );
}

#[test]
fn a_node_that_is_down_has_no_role() {
    let expect = r#"{"at_ms": 900, "roles": {"1": "follower"}},
                    {"at_ms": 900, "terms": {"1": 1}}, {"at_ms": 900, "votes": {"1": 0}}"#;
    let played = played(r#"{"at_ms": 800, "do": {"crash": 1}},"#, expect);
    let sentences = played.expectations.iter().map(ToString::to_string);
    assert_eq!(
        sentences.collect::<Vec<_>>(),
        [
            "Expected Node 1 as follower at 900 ms, found Node 1 down.",
            "As expected: Node 1 in term 1 at 900 ms.",
            "As expected: a vote for Node 0 of Node 1 at 900 ms.",
        ]
    );
}

/// A leader that is cut off leads on in its term beside the leader of a newer one.
#[test]
fn several_leaders_at_once() {
    holds(r#"{"at_ms": 500, "leaders": 1}"#);
    holds(r#"{"at_ms": 500, "leaders": {"0": 1}}"#);
    holds(r#"{"at_ms": 4500, "leaders": 2}"#);
    holds(r#"{"at_ms": 0, "leaders": {}}"#);
    holds(r#"{"leaders": 1}"#);
    fails(
        r#"{"at_ms": 500, "leaders": 2}"#,
        "Expected 2 nodes that lead at once at 500 ms, found Node 0 leading in term 1.",
    );
    fails(
        r#"{"at_ms": 500, "leaders": {"0": 1, "1": 2}}"#,
        "Expected Node 0 leading in term 1, Node 1 leading in term 2 at 500 ms, found Node 0 \
         leading in term 1.",
    );
    fails(
        r#"{"at_ms": 0, "leaders": 1}"#,
        "Expected 1 node that leads at 0 ms, found no node that leads.",
    );
}

#[test]
fn how_often_something_happens() {
    holds(r#"{"happens": "leader_elected", "at_least": 2, "at_most": 2}"#);
    holds(r#"{"happens": "leader_elected", "node": 0, "at_most": 1}"#);
    holds(r#"{"happens": "crashed", "at_most": 0}"#);
    fails(
        r#"{"happens": "leader_elected", "at_least": 3}"#,
        "Expected leader_elected at least 3 times during the run, found it 2 times.",
    );
    fails(
        r#"{"happens": "leader_elected", "at_most": 1}"#,
        "Expected leader_elected at most once during the run, found it 2 times.",
    );
    fails(
        r#"{"by_ms": 900, "happens": "leader_elected", "at_least": 2}"#,
        "Expected leader_elected at least 2 times by 900 ms, found it once.",
    );
    fails(
        r#"{"happens": "crashed", "at_least": 1, "at_most": 4}"#,
        "Expected crashed 1 to 4 times during the run, found none.",
    );
}

#[test]
fn within_a_time_after_an_event() {
    holds(r#"{"within_ms": 3000, "after": "isolated", "leaders": 2}"#);
    holds(r#"{"within_ms": 200, "after": "healed", "roles": {"0": "follower"}}"#);
    // The second election is the first that follows on the first one.
    holds(
        r#"{"within_ms": 5000, "after": "leader_elected", "happens": "leader_elected",
            "at_most": 1}"#,
    );
    holds(
        r#"{"within_ms": 900, "after": {"event": "leader_elected", "node": 0},
            "never": "leader_elected"}"#,
    );
    fails(
        r#"{"within_ms": 900, "after": "leader_elected", "happens": "leader_elected"}"#,
        "Expected leader_elected within 900 ms after leader_elected, found none.",
    );
    fails(
        r#"{"within_ms": 100, "after": "crashed", "leader": true}"#,
        "Expected a leader within 100 ms after crashed, found no crashed.",
    );
    fails(
        r#"{"within_ms": 100, "after": {"event": "leader_elected", "nth": 3}, "leader": true}"#,
        "Expected a leader within 100 ms after leader_elected, number 3, found no leader_elected, \
         number 3.",
    );
    fails(
        r#"{"within_ms": 60000, "after": "healed", "never": "leader_elected"}"#,
        "Expected no leader_elected within 60 s after healed, found the end of the run at 9 s, \
         before that time was over.",
    );
}

#[test]
fn messages_by_their_kind() {
    holds(
        r#"{"by_ms": 20, "happens": "sent",
            "message": {"kind": "request_vote", "from": 0}, "at_least": 2, "at_most": 2}"#,
    );
    holds(r#"{"happens": "cut", "message": {"kind": "append_entries", "from": 0, "to": 1}}"#);
    holds(r#"{"never": "sent", "message": {"kind": "client_request"}}"#);
    // Without a message, `cut` is what is done to a link.
    holds(r#"{"never": "cut"}"#);
    holds(r#"{"happens": "arrived", "node": 2, "at_least": 10}"#);
    fails(
        r#"{"happens": "arrived", "message": {"kind": "request_vote_reply", "to": 0},
            "by_ms": 900, "at_least": 3}"#,
        "Expected arrived of request_vote_reply to Node 0 at least 3 times by 900 ms, found it 2 \
         times.",
    );
}

/// The second answer of Node 2 to the leader is found by its kind and number, whatever else goes
/// the same way; and as the newest of its kind, when it is sent.
#[test]
fn an_action_finds_a_message_by_its_kind() {
    for action in [
        r#"{"at_ms": 0, "do": {"drop":
            {"kind": "append_entries_reply", "from": 2, "to": 0, "nth": 1}}},"#,
        r#"{"after": "sent", "message": {"kind": "append_entries_reply", "from": 2, "to": 0},
            "nth": 2, "do": {"drop":
            {"kind": "append_entries_reply", "from": 2, "to": 0, "nth": "newest"}}},"#,
    ] {
        let played = played(
            action,
            r#"{"happens": "lost", "at_least": 1, "at_most": 1,
                "message": {"kind": "append_entries_reply", "from": 2, "to": 0}}"#,
        );
        let [lost] = &played.expectations[..] else {
            panic!("there is one expectation");
        };
        assert_eq!(lost.outcome, ExpectationOutcome::Held, "{lost}");
        let done = played.run.actions.iter().map(|timed| &timed.action);
        // The first message on this link is the vote.
        let second = PacketName {
            from: Endpoint::Node(NodeId(2)),
            to: Endpoint::Node(NodeId(0)),
            nth: 2,
            copy: 0,
        };
        assert_eq!(done.collect::<Vec<_>>()[1], &Action::Drop(second));
    }
}

/// A message that is gone already is not waited for.
#[test]
fn a_message_of_a_kind_that_has_arrived_is_left_out() {
    let played = played(
        r#"{"at_ms": 900, "do": {"drop":
            {"kind": "request_vote", "from": 0, "to": 1, "nth": 0}}},"#,
        "",
    );
    assert_eq!(
        played.notices,
        [
            "actions[1] was left out: Message 0 from Node 0 to Node 1 is not under way any more: \
             it has arrived or is lost."
        ]
    );
}

/// Outside of a scenario nobody has counted the messages of a kind.
#[test]
fn without_a_scenario_the_newest_of_a_kind_is_found() {
    let mut world = played("", "").world;
    let drop = |nth: &str| {
        format!(
            r#"{{"drop": {{"kind": "append_entries", "from": "leader", "to": 0, "nth": {nth}}}}}"#
        )
    };
    let refusal = parse_action(&drop("3"), &world).expect_err("nobody has counted");
    assert_eq!(
        refusal.to_string(),
        "A message is found by its kind and number in a scenario file only: expected \"newest\" \
         here, or its number without its kind."
    );
    let mut nobody = &mut Nobody;
    let until = Instant(world.now().0 + 1_000_000);
    while parse_action(&drop("\"newest\""), &world).is_err() {
        assert!(world.advance_once(until, &mut nobody), "a heartbeat comes");
    }
}
