//! Mistakes in what a scenario expects, and in the messages that it names by kind.

use raft_sim::scenario::Scenario;

/// A scenario with this expectation is refused with exactly this sentence.
#[track_caller]
fn refused(expectation: &str, sentence: &str) {
    let text = format!("{{\"format\": 1, \"expect\": [{expectation}]}}");
    let error = Scenario::read(&text).expect_err("must be refused");
    assert_eq!(error.to_string(), sentence, "for {text}");
}

/// A scenario with this step is refused with exactly this sentence.
#[track_caller]
fn refused_step(step: &str, sentence: &str) {
    let text = format!("{{\"format\": 1, \"actions\": [{step}]}}");
    let error = Scenario::read(&text).expect_err("must be refused");
    assert_eq!(error.to_string(), sentence, "for {text}");
}

#[test]
fn counts_of_events() {
    for (counts, sentence) in [
        (
            r#""at_least": 3, "at_most": 2"#,
            "expect[0].at_most: expected a number from 3, at_least, on, found 2.",
        ),
        (
            r#""at_least": 0"#,
            "expect[0].at_least: expected a number from 1 to 9007199254740991, found 0.",
        ),
        (
            r#""at_most": -1"#,
            "expect[0].at_most: expected a number from 0 to 9007199254740991, found -1.",
        ),
        (
            r#""at_most": "few""#,
            "expect[0].at_most: expected a number from 0 to 9007199254740991, found \"few\".",
        ),
    ] {
        refused(&format!(r#"{{"happens": "crashed", {counts}}}"#), sentence);
    }
    refused(
        r#"{"never": "crashed", "at_most": 2}"#,
        "expect[0]: expected no other field than never, by_ms, at_ms, within_ms, after, node or \
         message, found \"at_most\".",
    );
    refused(
        r#"{"leader": true, "at_least": 2}"#,
        "expect[0]: expected no other field than leader, by_ms, at_ms, within_ms or after, found \
         \"at_least\".",
    );
}

#[test]
fn spans_after_an_event() {
    for (span, sentence) in [
        (
            r#""within_ms": 0, "after": "healed""#,
            "expect[0].within_ms: expected milliseconds from 1 to 86400000, found 0.",
        ),
        (
            r#""within_ms": 5"#,
            "expect[0]: expected a field \"after\" beside within_ms, found none.",
        ),
        (
            r#""after": "healed""#,
            "expect[0]: expected a field \"within_ms\" beside after, found none.",
        ),
        (
            r#""within_ms": 5, "after": "healed", "by_ms": 9"#,
            "expect[0]: expected within_ms, by_ms or at_ms, found more than one of them.",
        ),
        (
            r#""within_ms": 5, "after": {"event": "healed", "nth": 0}"#,
            "expect[0].after.nth: expected a whole number from 1 to 1000000, found 0.",
        ),
        (
            r#""within_ms": 5, "after": {"event": "crashed", "node": 5}"#,
            "expect[0].after.node: expected a node from 0 to 4, found 5.",
        ),
        (
            r#""within_ms": 5, "after": {"node": 1}"#,
            "expect[0].after: expected a field \"event\", found none.",
        ),
        (
            r#""within_ms": 5, "after": {"event": "healed", "when": 1}"#,
            "expect[0].after: expected no other field than event, node, message or nth, found \
             \"when\".",
        ),
    ] {
        refused(&format!(r#"{{"leader": true, {span}}}"#), sentence);
    }
    refused(
        r#"{"always": "all", "within_ms": 5, "after": "healed"}"#,
        "expect[0]: expected no other field than always, found \"after\".",
    );
    let text =
        r#"{"format": 1, "expect": [{"leader": true, "within_ms": 5, "after": "repaired"}]}"#;
    let sentence = Scenario::read(text).expect_err("no such event").to_string();
    assert!(
        sentence.starts_with("expect[0].after: expected the name of an event (election_timeout"),
        "{sentence}"
    );
}

#[test]
fn states_of_nodes() {
    for (condition, sentence) in [
        (
            r#""roles": {"0": "boss"}"#,
            "expect[0].roles.0: expected follower, candidate or leader, found \"boss\".",
        ),
        (
            r#""roles": {"7": "leader"}"#,
            "expect[0].roles: expected node numbers from \"0\" to \"4\", found \"7\".",
        ),
        (
            r#""terms": {"0": -1}"#,
            "expect[0].terms.0: expected a term from 0 to 1000000000, found -1.",
        ),
        (
            r#""votes": {"0": 5}"#,
            "expect[0].votes.0: expected null or a node from 0 to 4, found 5.",
        ),
        (
            r#""leaders": 6"#,
            "expect[0].leaders: expected a number of nodes up to 5, or an object with their terms \
             such as {\"0\": 2}, found 6.",
        ),
        (
            r#""leaders": {"0": "two"}"#,
            "expect[0].leaders.0: expected a term from 0 to 1000000000, found \"two\".",
        ),
        (
            r#""leaders": 2, "roles": {}"#,
            "expect[0]: expected exactly one of committed_at_least, committed_at_most, \
             acknowledged_at_least, leader, leaders, roles, terms, votes, logs_equal, logs, \
             commit_index, values, happens, never, always, violates or why_not, found \
             leaders and roles.",
        ),
    ] {
        refused(&format!("{{{condition}}}"), sentence);
    }
}

#[test]
fn kinds_of_messages() {
    let kinds = "request_vote, request_vote_reply, append_entries, append_entries_reply, \
                 pre_vote, pre_vote_reply, timeout_now, confirm, confirm_reply, read_index, \
                 read_index_reply, install_snapshot, install_snapshot_reply, client_request or \
                 client_reply";
    for (message, sentence) in [
        (
            r#"{"kind": "append_entry"}"#,
            format!("message.kind: expected {kinds}, found \"append_entry\"."),
        ),
        (
            r#"{"from": 1}"#,
            "message: expected a field \"kind\", found none.".to_owned(),
        ),
        (
            r#"{"kind": "request_vote", "from": 9}"#,
            "message.from: expected a node from 0 to 4 or \"client\", found 9.".to_owned(),
        ),
        (
            r#"{"kind": "request_vote", "from": 1, "to": 1}"#,
            "message: expected two different ends, found the same one twice.".to_owned(),
        ),
        (
            r#"{"kind": "request_vote", "nth": 1}"#,
            "message: expected no other field than kind, from or to, found \"nth\".".to_owned(),
        ),
    ] {
        refused(
            &format!(r#"{{"happens": "sent", "message": {message}}}"#),
            &format!("expect[0].{sentence}"),
        );
        refused_step(
            &format!(r#"{{"after": "sent", "message": {message}, "do": "heal"}}"#),
            &format!("actions[0].{sentence}"),
        );
    }
    refused(
        r#"{"happens": "crashed", "message": {"kind": "request_vote"}}"#,
        "expect[0].message: expected none, since crashed is said of no message, found an object \
         with \"kind\".",
    );
    refused_step(
        r#"{"at_ms": 1, "do": {"drop": {"from": 0, "to": 1, "kind": "vote", "nth": 1}}}"#,
        &format!("actions[0].do.drop.kind: expected {kinds}, found \"vote\"."),
    );
    refused_step(
        r#"{"at_ms": 1, "message": {"kind": "request_vote"}, "do": "heal"}"#,
        "actions[0]: expected node, message, nth and wait_ms only beside after, found at_ms.",
    );
}

#[test]
fn questions_and_what_must_happen() {
    for (expectation, sentence) in [
        (
            r#"{"why_not": 7}"#,
            "expect[0].why_not: expected \"leader\" or an object with leads, committed, answered, \
             speaks or catches_up, found 7.",
        ),
        (
            r#"{"why_not": {}}"#,
            "expect[0].why_not: expected exactly one of leads, committed, answered, speaks or \
             catches_up, found none.",
        ),
        (
            r#"{"why_not": {"committed": 0}}"#,
            "expect[0].why_not.committed: expected an index from 1 to 9007199254740991, found 0.",
        ),
        (
            r#"{"why_not": {"leads": 1, "term": 2}}"#,
            "expect[0].why_not: expected no other field than leads, found \"term\".",
        ),
        (
            r#"{"why_not": {"speaks": 7}}"#,
            "expect[0].why_not.speaks: expected a node from 0 to 4, found 7.",
        ),
        (
            r#"{"by_ms": 5, "why_not": "leader"}"#,
            "expect[0]: expected no other field than why_not, at_ms or needs, found \"by_ms\".",
        ),
        (
            r#"{"leader": true, "needs": []}"#,
            "expect[0]: expected no other field than leader, by_ms, at_ms, within_ms or after, \
             found \"needs\".",
        ),
        (
            r#"{"why_not": "leader", "needs": [{"up": 2}]}"#,
            "expect[0].needs[0]: expected a list of what must happen, found an object with \"up\".",
        ),
        (
            r#"{"why_not": "leader", "needs": [[{"luck": 2}]]}"#,
            "expect[0].needs[0][0]: expected no other field than up, resume, reboot, disk_writes, \
             quick_disk, right_clock, heal, no_loss, quick_link, deliver, timer, add_server or \
             write, found \"luck\".",
        ),
        (
            r#"{"why_not": "leader", "needs": [[{"up": 2, "resume": 1}]]}"#,
            "expect[0].needs[0][0]: expected exactly one of up, resume, reboot, disk_writes, \
             quick_disk, right_clock, heal, no_loss, quick_link, deliver, timer, add_server or \
             write, found up and resume.",
        ),
        (
            r#"{"why_not": "leader", "needs": [[{"quick_disk": 7}]]}"#,
            "expect[0].needs[0][0].quick_disk: expected null or a node from 0 to 4, found 7.",
        ),
        (
            r#"{"why_not": "leader", "needs": [[{"timer": {"node": 1}}]]}"#,
            "expect[0].needs[0][0].timer: expected a field \"at_us\", found none.",
        ),
    ] {
        refused(expectation, sentence);
    }
}
