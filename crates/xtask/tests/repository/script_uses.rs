//! The uses between the files of the page, read from imports of all kinds and from `new URL(…)`.

use std::collections::BTreeSet;

use crate::files;
use crate::graph::{Part, Use};

const FOLDER: &str = "web/";

/// Tests may look wherever they like; no file of the page may look at them.
const TESTS: [&str; 2] = ["tests/", "e2e/"];

pub fn part() -> Part {
    let mut sources = Vec::new();
    let mut uses = BTreeSet::new();
    for file in files::all() {
        let Some(path) = file.path.strip_prefix(FOLDER) else {
            continue;
        };
        let is_test = TESTS.iter().any(|folder| path.starts_with(folder));
        if is_test || !file.has_extension(&["ts"]) {
            continue;
        }
        for (line, import) in imports(&file.text) {
            // A file outside of the page belongs to no room.
            if let Some(to) = resolve(path, &import).filter(|to| to != path) {
                let from = path.to_owned();
                uses.insert(Use { from, line, to });
            }
        }
        sources.push(path.to_owned());
    }
    Part {
        name: "web",
        folder: FOLDER.to_owned(),
        files: sources,
        uses: uses.into_iter().collect(),
    }
}

/// The file that an import names, from the page's folder on.
fn resolve(from: &str, import: &str) -> Option<String> {
    let import = import.split(['?', '#']).next()?;
    if !import.starts_with('.') {
        return None;
    }
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for step in import.split('/') {
        match step {
            "." => {}
            ".." => {
                folders.pop()?;
            }
            name => folders.push(name),
        }
    }
    Some(folders.join("/"))
}

/// The imports of a text, each with the line of its name.
pub fn imports(text: &str) -> Vec<(usize, String)> {
    let tokens = tokens(text);
    let word = |at: Option<usize>, word: &str| {
        let token = at.and_then(|at| tokens.get(at));
        token.is_some_and(|token| !token.is_quoted && token.text == word)
    };
    tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| {
            let before = |steps: usize| at.checked_sub(steps);
            let is_import = word(before(1), "from") || word(before(1), "import");
            let is_called = word(before(1), "(") && word(before(2), "import");
            let is_address =
                word(before(1), "(") && word(before(2), "URL") && word(before(3), "new");
            token.is_quoted && (is_import || is_called || is_address)
        })
        .map(|(_, token)| (token.line, token.text.clone()))
        .collect()
}

struct Token {
    text: String,
    line: usize,
    is_quoted: bool,
}

/// Words, signs and the insides of quotes; comments are left out.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            quoted_length(rest).unwrap_or(first.len_utf8())
        };
        let (token, after) = rest.split_at(length);
        let is_quoted = length > 1 && ['"', '\'', '`'].contains(&first);
        let is_comment = token.starts_with("//") || token.starts_with("/*");
        if !is_comment && !first.is_whitespace() {
            let text = if is_quoted {
                token[1..length - 1].to_owned()
            } else {
                token.to_owned()
            };
            tokens.push(Token {
                text,
                line,
                is_quoted,
            });
        }
        line += token.matches('\n').count();
        rest = after;
    }
    tokens
}

/// The length of a text in quotes that begins here. Only one in backticks goes over a line's end:
/// so a quote inside a regular expression is none.
fn quoted_length(rest: &str) -> Option<usize> {
    let quote = rest
        .chars()
        .next()
        .filter(|c| ['"', '\'', '`'].contains(c))?;
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' if quote != '`' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == quote => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

#[test]
fn imports_of_all_kinds_are_read() {
    let text = r#"
import "./styles.css";
import init, { type A } from "../engine/a.ts";
import {
  one, // from "./nowhere.ts"
  two,
} from './b.ts';
export type { C } from "./c.ts";
const late = () => import("./late.ts");
const quote = /["']/.test("x") ? Array.from("./no.ts") : "import";
/* import "./old.ts" */
new Worker(new URL(
  `./worker.ts`, import.meta.url));
"#;
    let expected = [
        (2, "./styles.css"),
        (3, "../engine/a.ts"),
        (7, "./b.ts"),
        (8, "./c.ts"),
        (9, "./late.ts"),
        (13, "./worker.ts"),
    ];
    let expected = expected.map(|(line, name)| (line, name.to_owned()));
    assert_eq!(imports(text), expected);
    assert_eq!(
        resolve("stage/parts/a.ts", "../../words/b.css?inline").as_deref(),
        Some("words/b.css")
    );
    assert_eq!(resolve("stage/a.ts", "lit"), None);
    assert_eq!(resolve("main.ts", "../tools/a.ts"), None);
}
