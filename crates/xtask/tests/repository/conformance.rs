//! The tables of `docs/conformance.md` name every golden, and each story in the rows it tells of.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::{self, File, Findings};

const PAGE: &str = "docs/conformance.md";
const STORIES: &str = "crates/raft-core/tests/all/scripts/";
const SCENARIOS: &str = "scenarios/";
const TRACES: &str = "crates/raft-check/tests/all/goldens/";

/// The `….txt` and `….json` names on the page, and the rows of the catalogue by number.
struct Page {
    named: BTreeSet<String>,
    rows: BTreeMap<String, String>,
}

impl Page {
    fn read() -> Page {
        let text = files::read(PAGE);
        let quoted = text.split('`').skip(1).step_by(2);
        let is_golden = |name: &&str| {
            (name.ends_with(".txt") || name.ends_with(".json")) && !name.contains('…')
        };
        let number = |line: &str| Some(line.strip_prefix("| ")?.split_once(" |")?.0.to_owned());
        let row = |line: &str| {
            let number = number(line).filter(|number| is_number(number))?;
            Some((number, line.to_owned()))
        };
        Page {
            named: quoted.filter(is_golden).map(str::to_owned).collect(),
            rows: text.lines().filter_map(row).collect(),
        }
    }
}

/// `E07`, `I1`: a letter and one or two digits.
fn is_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix(|first: char| first.is_ascii_uppercase()) else {
        return false;
    };
    matches!(digits.len(), 1 | 2) && digits.chars().all(|digit| digit.is_ascii_digit())
}

/// The numbers that a story begins with: `E24, E25. Election timeouts are …`.
fn numbers(story: &str) -> Vec<&str> {
    let (before, _) = story.split_once(". ").unwrap_or_default();
    let numbers: Vec<&str> = before.split(", ").collect();
    if numbers.iter().all(|number| is_number(number)) {
        numbers
    } else {
        Vec::new()
    }
}

/// Every golden by its name on the page, with its beginning.
fn goldens() -> BTreeMap<String, String> {
    let all = files::all();
    let stories = all
        .iter()
        .filter(|file| file.has_extension(&["txt"]))
        .filter_map(|file| {
            Some((
                file.path.strip_prefix(STORIES)?.to_owned(),
                file.text.clone(),
            ))
        });
    let scenarios = all
        .iter()
        .filter(|file| file.has_extension(&["json"]) && !file.path.ends_with("/schema.json"))
        .filter_map(|file| Some((file.path.strip_prefix(SCENARIOS)?.to_owned(), title(file))))
        // The stories of broken rules are those of docs/gallery.md, and what people asked about
        // stands in docs/questions.md.
        .filter(|(name, _)| !name.starts_with("bugs/") && !name.starts_with("questions/"));
    stories.chain(scenarios).collect()
}

fn title(scenario: &File) -> String {
    let after = scenario.text.split_once("\"title\": \"");
    after.map_or_else(String::new, |(_, text)| text.to_owned())
}

#[test]
fn the_page_names_every_golden_and_nothing_else() {
    let (page, goldens) = (Page::read(), goldens());
    assert!(goldens.len() > 60, "the goldens have been found");

    let mut findings = Findings::default();
    for name in goldens.keys().filter(|name| !page.named.contains(*name)) {
        findings.add(PAGE, 1, &format!("{name} is named nowhere: name it"));
    }
    for name in page
        .named
        .iter()
        .filter(|name| !goldens.contains_key(*name))
    {
        findings.add(
            PAGE,
            1,
            &format!("there is no {name}: write it or drop its name"),
        );
    }
    findings.expect_none();
}

#[test]
fn a_story_stands_in_the_rows_of_its_numbers() {
    let page = Page::read();
    assert!(page.rows.len() > 100, "the tables have been read");

    let mut findings = Findings::default();
    for (name, text) in goldens() {
        for number in numbers(&text) {
            let row = page.rows.get(number).map_or("", String::as_str);
            if !row.contains(&format!("`{name}`")) {
                let sentence = format!("{name} begins with {number}: name it in that row");
                findings.add(PAGE, 1, &sentence);
            }
        }
    }
    findings.expect_none();
}

#[test]
fn a_covered_row_names_what_covers_it() {
    let mut findings = Findings::default();
    for (number, row) in Page::read().rows {
        let state = row.rsplit(" | ").next().unwrap_or_default();
        let says = |word: &str| state.starts_with(word);
        let is_state = says("covered") || says("waits") || says("partly") || says("not applicable");
        let is_suite = number.starts_with('I') || number.starts_with('Z');
        if !is_state && !is_suite {
            let sentence = format!("{number} is neither covered nor waits: say what it is");
            findings.add(PAGE, 1, &sentence);
        }
        if says("covered") && !row.contains(".txt`") && !row.contains(".json`") {
            findings.add(
                PAGE,
                1,
                &format!("{number} is covered by no golden: name one"),
            );
        }
    }
    findings.expect_none();
}

#[test]
fn every_scenario_has_its_trace() {
    let paths: BTreeSet<String> = files::all().into_iter().map(|file| file.path).collect();
    let mut findings = Findings::default();
    for name in goldens()
        .keys()
        .filter_map(|name| name.strip_suffix(".json"))
    {
        let trace = format!("{TRACES}{name}.txt");
        if !paths.contains(&trace) {
            let sentence = "no trace beside it: run the scenarios with UPDATE_GOLDENS=1";
            findings.add(&trace, 1, sentence);
        }
    }
    findings.expect_none();
}
