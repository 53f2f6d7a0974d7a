//! Whatever a stranger's file holds, it is refused with one sentence that names the place.

use raft_core::Bug;
use raft_sim::scenario::{Scenario, parse_action};
use raft_sim::{Action, Nobody, Run, World};

/// The text is refused with exactly this sentence.
#[track_caller]
fn refused(text: &str, sentence: &str) {
    let error = Scenario::read(text).expect_err("must be refused");
    assert_eq!(error.to_string(), sentence, "for {text}");
}

/// A file with this field beside `format` is refused with exactly this sentence.
#[track_caller]
fn refused_with(field: &str, sentence: &str) {
    refused(&format!("{{\"format\": 1, {field}}}"), sentence);
}

#[test]
fn a_file_that_is_no_scenario() {
    refused(
        "",
        "This file is empty: expected a scenario such as {\"format\": 1}.",
    );
    refused(
        " \n",
        "This file is empty: expected a scenario such as {\"format\": 1}.",
    );
    refused(
        "[]",
        "This file: expected a scenario such as {\"format\": 1}, found an empty list.",
    );
    refused(
        "{}",
        "This file: expected a field \"format\": 1, found none.",
    );
    refused(
        "{\"format\": 1",
        "This is not valid JSON: EOF while parsing an object at line 1 column 12.",
    );
    refused(
        "{\"format\": 1} {",
        "This is not valid JSON: trailing characters at line 1 column 15.",
    );
    refused(
        "\u{0}",
        "This is a file that is no text, not a scenario: expected a scenario file, which is JSON \
         such as {\"format\": 1}, or a share link.",
    );
}

#[test]
fn versions() {
    refused(
        "{\"format\": 2, \"nodez\": {}}",
        "This file has format 2; this version reads format 1: get a newer version of the \
         playground.",
    );
    refused("{\"format\": 0}", "format: expected 1, found 0.");
    refused("{\"format\": \"1\"}", "format: expected 1, found \"1\".");
    refused(
        "{\"format\": 1.5}",
        "format: expected 1, found a number that is not whole or too large.",
    );
}

#[test]
fn fields_that_are_not_there() {
    refused_with(
        "\"tittle\": \"x\"",
        "This file: expected no other field than format, title, about, seed, options, start, \
         actions, captions, expect, until_ms or $schema, found \"tittle\".",
    );
    refused_with(
        "\"format\": 1",
        "This text: expected each field once, found \"format\" again at line 1 column 26.",
    );
    refused_with(
        "\"options\": {\"node\": 3}",
        "options: expected no other field than preset, nodes, election_timeout_ms, \
         heartbeat_ms, latency_ms, disk_ms, loss, duplicate, blank_entry, pre_vote, \
         check_quorum, leader_stickiness, parallel_write, reads, clock_drift_per_mille, \
         snapshot_after, membership, max_entries_per_message, max_in_flight, batch_for_ms, \
         max_uncommitted or bugs, found \"node\".",
    );
    refused_with(
        "\"actions\": [{\"at_ms\": 1, \"do\": \"heal\", \"then\": 1}]",
        "actions[0]: expected no other field than at_ms, at_us, after, node, message, nth, \
         wait_ms or do, found \"then\".",
    );
}

#[test]
fn a_rule_that_nobody_knows() {
    let names = Bug::ALL.map(Bug::name);
    let [others @ .., last] = &names;
    let others = others.join(", ");
    refused_with(
        "\"options\": {\"bugs\": [\"no_votes\"]}",
        &format!("options.bugs[0]: expected {others} or {last}, found \"no_votes\"."),
    );
}

