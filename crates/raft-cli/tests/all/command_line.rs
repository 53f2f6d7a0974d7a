//! The command line as somebody meets it: what is printed, where, and with which exit code.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use serde_json::Value;

fn playground() -> Command {
    Command::cargo_bin("raft-playground").expect("the binary is built")
}

fn scenario(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../scenarios")
        .join(name)
}

/// A file of this test's own.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("the file can be written");
    path
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("text")
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("text")
}

/// Exit code 2, nothing on the standard output, one line that contains this on the other.
#[track_caller]
fn is_bad_input(command: &mut Command, sentence: &str) {
    let assert = command.assert().code(2);
    assert_eq!(stdout(&assert), "");
    let said = stderr(&assert);
    assert!(said.contains(sentence), "{said:?} lacks {sentence:?}");
    assert_eq!(said.lines().count(), 1, "{said:?} is more than a line");
    assert!(said.ends_with(".\n"), "{said:?} is no sentence");
}

#[test]
fn the_demos_hold() {
    let cluster = playground()
        .args(["demo", "cluster", "--seed", "7"])
        .assert()
        .success();
    let story = stdout(&cluster);
    for part in [
        "7. Verdict",
        "CLOSE session",
        "5 of 5 writes are committed",
        "The story holds.",
    ] {
        assert!(story.contains(part), "{story} lacks {part}");
    }
    let node = playground().args(["demo", "node"]).assert().success();
    let walk = stdout(&node);
    for part in ["1. It boots", "7. It answers", "[Raft §5.4.1]", "DELETE z"] {
        assert!(walk.contains(part), "{walk} lacks {part}");
    }
}

#[test]
fn partial_partitions_are_measured_beside_raft_rs() {
    let table = playground()
        .args(["partitions", "--seeds", "0..1"])
        .assert()
        .success();
    let text = stdout(&table);
    let head = "Commands committed of 614, here / by raft-rs 0.7. Medians of the seeds 0..1.";
    assert!(text.starts_with(head), "{text}");
    for part in [
        "L07 ",
        "L10 ",
        "L16 ",
        "pre-vote",
        "check-quorum",
        "614 / 614",
    ] {
        assert!(text.contains(part), "{text} lacks {part}");
    }
    let refused = playground()
        .args(["partitions", "--seeds", "3..3"])
        .assert()
        .code(2);
    assert!(stderr(&refused).contains("expected the lower seed first"));
}

#[test]
fn the_seed_changes_the_story() {
    let story = |seed: &str| {
        stdout(
            &playground()
                .args(["demo", "cluster", "--seed", seed])
                .assert(),
        )
    };
    assert_eq!(story("1"), story("1"));
    assert_ne!(story("1"), story("2"));
}

#[test]
fn a_scenario_that_holds_exits_with_0() {
    let run = playground()
        .arg("run")
        .arg(scenario("story.json"))
        .assert()
        .success();
    let text = stdout(&run);
    for part in [
        "Held.",
        "digest ",
        "link #",
        "As expected: balance = 800 at the end.",
    ] {
        assert!(text.contains(part), "{text} lacks {part}");
    }
    assert_eq!(stderr(&run), "");
}

#[test]
fn an_expectation_that_fails_exits_with_1() {
    let text = r#"{"format": 1, "expect": [{"at_ms": 100, "leader": true}]}"#;
    let path = file("no_leader_yet.json", text.as_bytes());
    let run = playground().arg("run").arg(path).assert().code(1);
    let sentence = "Expected a leader at 100 ms, found no leader.";
    assert_eq!(stdout(&run).matches(sentence).count(), 1, "it is said once");
}

#[test]
fn an_action_that_comes_late_is_reported() {
    let text = r#"{"format": 1, "actions": [
        {"after": "leader_elected", "do": {"write": "SET x=1"}},
        {"at_ms": 1000, "do": "heal"}
    ]}"#;
    let path = file("late.json", text.as_bytes());
    let run = playground().arg("run").arg(path).assert().success();
    let report = stdout(&run);
    assert!(report.contains("Note: actions[1] came at "), "{report}");
    assert!(
        report.contains(" and not at 1 s: it stood behind actions[0], which was done at "),
        "{report}"
    );
}

