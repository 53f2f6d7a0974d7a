//! The tables of `docs/conformance.md` name the tests of this folder and of the files beside it:
//! each name is a test, and each test is named.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const CLAIMS: [&str; 5] = ["section_", "figure_", "row_", "rule_left_out_", "forged_"];

fn at_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

fn is_claim(name: &str) -> bool {
    CLAIMS.iter().any(|claim| name.starts_with(claim))
}

/// Every test of this folder, and of the files beside it, that makes a claim, by its name.
fn tests() -> BTreeSet<String> {
    let folders = [
        "crates/raft-core/tests/all/paper",
        "crates/raft-core/tests/all",
    ];
    let files = folders.map(|folder| fs::read_dir(at_root(folder)).expect("it can be read"));
    let paths = files.into_iter().flatten();
    let paths = paths.map(|file| file.expect("it can be listed").path());
    let sources = paths
        .filter(|path| path.is_file())
        .map(|path| fs::read_to_string(path).expect("it can be read"));
    let claims = |source: String| -> Vec<String> {
        let after_marks = source.split("#[test]\nfn ").skip(1);
        let names = after_marks.filter_map(|text| text.split_once('('));
        names
            .map(|(name, _)| name.to_owned())
            .filter(|name| is_claim(name))
            .collect()
    };
    sources.flat_map(claims).collect()
}

/// Every claim that the page names.
fn named() -> BTreeSet<String> {
    let page = fs::read_to_string(at_root("docs/conformance.md")).expect("it can be read");
    let quoted = page.split('`').skip(1).step_by(2);
    let is_name = |text: &&str| is_claim(text) && !text.contains(['…', '.']);
    quoted.filter(is_name).map(str::to_owned).collect()
}

#[test]
fn every_test_is_named_on_the_page_and_every_name_is_a_test() {
    let (tests, named) = (tests(), named());

    let unnamed: Vec<&String> = tests.difference(&named).collect();
    let unknown: Vec<&String> = named.difference(&tests).collect();

    assert!(tests.len() > 100, "the folder has been read");
    assert!(unnamed.is_empty(), "docs/conformance.md lacks {unnamed:#?}");
    assert!(unknown.is_empty(), "there are no tests {unknown:#?}");
}

/// Each claim has a test, and each test is in the tables.
#[test]
fn every_sentence_of_the_paper_has_a_test() {
    let page = fs::read_to_string(at_root("docs/conformance.md")).expect("it can be read");
    let (_, rest) = page
        .split_once("## The sentences of the paper")
        .expect("the page has them");
    let (sentences, _) = rest.split_once("\n## ").expect("and more after them");
    let rows: Vec<&str> = sentences
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| where "))
        .collect();

    assert!(rows.len() > 80, "the tables have been read");
    for row in rows {
        let tests = row
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|name| is_claim(name));
        assert!(tests.count() > 0, "no test: {row}");
    }
}