#[test]
fn options_out_of_range() {
    for (field, sentence) in [
        (
            "\"reads\": \"quickly\"",
            "reads: expected log, read_index, lease or follower, found \"quickly\".",
        ),
        (
            "\"reads\": true",
            "reads: expected log, read_index, lease or follower, found true.",
        ),
        (
            "\"reads\": \"lease\"",
            "reads: expected check_quorum and leader_stickiness to be on with it, since a lease \
             lasts only while nobody else is elected, found lease without check_quorum.",
        ),
        (
            "\"reads\": \"lease\", \"check_quorum\": true",
            "reads: expected check_quorum and leader_stickiness to be on with it, since a lease \
             lasts only while nobody else is elected, found lease without leader_stickiness.",
        ),
        (
            "\"clock_drift_per_mille\": 9001",
            "clock_drift_per_mille: expected thousandths from 0 to 9000, found 9001.",
        ),
        (
            "\"clock_drift_per_mille\": \"1/10\"",
            "clock_drift_per_mille: expected thousandths from 0 to 9000, found \"1/10\".",
        ),
        (
            "\"snapshot_after\": 0",
            "snapshot_after: expected applied entries from 1 to 10000, found 0.",
        ),
        (
            "\"snapshot_after\": true",
            "snapshot_after: expected applied entries from 1 to 10000, found true.",
        ),
        (
            "\"max_entries_per_message\": 0",
            "max_entries_per_message: expected entries from 1 to 10000, found 0.",
        ),
        (
            "\"max_in_flight\": 0",
            "max_in_flight: expected messages from 1 to 10000, found 0.",
        ),
        (
            "\"batch_for_ms\": 0",
            "batch_for_ms: expected milliseconds from 1 to 3600000, found 0.",
        ),
        (
            "\"max_uncommitted\": \"none\"",
            "max_uncommitted: expected entries from 1 to 10000, found \"none\".",
        ),
        (
            "\"nodes\": 0",
            "nodes: expected a number of nodes from 1 to 9, found 0.",
        ),
        (
            "\"nodes\": 10",
            "nodes: expected a number of nodes from 1 to 9, found 10.",
        ),
        (
            "\"nodes\": 3.0",
            "nodes: expected a number of nodes from 1 to 9, found a number that is not whole or \
             too large.",
        ),
        (
            "\"nodes\": -1",
            "nodes: expected a number of nodes from 1 to 9, found -1.",
        ),
        (
            "\"election_timeout_ms\": [300, 150]",
            "election_timeout_ms: expected the shorter time first, found 300 before 150.",
        ),
        (
            "\"election_timeout_ms\": [150]",
            "election_timeout_ms: expected two times in milliseconds, found 1 of them.",
        ),
        (
            "\"heartbeat_ms\": 0",
            "heartbeat_ms: expected milliseconds from 1 to 3600000, found 0.",
        ),
        (
            "\"latency_ms\": [0, 99999999]",
            "latency_ms[1]: expected milliseconds from 0 to 3600000, found 99999999.",
        ),
        (
            "\"loss\": 0.05",
            "loss: expected a share such as \"0\", \"1/20\" or \"1\", in at most 1000000 parts, \
             found a number that is not whole or too large.",
        ),
        (
            "\"loss\": \"3/2\"",
            "loss: expected a share such as \"0\", \"1/20\" or \"1\", in at most 1000000 parts, \
             found \"3/2\".",
        ),
        (
            "\"duplicate\": \"1/0\"",
            "duplicate: expected a share such as \"0\", \"1/20\" or \"1\", in at most 1000000 \
             parts, found \"1/0\".",
        ),
        (
            "\"pre_vote\": 1",
            "pre_vote: expected true or false, found 1.",
        ),
        (
            "\"preset\": \"zookeeper\"",
            "preset: expected data_centre, etcd or consul, found \"zookeeper\".",
        ),
    ] {
        refused_with(
            &format!("\"options\": {{{field}}}"),
            &format!("options.{sentence}"),
        );
    }
}

#[test]
fn seeds() {
    let expected = "seed: expected a whole number from 0 to 9007199254740991, found";
    refused_with(
        "\"seed\": 9007199254740992",
        &format!("{expected} 9007199254740992."),
    );
    refused_with("\"seed\": -1", &format!("{expected} -1."));
    let large = "a number that is not whole or too large";
    refused_with("\"seed\": 1e3", &format!("{expected} {large}."));
    refused_with(
        "\"seed\": 99999999999999999999",
        &format!("{expected} {large}."),
    );
    refused_with("\"seed\": null", &format!("{expected} null."));
}

