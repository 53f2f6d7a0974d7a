//! The uses between the files of a crate, read from `use` and from paths inside the code.
//!
//! A name is followed through re-exports to the file that holds it. So a use of `crate::Item` is
//! a use of the file of `Item`, and not of `lib.rs`. Re-exports of a crate's root are its public
//! interface and no uses. Declaring a module is no use either. Modules of tests are left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::files;
use crate::graph::{Part, Use};
use crate::rust_text::code_only;

/// A module by its names from the root of the crate; the root has none.
type Module = Vec<String>;

/// A path in the code.
struct Path {
    /// The module in which it stands.
    scope: Module,
    names: Vec<String>,
    line: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    Import,
    ReExport,
    Inline,
}

/// The target of a path: a module itself, or an item of the module.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Target {
    Module(Module),
    Inside(Module),
}

/// The modules and imports of one crate.
#[derive(Default)]
struct Crate {
    /// The file of each module. A module inside a file has the file of the one around it.
    files: BTreeMap<Module, String>,
    /// Each name that a module imports, and the paths it stands for: two where a feature decides.
    imports: BTreeMap<(Module, String), BTreeSet<Vec<String>>>,
}

pub fn part(krate: &'static str) -> Part {
    let folder = format!("crates/{krate}/src/");
    let sources: Vec<(String, String)> = files::rust_below(&folder)
        .into_iter()
        .map(|file| (file.path[folder.len()..].to_owned(), file.text))
        .collect();
    Part {
        name: krate,
        uses: uses(&sources),
        files: sources.into_iter().map(|(path, _)| path).collect(),
        folder,
    }
}

/// The uses between the files, each pair as often as it occurs.
fn uses(sources: &[(String, String)]) -> Vec<Use> {
    let has_lib = sources.iter().any(|(path, _)| path == "lib.rs");
    let mut known = Crate::default();
    let mut found = Vec::new();
    for (path, text) in sources {
        if path == "main.rs" && has_lib {
            continue;
        }
        let mut reader = Reader::new(path, text);
        reader.read();
        for module in reader.modules {
            known.files.insert(module, path.clone());
        }
        for (scope, name, names) in reader.imports {
            let paths = known.imports.entry((scope, name)).or_default();
            paths.insert(names);
        }
        found.extend(reader.paths.into_iter().map(|named| (path, named)));
    }
    let mut uses: Vec<Use> = found
        .into_iter()
        .filter(|(file, path)| !(path.kind == Kind::ReExport && is_root(file)))
        .flat_map(|(file, path)| {
            known.targets(&path).into_iter().map(move |to| Use {
                from: file.clone(),
                line: path.line,
                to,
            })
        })
        .filter(|found| found.from != found.to)
        .collect();
    uses.sort();
    uses.dedup();
    uses
}

fn is_root(file: &str) -> bool {
    file == "lib.rs" || file == "main.rs"
}

/// `world/act.rs` is `world::act`; `world/mod.rs` is `world`.
fn module_of(file: &str) -> Module {
    let mut names: Module = file
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    if is_root(file) || names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names
}