#[test]
fn a_file_of_another_program_is_named() {
    let path = file("diagram.mmd", b"sequenceDiagram\n  S1->>S2: RequestVote\n");
    is_bad_input(
        playground().arg("run").arg(path),
        "This is a diagram for Mermaid, not a scenario: expected a scenario file",
    );
    let lines = playground()
        .args(["run", "--format", "jsonl"])
        .arg(scenario("story.json"))
        .assert()
        .success();
    let path = file("events.jsonl", stdout(&lines).as_bytes());
    is_bad_input(
        playground().arg("run").arg(path),
        "This is a list of the events of a run, as JSON lines, not a scenario",
    );
    let report = playground()
        .args(["run", "--format", "json"])
        .arg(scenario("story.json"))
        .assert()
        .success();
    let path = file("report.json", stdout(&report).as_bytes());
    is_bad_input(
        playground().arg("run").arg(path),
        "This is a report on a run, not a scenario",
    );
}

#[test]
fn a_property_that_breaks_exits_with_1_unless_it_is_expected() {
    let broken = scenario("broken_commit_whole_log.json");
    let expected = playground().arg("run").arg(&broken).assert().success();
    assert!(stdout(&expected).contains("Held: a property broke, as this scenario expects."));
    let text = fs::read_to_string(&broken).expect("it is there");
    let text = text.replace("{ \"violates\": \"state_machine_safety\" },", "");
    let path = file("surprised.json", text.as_bytes());
    let surprised = playground().arg("run").arg(path).assert().code(1);
    let report = stdout(&surprised);
    assert!(
        report.contains("✗ State Machine Safety violated at 750 ms: "),
        "{report}"
    );
    assert_eq!(report.matches("violated at").count(), 1, "it is said once");
    let link = report
        .lines()
        .find_map(|line| line.strip_prefix("link "))
        .expect("a link");
    playground().args(["run", link]).assert().code(1);
}

#[test]
fn a_link_replays_to_the_same_digest() {
    let run = playground()
        .arg("run")
        .arg(scenario("partition.json"))
        .assert()
        .success();
    let text = stdout(&run);
    let link = text
        .lines()
        .find_map(|line| line.strip_prefix("link "))
        .expect("a link");
    let digest = text
        .lines()
        .find(|line| line.starts_with("digest "))
        .expect("a digest");
    let again = playground().args(["run", link]).assert().success();
    assert!(stdout(&again).contains(&format!("{digest}, the one in the link")));
    let by_pipe = playground()
        .args(["run", "-"])
        .write_stdin(link)
        .assert()
        .success();
    assert_eq!(stdout(&by_pipe), stdout(&again));
    let address = format!("https://example.org/play/{link}");
    assert_eq!(
        stdout(&playground().args(["run", &address]).assert().success()),
        stdout(&again)
    );
}

#[test]
fn json_lines_are_one_object_for_each_event() {
    let run = |format: &str| {
        let run = playground()
            .arg("run")
            .arg(scenario("figure_7.json"))
            .args(["--format", format])
            .assert()
            .success();
        stdout(&run)
    };
    let parsed = run("jsonl");
    let parsed = parsed.lines().map(serde_json::from_str);
    let lines: Vec<Value> = parsed.map(|line| line.expect("one object")).collect();
    let fields = ["at_us", "kind", "node", "sentence", "seq", "values"];
    for line in &lines {
        let object = line.as_object().expect("an object");
        assert!(
            object.keys().all(|name| fields.contains(&name.as_str())),
            "{line}"
        );
    }
    let elected = |line: &&Value| line["kind"] == "leader_elected";
    let report: Value = serde_json::from_str(&run("json")).expect("one object");
    let events = report["events"].as_array().expect("a list");
    assert_eq!(
        lines.iter().find(elected).map(|line| &line["at_us"]),
        events.iter().find(elected).map(|event| &event["at_us"]),
    );
    assert!(lines.len() > events.len(), "messages are among them");
}

#[test]
fn json_is_one_object() {
    let run = playground()
        .arg("run")
        .arg(scenario("figure_7.json"))
        .args(["--format", "json"])
        .assert()
        .success();
    let report: Value = serde_json::from_str(&stdout(&run)).expect("one object");
    assert_eq!(report["holds"], true);
    assert_eq!(report["nodes"].as_array().map(Vec::len), Some(7));
    assert_eq!(report["nodes"][6]["commit_index"], 11);
    assert_eq!(report["expectations"][0]["outcome"], "held");
    assert_eq!(report["digest_agrees"], Value::Null);
    let events = report["events"].as_array().expect("a list");
    assert!(events.iter().any(|event| event["kind"] == "leader_elected"));
    // The help lists the fields; it must list them all.
    let help = stdout(&playground().args(["run", "--help"]).assert().success());
    for name in report.as_object().expect("an object").keys() {
        assert!(help.contains(name), "run --help does not tell of {name}");
    }
}

