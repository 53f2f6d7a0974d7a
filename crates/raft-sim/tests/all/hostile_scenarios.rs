//! Files that were made to do harm: they are refused or played to an end, and that is all.

use std::fs;
use std::path::Path;

use raft_core::chance::Key;
use raft_sim::limits::RUN_EVENTS_MAX;
use raft_sim::scenario::{Scenario, parse_action, play};
use raft_sim::{Nobody, World};

/// What is likely to matter to a reader of JSON.
const FRAGMENTS: [&str; 22] = [
    "",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "-1",
    "0",
    "1.5",
    "1e999",
    "18446744073709551616",
    "\"leader\"",
    "\u{0}",
    "\u{202e}",
    "\"\\u0000\"",
    "{\"at_ms\":1}",
    "\"the_rest\"",
];

fn scenarios() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let in_folder = |folder: &Path| {
        let paths = fs::read_dir(folder).expect("they are there");
        paths
            .map(|file| file.expect("a file").path())
            .collect::<Vec<_>>()
    };
    let mut paths = in_folder(&folder);
    paths.extend(in_folder(&folder.join("conformance")));
    paths.sort();
    let texts = paths
        .iter()
        .filter(|path| path.is_file() && !path.ends_with("schema.json"));
    texts
        .map(|path| fs::read_to_string(path).expect("text"))
        .collect()
}

/// The text with a few characters replaced by something else.
fn damaged(text: &str, chance: Key) -> String {
    let characters: Vec<char> = text.chars().collect();
    let count = characters.len() as u64;
    let draw = |part: u64, high: u64| chance.with(part).between(0, high);
    let from = usize::try_from(draw(1, count)).unwrap_or(0);
    let until = (from + usize::try_from(draw(2, 6)).unwrap_or(0)).min(characters.len());
    let fragment = usize::try_from(draw(3, FRAGMENTS.len() as u64 - 1)).unwrap_or(0);
    let (begin, end) = (&characters[..from], &characters[until..]);
    let middle = FRAGMENTS[fragment].chars();
    begin
        .iter()
        .copied()
        .chain(middle)
        .chain(end.iter().copied())
        .collect()
}

#[test]
fn damaged_files_are_refused_or_read_whole() {
    let (mut read, mut refused) = (0, 0);
    for (place, text) in (0..).zip(scenarios()) {
        for number in 0..1_000 {
            let damaged = damaged(&text, Key::new(place).with(number));
            match Scenario::read(&damaged) {
                Ok(scenario) => {
                    read += 1;
                    assert_eq!(Scenario::read(&scenario.write()).as_ref(), Ok(&scenario));
                }
                Err(sentence) => {
                    refused += 1;
                    let sentence = sentence.to_string();
                    assert!(sentence.ends_with('.'), "{sentence}");
                    assert!(!sentence.contains(char::is_control), "{sentence:?}");
                }
            }
        }
    }
    assert!(
        read > 100 && refused > 1_000,
        "{read} were read and {refused} refused"
    );
}

#[test]
fn damaged_actions_are_refused_or_resolved() {
    let world = World::begin(&raft_sim::Run::default());
    let actions = [
        r#"{"write":"SET x=1","to":"any"}"#,
        r#"{"partition":[["a_follower",1],"the_rest"]}"#,
        r#"{"delay":{"from":0,"to":"client","nth":0,"by_ms":1}}"#,
        r#"{"latency_ms":[1,2],"link":[0,1]}"#,
    ];
    for (place, action) in (0..).zip(actions) {
        for number in 0..2_000 {
            let damaged = damaged(action, Key::new(place).with(number));
            if let Err(sentence) = parse_action(&damaged, &world) {
                assert!(sentence.to_string().ends_with('.'), "{sentence}");
            }
        }
    }
}

/// A day of nine nodes that never rest is too long: it ends at the limit and says so.
#[test]
fn an_endless_run_is_stopped() {
    let text = r#"{"format": 1, "until_ms": 86400000,
      "options": {"nodes": 9, "heartbeat_ms": 1, "election_timeout_ms": [5, 10],
                  "latency_ms": [0, 0], "duplicate": "1"},
      "actions": [{"after": "leader_elected", "do": {"crash": "leader"}},
                  {"at_ms": 1, "do": {"drop": {"from": 0, "to": 1, "nth": 9000000}}}],
      "expect": [{"by_ms": 86400000, "logs_equal": false}]}"#;
    let scenario = Scenario::read(text).expect("nothing in it is out of range");
    let played = play(&scenario, &mut Nobody);
    assert!(played.world.counts().events <= RUN_EVENTS_MAX + 1_000);
    assert!(
        played
            .notices
            .iter()
            .any(|notice| notice.starts_with("This run ends at "))
    );
}
