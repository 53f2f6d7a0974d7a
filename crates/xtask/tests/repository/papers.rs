//! The files and links that the Markdown papers name exist.

use std::collections::BTreeSet;

use crate::files::{self, File, Findings};

/// Everything in Markdown: README, ARCHITECTURE, CONTRIBUTING, `docs` and what comes later.
fn papers(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.has_extension(&["md"]))
}

/// The words of a line, made of the characters of a path; any other character ends a word.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_ascii_alphanumeric() || "_-./".contains(c)))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty())
}

#[test]
fn every_path_that_a_paper_names_exists() {
    let root = files::root();
    let files = files::all();
    let folders: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| file.path.split_once('/').map(|(folder, _)| folder))
        .collect();
    let mut findings = Findings::default();
    let mut named = 0;
    for paper in papers(&files) {
        for (number, line) in (1..).zip(paper.text.lines()) {
            for word in words(line) {
                let begins_a_path = word
                    .split_once('/')
                    .is_some_and(|(folder, _)| folders.contains(folder));
                if !begins_a_path {
                    continue;
                }
                named += 1;
                if !root.join(word).exists() {
                    let sentence = format!("{word} does not exist: name what took its place");
                    findings.add(&paper.path, number, &sentence);
                }
            }
        }
    }
    assert!(named > 20, "only {named} paths found in the papers");
    findings.expect_none();
}

#[test]
fn every_link_between_papers_leads_somewhere() {
    let root = files::root();
    let files = files::all();
    let mut findings = Findings::default();
    let mut followed = 0;
    for paper in papers(&files) {
        let folder = root.join(&paper.path).with_file_name("");
        for (number, line) in (1..).zip(paper.text.lines()) {
            let links = line
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next());
            for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
                followed += 1;
                let target = link.split('#').next().unwrap_or(link);
                if !folder.join(target).exists() {
                    let sentence = format!("{link} leads nowhere: correct the link");
                    findings.add(&paper.path, number, &sentence);
                }
            }
        }
    }
    assert!(followed > 5, "only {followed} links found in the papers");
    findings.expect_none();
}

/// ARCHITECTURE.md says "search for the name", so each name must be that of a file.
#[test]
fn every_file_that_a_paper_names_alone_exists_somewhere() {
    let files = files::all();
    let names: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| file.path.rsplit('/').next())
        .collect();
    let mut findings = Findings::default();
    for paper in papers(&files) {
        for (number, line) in (1..).zip(paper.text.lines()) {
            for name in line.split('`').skip(1).step_by(2) {
                let is_file = !name.contains(['/', ' ', '*', '<', '…'])
                    && [".rs", ".ts", ".mjs", ".json", ".toml", ".md"]
                        .iter()
                        .any(|ending| name.ends_with(ending));
                if is_file && !names.contains(name) {
                    let sentence = format!("no file is named {name}: correct the name");
                    findings.add(&paper.path, number, &sentence);
                }
            }
        }
    }
    findings.expect_none();
}