#[test]
fn until_ends_the_run_early() {
    let run = playground()
        .arg("run")
        .arg(scenario("story.json"))
        .args(["--until", "1200ms"])
        .assert()
        .success();
    let text = stdout(&run);
    assert!(text.contains("The nodes at 1.200 s"), "{text}");
    assert!(
        text.contains("Not reached: at least 5 entries committed at the end."),
        "{text}"
    );
    for (time, word) in [
        ("20", "unit"),
        ("1.5", "unit"),
        ("25h", "24h"),
        ("s", "a number before"),
    ] {
        let refused = playground()
            .args(["run", "x", "--until", time])
            .assert()
            .code(2);
        assert!(stderr(&refused).contains(word), "{}", stderr(&refused));
    }
}

#[test]
fn files_that_cannot_be_played() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let run = |path: &Path| {
        let mut command = playground();
        command.arg("run").arg(path);
        command
    };
    is_bad_input(
        &mut run(Path::new("no/such/file.json")),
        "is neither a file nor a link",
    );
    is_bad_input(&mut run(folder), "is a folder: expected a scenario file.");
    is_bad_input(&mut run(&file("empty.json", b"")), "This file is empty");
    is_bad_input(
        &mut run(&file("big.json", &vec![b' '; 2_000_000])),
        "has 2000000 characters",
    );
    is_bad_input(
        &mut run(&file("too_long.json", &vec![b' '; 5_000_000])),
        "is too long",
    );
    is_bad_input(
        &mut run(&file("binary.json", &[0xff, 0xfe, 0, 1])),
        "is not text",
    );
    is_bad_input(
        &mut run(&file("future.json", b"{\"format\": 2}")),
        "This file has format 2; this version reads format 1: get a newer version",
    );
    is_bad_input(
        &mut run(&file("hostile.json", "[".repeat(500_000).as_bytes())),
        "This is not valid JSON",
    );
    is_bad_input(
        &mut run(&file(
            "node.json",
            br#"{"format":1,"actions":[{"at_ms":1,"do":{"crash":7}}]}"#,
        )),
        "actions[0].do.crash: expected a node from 0 to 4, \"leader\" or \"a_follower\", found 7.",
    );
}

#[test]
fn links_that_cannot_be_played() {
    for link in [
        "#",
        "#UlA",
        "#UlAB0000",
        "https://example.org/",
        "#\u{1F980}",
    ] {
        is_bad_input(playground().args(["run", link]), "link");
    }
}

#[test]
fn the_standard_input_is_read_like_a_file() {
    is_bad_input(
        playground().args(["run", "-"]).write_stdin(""),
        "Standard input: This file is",
    );
    let run = playground()
        .args(["run", "-"])
        .write_stdin("{\"format\": 1}")
        .assert()
        .success();
    assert!(stdout(&run).contains("Held."));
}

#[test]
fn there_is_no_color_in_a_pipe() {
    for arguments in [&["demo", "node"][..], &["demo", "cluster"], &["--help"]] {
        let text = stdout(&playground().args(arguments).assert().success());
        assert!(!text.contains('\u{1b}'), "color in {arguments:?}");
    }
}

#[test]
fn color_can_be_asked_for() {
    let run = playground()
        .env("CLICOLOR_FORCE", "1")
        .args(["demo", "cluster"])
        .assert()
        .success();
    assert!(stdout(&run).contains('\u{1b}'));
}

#[test]
fn help_gives_examples() {
    let help = stdout(&playground().arg("--help").assert().success());
    for part in [
        "Examples:",
        "demo cluster --seed 7",
        "Exit codes:",
        "run",
        "schema",
    ] {
        assert!(help.contains(part), "{help} lacks {part}");
    }
    playground().assert().code(2);
    playground().arg("dance").assert().code(2);
    playground()
        .args(["demo", "cluster", "--seed", "9007199254740992"])
        .assert()
        .code(2);
}

#[test]
fn the_schema_is_the_published_one() {
    let printed = stdout(&playground().arg("schema").assert().success());
    let published = fs::read_to_string(scenario("schema.json")).expect("it is published");
    assert_eq!(printed, published);
}

/// The seeds that tests hunt through.
const SEEDS: &str = "0..300";

fn hunt(arguments: &[&str]) -> Assert {
    playground().arg("hunt").args(arguments).assert()
}

