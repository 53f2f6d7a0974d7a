//! The published schema is that of the types, and the reader knows the same fields.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use raft_sim::ActionKind;
use raft_sim::scenario::Scenario;
use raft_sim::scenario::schema::schema;
use serde_json::Value;

#[test]
fn the_published_schema_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/schema.json");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, schema()).expect("the schema can be written");
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == schema(),
        "scenarios/schema.json is out of step: run this test with UPDATE_GOLDENS=1"
    );
}

/// The fields that the reader lists when it meets one it does not know.
fn fields_read(text: &str) -> BTreeSet<String> {
    let sentence = Scenario::read(text).expect_err("no such field").to_string();
    let list = sentence
        .split("no other field than ")
        .nth(1)
        .and_then(|rest| rest.split(", found").next())
        .unwrap_or_else(|| panic!("not about a field: {sentence}"));
    list.replace(" or ", ", ")
        .split(", ")
        .map(str::to_owned)
        .collect()
}

fn fields_published(definition: &Value) -> BTreeSet<String> {
    let properties = definition["properties"]
        .as_object()
        .expect("an object with fields");
    properties.keys().cloned().collect()
}

#[test]
fn the_reader_knows_the_published_fields() {
    let published: Value = serde_json::from_str(&schema()).expect("the schema is JSON");
    let whole = |field: &str| format!("{{\"format\": 1, {field}}}");
    assert_eq!(
        fields_read(&whole("\"?\": 1")),
        fields_published(&published)
    );
    for (definition, field) in [
        ("OptionsShape", "\"options\": {\"?\": 1}"),
        ("StartShape", "\"start\": {\"?\": 1}"),
        ("Step", "\"actions\": [{\"?\": 1}]"),
        ("Caption", "\"captions\": [{\"?\": 1}]"),
        ("Expectation", "\"expect\": [{\"?\": 1}]"),
        (
            "WholeWatch",
            "\"expect\": [{\"leader\": true, \"within_ms\": 1, \"after\": {\"?\": 1}}]",
        ),
        (
            "MessagePattern",
            "\"expect\": [{\"happens\": \"sent\", \"message\": {\"?\": 1}}]",
        ),
        (
            "MessageSpec",
            "\"actions\": [{\"at_ms\": 1, \"do\": {\"drop\": {\"?\": 1}}}]",
        ),
        ("WhyNotSo", "\"expect\": [{\"why_not\": {\"?\": 1}}]"),
        (
            "NeededTimer",
            "\"expect\": [{\"why_not\": \"leader\", \"needs\": [[{\"timer\": {\"?\": 1}}]]}]",
        ),
        (
            "NeededWrite",
            "\"expect\": [{\"why_not\": \"leader\", \"needs\": [[{\"write\": {\"?\": 1}}]]}]",
        ),
        (
            "LateMessage",
            "\"actions\": [{\"at_ms\": 1, \"do\": {\"delay\": {\"?\": 1}}}]",
        ),
    ] {
        let definition = &published["$defs"][definition];
        assert_eq!(
            fields_read(&whole(field)),
            fields_published(definition),
            "{field}"
        );
    }
    let actions = published["$defs"]["ActionSpec"]["anyOf"]
        .as_array()
        .expect("a choice");
    assert_eq!(actions.len(), ActionKind::ALL.len());
    let objects = actions
        .iter()
        .filter(|action| action["properties"].is_object());
    let published: BTreeSet<String> = objects.flat_map(fields_published).collect();
    let read = fields_read(&whole("\"actions\": [{\"at_ms\": 1, \"do\": {\"?\": 1}}]"));
    assert_eq!(read, published);
}

/// Every action that the schema describes is read, and written as it was.
#[test]
fn every_action_is_read_and_written() {
    let actions = [
        r#"{"write":"SET x=1"}"#,
        r#"{"write":"hello","to":"any"}"#,
        r#"{"write":"GET x","to":3}"#,
        r#"{"read":"x","to":"a_follower"}"#,
        r#"{"crash":"leader"}"#,
        r#"{"restart":"all"}"#,
        r#"{"restart":2}"#,
        r#"{"pause":"a_follower"}"#,
        r#"{"resume":"all"}"#,
        r#"{"timeout":4}"#,
        r#"{"partition":[["leader","a_follower"],"the_rest"]}"#,
        r#"{"partition":[[0,1],[2,3]]}"#,
        r#"{"isolate":"leader"}"#,
        r#"{"cut":[0,"leader"]}"#,
        r#"{"uncut":[0,1]}"#,
        r#""heal""#,
        r#"{"latency_ms":[5,10]}"#,
        r#"{"latency_ms":[5,10],"link":[1,0]}"#,
        r#"{"loss":"1/20"}"#,
        r#"{"duplication":"1","link":[1,0]}"#,
        r#"{"drop":{"from":0,"to":1,"nth":3}}"#,
        r#"{"deliver":{"from":"client","to":1,"nth":"newest"}}"#,
        r#"{"duplicate":{"from":"leader","to":"client","nth":0}}"#,
        r#"{"delay":{"from":0,"to":1,"nth":3,"by_ms":100}}"#,
        r#"{"drop":{"from":3,"to":1,"kind":"append_entries_reply","nth":1}}"#,
        r#"{"delay":{"from":0,"to":1,"kind":"request_vote","nth":"newest","by_ms":100}}"#,
    ];
    for action in actions {
        let text = format!("{{\"format\":1,\"actions\":[{{\"at_us\":1500001,\"do\":{action}}}]}}");
        let scenario = Scenario::read(&text).unwrap_or_else(|error| panic!("{action}: {error}"));
        let written: Value = serde_json::from_str(&scenario.write()).expect("JSON");
        let given: Value = serde_json::from_str(action).expect("JSON");
        assert_eq!(written["actions"][0]["do"], given);
        assert_eq!(written["actions"][0]["at_us"], 1_500_001);
    }
}

