//! What `run` and `hunt` judge, and how they say so: the clients' history, machines outside of the
//! cluster, and failures that were made small.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use serde_json::Value;

fn playground(arguments: &[&str]) -> Assert {
    let mut command = Command::cargo_bin("raft-playground").expect("the binary is built");
    command.args(arguments).assert()
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("text")
}

fn json(assert: &Assert) -> Value {
    serde_json::from_str(&stdout(assert)).expect("JSON")
}

/// A file of this test's own, as a path on the command line.
fn file(name: &str, content: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("the file can be written");
    path.to_str().expect("a path").into()
}

/// A leader that is cut off answers a read by itself, after a newer value was acknowledged.
fn stale_read(expect: &str) -> String {
    r#"{"format": 1, "seed": 2,
        "options": {"preset": "etcd", "nodes": 3, "bugs": ["read_locally"], "blank_entry": true},
        "actions": [
            {"at_ms": 3000, "do": {"write": "SET x=1"}},
            {"at_ms": 3500, "do": {"isolate": "leader"}},
            {"after": "leader_elected", "wait_ms": 300, "do": {"write": "SET x=2", "to": "leader"}},
            {"at_ms": 7500, "do": {"read": "x", "to": 0}}
        ], "until_ms": 12000, "expect": [EXPECT]}"#
        .replace("EXPECT", expect)
}

#[test]
fn a_stale_read_is_no_run_that_held() {
    let path = file("stale.json", &stale_read(""));
    let text = stdout(&playground(&["run", &path]).code(1));
    let lines: Vec<&str> = text.lines().collect();
    let place = |begin: &str| lines.iter().position(|line| line.starts_with(begin));
    let contradiction = place("✗ Not linearizable: ").expect(&text);
    let verdict = place("Did not hold.").expect(&text);
    assert!(contradiction < verdict, "{text}");
    assert_eq!(text.matches("Not linearizable").count(), 1, "{text}");

    let report = json(&playground(&["run", &path, "--format", "json"]).code(1));
    assert_eq!(report["holds"], false);
    assert_eq!(report["history"]["outcome"], "violated");
    let complaint = report["complaints"][0].as_str().expect("a sentence");
    assert_eq!(report["history"]["sentence"], complaint);
    let link = report["link"].as_str().expect("a link");
    let text = stdout(&playground(&["run", link]).code(1));
    assert!(text.contains("✗ Not linearizable: "), "{text}");

    let runs = stdout(&playground(&["run", &path, "--seeds", "2"]).code(1));
    assert!(
        runs.contains("linearizability was broken, which nothing expects"),
        "{runs}"
    );
    assert!(!runs.contains("In how many runs it held"), "{runs}");
}

#[test]
fn every_property_includes_linearizability() {
    let all = file("stale_all.json", &stale_read(r#"{"always": "all"}"#));
    let text = stdout(&playground(&["run", &all]).code(1));
    assert!(
        text.contains("✗ Expected every safety property during the whole run"),
        "{text}"
    );
    let announced = stale_read(r#"{"violates": "linearizability"}"#);
    let announced = file("stale_announced.json", &announced);
    let text = stdout(&playground(&["run", &announced]).success());
    let held = "Held: a property broke, as this scenario expects.";
    assert!(text.contains(held), "{text}");
    assert!(!text.contains('✗'), "{text}");
}

#[test]
fn a_history_that_holds_says_so() {
    let path = file(
        "one_write.json",
        r#"{"format": 1, "actions": [{"at_ms": 3000, "do": {"write": "SET x=1"}}]}"#,
    );
    let text = stdout(&playground(&["run", &path]).success());
    assert!(
        text.contains("with 1 command of a client committed."),
        "{text}"
    );
    assert!(
        text.contains("Linearizable: 1 operation has its place.\nHeld."),
        "{text}"
    );
    let report = json(&playground(&["run", &path, "--format", "json"]).success());
    assert_eq!(report["history"]["outcome"], "linearizable");
    let runs = stdout(&playground(&["run", &path, "--seeds", "0..2"]).success());
    assert!(
        !runs.contains("In how many runs"),
        "nothing is expected: {runs}"
    );
}

/// A machine is removed, its disk wiped, and it is added again.
const REPLACED: &str = r#"{"format": 1, "seed": 5,
    "options": {"preset": "etcd", "nodes": 4, "membership": true, "pre_vote": true,
        "check_quorum": true, "leader_stickiness": true, "snapshot_after": 5, "reads": "lease"},
    "start": {"members": {"voters": [0, 1, 2]}},
    "actions": [
        {"at_ms": 2500, "do": {"workload": {"per_second": 5}}},
        {"at_ms": 5000, "do": {"crash": "a_follower"}},
        {"at_ms": 7000, "do": {"add_server": 3}},
        {"at_ms": 9000, "do": {"remove_server": 0}},
        {"at_ms": 12000, "do": {"wipe_disk": 0}},
        {"at_ms": 12500, "do": {"restart": 0}},
        {"at_ms": 14000, "do": {"add_server": 0}},
        {"at_ms": 18000, "do": {"workload": "off"}}
    ], "until_ms": 20000}"#;

#[test]
fn a_machine_outside_of_the_cluster_may_lose_its_disk() {
    let outside = file("replaced.json", REPLACED);
    let text = stdout(&playground(&["run", &outside]).success());
    assert!(!text.contains("Assumption broken"), "{text}");
    assert!(
        text.contains("Node 0 crashes: its disk is emptied with its memory."),
        "{text}"
    );
    assert!(!text.contains("does not hold any more"), "{text}");
    // The same disk, while its machine belongs to the cluster.
    let removal = r#"{"at_ms": 9000, "do": {"remove_server": 0}},"#;
    assert!(REPLACED.contains(removal), "it is taken out before");
    let member = file("wiped_member.json", &REPLACED.replace(removal, ""));
    let text = stdout(&playground(&["run", &member]));
    assert!(
        text.contains("Assumption broken: stable storage (Node 0's disk"),
        "{text}"
    );
}

#[test]
fn the_verdict_comes_last() {
    let wiped = r#"{"format": 1, "seed": 5, "options": {"nodes": 3}, "actions": [
        {"at_ms": 3000, "do": {"write": "SET x=1"}},
        {"at_ms": 6000, "do": {"wipe_disk": "leader"}},
        {"at_ms": 6500, "do": {"restart": 0}},
        {"at_ms": 6500, "do": {"restart": 1}},
        {"at_ms": 6500, "do": {"restart": 2}}], "until_ms": 12000}"#;
    let path = file("wiped.json", wiped);
    let text = stdout(&playground(&["run", &path]));
    let verdict = text.find("Did not hold.").or(text.find("Held."));
    let verdict = verdict.expect("a verdict");
    assert!(!text[verdict..].contains('✗'), "{text}");
}