#[test]
fn a_hunt_of_whole_raft_says_what_was_tried() {
    let text = stdout(&hunt(&["--seeds", SEEDS]).success());
    for part in [
        "Seeds 0..300",
        "           300  runs\n",
        "What was done",
        "  partition\n",
        "What was seen",
        "  suffixes overwritten\n",
        "  CPU seconds\n",
        "No violation in 300 runs.",
    ] {
        assert!(text.contains(part), "{text} lacks {part}");
    }
    let digest = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("digest "))
            .map(str::to_owned)
    };
    let alone = stdout(&hunt(&["--seeds", SEEDS, "--jobs", "1"]).success());
    assert!(digest(&text).is_some());
    assert_eq!(digest(&text), digest(&alone), "threads change nothing");
}

#[test]
fn a_catch_prints_a_link_that_breaks_again() {
    let rule = [
        "--bug",
        "commit_whole_log",
        "--property",
        "state_machine_safety",
    ];
    let arguments = [&["--seeds", SEEDS, "--first", "--shrink"], &rule[..]].concat();
    let text = stdout(&hunt(&arguments).code(1));
    assert!(text.contains("State Machine Safety at "), "{text}");
    assert!(text.contains("What is done:\n"), "{text}");
    assert!(text.contains("Where the rule is missing:\n"), "{text}");
    let link = text.lines().find_map(|line| line.strip_prefix("link "));
    let again = playground()
        .args(["run", link.expect("a link")])
        .assert()
        .code(1);
    let again = stdout(&again);
    assert!(
        again.contains("State Machine Safety violated at "),
        "{again}"
    );
    assert!(again.contains(", the one in the link"), "{again}");
}

#[test]
fn shards_add_up_to_the_hunt() {
    let part = |shard: &str| {
        let path = file(&format!("part-{}.json", shard.replace('/', "-")), b"");
        let name = path.to_str().expect("a path").to_owned();
        hunt(&["--seeds", SEEDS, "--shard", shard, "--json", "--out", &name]).success();
        name
    };
    let parts = [part("0/3"), part("1/3"), part("2/3")];
    let merge = |parts: &[String]| {
        let mut command = playground();
        command.args(["hunt", "--json", "--merge"]).args(parts);
        command
    };
    let mut merged: Value =
        serde_json::from_str(&stdout(&merge(&parts).assert().success())).expect("JSON");
    let whole = stdout(&hunt(&["--seeds", SEEDS, "--json"]).success());
    let mut whole: Value = serde_json::from_str(&whole).expect("JSON");
    assert_eq!(merged["seeds"].as_array().map(Vec::len), Some(3));
    for results in [&mut merged, &mut whole] {
        results["cpu_us"] = Value::Null;
        results["seeds"] = Value::Null;
    }
    assert_eq!(merged, whole);
    is_bad_input(
        &mut merge(&[parts[0].clone(), parts[0].clone()]),
        "found the seeds from",
    );
    is_bad_input(
        &mut merge(&["nowhere.json".into()]),
        "expected a file that can be read",
    );
    let others = file("another-hunt.json", b"");
    let others = others.to_str().expect("a path").to_owned();
    let alone = ["--seeds", SEEDS, "--shard", "1/3", "--nodes", "3"];
    hunt(&[&alone[..], &["--json", "--out", &others]].concat()).success();
    is_bad_input(
        &mut merge(&[parts[0].clone(), others]),
        "found other rules, options or aims",
    );
    let other = file("no-results.json", b"{}");
    is_bad_input(
        &mut merge(&[other.to_str().expect("a path").into()]),
        "expected the results of a hunt",
    );
}