impl Crate {
    /// The files that a path leads to. An import of a module alone is no use; the paths that begin
    /// with its name are.
    fn targets(&self, path: &Path) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.resolve(
            &path.scope,
            &path.names,
            path.kind != Kind::Inline,
            0,
            &mut found,
        );
        found
            .into_iter()
            .filter_map(|target| match target {
                Target::Module(_) if path.kind == Kind::Import => None,
                Target::Module(module) | Target::Inside(module) => self.files.get(&module).cloned(),
            })
            .collect()
    }

    /// Follows the names from a scope. `is_import` says that the path is an import itself, and so
    /// must not be looked up among the imports under its own first name.
    fn resolve(
        &self,
        scope: &[String],
        names: &[String],
        is_import: bool,
        depth: usize,
        found: &mut BTreeSet<Target>,
    ) {
        const DEEP_ENOUGH: usize = 16;
        let (Some(first), true) = (names.first(), depth < DEEP_ENOUGH) else {
            return;
        };
        match first.as_str() {
            "crate" => self.walk(&[], &names[1..], depth, found),
            "self" => self.walk(scope, &names[1..], depth, found),
            "super" => {
                let mut base = scope;
                let mut rest = names;
                while rest.first().is_some_and(|name| name == "super") {
                    base = &base[..base.len().saturating_sub(1)];
                    rest = &rest[1..];
                }
                self.walk(base, rest, depth, found);
            }
            _ if self.files.contains_key(&child(scope, first)) => {
                self.walk(scope, names, depth, found);
            }
            _ if !is_import => {
                self.follow(scope, first, &names[1..], depth, found);
            }
            _ => {}
        }
    }

    /// Goes down the modules as far as the names are modules.
    fn walk(
        &self,
        module: &[String],
        names: &[String],
        depth: usize,
        found: &mut BTreeSet<Target>,
    ) {
        let Some(first) = names.first() else {
            found.insert(Target::Module(module.to_vec()));
            return;
        };
        let deeper = child(module, first);
        if self.files.contains_key(&deeper) {
            self.walk(&deeper, &names[1..], depth, found);
        } else if !self.follow(module, first, &names[1..], depth, found) {
            found.insert(Target::Inside(module.to_vec()));
        }
    }

    /// Follows a name that a module imports from elsewhere in the crate, if it does.
    fn follow(
        &self,
        module: &[String],
        name: &str,
        rest: &[String],
        depth: usize,
        found: &mut BTreeSet<Target>,
    ) -> bool {
        let key = (module.to_vec(), name.to_owned());
        let mut followed = BTreeSet::new();
        for path in self.imports.get(&key).into_iter().flatten() {
            let longer: Vec<String> = path.iter().chain(rest).cloned().collect();
            self.resolve(module, &longer, true, depth + 1, &mut followed);
        }
        let leads_on = !followed.is_empty();
        found.append(&mut followed);
        leads_on
    }
}

fn child(module: &[String], name: &str) -> Module {
    let mut child = module.to_vec();
    child.push(name.to_owned());
    child
}