#[test]
fn actions_that_cannot_be() {
    for (action, sentence) in [
        (
            "{\"crash\": 7}",
            ".crash: expected a node from 0 to 4, \"leader\" or \"a_follower\", found 7.",
        ),
        (
            "{\"crash\": \"boss\"}",
            ".crash: expected a node from 0 to 4, \"leader\" or \"a_follower\", found \"boss\".",
        ),
        (
            "\"hail\"",
            ": expected an action such as {\"crash\": \"leader\"}, or \"heal\", found \"hail\".",
        ),
        (
            "{\"crash\": 1, \"pause\": 2}",
            ": expected exactly one of write, read, crash, restart, pause, resume, timeout, \
             crash_at_write, tear_writes, wipe_disk, disk, disk_ms, clock_rate, clock_ahead_ms, \
             clock_back_ms, workload, partition, isolate, cut, uncut, latency_ms, loss, \
             duplication, drop, deliver, duplicate, delay, chaos, transfer, add_server, \
             add_learner, remove_server or change_membership, found crash and pause.",
        ),
        (
            "{\"crash\": 1, \"to\": 2}",
            ": expected no other field than crash, found \"to\".",
        ),
        (
            "{\"transfer\": 5}",
            ".transfer: expected a node from 0 to 4, \"leader\" or \"a_follower\", found 5.",
        ),
        (
            "{\"transfer\": 1, \"from\": \"boss\"}",
            ".from: expected a node from 0 to 4, \"leader\" or \"a_follower\", found \"boss\".",
        ),
        (
            "{\"transfer\": 1, \"to\": 2}",
            ": expected no other field than transfer or from, found \"to\".",
        ),
        (
            "{\"add_server\": 9}",
            ".add_server: expected a node from 0 to 4, \"leader\" or \"a_follower\", found 9.",
        ),
        (
            "{\"change_membership\": 1}",
            ".change_membership: expected a list of nodes, found 1.",
        ),
        (
            "{\"change_membership\": []}",
            ".change_membership: expected at least one node, found an empty list.",
        ),
        (
            "{\"change_membership\": [0, 5]}",
            ".change_membership[1]: expected a node from 0 to 4, \"leader\" or \"a_follower\", \
             found 5.",
        ),
        (
            "{\"change_membership\": [0, 1, 0]}",
            ".change_membership: expected each node once, found 0 again.",
        ),
        (
            "{\"change_membership\": [0, 1, 2, 3, 4, 0]}",
            ".change_membership: expected at most 5 nodes, found 6.",
        ),
        (
            "{\"remove_server\": 1, \"from\": 2}",
            ": expected no other field than remove_server or to, found \"from\".",
        ),
        (
            "{\"restart\": \"leader\"}",
            ".restart: expected a node from 0 to 4 or \"all\", found \"leader\".",
        ),
        (
            "{\"write\": \"\"}",
            ".write: expected a command such as \"SET x=1\", found nothing.",
        ),
        ("{\"write\": 5}", ".write: expected text, found 5."),
        (
            "{\"write\": \"SET a=\\u001b[31m\"}",
            ".write: expected text without control characters, found '\\u{1b}'.",
        ),
        (
            "{\"write\": \"SET a\\nb\"}",
            ".write: expected text without control characters, found '\\n'.",
        ),
        (
            "{\"write\": \"x\", \"to\": \"all\"}",
            ".to: expected a node from 0 to 4, \"leader\", \"a_follower\" or \"any\", found \
             \"all\".",
        ),
        (
            "{\"read\": \"a b\"}",
            ".read: expected a key: one word, found \"a b\".",
        ),
        (
            "{\"cut\": [1, 1]}",
            ".cut: expected two different nodes, found the same one twice.",
        ),
        (
            "{\"cut\": [1]}",
            ".cut: expected two nodes, [from, to], found 1 of them.",
        ),
        (
            "{\"partition\": []}",
            ".partition: expected groups of nodes, found an empty list.",
        ),
        (
            "{\"partition\": [[0], []]}",
            ".partition[1]: expected at least one node, found an empty list.",
        ),
        (
            "{\"partition\": [[0, 1], [1, 2]]}",
            ".partition: expected each node in one group only, found 1 again.",
        ),
        (
            "{\"partition\": [[0, 9]]}",
            ".partition[0][1]: expected a node from 0 to 4, \"leader\" or \"a_follower\", found 9.",
        ),
        (
            "{\"drop\": {\"from\": 0, \"to\": 1}}",
            ".drop: expected a field \"nth\", found none.",
        ),
        (
            "{\"drop\": {\"from\": 0, \"to\": 0, \"nth\": 1}}",
            ".drop: expected two different ends, found the same one twice.",
        ),
        (
            "{\"delay\": {\"from\": 0, \"to\": 1, \"nth\": 1, \"by_ms\": 3600001}}",
            ".delay.by_ms: expected milliseconds from 0 to 3600000, found 3600001.",
        ),
        (
            "{\"disk\": \"slow\", \"node\": 0}",
            ".disk: expected syncs, stalls, lies or fails, found \"slow\".",
        ),
        (
            "{\"disk\": \"lies\"}",
            ": expected a field \"node\", found none.",
        ),
        (
            "{\"disk_ms\": [9, 5]}",
            ".disk_ms: expected the shorter time first, found 9 before 5.",
        ),
        (
            "{\"wipe_disk\": 7}",
            ".wipe_disk: expected a node from 0 to 4, \"leader\" or \"a_follower\", found 7.",
        ),
        (
            "{\"clock_rate\": \"11\", \"node\": 0}",
            ".clock_rate: expected a rate from 1/10 to 10, in parts of at most 10000, found 11.",
        ),
        (
            "{\"clock_back_ms\": -5, \"node\": 0}",
            ".clock_back_ms: expected milliseconds from 0 to 3600000, found -5.",
        ),
        (
            "{\"tear_writes\": 1, \"keep\": -1}",
            ".keep: expected a whole number from 0 to 4294967295, found -1.",
        ),
        (
            "{\"clock_ahead_ms\": 5}",
            ": expected a field \"node\", found none.",
        ),
        (
            "{\"clock_rate\": 2, \"node\": 0}",
            ".clock_rate: expected a rate such as \"2\" or \"9/10\", found 2.",
        ),
        (
            "{\"chaos\": \"on\"}",
            ".chaos: expected chaos such as {\"per_minute\": 12}, or \"off\", found \"on\".",
        ),
        (
            "{\"chaos\": {\"per_minute\": 0}}",
            ".chaos.per_minute: expected faults from 1 to 120, found 0.",
        ),
        (
            "{\"chaos\": {\"assumptions\": \"bent\"}}",
            ".chaos.assumptions: expected kept or broken, found \"bent\".",
        ),
        (
            "{\"workload\": \"on\"}",
            ".workload: expected a workload such as {\"per_second\": 5}, or \"off\", found \"on\".",
        ),
        (
            "{\"workload\": {\"keys\": 27}}",
            ".workload.keys: expected keys from 1 to 26, found 27.",
        ),
        (
            "{\"latency_ms\": [1, 2], \"link\": [0, 1], \"node\": 2}",
            ".node: expected nothing beside \"link\": one link or all of a node's, found 2.",
        ),
        (
            "{\"loss\": \"1\", \"link\": [0, \"x\"]}",
            ".link[1]: expected a node from 0 to 4, \"leader\" or \"a_follower\", found \"x\".",
        ),
    ] {
        refused_with(
            &format!("\"actions\": [{{\"at_ms\": 1, \"do\": {action}}}]"),
            &format!("actions[0].do{sentence}"),
        );
    }
}