#[test]
fn every_expectation_is_read_and_written() {
    for expectation in [
        r#"{"by_ms":5,"committed_at_least":1}"#,
        r#"{"at_ms":5,"committed_at_most":1}"#,
        r#"{"acknowledged_at_least":2}"#,
        r#"{"leader":true}"#,
        r#"{"leader":3}"#,
        r#"{"logs_equal":false}"#,
        r#"{"logs":{"0":[1,1],"4":[]}}"#,
        r#"{"commit_index":{"0":2,"1":null}}"#,
        r#"{"values":{"x":"1","y":null}}"#,
        r#"{"happens":"crashed","node":2}"#,
        r#"{"never":"truncated"}"#,
        r#"{"always":"log_matching"}"#,
        r#"{"violates":"election_safety"}"#,
        r#"{"always":"all"}"#,
        r#"{"at_ms":5,"leaders":2}"#,
        r#"{"at_ms":5,"leaders":{"0":1,"3":2}}"#,
        r#"{"roles":{"0":"leader","1":"candidate","2":"follower"}}"#,
        r#"{"terms":{"0":2,"4":0}}"#,
        r#"{"votes":{"0":1,"1":null}}"#,
        r#"{"happens":"leader_elected","at_least":2}"#,
        r#"{"happens":"leader_elected","at_most":0}"#,
        r#"{"happens":"leader_elected","node":1,"at_least":2,"at_most":2}"#,
        r#"{"happens":"sent","message":{"kind":"append_entries_reply","from":3,"to":1}}"#,
        r#"{"never":"cut","message":{"kind":"client_request","from":"client"}}"#,
        r#"{"within_ms":3000,"after":"healed","leader":true}"#,
        r#"{"at_ms":9000,"why_not":{"committed":7},"needs":[[{"up":2}],[{"up":4}]]}"#,
        r#"{"why_not":{"committed":7,"term":2}}"#,
        r#"{"why_not":"leader","needs":[]}"#,
        r#"{"why_not":{"leads":3},"needs":[[{"resume":1},{"reboot":2}],[{"disk_writes":0}]]}"#,
        r#"{"why_not":{"answered":0},"needs":[[{"quick_disk":null},{"quick_disk":3}]]}"#,
        r#"{"why_not":{"speaks":2},"needs":[[{"right_clock":1},{"heal":[0,4]}]]}"#,
        r#"{"why_not":{"catches_up":1},"needs":[[{"no_loss":null},{"no_loss":[0,1]}]]}"#,
        r#"{"why_not":"leader","needs":[[{"quick_link":null},{"quick_link":[0,1]}]]}"#,
        r#"{"why_not":"leader","needs":[[{"deliver":{"from":0,"to":"client","nth":3}}]]}"#,
        r#"{"why_not":"leader","needs":[[{"deliver":{"from":0,"to":1,"nth":3,"copy":1}}]]}"#,
        r#"{"why_not":"leader","needs":[[{"timer":{"node":1,"at_us":9000001}}]]}"#,
        r#"{"why_not":"leader","needs":[[{"write":{"at_us":9000001}}]]}"#,
        r#"{"within_ms":1,"after":{"event":"leader_elected","node":2,"nth":3},"never":"crashed"}"#,
        r#"{"within_ms":1,"after":{"event":"lost","message":{"kind":"request_vote"}},"leader":2}"#,
    ] {
        let text = format!("{{\"format\":1,\"expect\":[{expectation}]}}");
        let scenario =
            Scenario::read(&text).unwrap_or_else(|error| panic!("{expectation}: {error}"));
        let written: Value = serde_json::from_str(&scenario.write()).expect("JSON");
        let given: Value = serde_json::from_str(expectation).expect("JSON");
        assert_eq!(written["expect"][0], given);
    }
}