#[test]
fn a_shrunken_catch_has_the_seed_of_the_hunt_and_the_moment_of_its_answer() {
    let like = file("stale_like.json", &stale_read(""));
    let hunt = |more: &[&str]| {
        let all = [
            "hunt",
            "--like",
            &like,
            "--bug",
            "read_locally",
            "--seeds",
            "0..200",
            "--first",
        ];
        json(&playground(&[&all, more, &["--json"]].concat()).code(1))
    };
    let (caught, small) = (hunt(&[]), hunt(&["--shrink"]));
    let [caught, catch] = [&caught, &small].map(|it| &it["catches"][0]);
    assert_eq!(caught["property"], "linearizability");
    assert_eq!(caught["seed"], catch["seed"]);
    // The moment of the answer that no order explains stands in the sentence too.
    for catch in [caught, catch] {
        let at_us = catch["at_us"].as_u64().expect("a moment");
        let sentence = catch["sentence"].as_str().expect("a sentence");
        let (whole, part) = (at_us / 1_000_000, at_us % 1_000_000);
        let at = match part {
            0 => format!("at {whole} s"),
            _ => format!("at {whole}.{part:06}").trim_end_matches('0').into(),
        };
        assert!(sentence.contains(&at), "{sentence} lacks {at}");
    }
    let part = file("small.json", &small.to_string());
    let merged = json(&playground(&["hunt", "--merge", &part, "--json"]).code(1));
    assert_eq!(merged["catches"], small["catches"]);
    let link = catch["link"].as_str().expect("a link");
    let replayed = stdout(&playground(&["run", link]).code(1));
    assert!(replayed.contains("✗ Not linearizable: "), "{replayed}");
}

#[test]
fn counts_are_named_for_what_they_count() {
    let text = stdout(&playground(&["hunt", "--seeds", "0..2"]).success());
    for line in ["  candidacies\n", "  commands of clients committed\n"] {
        assert!(text.contains(line), "{text} lacks {line}");
    }
    let endured = ["endure", "--seeds", "0", "--nodes", "1", "--lasts", "10s"];
    let text = stdout(&playground(&endured).success());
    assert!(text.starts_with("nodes 1: 1 run, "), "{text}");
}

#[test]
fn threads_are_counted_from_1_on() {
    let refused = playground(&["hunt", "--seeds", "0..2", "--jobs", "0"]).code(2);
    let said = String::from_utf8(refused.get_output().stderr.clone()).expect("text");
    assert!(
        said.contains("expected a number of threads from 1 on"),
        "{said}"
    );
}

#[test]
fn moments_are_taken_as_they_are_printed() {
    let path = file("moments.json", &stale_read(""));
    let ask = |at: &str| playground(&["why", &path, "--leader", "--at", at]);
    let told = stdout(&ask("4975ms").success());
    assert!(told.contains("At 4.975 s, "), "{told}");
    for same in [
        "4.975s",
        "4.975 s",
        "4975.000ms",
        "0:04.975",
        "0:00:04.975",
        "4975000us",
    ] {
        assert_eq!(stdout(&ask(same).success()), told, "{same}");
    }
    for (other, sentence) in [
        ("4.9750001s", "no part of a microsecond"),
        ("1:75", "less than 60 seconds"),
        ("1:60:00", "less than 60 minutes"),
        ("0.5:04", "no part of a minute or an hour"),
        ("1.5:00:30", "no part of a minute or an hour"),
        ("24:00:01", "at most 24h"),
        (".s", "a number before the unit"),
        ("4.", "a number and a unit"),
        ("0.00000000000001m", "no part of a microsecond"),
        ("1:999999999999999999999", "less than 60 seconds"),
        ("99999999999999999999h", "at most 24h"),
    ] {
        let refused = ask(other).code(2);
        let said = String::from_utf8(refused.get_output().stderr.clone()).expect("text");
        assert!(said.contains(sentence), "{other}: {said}");
    }
}

#[test]
fn a_term_without_an_entry_is_refused() {
    let path = file("term.json", &stale_read(""));
    for question in [["--leader", ""], ["--silent", "1"], ["--node", "1"]] {
        let [question, value] = question;
        let mut asked = vec!["why", &path, "--term", "2", question];
        asked.extend(Some(value).filter(|value| !value.is_empty()));
        let refused = playground(&asked).code(2);
        let said = String::from_utf8(refused.get_output().stderr.clone()).expect("text");
        assert!(said.contains("--entry"), "{said}");
    }
}
