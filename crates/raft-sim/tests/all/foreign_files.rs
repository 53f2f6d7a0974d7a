//! A file of another program is refused by its name, and not in words about JSON.

use raft_sim::Timeline;
use raft_sim::lines::Lines;
use raft_sim::scenario::Scenario;
use raft_sim::{Nobody, Options, Run};

/// The text is refused as this.
#[track_caller]
fn refused_as(name: &str, text: &str) {
    let sentence = refusal(text);
    let begin = format!("This is {name}, not a scenario: expected a scenario file, ");
    assert!(sentence.starts_with(&begin), "{sentence:?} for {text}");
    assert!(sentence.contains("{\"format\": 1}, or a share link"));
    assert!(sentence.ends_with('.'), "{sentence:?} is no sentence");
}

fn refusal(text: &str) -> String {
    let error = Scenario::read(text).expect_err("must be refused");
    error.to_string()
}

#[test]
fn our_own_event_lines() {
    let mut timeline = Timeline::new(Run::new(1, Options::default()), |_| Nobody);
    timeline.advance_to(raft_core::Instant::from_millis(4_000), u64::MAX);
    let mut lines = Lines::new(0, usize::MAX);
    timeline.retell(0, &mut lines, Lines::are_full);
    let text = lines.into_text();
    assert!(text.lines().count() > 5);
    refused_as("a list of the events of a run, as JSON lines", &text);
    let (first, _) = text.split_once('\n').expect("it has lines");
    refused_as("a list of the events of a run, as JSON lines", first);
}

#[test]
fn our_own_report() {
    let report = r##"{
        "title": "", "seed": 1, "until_us": 5, "digest": "00", "link": "#UlA", "holds": true
    }"##;
    refused_as("a report on a run", report);
}

#[test]
fn traces_of_other_implementations() {
    let etcd = concat!(
        r#"{"level":"debug","ts":1.5,"caller":"raft/state_trace.go:90","msg":"","tag":"trace","#,
        r#""event":{"name":"InitState","nid":"1","state":{"term":0,"vote":"0","commit":0},"#,
        r#""role":"StateFollower","log":0,"conf":[["1","2","3"],[]]}}"#,
        "\n",
        r#"{"tag":"trace","event":{"name":"BecomeCandidate","nid":"2"}}"#,
    );
    refused_as("a trace of etcd's raft", etcd);
    let ccf = r#"{"h_ts":"12","tag":"raft_trace","msg":{"function":"become_leader","state":
        {"node_id":"0","current_view":2,"commit_idx":3}}}"#
        .replace('\n', "");
    refused_as("a trace of CCF's consensus", &ccf);
}

#[test]
fn logs_of_programs_in_use() {
    let line = r#"{"level":"info","ts":"2026-03-02T09:12:44.1Z","caller":"etcdserver/server.go:1",
        "msg":"elected leader"}"#
        .replace('\n', "");
    let name = "a log of etcd, or of another program with its logger";
    refused_as(name, &line);
    refused_as(name, &format!("{line}\n{line}"));
}

#[test]
fn what_is_no_text_or_a_page() {
    refused_as(
        "a page of the web",
        "<!DOCTYPE html>\n<html><body></body></html>",
    );
    refused_as("a page of the web", "<html lang=\"en\">");
    refused_as("a file that is no text", "PK\u{3}\u{4}\0\0");
    refused_as("a file that is no text", "\u{fffd}ELF");
}

#[test]
fn histories_of_clients() {
    let operation = r#"{"ClientId":1,"Input":{"op":"get"},"Call":3,"Output":"","Return":9}"#;
    let name = "a history of Porcupine";
    refused_as(name, operation);
    refused_as(name, &format!("[\n  {operation}\n]"));
    refused_as(
        name,
        "<!DOCTYPE html>\n<html>\n<title>Porcupine</title>\n<body></body></html>",
    );
    for history in [
        "{:type :invoke, :f :write, :value 4, :process 1, :time 77}",
        "[{:process 0, :type :ok, :f :read, :value nil}]",
        "#jepsen.history.Op{:index 0, :time 9, :type :info, :process :nemesis, :f :start}",
        "0\t:invoke\t:cas\t[1 2]\n0\t:fail\t:cas\t[1 2]",
        r#"{"type":"invoke","f":"read","value":null,"process":0,"time":3}"#,
    ] {
        refused_as("a history of Jepsen", history);
    }
}

#[test]
fn logs_of_labs() {
    for log in [
        "000151 VOTE S2 asks all for term 1\n000152 LEAD S2 leads",
        "12:04:31.208113 [2] becomes Candidate in term 1",
        "Test (3A): initial election ...\n  ... Passed --   3.1  3   58   16204    0",
    ] {
        refused_as("the log of a lab, as those of MIT 6.5840", log);
    }
}

#[test]
fn diagrams() {
    let name = "a log for ShiViz";
    refused_as(
        name,
        "(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})\n\nsends\nn1 {\"n1\": 1}",
    );
    refused_as(name, "n2 {\"n2\":3, \"n1\":1} takes the vote");
    let name = "a diagram for Mermaid";
    refused_as(
        name,
        "%% an election\nsequenceDiagram\n  S1->>S2: RequestVote",
    );
    refused_as(name, "```mermaid\nsequenceDiagram\n```");
}

#[test]
fn traces_of_model_checkers() {
    let name = "a trace of a model checker's states";
    refused_as(
        name,
        r##"{"#meta":{"format":"ITF"},"vars":["term"],"states":[]}"##,
    );
    refused_as(
        name,
        r#"{"action":[],"state":[[1,{"term":0}],[2,{"term":1}]]}"#,
    );
}

/// What resembles a format, and a scenario with a mistake, are refused as before.
#[test]
fn all_else_is_refused_in_words_about_json() {
    for text in [
        "S1 votes",
        "12 apples",
        "{\"tag\": \"trace\"}",
        "{\"type\": \"invoke\"}",
        "n1 {\"n2\": 1}",
        "[1, 2]",
        "{\"state\": [1]}",
        "{\"level\": 1, \"msg\": 2}",
        "<svg>",
    ] {
        let sentence = refusal(text);
        assert!(!sentence.starts_with("This is a"), "{sentence} for {text}");
    }
    let known = "{\"format\": 1, \"seq\": 0, \"at_us\": 0, \"kind\": 0, \"sentence\": 0, \
                 \"values\": 0}";
    assert!(refusal(known).contains("expected no other field than"));
}

/// A long trace is refused as a trace and not for its length.
#[test]
fn a_long_trace_is_named_too() {
    let line = "000151 VOTE S2 asks all for term 1\n";
    let long = line.repeat(raft_sim::limits::SCENARIO_CHARACTERS_MAX / line.len() + 1);
    refused_as("the log of a lab, as those of MIT 6.5840", &long);
    let spaces = " ".repeat(raft_sim::limits::SCENARIO_CHARACTERS_MAX + 1);
    assert!(refusal(&spaces).contains("characters: expected at most"));
}
