//! The rules that every file follows.

use crate::files::{self, Findings};
use crate::rust_text::code_only;

const WIDTH: usize = 100;

#[test]
fn no_file_knows_one_machine() {
    // Put together here, or this file would name them.
    let folders = ["work", "root", "home", "Users"].map(|name| format!("/{name}/"));
    let hosts = [
        ["registry", "npmjs", "org"],
        ["registry", "yarnpkg", "com"],
        ["index", "crates", "io"],
        ["static", "crates", "io"],
        ["deb", "debian", "org"],
    ]
    .map(|parts| parts.join("."));
    let mut findings = Findings::default();
    for file in files::all() {
        for (number, line) in (1..).zip(file.text.lines()) {
            for folder in &folders {
                if is_path_from_the_root(line, folder) {
                    let sentence = format!("{folder}… exists on one machine: use a relative path");
                    findings.add(&file.path, number, &sentence);
                }
            }
            for host in &hosts {
                if line.contains(host.as_str()) {
                    let sentence =
                        format!("{host} is a registry that others may not reach: drop it");
                    findings.add(&file.path, number, &sentence);
                }
            }
            if file.path.ends_with("package-lock.json") && line.contains("\"resolved\":") {
                let sentence = "a download address: set omit-lockfile-registry-resolved in npm";
                findings.add(&file.path, number, sentence);
            }
        }
    }
    findings.expect_none();
}

/// `/folder/` as the beginning of a path, not as a part of a longer one or of an address.
fn is_path_from_the_root(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "._-}*)~".contains(c))
    })
}

#[test]
fn nothing_is_left_undone_or_left_out() {
    let mut findings = Findings::default();
    for file in files::all() {
        let (text, marks): (String, &[&str]) = if file.has_extension(&["rs"]) {
            (
                code_only(&file.text),
                &["todo!(", "unimplemented!(", "dbg!(", "#[ignore"],
            )
        } else if file.has_extension(&["ts"]) {
            (
                file.text.clone(),
                &[".only(", ".skip(", ".fixme(", ".todo(", "debugger;"],
            )
        } else {
            continue;
        };
        for (number, line) in (1..).zip(text.lines()) {
            for mark in marks.iter().filter(|mark| line.contains(*mark)) {
                let sentence = format!("{mark} leaves something out: finish it or remove it");
                findings.add(&file.path, number, &sentence);
            }
        }
    }
    findings.expect_none();
}

#[test]
fn every_file_ends_with_a_line_end() {
    let mut findings = Findings::default();
    for file in files::all() {
        if !file.text.is_empty() && !file.text.ends_with('\n') {
            let last = file.text.lines().count();
            findings.add(&file.path, last, "the last line has no end: add a line end");
        }
    }
    findings.expect_none();
}

#[test]
fn rust_lines_fit_the_width() {
    let mut findings = Findings::default();
    for file in files::all()
        .iter()
        .filter(|file| file.has_extension(&["rs"]))
    {
        for (number, line) in (1..).zip(file.text.lines()) {
            let width = line.chars().count();
            if width > WIDTH {
                let sentence = format!("{width} columns are more than {WIDTH}: break the line");
                findings.add(&file.path, number, &sentence);
            }
        }
    }
    findings.expect_none();
}

#[test]
fn sentences_of_the_page_have_one_apostrophe_and_one_name_for_a_node() {
    let mut findings = Findings::default();
    for file in files::all() {
        let is_scenario = file.path.starts_with("scenarios/");
        if !is_scenario && !file.path.starts_with("web/") {
            continue;
        }
        for (number, line) in (1..).zip(file.text.lines()) {
            if line.contains('\u{2019}') {
                findings.add(&file.path, number, "an apostrophe is ' everywhere");
            }
            if is_scenario && names_a_node_in_small_letters(line) {
                findings.add(&file.path, number, "a node's name has a capital: Node 3");
            }
        }
    }
    findings.expect_none();
}

fn names_a_node_in_small_letters(line: &str) -> bool {
    ["node ", "nodes "].iter().any(|name| {
        line.split(name)
            .skip(1)
            .any(|after| after.starts_with(|c: char| c.is_ascii_digit()))
    })
}
