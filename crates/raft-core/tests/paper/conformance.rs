//! The table of `docs/conformance.md` names tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn at_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// Every test of this folder, by its name.
fn tests() -> BTreeSet<String> {
    let folder = at_root("crates/raft-core/tests/paper");
    let files = fs::read_dir(folder).expect("the folder can be read");
    let sources = files.map(|file| {
        let path = file.expect("it can be listed").path();
        fs::read_to_string(path).expect("it can be read")
    });
    let name = |line: &str| Some(line.strip_prefix("fn ")?.split_once('(')?.0.to_owned());
    sources
        .flat_map(|source| source.lines().filter_map(name).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_test_named_in_the_catalogue_exists() {
    let catalogue = fs::read_to_string(at_root("docs/conformance.md")).expect("it can be read");
    let tests = tests();
    let named = catalogue.split('`').skip(1).step_by(2);
    let claims = ["section_", "figure_", "row_", "forged_"];
    let named: Vec<&str> = named
        .filter(|name| claims.iter().any(|claim| name.starts_with(claim)))
        .collect();

    assert!(named.len() > 40, "the table has been read");
    for name in named {
        assert!(
            tests.contains(name),
            "{name} is named, and there is no such test"
        );
    }
}