#[test]
fn moments_that_cannot_be() {
    refused_with(
        "\"actions\": [{\"do\": \"heal\"}]",
        "actions[0]: expected exactly one of at_ms, at_us or after, found none.",
    );
    refused_with(
        "\"actions\": [{\"at_ms\": 1, \"after\": \"crashed\", \"do\": \"heal\"}]",
        "actions[0]: expected exactly one of at_ms, at_us or after, found at_ms and after.",
    );
    refused_with(
        "\"actions\": [{\"at_ms\": 1, \"nth\": 2, \"do\": \"heal\"}]",
        "actions[0]: expected node, message, nth and wait_ms only beside after, found at_ms.",
    );
    refused_with(
        "\"actions\": [{\"at_ms\": 5, \"do\": \"heal\"}, {\"at_ms\": 4, \"do\": \"heal\"}]",
        "actions[1]: expected a moment no earlier than 5 ms, that of an action before it, \
         found 4 ms.",
    );
    refused_with(
        "\"actions\": [{\"at_ms\": 5000, \"do\": \"heal\"}], \"until_ms\": 4000",
        "actions[0]: expected a moment up to 4 s, when the run ends, found 5 s.",
    );
    refused_with(
        "\"until_ms\": 86400001",
        "until_ms: expected milliseconds from 0 to 86400000, found 86400001.",
    );
    refused_with(
        "\"expect\": [{\"by_ms\": 1, \"at_ms\": 2, \"leader\": true}]",
        "expect[0]: expected by_ms or at_ms, found both.",
    );
    refused_with(
        "\"expect\": [{\"leader\": 5}]",
        "expect[0].leader: expected true, false or the number of a node, found 5.",
    );
    refused_with(
        "\"expect\": [{\"always\": \"luck\"}]",
        "expect[0].always: expected all, election_safety, leader_append_only, log_matching, \
         leader_completeness, state_machine_safety, one_vote_per_term, terms_never_fall, \
         commit_never_falls, match_never_falls, applied_prefix_equal, committed_never_changes, \
         disk_before_word, acknowledged_never_lost, commit_counts_own_term, commit_on_majority, \
         transfer_ends, lease_held, snapshot_holds_applied, snapshot_never_falls, \
         one_change_at_a_time, majority_of_configuration, \
         linearizability or progress, found \"luck\".",
    );
}

