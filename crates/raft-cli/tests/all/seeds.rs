//! `run --seeds`: a scenario with one seed after the other, as somebody meets it.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use serde_json::Value;

fn run(input: &Path, arguments: &[&str]) -> Assert {
    let mut command = Command::cargo_bin("raft-playground").expect("the binary is built");
    command.arg("run").arg(input).args(arguments).assert()
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("text")
}

fn json(assert: &Assert) -> Value {
    serde_json::from_str(&stdout(assert)).expect("JSON")
}

fn file(name: &str, content: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("the file can be written");
    path
}

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../scenarios")
        .join(name)
}

/// Some seeds of this cluster elect nobody in the time, and others do.
fn impatient() -> PathBuf {
    file(
        "impatient.json",
        r#"{"format": 1, "title": "Impatient", "seed": 77, "until_ms": 1600,
            "options": {"nodes": 3, "latency_ms": [5, 5],
                        "election_timeout_ms": [1000, 2000]},
            "expect": [{"happens": "leader_elected"}, {"always": "all"}]}"#,
    )
}

#[test]
fn outcomes_are_counted() {
    let whole = json(&run(&impatient(), &["--seeds", "0..60", "--format", "json"]).code(1));
    assert_eq!(whole["title"], "Impatient");
    assert_eq!(whole["seeds"], serde_json::json!([0, 60]));
    let (held, failed) = (&whole["held"], &whole["failed"]);
    let count = |value: &Value| value.as_u64().expect("a count");
    assert_eq!(count(held) + count(failed), 60);
    assert!(count(held) > 0 && count(failed) > 0, "{whole}");
    let [elected, always] = &whole["expectations"].as_array().expect("a list")[..] else {
        panic!("there are two expectations");
    };
    assert_eq!((&elected["held"], &elected["failed"]), (held, failed));
    assert_eq!(elected["first_failure"]["found"], "none");
    assert_eq!(always["held"], 60);
    let leaders = &whole["figures"]["first_leader_us"];
    assert_eq!(&leaders["runs"], held);
    let times = ["least", "median", "most"].map(|name| count(&leaders[name]));
    assert!(times.is_sorted() && times[0] > 1_000_000 && times[2] <= 1_600_000);
    assert_eq!(whole["untried"], Value::Null);
}

/// The first failure is that of the lowest seed, whatever the threads do, and its link plays it.
#[test]
fn the_first_failure_has_a_link() {
    let one = json(
        &run(
            &impatient(),
            &["--seeds", "0..60", "--format", "json", "--jobs", "1"],
        )
        .code(1),
    );
    let many = json(
        &run(
            &impatient(),
            &["--seeds", "0..60", "--format", "json", "--jobs", "7"],
        )
        .code(1),
    );
    assert_eq!(one, many);
    let first = &one["first_failure"];
    let seed = first["seed"].as_u64().expect("a seed");
    assert_eq!(
        first["seed"],
        one["expectations"][0]["first_failure"]["seed"]
    );
    assert_eq!(
        first["complaints"],
        serde_json::json!(["Expected leader_elected during the run, found none."])
    );
    let link = first["link"].as_str().expect("a link");
    let replayed = json(&run(Path::new(link), &["--format", "json"]).success());
    assert_eq!(replayed["seed"], seed);
    assert_eq!(replayed["digest_agrees"], true);
    // No seed below it fails.
    if seed > 0 {
        run(&impatient(), &["--seeds", &format!("0..{seed}")]).success();
    }
}

#[test]
fn text_says_the_same() {
    let held = stdout(&run(&shipped("partition.json"), &["--seeds", "0..20"]).success());
    for part in [
        "seeds 0..20\n",
        "✓           20  equal logs on all nodes at the end\n",
        "until the first leader (",
        "Held in 20 runs.\n",
    ] {
        assert!(held.contains(part), "{held} lacks {part}");
    }
    let failed = stdout(&run(&impatient(), &["--seeds", "0..60"]).code(1));
    for part in [
        "failed, the first with seed ",
        "Did not hold in ",
        "link #Ul",
    ] {
        assert!(failed.contains(part), "{failed} lacks {part}");
    }
}

/// One seed alone comes to what the scenario with that seed comes to.
#[test]
fn a_seed_takes_the_place_of_the_scenario_s_own() {
    let own = json(&run(&impatient(), &["--format", "json"]));
    let seeds = json(&run(&impatient(), &["--seeds", "77", "--format", "json"]));
    assert_eq!(seeds["held"].as_u64() == Some(1), own["holds"] == true);
    assert_eq!(seeds["figures"]["committed"]["median"], own["committed"]);
}

#[test]
fn what_cannot_be_is_refused() {
    let story = shipped("story.json");
    let link = json(&run(&story, &["--format", "json"]).success());
    let link = link["link"].as_str().expect("a link");
    for (input, arguments, sentence) in [
        (
            &*story,
            &["--seeds", "9..3"][..],
            "expected the lower seed first",
        ),
        (&story, &["--seeds", "few"], "expected seeds from 0 to"),
        (
            &story,
            &["--seeds", "0..9", "--format", "jsonl"],
            "the others tell one run",
        ),
        (&story, &["--seeds", "0..9", "--jobs", "0"], "--jobs"),
        (&story, &["--jobs", "2"], "--seeds"),
        (Path::new(link), &["--seeds", "0..9"], "found a link"),
    ] {
        let refused = run(input, arguments).code(2);
        assert_eq!(stdout(&refused), "");
        let said = String::from_utf8(refused.get_output().stderr.clone()).expect("text");
        assert!(said.contains(sentence), "{said} lacks {sentence}");
    }
}

/// What Ctrl-C sends; other systems have another way of asking.
#[cfg(unix)]
#[test]
fn runs_that_are_stopped_keep_what_they_have() {
    use std::process::{Command as Process, Stdio};
    use std::thread::sleep;
    use std::time::Duration;

    let mut runs = Process::new(env!("CARGO_BIN_EXE_raft-playground"))
        .arg("run")
        .arg(shipped("partition.json"))
        .args(["--seeds", "0..1000000000", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the runs begin");
    sleep(Duration::from_millis(1_500));
    let kill = Process::new("kill")
        .args(["-INT", &runs.id().to_string()])
        .status();
    if !kill.is_ok_and(|status| status.success()) {
        let _ = runs.kill();
        panic!("the runs could not be asked to stop");
    }
    let output = runs.wait_with_output().expect("the runs end");
    assert_eq!(output.status.code(), Some(130));
    let results: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let tried = results["runs"].as_u64().expect("a count");
    assert!(tried > 0);
    assert_eq!(results["seeds"], serde_json::json!([0, tried]));
    assert_eq!(
        results["untried"],
        serde_json::json!([tried, 1_000_000_000])
    );
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(
        said.contains(&format!("--seeds {tried}..1000000000")),
        "{said}"
    );
}