/// A word, `::`, or another sign.
struct Token {
    text: String,
    line: usize,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (line, code) in (1..).zip(code_only(text).lines()) {
        let mut rest = code.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let length = if is_word(first) {
                rest.find(|c| !is_word(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            let text = rest[..length].to_owned();
            tokens.push(Token { text, line });
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// Reads one file.
struct Reader {
    tokens: Vec<Token>,
    at: usize,
    /// How many braces are open, and the modules inside the file with the depth they began at.
    depth: usize,
    inside: Vec<usize>,
    scope: Module,
    modules: Vec<Module>,
    imports: Vec<(Module, String, Vec<String>)>,
    paths: Vec<Path>,
}

impl Reader {
    fn new(path: &str, text: &str) -> Reader {
        let scope = module_of(path);
        Reader {
            tokens: tokens(text),
            at: 0,
            depth: 0,
            inside: Vec::new(),
            modules: vec![scope.clone()],
            scope,
            imports: Vec::new(),
            paths: Vec::new(),
        }
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.text)
    }

    fn stands(&self, at: usize, signs: &[&str]) -> bool {
        (at..).zip(signs).all(|(at, sign)| self.text(at) == *sign)
    }

    fn read(&mut self) {
        while self.at < self.tokens.len() {
            match self.text(self.at) {
                "#" if self.stands(self.at, &["#", "[", "cfg", "(", "test", ")", "]", "mod"])
                    && self.text(self.at + 9) == "{" =>
                {
                    self.skip_block();
                }
                "mod" if self.text(self.at + 2) == "{" => self.enter(),
                "{" => {
                    self.depth += 1;
                    self.at += 1;
                }
                "}" => self.close(),
                "use" if self.text(self.at + 1) != "<" => self.read_use(),
                _ => self.read_word(),
            }
        }
    }

    /// Passes over everything up to the brace that closes the next one that opens.
    fn skip_block(&mut self) {
        let mut open = 0;
        while self.at < self.tokens.len() {
            let text = self.text(self.at);
            let closes = text == "}";
            open += usize::from(text == "{");
            self.at += 1;
            if closes {
                open -= 1;
                if open == 0 {
                    return;
                }
            }
        }
    }

    /// A module inside the file begins.
    fn enter(&mut self) {
        let name = self.text(self.at + 1).to_owned();
        self.scope.push(name);
        self.modules.push(self.scope.clone());
        self.inside.push(self.depth);
        self.depth += 1;
        self.at += 3;
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.inside.last() == Some(&self.depth) {
            self.inside.pop();
            self.scope.pop();
        }
        self.at += 1;
    }

    fn read_use(&mut self) {
        let before = self.at.checked_sub(1).map_or("", |at| self.text(at));
        let kind = if before == "pub" || before == ")" {
            Kind::ReExport
        } else {
            Kind::Import
        };
        self.at += 1;
        self.read_tree(&[], kind);
    }

    /// `a::b`, `a::{b, c as d}`, `a::*`: up to the sign that ends it.
    fn read_tree(&mut self, before: &[String], kind: Kind) {
        let mut names = before.to_vec();
        let mut alias = None;
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        while self.at < self.tokens.len() {
            match self.text(self.at) {
                "," | "}" | ";" => break,
                "::" => self.at += 1,
                "{" => {
                    self.at += 1;
                    while !["}", ""].contains(&self.text(self.at)) {
                        self.read_tree(&names, kind);
                        self.at += usize::from(self.text(self.at) == ",");
                    }
                    self.at += 1;
                    return;
                }
                "as" => {
                    alias = Some(self.text(self.at + 1).to_owned());
                    self.at += 2;
                }
                name => {
                    names.push(name.to_owned());
                    self.at += 1;
                }
            }
        }
        // `a::{self}` is `a`.
        if names.len() > 1 && names.last().is_some_and(|name| name == "self") {
            names.pop();
        }
        let Some(last) = names.last() else { return };
        if last != "*" {
            let name = alias.unwrap_or_else(|| last.clone());
            self.imports.push((self.scope.clone(), name, names.clone()));
        }
        self.paths.push(Path {
            scope: self.scope.clone(),
            names,
            line,
            kind,
        });
    }

    /// A path inside the code: a word, `::`, and what follows.
    fn read_word(&mut self) {
        let begin = self.at;
        let follows = begin > 0 && ["::", "."].contains(&self.text(begin - 1));
        let mut names = vec![self.text(begin).to_owned()];
        self.at += 1;
        while self.text(self.at) == "::" && is_name(self.text(self.at + 1)) {
            names.push(self.text(self.at + 1).to_owned());
            self.at += 2;
        }
        if names.len() > 1 && !follows {
            self.paths.push(Path {
                scope: self.scope.clone(),
                names,
                line: self.tokens[begin].line,
                kind: Kind::Inline,
            });
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

#[test]
fn uses_are_followed_to_the_file_that_holds_the_name() {
    let sources = [
        ("lib.rs", "mod a; mod b; pub use b::deep::Thing;"),
        (
            "a.rs",
            "use crate::Thing;\nuse crate::b::{\n  self,\n  Other,\n};\nfn f() { b::deep::g() }",
        ),
        (
            "b/mod.rs",
            "mod deep; mod side;\npub use side::Side as Other;\n// use crate::a::Nothing;",
        ),
        (
            "b/deep.rs",
            "use super::Other;\n#[cfg(test)]\nmod tests { use crate::a::Sample; }",
        ),
        (
            "b/side.rs",
            "fn f() -> super::Own { super::super::a::go() }\nmod inner { use super::It; }",
        ),
    ];
    let sources = sources.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let found: Vec<String> = uses(&sources)
        .into_iter()
        .map(|found| format!("{}:{} {}", found.from, found.line, found.to))
        .collect();
    let expected = [
        "a.rs:1 b/deep.rs",
        "a.rs:4 b/side.rs",
        "a.rs:6 b/deep.rs",
        "b/deep.rs:1 b/side.rs",
        "b/mod.rs:2 b/side.rs",
        "b/side.rs:1 a.rs",
        "b/side.rs:1 b/mod.rs",
    ];
    assert_eq!(found, expected);
}
