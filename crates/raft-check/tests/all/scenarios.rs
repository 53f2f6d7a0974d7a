//! Every scenario file is a test: it must keep what it promises, and its trace must be the
//! one in `goldens/`. With `UPDATE_GOLDENS=1` the goldens are written anew; commit one only
//! if you can explain how it differs.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use raft_check::schedule;
use raft_check::{Report, examine};
use raft_core::Instant;
use raft_sim::link::{self, ENGINE_VERSION, Shared};
use raft_sim::scenario::{EventName, Scenario, Trace, play};
use raft_sim::{Feed, Nobody, Options, Run, Timeline};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The names of the files with this ending in a folder and the folders below it, without the
/// ending: `partition`, `conformance/churn`.
fn names_in(root: &Path, ending: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).expect("the folder can be read") {
            let path = file.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let below = path.strip_prefix(root).expect("it lies below the root");
                let name = below.with_extension("");
                let name = name.to_str().expect("names are ASCII");
                names.insert(name.replace('\\', "/"));
            }
        }
    }
    names
}

/// The names of the scenario files, without their endings.
fn names() -> Vec<String> {
    let names = names_in(&folder("../../scenarios"), "json");
    names.into_iter().filter(|name| name != "schema").collect()
}

fn read(name: &str) -> Scenario {
    let path = folder("../../scenarios").join(name).with_extension("json");
    let text = fs::read_to_string(path).expect("the file is there");
    Scenario::read(&text).unwrap_or_else(|sentence| panic!("{name}: {sentence}"))
}

/// What is kept of a scenario: its trace, its end and what was expected of it.
fn golden_of(scenario: &Scenario, report: &Report, trace: &Trace) -> String {
    let played = &report.played;
    let mut text = format!("# {}\n\n", scenario.title());
    text.push_str(&trace.text(&played.captions));
    text.push_str("\n# The end\n\n");
    for node in played.world.nodes() {
        let log: Vec<String> = node
            .log()
            .iter()
            .map(|(_, it)| it.term.0.to_string())
            .collect();
        let _ = writeln!(
            text,
            "n{} {}, {} of term {}, log {}, committed {}",
            node.id().0,
            node.status().word(),
            node.role().word(),
            node.current_term(),
            if log.is_empty() {
                "-".into()
            } else {
                log.join(",")
            },
            node.commit_index()
                .map_or("-".into(), |index| index.to_string()),
        );
    }
    text.push_str("\n# What was expected\n\n");
    for checked in &played.expectations {
        let _ = writeln!(text, "{checked}");
    }
    for violation in report.judge.violations() {
        let _ = writeln!(text, "{violation}");
    }
    let _ = writeln!(text, "digest {}", played.world.digest());
    text
}

fn check_golden(name: &str, text: &str) {
    let path = folder("tests/all/goldens").join(name).with_extension("txt");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, text).expect("the golden can be written");
        return;
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    let differs = golden
        .lines()
        .zip(text.lines())
        .find(|(old, new)| old != new);
    assert!(
        golden == text,
        "{name} went another way than its golden; the first difference is {differs:#?}. If you \
         can explain it, run the test with UPDATE_GOLDENS=1 and look at the difference.",
    );
}

/// Here the actions on "the leader" wait until there is one: late on purpose.
const LATE: [&str; 3] = [
    "conformance/churn",
    "conformance/churn_on_a_lossy_network",
    "conformance/leaders_crash_in_a_row_on_a_lossy_network",
];