/// Results that somebody has changed by hand would add up to more than was tried.
#[test]
fn results_that_contradict_themselves_are_not_merged() {
    let whole = stdout(&hunt(&["--seeds", "0..6", "--json"]).success());
    let whole: Value = serde_json::from_str(&whole).expect("JSON");
    let refused = |name: &str, change: &dyn Fn(&mut Value), sentence: &str| {
        let mut results = whole.clone();
        change(&mut results);
        let path = file(&format!("{name}.json"), results.to_string().as_bytes());
        let mut command = playground();
        command.args(["hunt", "--merge", path.to_str().expect("a path")]);
        is_bad_input(&mut command, sentence);
    };
    let count = |field: &'static str, count: u64| {
        move |results: &mut Value| results["tally"][field] = count.into()
    };
    refused(
        "huge",
        &count("elections", u64::MAX),
        "expected counts up to",
    );
    refused(
        "wrapping",
        &count("events", u64::MAX - 7),
        "expected counts up to",
    );
    refused(
        "more-runs",
        &count("runs", 7),
        "expected a run for each seed, 6, found 7",
    );
    refused(
        "fewer-runs",
        &count("runs", 5),
        "expected a run for each seed, 6, found 5",
    );
    let seeds = |seeds: Value| move |results: &mut Value| results["seeds"] = seeds.clone();
    let lower_first = "expected the lower seed first";
    refused("reversed", &seeds(serde_json::json!([[6, 0]])), lower_first);
    refused(
        "empty",
        &seeds(serde_json::json!([[0, 6], [9, 9]])),
        lower_first,
    );
    refused(
        "beyond",
        &seeds(serde_json::json!([[u64::MAX - 6, u64::MAX]])),
        lower_first,
    );
    refused(
        "twice",
        &seeds(serde_json::json!([[0, 4], [3, 5]])),
        "expected each seed once",
    );
    refused(
        "none",
        &seeds(serde_json::json!([])),
        "expected a run for each seed, 0, found 6",
    );
    let foreign = |results: &mut Value| {
        results["catches"] = serde_json::json!([{
            "seed": 6, "property": "progress", "at_us": 1, "sentence": "Stuck.", "link": "#"
        }]);
    };
    refused("foreign", &foreign, "found one of seed 6");
}

#[test]
fn a_shard_without_seeds_says_so() {
    let arguments = ["--seeds", "0..2", "--shard", "0/5"];
    let text = stdout(&hunt(&arguments).success());
    assert!(text.contains("No run was made"), "{text}");
    assert!(!text.contains("No violation"), "{text}");

    let json = stdout(&hunt(&[&arguments[..], &["--json"]].concat()).success());
    let results: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(results["seeds"], serde_json::json!([]));
    let empty = file("empty-shard.json", json.as_bytes());
    let whole = stdout(&hunt(&["--seeds", "0..2", "--json"]).success());
    let part = file("whole-hunt.json", whole.as_bytes());
    let paths = [&empty, &part].map(|path| path.to_str().expect("a path").to_owned());
    let mut command = playground();
    let merged = command.args(["hunt", "--merge"]).args(paths).assert();
    assert!(stdout(&merged.success()).contains("No violation in 2 runs."));
}

#[test]
fn where_results_cannot_go_is_said_before_the_hunt() {
    let mut command = playground();
    command.args([
        "hunt",
        "--seeds",
        "0..1000000000",
        "--out",
        "nowhere/results.json",
    ]);
    is_bad_input(&mut command, "expected a file that can be written");
}

#[test]
fn a_hunt_that_cannot_be_is_refused() {
    for arguments in [
        &["--seeds", "9..3"][..],
        &["--seeds", "x"],
        &["--seeds", SEEDS, "--bug", "none"],
        &["--seeds", SEEDS, "--property", "none"],
        &["--seeds", SEEDS, "--shard", "3/3"],
        &["--seeds", SEEDS, "--nodes", "10"],
        &["--merge", "part.json", "--bug", "vote_again"],
        &[],
    ] {
        let refused = hunt(arguments).code(2);
        assert_eq!(stdout(&refused), "");
        assert!(!stderr(&refused).is_empty());
    }
}