#[test]
fn names_of_events() {
    let error = Scenario::read(
        "{\"format\": 1, \"captions\": [{\"when\": \"leader_erected\", \"say\": \"x\"}]}",
    );
    let sentence = error.expect_err("no such event").to_string();
    assert!(sentence.starts_with("captions[0].when: expected the name of an event (election_"));
    assert!(
        sentence.ends_with("found \"leader_erected\"."),
        "{sentence}"
    );
}

#[test]
fn starts_that_cannot_be() {
    refused_with(
        "\"start\": {\"logs\": {\"0\": [2, 1]}}",
        "start.logs.0[1]: expected a term from 2 to 1000000000, since terms never fall along a \
         log, found 1.",
    );
    refused_with(
        "\"start\": {\"logs\": {\"5\": [1]}}",
        "start.logs: expected node numbers from \"0\" to \"4\", found \"5\".",
    );
    refused_with(
        "\"start\": {\"logs\": {\"0\": [4]}, \"terms\": {\"0\": 3}}",
        "start.terms.0: expected a term from 4, that of its last entry, to 1000000000, found 3.",
    );
    refused_with(
        "\"start\": {\"votes\": {\"0\": 1}}",
        "start.votes.0: expected no vote, since nobody votes in term 0, found Node 1.",
    );
    refused_with(
        "\"start\": {\"logs\": {\"0\": [1, 3], \"1\": [2, 3]}}",
        "start.logs.1[0]: expected term 1 as in Node 0's log, since both agree at index 2 (Log \
         Matching), found 2.",
    );
}

#[test]
fn sizes() {
    let huge = format!(
        "{{\"format\": 1, \"about\": \"{}\"}}",
        "x".repeat(1_000_000)
    );
    refused(
        &huge,
        "This file has 1000026 characters: expected at most 1000000.",
    );
    let long = "é".repeat(201);
    refused_with(
        &format!("\"title\": \"{long}\""),
        "title: expected at most 200 characters, found 201.",
    );
    refused_with(
        &format!("\"actions\": [{{\"at_ms\": 1, \"do\": {{\"write\": \"{long}\"}}}}]"),
        "actions[0].do.write: expected at most 200 characters, found 201.",
    );
    let many = vec!["{\"at_ms\":1,\"do\":\"heal\"}"; 10_001].join(",");
    refused_with(
        &format!("\"actions\": [{many}]"),
        "actions: expected at most 10000 actions, found 10001.",
    );
    let shown = "y".repeat(40);
    refused_with(
        &format!("\"{}\": 1", "y".repeat(50)),
        &format!(
            "This file: expected no other field than format, title, about, seed, options, start, \
             actions, captions, expect, until_ms or $schema, found \"{shown}…\"."
        ),
    );
}

