//! The rooms that each room may use. The table is `rooms.txt`, beside this file.
//!
//! `UPDATE_ROOMS=1 cargo test -p xtask rooms` writes the table anew from the uses in the sources.
//! Check each line that is new.

use std::collections::{BTreeMap, BTreeSet};
use std::{env, fs};

use crate::files::{self, Findings};
use crate::graph::{Part, from_the_ground, parts, room};

const TABLE: &str = "crates/xtask/tests/repository/rooms.txt";

const HEADER: &str = "\
# Each room, and the rooms it may use. A room comes after those it uses, unless they are a circle.
# A room is a folder or a single file that lies directly in the source folder of a crate, or in
# the page's. Tests hold that each pair here is used, and that no other one is.
";

/// The widest line of the table.
const WIDTH: usize = 100;

/// A room's line in the table, and the rooms that it may use.
struct Line {
    number: usize,
    may_use: BTreeSet<String>,
}

/// The table: by part, then by room.
type Table = BTreeMap<String, BTreeMap<String, Line>>;

/// Reads the table. A line that is neither a part nor a room is a finding.
fn read(text: &str, findings: &mut Findings) -> Table {
    let mut table = Table::new();
    let mut part = String::new();
    let mut name = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if let Some(title) = line.strip_prefix('[') {
            title.trim_end_matches(']').clone_into(&mut part);
            name.clear();
            table.entry(part.clone()).or_default();
            continue;
        }
        let used = match line.split_once(':') {
            Some((room, used)) => {
                room.trim().clone_into(&mut name);
                used
            }
            None => line,
        };
        let rooms = table.entry(part.clone()).or_default();
        let is_new = !rooms.contains_key(&name);
        if name.is_empty() || is_new != line.contains(':') {
            let sentence = "expected `room: rooms it may use`, each room once: correct the line";
            findings.add(TABLE, number, sentence);
            continue;
        }
        let entry = rooms.entry(name.clone()).or_insert_with(|| Line {
            number,
            may_use: BTreeSet::new(),
        });
        entry
            .may_use
            .extend(used.split_whitespace().map(str::to_owned));
    }
    table
}

/// A room's line, broken where it gets too long.
fn line(name: &str, used: &BTreeSet<&str>) -> String {
    let mut text = String::new();
    let mut line = format!("{name}:");
    for used in used {
        if line.len() + 1 + used.len() > WIDTH {
            text += &format!("{line}\n");
            line = " ".repeat(name.len() + 1);
        }
        line += &format!(" {used}");
    }
    text + &line + "\n"
}

/// The table that allows every use in the sources.
fn write(parts: &[Part]) -> String {
    let mut text = HEADER.to_owned();
    for part in parts {
        text += &format!("\n[{}]\n", part.name);
        let graph = part.room_graph();
        for name in from_the_ground(&graph) {
            text += &line(name, &graph[name]);
        }
    }
    text
}

/// The text of the table, written anew if that is asked for.
fn current(parts: &[Part]) -> String {
    if env::var_os("UPDATE_ROOMS").is_none() {
        return files::read(TABLE);
    }
    let text = write(parts);
    fs::write(files::root().join(TABLE), &text).expect("the table can be written");
    text
}

#[test]
fn rooms_use_only_those_that_the_table_allows() {
    let parts = parts();
    let mut findings = Findings::default();
    let table = read(&current(&parts), &mut findings);
    let nothing = BTreeMap::new();
    let mut pairs = 0;
    for part in &parts {
        let rooms = table.get(part.name).unwrap_or(&nothing);
        for (name, used) in part.room_graph() {
            if !rooms.contains_key(name) {
                let sentence = format!(
                    "the room {name} of {} has no line below [{}]: add `{}`",
                    part.folder,
                    part.name,
                    line(name, &used).trim_end()
                );
                findings.add(TABLE, 1, &sentence);
            }
        }
        let mut told = BTreeSet::new();
        for found in part.crossings() {
            let (from, to) = (room(&found.from), room(&found.to));
            pairs += 1;
            let Some(line) = rooms.get(from) else {
                continue;
            };
            // A file that uses a room in many places is reported once.
            if !line.may_use.contains(to) && told.insert((&found.from, to)) {
                let sentence = format!(
                    "{from} may not use {to} ({}): move what both need to a room below them, or \
                     add {to} to the line of {from} in {TABLE}",
                    found.to
                );
                let path = format!("{}{}", part.folder, found.from);
                findings.add(&path, found.line, &sentence);
            }
        }
    }
    assert!(pairs > 500, "only {pairs} uses between rooms were found");
    findings.expect_none();
}

#[test]
fn the_table_of_rooms_allows_nothing_that_is_not_used() {
    let mut findings = Findings::default();
    let parts = parts();
    let table = read(&current(&parts), &mut findings);
    for (name, rooms) in &table {
        let Some(part) = parts.iter().find(|part| part.name == name) else {
            let sentence = format!("there is neither a crate nor a page {name}: remove its lines");
            findings.add(TABLE, 1, &sentence);
            continue;
        };
        let graph = part.room_graph();
        for (room, line) in rooms {
            let Some(used) = graph.get(room.as_str()) else {
                let sentence = format!("{name} has no room {room}: remove the line");
                findings.add(TABLE, line.number, &sentence);
                continue;
            };
            for unused in line
                .may_use
                .iter()
                .filter(|may| !used.contains(may.as_str()))
            {
                let sentence = format!("{room} does not use {unused}: remove {unused} here");
                findings.add(TABLE, line.number, &sentence);
            }
        }
    }
    findings.expect_none();
}

#[test]
fn a_table_is_read_as_it_is_written() {
    let mut findings = Findings::default();
    let table = read("# a table\n\n[page]\na:\nb: a\n   c d\n", &mut findings);
    findings.expect_none();
    let line = &table["page"]["b"];
    assert_eq!(line.number, 5);
    assert_eq!(Vec::from_iter(&line.may_use), ["a", "c", "d"]);
    assert!(table["page"]["a"].may_use.is_empty());
}