#[test]
fn a_hunt_takes_the_cluster_of_a_scenario_or_a_link() {
    let digest = |arguments: &[&str]| {
        let text = stdout(&hunt(&[&["--seeds", "0..30", "--json"], arguments].concat()).success());
        let results: Value = serde_json::from_str(&text).expect("JSON");
        results["digest"].clone()
    };
    let three = file("three.json", br#"{"format": 1, "options": {"nodes": 3}}"#);
    let three = three.to_str().expect("a path");
    let played = playground()
        .args(["run", three, "--format", "json"])
        .assert()
        .success();
    let played: Value = serde_json::from_str(&stdout(&played)).expect("JSON");
    let link = played["link"].as_str().expect("a link");
    let by_number = digest(&["--nodes", "3"]);
    assert_eq!(digest(&["--like", three]), by_number);
    assert_eq!(digest(&["--like", link]), by_number);
    assert_ne!(digest(&["--like", three, "--nodes", "4"]), by_number);
    assert_ne!(digest(&[]), by_number);
    let hunt_like = |input: &str| {
        let mut command = playground();
        command.args(["hunt", "--seeds", "0..30", "--like", input]);
        command
    };
    is_bad_input(&mut hunt_like("nowhere.json"), "neither a file nor a link");
    // Elections that take a minute: progress is not demanded before there can be any.
    let slow = scenario("figure_8_committed.json");
    digest(&["--like", slow.to_str().expect("a path")]);
    let impossible = file(
        "impossible.json",
        br#"{"format": 1, "options": {"nodes": 12}}"#,
    );
    is_bad_input(
        &mut hunt_like(impossible.to_str().expect("a path")),
        "found 12",
    );
}

/// What Ctrl-C sends; other systems have another way of asking.
#[cfg(unix)]
#[test]
fn a_hunt_that_is_stopped_keeps_what_it_has() {
    use std::process::{Command as Process, Stdio};
    use std::thread::sleep;
    use std::time::Duration;

    let mut hunt = Process::new(env!("CARGO_BIN_EXE_raft-playground"))
        .args(["hunt", "--seeds", "0..1000000000", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the hunt begins");
    sleep(Duration::from_millis(1_500));
    let kill = Process::new("kill")
        .args(["-INT", &hunt.id().to_string()])
        .status();
    if !kill.is_ok_and(|status| status.success()) {
        let _ = hunt.kill();
        panic!("the hunt could not be asked to stop");
    }
    let output = hunt.wait_with_output().expect("the hunt ends");
    assert_eq!(output.status.code(), Some(130));
    let results: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let runs = results["tally"]["runs"].as_u64().expect("a count");
    assert!(runs > 0);
    assert_eq!(results["seeds"], serde_json::json!([[0, runs]]));
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(
        said.contains(&format!("--seeds {runs}..1000000000")),
        "{said}"
    );
}

#[test]
fn rules_that_only_save_time_are_measured() {
    let slower = |seeds: &str| {
        let assert = playground()
            .args(["gallery", "--slower", "--seeds", seeds])
            .assert();
        stdout(&assert.success())
    };
    let text = slower("0..20");
    assert!(text.starts_with("Medians of the seeds 0..20: "), "{text}");
    for row in [
        "every rule kept",
        "refused_vote_restarts_timer",
        "granted_vote_keeps_timer",
        "candidate_never_yields",
    ] {
        assert!(text.lines().any(|line| line.starts_with(row)), "{text}");
    }
    assert_eq!(text.lines().count(), 6, "{text}");
    assert_eq!(slower("0..20"), text);
}

#[test]
fn a_gallery_that_cannot_be_is_refused() {
    for arguments in [
        &["--slower", "--stories", "stories"][..],
        &["--slower", "--seeds", "9..3"],
        &["--bug", "vote_again"],
        &["--stories", "stories", "--bug", "no_such_rule"],
    ] {
        let assert = playground().arg("gallery").args(arguments).assert().code(2);
        assert_eq!(stdout(&assert), "", "{arguments:?}");
        assert!(stderr(&assert).starts_with("error: "), "{arguments:?}");
    }
}

#[test]
fn why_says_what_holds_an_entry_up_and_what_must_happen() {
    let figure = scenario("figure_8_committed.json");
    let ask = || {
        let mut command = playground();
        command
            .arg("why")
            .arg(&figure)
            .args(["--at", "5s", "--entry", "2"]);
        command
    };
    let text = stdout(&ask().assert().success());
    for part in [
        "Why is entry 2 not committed?",
        "At 5 s, entry 2 of term 2 is not committed.",
        "Node 0 leads term 4",
        "(Raft §5.4.2)",
        "let a client write one more command at 5 s",
    ] {
        assert!(text.contains(part), "{text} lacks {part}");
    }
    let json = stdout(&ask().args(["--format", "json"]).assert().success());
    let answer: Value = serde_json::from_str(&json).expect("one object");
    assert_eq!(answer["holds"], true);
    assert_eq!(answer["at_us"], 5_000_000);
    assert_eq!(answer["if_we_wait"]["outcome"], "undecided");
    assert_eq!(answer["needs"][0][0]["write"]["at_us"], 5_000_000);
    assert_eq!(answer["because"][0]["section"], "Raft §5.4.2");
    assert_eq!(answer["because"][0]["event"]["node"], 0);
}

/// The costs of a report are those of its JSON lines: what is sent, without the network's copies.
#[test]
fn a_report_has_the_costs_of_its_messages() {
    let file = scenario("replication.json");
    let run = playground()
        .arg("run")
        .arg(&file)
        .args(["--format", "json"])
        .assert()
        .success();
    let report: Value = serde_json::from_str(&stdout(&run)).expect("one object");
    let costs = &report["costs"];
    let own = |event: &&Value| event["values"]["copy"].is_null();
    let sent = events(&file, "sent");
    assert_eq!(costs["messages"], sent.iter().filter(own).count());
    let kinds = costs["by_kind"].as_array().expect("a list");
    let sum = |field: &str| {
        let numbers = kinds
            .iter()
            .map(|kind| kind[field].as_u64().expect("a number"));
        numbers.sum::<u64>()
    };
    assert_eq!(costs["messages"], sum("messages"));
    assert_eq!(costs["bytes"], sum("bytes"));
    let of = |kind: &str| {
        kinds
            .iter()
            .find(|it| it["kind"] == kind)
            .expect("it is sent")
    };
    // Kind, term, and whether the vote is granted.
    let replies = of("request_vote_reply");
    let count = replies["messages"].as_u64().expect("a number");
    assert_eq!(replies["bytes"], count * (1 + 8 + 1));
    let number = |value: &Value| value.as_u64().expect("a number");
    let committed = number(&report["committed"]);
    let of_elections =
        ["request_vote", "request_vote_reply"].map(|kind| of(kind)["messages"].clone());
    let others = number(&costs["messages"]) - of_elections.iter().map(number).sum::<u64>();
    assert_eq!(
        others % committed,
        0,
        "else the share below is no whole number"
    );
    let per_write = costs["per_committed_write"]["messages"].to_string();
    assert_eq!(per_write, format!("{}.0", others / committed));
    let seconds = number(&report["until_us"]) / 1_000_000;
    let per_second = costs["per_second"]["messages"].as_f64().expect("a number");
    let halves = number(&costs["messages"]) * 2 / seconds;
    assert_eq!(per_second.to_string(), format!("{}.5", halves / 2));
}

/// The events of a scenario of this kind, as JSON lines have them.
fn events(file: &Path, kind: &str) -> Vec<Value> {
    let run = playground()
        .arg("run")
        .arg(file)
        .args(["--format", "jsonl"])
        .assert()
        .success();
    let lines = stdout(&run);
    let events = lines.lines().map(|line| {
        let event: Value = serde_json::from_str(line).expect("one object a line");
        event
    });
    events.filter(|event| event["kind"] == kind).collect()
}

#[test]
fn why_says_what_would_have_changed_a_decision() {
    let figure = scenario("figure_8_committed.json");
    let held = &events(&figure, "commit_held")[2];
    let seq = held["seq"].to_string();
    let ask = || {
        let mut command = playground();
        command.arg("why").arg(&figure).args(["--event", &seq]);
        command
    };
    let text = stdout(&ask().assert().success());
    for part in [
        held["sentence"].as_str().expect("a sentence"),
        "(Raft §5.4.2)",
        "What caused it:\n  A message sent at ",
        "By this rule: Rules for leaders (Raft Figure 2, §5.3, §5.4.2)\n",
        "  → if log[N].term is not currentTerm: commit nothing (§5.4.2)   [log[N].term = 2, \
         currentTerm = 4: yes]\n",
        "What would have changed it:\n",
        "Had entry 2 of Node 0's log been of term 4 (it was of 2): ",
    ] {
        assert!(text.contains(part), "{text} lacks {part}");
    }
    let json = stdout(&ask().args(["--format", "json"]).assert().success());
    let answer: Value = serde_json::from_str(&json).expect("one object");
    assert_eq!(answer["event"], held["seq"]);
    assert_eq!(answer["at_us"], held["at_us"]);
    assert_eq!(answer["node"], held["node"]);
    assert_eq!(answer["kind"], "commit_held");
    assert_eq!(answer["values"], held["values"]);
    assert_eq!(answer["caused_by"]["kind"], "message");
    let lines = answer["rule"]["lines"].as_array().expect("a list");
    let decided = lines.iter().filter(|line| line["decides"] == true);
    assert_eq!(decided.count(), 1);
    let changed = answer["would_have_changed"].as_array().expect("a list");
    assert!(changed.iter().any(|it| it["instead"] == "committed"));
}

/// Asked by `ask` about events by their numbers.
fn refuses_events_that_are_not_there(ask: impl Fn(&str) -> Command) {
    is_bad_input(
        &mut ask("900000"),
        "There is no event 900000: by then they are numbered 1 to ",
    );
    is_bad_input(
        ask("3").args(["--at", "0s"]),
        "There is no event 3: nothing has happened by then.",
    );
}

#[test]
fn why_refuses_events_that_are_no_decisions() {
    let figure = scenario("figure_8_committed.json");
    let sent = &events(&figure, "sent")[0];
    let ask = |seq: &str| {
        let mut command = playground();
        command.arg("why").arg(&figure).args(["--event", seq]);
        command
    };
    let seq = sent["seq"].to_string();
    is_bad_input(
        &mut ask(&seq),
        &format!("Event {seq} is no decision of a node: ask about one, such as event "),
    );
    refuses_events_that_are_not_there(ask);
}

#[test]
fn why_says_what_became_of_a_message() {
    let cut = scenario("partition.json");
    let event = &events(&cut, "cut")[0];
    let seq = event["seq"].to_string();
    let ask = |seq: &str| {
        let mut command = playground();
        command.arg("why").arg(&cut).args(["--message", seq]);
        command
    };
    let text = stdout(&ask(&seq).assert().success());
    for part in [
        "Why was this message lost?\n",
        event["sentence"].as_str().expect("a sentence"),
        "met a cut link at",
        "Because:\n  The way from Node",
    ] {
        assert!(text.contains(part), "{text} lacks {part}");
    }
    let json = stdout(&ask(&seq).args(["--format", "json"]).assert().success());
    let answer: Value = serde_json::from_str(&json).expect("one object");
    assert_eq!(answer["end"]["outcome"], "cut");
    assert_eq!(answer["end"]["at_us"], event["at_us"]);
    assert_eq!(answer["message"]["id"], event["values"]["id"]);
    assert_eq!(
        answer["message"]["sent_at_us"],
        event["values"]["sent_at_us"]
    );
    assert_eq!(answer["decided"], Value::Array(Vec::new()));

    let voted = events(&cut, "vote_granted")[0]["seq"].to_string();
    let json = stdout(&ask(&voted).args(["--format", "json"]).assert().success());
    let answer: Value = serde_json::from_str(&json).expect("one object");
    assert_eq!(answer["end"]["outcome"], "arrived");
    let decided = answer["decided"].as_array().expect("a list");
    let voted: Option<u64> = voted.parse().ok();
    assert!(decided.iter().any(|it| it["event"].as_u64() == voted));

    let acted = events(&cut, "partitioned")[0]["seq"].to_string();
    is_bad_input(
        &mut ask(&acted),
        &format!("Event {acted} is about no message: expected one that was sent, "),
    );
    refuses_events_that_are_not_there(ask);
}

#[test]
fn why_says_why_a_node_does_not_know_an_entry_to_be_committed() {
    let cut = scenario("partition.json");
    let ask = || {
        let mut command = playground();
        command
            .arg("why")
            .arg(&cut)
            .args(["--entry", "1", "--node", "3"]);
        command
    };
    let text = stdout(&ask().args(["--at", "4s"]).assert().success());
    assert!(text.contains("Node 3"), "{text}");
    assert!(text.contains("entry 1"), "{text}");
    // Any other two questions at once are refused.
    let both = ask().args(["--request", "0"]).assert().failure();
    let told = String::from_utf8_lossy(&both.get_output().stderr).into_owned();
    assert!(told.contains("cannot be used with"), "{told}");
}

/// A link has a moment of its own, which is asked about when no other is.
#[test]
fn why_takes_links_and_their_moments() {
    let run = playground()
        .arg("run")
        .arg(scenario("partition.json"))
        .args(["--format", "json"])
        .assert()
        .success();
    let report: Value = serde_json::from_str(&stdout(&run)).expect("one object");
    let link = report["link"].as_str().expect("a link");
    let asked = playground()
        .args(["why", link, "--leader", "--format", "json"])
        .assert()
        .success();
    let answer: Value = serde_json::from_str(&stdout(&asked)).expect("one object");
    assert_eq!(answer["at_us"], report["until_us"]);
    assert_eq!(answer["holds"], false);
    assert_eq!(answer["if_we_wait"], Value::Null);
}

#[test]
fn why_refuses_what_is_not_there() {
    let figure = scenario("figure_8_committed.json");
    let ask = |arguments: &[&str]| {
        let mut command = playground();
        command.arg("why").arg(&figure).args(arguments);
        command
    };
    is_bad_input(
        &mut ask(&["--at", "5s", "--entry", "90"]),
        "No log holds an entry 90: at this moment the longest log ends at 2.",
    );
    is_bad_input(
        &mut ask(&["--entry", "0"]),
        "--entry: expected an index from 1 on",
    );
    is_bad_input(
        &mut ask(&["--at", "5s", "--node", "7"]),
        "There is no Node 7: the cluster has Nodes 0 to 4.",
    );
    is_bad_input(
        &mut ask(&["--at", "1h", "--leader"]),
        "--at: expected a moment of the run, which ends at 12 s, found 3600 s.",
    );
    is_bad_input(
        &mut ask(&["--at", "1s", "--request", "4"]),
        "There is no request 4: no client has asked for anything yet.",
    );
}
