//! The recipes of CONTRIBUTING.md: each is there, and the files and tests that it names exist.
//!
//! A recipe is a heading, a sentence on what is added, a numbered list whose steps begin with the
//! path to change, and a line that begins with "Held by:" and names the tests that fail.

use crate::files::{self, Findings};

const PAPER: &str = "CONTRIBUTING.md";
const SECTION: &str = "## Recipes";
const HELD_BY: &str = "Held by: ";

/// The subjects of the recipes, in the order of the paper.
const RECIPES: [&str; 8] = [
    "an option",
    "a message",
    "an action",
    "a fault",
    "a property",
    "a decision",
    "a panel",
    "an example",
];

struct Recipe {
    title: String,
    /// The line of its heading.
    number: usize,
    /// The lines of its numbered list, and the lines that name its tests.
    steps: Vec<(usize, String)>,
    held_by: Vec<(usize, String)>,
}

fn recipes() -> Vec<Recipe> {
    let paper = files::read(PAPER);
    let lines = (1..).zip(paper.lines());
    let section = lines
        .skip_while(|(_, line)| *line != SECTION)
        .skip(1)
        .take_while(|(_, line)| !line.starts_with("## "));
    let mut recipes: Vec<Recipe> = Vec::new();
    for (number, line) in section {
        if let Some(title) = line.strip_prefix("### To add ") {
            recipes.push(Recipe {
                title: title.to_owned(),
                number,
                steps: Vec::new(),
                held_by: Vec::new(),
            });
        }
        let Some(recipe) = recipes.last_mut() else {
            continue;
        };
        if line.starts_with(|first: char| first.is_ascii_digit()) {
            recipe.steps.push((number, line.to_owned()));
        } else if let Some(rest) = line.strip_prefix(HELD_BY) {
            recipe.held_by.push((number, rest.to_owned()));
        }
    }
    recipes
}

/// The texts in backticks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// A path from the root, as opposed to the name of a type or of a test.
fn is_path(quoted: &str) -> bool {
    quoted.ends_with(".md") || quoted.contains('/') && !quoted.contains(' ')
}

#[test]
fn there_is_a_recipe_for_each_thing_to_add() {
    let found: Vec<String> = recipes().into_iter().map(|recipe| recipe.title).collect();
    assert_eq!(
        found, RECIPES,
        "{PAPER} has a heading `### To add …` below `{SECTION}` for each of these, in this order"
    );
}

#[test]
fn recipes_name_files_that_exist() {
    let root = files::root();
    let mut findings = Findings::default();
    for recipe in recipes() {
        if recipe.steps.len() < 2 {
            let sentence = format!(
                "the recipe for {} has no numbered list of files: write it",
                recipe.title
            );
            findings.add(PAPER, recipe.number, &sentence);
        }
        for (count, (number, step)) in (1..).zip(&recipe.steps) {
            let begins = format!("{count}. `");
            if !step.starts_with(&begins) || !quoted(step).next().is_some_and(is_path) {
                let sentence = format!("expected `{count}. ` and a path in backticks first");
                findings.add(PAPER, *number, &sentence);
            }
        }
        for (number, line) in recipe.steps.iter().chain(&recipe.held_by) {
            for path in quoted(line).filter(|text| is_path(text)) {
                if !root.join(path).exists() {
                    let sentence = format!("{path} does not exist: name what took its place");
                    findings.add(PAPER, *number, &sentence);
                }
            }
        }
    }
    findings.expect_none();
}

#[test]
fn recipes_name_tests_that_exist() {
    let root = files::root();
    let mut findings = Findings::default();
    for recipe in recipes() {
        if recipe.held_by.len() != 1 {
            let sentence = format!(
                "the recipe for {} needs one line that begins with \"{HELD_BY}\"",
                recipe.title
            );
            findings.add(PAPER, recipe.number, &sentence);
        }
        for (number, line) in &recipe.held_by {
            let mut path = "";
            let mut text = String::new();
            let mut tests = 0;
            for name in quoted(line) {
                if is_path(name) {
                    path = name;
                    let is_file = root.join(path).is_file();
                    text = if is_file {
                        files::read(path)
                    } else {
                        String::new()
                    };
                    tests += usize::from(path.contains("/tests/") || path.contains("/e2e/"));
                } else if !text.contains(name) {
                    let sentence = format!("{path} has no {name}: name what took its place");
                    findings.add(PAPER, *number, &sentence);
                }
            }
            if tests == 0 {
                findings.add(
                    PAPER,
                    *number,
                    "no test is named: name the one that complains",
                );
            }
        }
    }
    findings.expect_none();
}