#[test]
fn hostile_shapes_end_in_a_sentence() {
    let deep = "[".repeat(100_000);
    let deep_object = "{\"a\":".repeat(50_000);
    let many_keys: Vec<String> = (0..60_000).map(|key| format!("\"k{key}\":{key}")).collect();
    let many_keys = format!("{{{}}}", many_keys.join(","));
    for text in [
        deep.as_str(),
        deep_object.as_str(),
        many_keys.as_str(),
        "{\"format\": 1e400}",
        "{\"format\": -0}",
        "{\"format\": 1, \"title\": \"\\ud800\"}",
        "{\"format\": 1, \"title\": \"a\\u0000b\"}",
        "\u{feff}\u{feff}{\"format\": 1}",
        "{\"format\": 1, \"start\": {\"logs\": {\"00\": []}}}",
        "{\"format\": 1, \"start\": {\"logs\": {\"\\u202e\": []}}}",
    ] {
        let sentence = Scenario::read(text)
            .expect_err("must be refused")
            .to_string();
        assert!(sentence.ends_with('.'), "{sentence}");
        assert!(!sentence.contains(char::is_control), "{sentence}");
        assert!(sentence.chars().count() < 400, "{sentence}");
    }
}

#[test]
fn a_byte_order_mark_is_forgiven() {
    assert!(Scenario::read("\u{feff}{\"format\": 1}").is_ok());
}

/// The page's buttons hear the same sentences, and what cannot be done just now.
#[test]
fn actions_of_the_page() {
    let world = World::begin(&Run::default());
    let refusal = |json: &str, world: &World| {
        parse_action(json, world)
            .expect_err("must be refused")
            .to_string()
    };
    assert_eq!(
        refusal("{\"crash\": 7}", &world),
        "crash: expected a node from 0 to 4, \"leader\" or \"a_follower\", found 7."
    );
    assert_eq!(
        refusal("{\"crash\": \"leader\"}", &world),
        "There is no leader to crash just now."
    );
    assert_eq!(
        refusal("{\"restart\": \"all\"}", &world),
        "No node is crashed."
    );
    assert_eq!(
        refusal("{\"drop\": {\"from\": 0, \"to\": 1, \"nth\": 3}}", &world),
        "There is no such message under way just now from Node 0 to Node 1."
    );
    assert_eq!(
        refusal("crash", &world),
        "This is not valid JSON: expected value at line 1 column 1."
    );
    let mut later = world.clone();
    later.advance_to(
        raft_sim::limits::RUN_MAX.min(raft_core::Instant(20_000_000)),
        &mut Nobody,
    );
    let leader = later.leader().expect("there is one after 20 s").0;
    let other = u8::from(leader == 0);
    assert_eq!(
        refusal("{\"transfer\": 1}", &world),
        "There is no leader to ask for a transfer just now."
    );
    for (stop, word) in [
        (Action::Crash(raft_core::NodeId(other)), "crashed"),
        (Action::Pause(raft_core::NodeId(leader)), "paused"),
    ] {
        let (Action::Crash(node) | Action::Pause(node)) = stop else {
            continue;
        };
        let mut stopped = later.clone();
        stopped.act(&stop, &mut Nobody);
        assert_eq!(
            refusal(
                &format!("{{\"transfer\": 2, \"from\": {}}}", node.0),
                &stopped
            ),
            format!(
                "{node} is {word} just now: expected a node that runs, to ask it for a transfer."
            )
        );
    }
    assert_eq!(
        refusal("{\"add_server\": 1}", &later),
        "add_server: expected the option membership to be on, since without it nobody joins or \
         leaves, found it off."
    );
    assert_eq!(
        refusal(
            &format!("{{\"drop\": {{\"from\": {leader}, \"to\": {other}, \"nth\": 0}}}}"),
            &later
        ),
        format!(
            "Message 0 from Node {leader} to Node {other} is not under way any more: it has \
             arrived or is lost."
        )
    );
}