fn check_notices(name: &str, notices: &[String]) {
    if LATE.contains(&name) {
        let is_late = |notice: &String| notice.contains(" came at ");
        assert!(
            !notices.is_empty() && notices.iter().all(is_late),
            "{name}: {notices:?}"
        );
    } else {
        assert_eq!(notices, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_scenario_keeps_its_promises_and_goes_as_its_golden_says() {
    for name in names() {
        let scenario = read(&name);
        let mut trace = Trace::default();
        let report = examine(&scenario, &mut trace);
        assert_eq!(report.complaints(), Vec::<String>::new(), "{name}");
        check_notices(&name, &report.played.notices);
        assert!(report.holds(), "{name}");
        check_golden(&name, &golden_of(&scenario, &report, &trace));
    }
}

#[test]
fn every_scenario_says_what_it_is_about_and_promises_something() {
    for name in names() {
        let scenario = read(&name);
        assert!(!scenario.title().is_empty(), "{name} has no title");
        assert!(
            !scenario.about().is_empty(),
            "{name} does not say what it is about"
        );
        assert!(
            !scenario.expectations().is_empty(),
            "{name} expects nothing"
        );
    }
}

#[test]
fn no_golden_is_left_without_its_scenario() {
    let goldens = names_in(&folder("tests/all/goldens"), "txt");
    assert_eq!(goldens, names().into_iter().collect());
}

#[test]
fn what_is_written_is_read_again() {
    for name in names() {
        let scenario = read(&name);
        let again = Scenario::read(&scenario.write());
        assert_eq!(again.as_ref(), Ok(&scenario), "{name}");
    }
}

/// A scenario played twice, its run replayed, sought back and forth, and carried by a link:
/// one digest.
#[test]
fn every_scenario_ends_in_one_digest_whatever_way_it_is_played() {
    for name in names() {
        let scenario = read(&name);
        let played = play(&scenario, &mut Nobody);
        let (end, digest) = (played.world.now(), played.world.digest());
        assert_eq!(
            play(&scenario, &mut Nobody).world.digest(),
            digest,
            "{name}, twice"
        );
        let mut timeline = Timeline::new(played.run.clone(), |_| Nobody);
        timeline.seek(end);
        assert_eq!(timeline.world().digest(), digest, "{name}, replayed");
        timeline.seek(Instant(end.0 / 3));
        timeline.seek(end);
        assert_eq!(timeline.world().digest(), digest, "{name}, sought");
        let engine = ENGINE_VERSION;
        let (at, head) = (end, end);
        let text = link::encode(&Shared {
            run: played.run,
            at,
            head,
            digest,
            engine,
        });
        let shared = link::decode(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut timeline = Timeline::new(shared.run, |_| Nobody);
        timeline.seek(shared.at);
        assert_eq!(timeline.world().digest(), digest, "{name}, by a link");
    }
}

fn with_seed(name: &str, seed: u64) -> Scenario {
    let path = folder("../../scenarios").join(name).with_extension("json");
    let text = fs::read_to_string(path).expect("the file is there");
    let own = format!("\"seed\": {}", read(name).seed());
    let other = text.replace(&own, &format!("\"seed\": {seed}"));
    Scenario::read(&other).expect("only the seed differs")
}

/// The same scenario tells its story with other draws, too: what it waits for comes.
#[test]
fn stories_hold_for_other_seeds() {
    for name in ["story", "partition", "client_retry"] {
        for seed in 0..50 {
            let report = examine(&with_seed(name, seed), &mut Nobody);
            assert_eq!(
                report.complaints(),
                Vec::<String>::new(),
                "{name} with seed {seed}"
            );
        }
    }
}

/// A client may have to give up on a lossy network; nothing worse may happen.
#[test]
fn loss_breaks_no_promise() {
    for seed in 0..50 {
        let report = examine(&with_seed("lost_messages", seed), &mut Nobody);
        assert_eq!(report.judge.violations(), [], "seed {seed}");
    }
}

/// Whatever happens has a name that scenario files know.
#[test]
fn everything_that_happens_has_a_name() {
    let mut seen = BTreeSet::new();
    for seed in 0..200 {
        let until = Instant(30_000_000);
        let mut run = Run::new(seed, Options::default());
        run.actions = schedule::actions(seed, &run.options, until);
        let mut timeline = Timeline::new(run, |_| Nobody);
        timeline.seek(until);
        let feed: &Feed = &timeline.branch().feed;
        for item in feed.items().iter() {
            seen.insert(item.what.name(timeline.world()));
        }
    }
    let known: BTreeSet<&str> = EventName::all().map(EventName::name).collect();
    let unknown: Vec<&&str> = seen.difference(&known).collect();
    assert!(unknown.is_empty(), "the scenario files lack {unknown:?}");
    assert!(seen.len() > 20, "too little happened: {seen:?}");
}
