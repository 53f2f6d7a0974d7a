//! The arrows between crates, and the files that the page may load. The map is in ARCHITECTURE.md;
//! the rooms inside of each are in `rooms.rs`.

use toml::{Table, Value};

use crate::files::{self, Findings};
use crate::script_uses::imports;

/// Each crate, and the crates of this repository that it may use.
pub const CRATES: [(&str, &[&str]); 7] = [
    ("raft-core", &[]),
    ("raft-sim", &["raft-core"]),
    ("raft-check", &["raft-core", "raft-sim"]),
    ("raft-why", &["raft-core", "raft-sim", "raft-check"]),
    (
        "raft-wasm",
        &["raft-core", "raft-sim", "raft-check", "raft-why"],
    ),
    (
        "raft-cli",
        &["raft-core", "raft-sim", "raft-check", "raft-why"],
    ),
    ("xtask", &[]),
];

const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

fn manifest(krate: &str) -> (String, Table) {
    let path = format!("crates/{krate}/Cargo.toml");
    let table = files::read(&path).parse();
    let table = table.unwrap_or_else(|error| panic!("{path} should be TOML, but: {error}"));
    (path, table)
}

/// The names in one kind of dependency table, those for single targets included.
fn dependencies(manifest: &Table, kind: &str) -> Vec<String> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_table);
    std::iter::once(manifest)
        .chain(targets)
        .filter_map(|table| table.get(kind)?.as_table())
        .flat_map(|table| table.keys().cloned())
        .collect()
}

#[test]
fn crates_point_one_way() {
    let mut findings = Findings::default();
    for (krate, may_use) in CRATES {
        let (path, manifest) = manifest(krate);
        for name in KINDS.iter().flat_map(|kind| dependencies(&manifest, kind)) {
            let ours = CRATES.iter().any(|(other, _)| *other == name);
            if ours && !may_use.contains(&name.as_str()) {
                let line = line_of(&path, &name);
                let sentence = format!("{krate} must not know {name}: turn the dependency round");
                findings.add(&path, line, &sentence);
            }
        }
    }
    findings.expect_none();
}

#[test]
fn every_crate_has_its_place_among_the_arrows() {
    let workspace: Table = files::read("Cargo.toml")
        .parse()
        .expect("Cargo.toml should be TOML");
    let members = workspace["workspace"]["members"]
        .as_array()
        .expect("members should be a list");
    let mut members: Vec<_> = members.iter().filter_map(Value::as_str).collect();
    let mut placed: Vec<_> = CRATES
        .iter()
        .map(|(name, _)| format!("crates/{name}"))
        .collect();
    members.sort_unstable();
    placed.sort_unstable();
    assert_eq!(
        members, placed,
        "a new crate needs a line in CRATES of this test"
    );
}

#[test]
fn the_protocol_depends_on_nothing() {
    let (path, manifest) = manifest("raft-core");
    let mut findings = Findings::default();
    for kind in ["dependencies", "build-dependencies"] {
        for name in dependencies(&manifest, kind) {
            let line = line_of(&path, &name);
            findings.add(
                &path,
                line,
                &format!("raft-core has no dependencies: remove {name}"),
            );
        }
    }
    let features = manifest.get("features").and_then(toml::Value::as_table);
    for name in features.into_iter().flat_map(toml::Table::keys) {
        if name != "default" && name != "extensions" {
            let what = format!("raft-core has one feature, \"extensions\": remove {name}");
            findings.add(&path, line_of(&path, name), &what);
        }
    }
    findings.expect_none();
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() {
    let mut findings = Findings::default();
    for (krate, _) in CRATES {
        let (path, manifest) = manifest(krate);
        let inherits = manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace"));
        if inherits != Some(&Value::Boolean(true)) {
            findings.add(
                &path,
                1,
                "the workspace's lints are missing: add `lints.workspace = true`",
            );
        }
    }
    findings.expect_none();
}

#[test]
fn the_page_points_one_way() {
    let mut findings = Findings::default();
    for file in files::all() {
        if !file.path.starts_with("web/") || !file.has_extension(&["ts"]) {
            continue;
        }
        // A test may load the engine without the page around it.
        let may_load = [
            "web/engine/playground.ts",
            "web/engine/full.ts",
            "web/hunt/worker.ts",
        ]
        .contains(&file.path.as_str())
            || is_test(&file.path);
        for (number, import) in imports(&file.text) {
            let name = import.rsplit('/').next().unwrap_or(&import);
            if import.starts_with('.') && ["main", "main.ts", "main.js"].contains(&name) {
                let sentence = "nothing imports main: move what is shared to a file of its own";
                findings.add(&file.path, number, sentence);
            }
            if import.split('/').any(|part| part == "generated") && !may_load {
                let sentence = "only web/engine imports the generated engine: import from there";
                findings.add(&file.path, number, sentence);
            }
        }
    }
    findings.expect_none();
}

fn is_test(path: &str) -> bool {
    path.ends_with(".test.ts") || path.starts_with("web/tests/") || path.starts_with("web/e2e/")
}

/// Where a text first stands in a file, counted from 1.
fn line_of(path: &str, text: &str) -> usize {
    let file = files::read(path);
    file.lines()
        .position(|line| line.starts_with(text))
        .map_or(1, |index| index + 1)
}
