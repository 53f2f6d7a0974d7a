//! Circles: files or rooms that use one another. Those that stay are the list at the end of
//! ARCHITECTURE.md, each with its reason; a new one fails here, and so does one that is gone.
//!
//! A circle of files is listed with its files if they lie in several rooms, and as its room if
//! they lie in one: a folder's `mod.rs` and its children often know one another. Rooms that use
//! one another without any circle of files are listed with their rooms.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::{self, Findings};
use crate::graph::{self, Part, Use, parts, room};

const PAPER: &str = "ARCHITECTURE.md";
const SECTION: &str = "## Circles that stay";

/// A part of the repository, and the files or rooms that use one another.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Circle {
    part: String,
    members: BTreeSet<String>,
}

impl Circle {
    fn new<'a>(part: &Part, members: impl IntoIterator<Item = &'a str>) -> Circle {
        Circle {
            part: part.name.to_owned(),
            members: members.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Whether a file takes part: by its own name, or by its room's.
    fn has(&self, file: &str) -> bool {
        self.members.contains(file) || self.members.contains(room(file))
    }

    /// The circle as the list spells it.
    fn line(&self) -> String {
        let members: Vec<String> = self
            .members
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        format!("- `{}`: {}. ", self.part, members.join(", "))
    }
}

/// All circles of a part.
fn circles(part: &Part) -> BTreeSet<Circle> {
    let mut found = BTreeSet::new();
    let mut explained = BTreeSet::new();
    for files in graph::circles(&part.file_graph()) {
        let rooms: BTreeSet<&str> = files.iter().map(|file| room(file)).collect();
        let members = if rooms.len() == 1 { &rooms } else { &files };
        found.insert(Circle::new(part, members.iter().copied()));
        explained.insert(rooms);
    }
    for rooms in graph::circles(&part.room_graph()) {
        if !explained.contains(&rooms) {
            found.insert(Circle::new(part, rooms));
        }
    }
    found
}

/// The shortest way round within a circle that no listed circle has, by its uses.
fn example(part: &Part, circle: &Circle, listed: &BTreeMap<Circle, usize>) -> String {
    let is_of_rooms = circle.members.len() > 1 && circle.members.iter().all(|it| !it.contains('.'));
    let node = |file: &str| {
        let name = if is_of_rooms { room(file) } else { file };
        name.to_owned()
    };
    let takes_part = |file: &str| circle.has(file);
    let uses: Vec<(String, String, &Use)> = part
        .uses
        .iter()
        .filter(|found| takes_part(&found.from) && takes_part(&found.to))
        .map(|found| (node(&found.from), node(&found.to), found))
        .filter(|(from, to, _)| from != to)
        .collect();
    let is_listed = |round: &[&Use]| {
        listed.keys().any(|known| {
            known.part == circle.part && round.iter().all(|found| known.has(&found.from))
        })
    };
    let rounds = uses.iter().filter_map(|first| way_round(&uses, first));
    let shortest = rounds
        .filter(|round| !is_listed(round))
        .min_by_key(Vec::len)
        .unwrap_or_default();
    let uses = shortest
        .iter()
        .map(|found| format!("{}:{} uses {}", found.from, found.line, found.to));
    uses.collect::<Vec<_>>().join(", ")
}

/// The shortest way from the end of a use back to its beginning, that use included.
fn way_round<'a>(
    uses: &[(String, String, &'a Use)],
    first: &(String, String, &'a Use),
) -> Option<Vec<&'a Use>> {
    let mut ways = vec![(&first.1, vec![first.2])];
    let mut seen = BTreeSet::from([&first.1]);
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for (at, way) in ways {
            if *at == first.0 {
                return Some(way);
            }
            for (_, to, found) in uses.iter().filter(|(from, ..)| from == at) {
                if seen.insert(to) {
                    longer.push((to, way.iter().copied().chain([*found]).collect()));
                }
            }
        }
        ways = longer;
    }
    None
}

/// The list in the paper: each circle with the number of its line.
fn listed(paper: &str, findings: &mut Findings) -> BTreeMap<Circle, usize> {
    let mut listed = BTreeMap::new();
    let lines = (1..).zip(paper.lines());
    let section = lines
        .skip_while(|(_, line)| *line != SECTION)
        .skip(1)
        .take_while(|(_, line)| !line.starts_with("## "));
    for (number, line) in section.filter(|(_, line)| line.starts_with("- ")) {
        let (names, reason) = line.split_once("`. ").unwrap_or((line, ""));
        let mut names = names.split('`').skip(1).step_by(2).map(str::to_owned);
        let circle = Circle {
            part: names.next().unwrap_or_default(),
            members: names.collect(),
        };
        if circle.members.is_empty() || !reason.ends_with('.') {
            let sentence = "expected ``- `part`: `member`, `member`. Reason.``: correct the line";
            findings.add(PAPER, number, sentence);
        } else if listed.insert(circle, number).is_some() {
            findings.add(
                PAPER,
                number,
                "this circle is listed twice: remove one line",
            );
        }
    }
    listed
}

#[test]
fn the_circles_are_those_that_stay() {
    let mut findings = Findings::default();
    let paper = files::read(PAPER);
    let heading = (1..).zip(paper.lines()).find(|(_, line)| *line == SECTION);
    let heading = heading.map_or(1, |(number, _)| number);
    let listed = listed(&paper, &mut findings);
    let parts = parts();
    let mut found = BTreeSet::new();
    for part in &parts {
        for circle in circles(part) {
            if !listed.contains_key(&circle) {
                let sentence = format!(
                    "a circle that is not listed: turn a use round, or add `{}Reason.` below \
                     \"{SECTION}\". For example, {}",
                    circle.line(),
                    example(part, &circle, &listed)
                );
                findings.add(PAPER, heading, &sentence);
            }
            found.insert(circle);
        }
    }
    for (circle, number) in &listed {
        if !found.contains(circle) {
            let sentence = "this circle is gone, or is no longer just these: remove the line";
            findings.add(PAPER, *number, sentence);
        }
    }
    findings.expect_none();
}

#[test]
fn circles_between_rooms_and_inside_one_are_told_apart() {
    let found = |from: &str, to: &str| Use {
        from: from.to_owned(),
        line: 1,
        to: to.to_owned(),
    };
    let part = Part {
        name: "part",
        folder: String::new(),
        files: Vec::new(),
        uses: vec![
            found("inside/mod.rs", "inside/child.rs"),
            found("inside/child.rs", "inside/mod.rs"),
            found("a.rs", "b/mod.rs"),
            found("b/mod.rs", "a.rs"),
            found("c/one.rs", "d/one.rs"),
            found("d/two.rs", "c/two.rs"),
        ],
    };
    let lines: Vec<String> = circles(&part).iter().map(Circle::line).collect();
    let expected = [
        "- `part`: `a.rs`, `b/mod.rs`. ",
        "- `part`: `c`, `d`. ",
        "- `part`: `inside`. ",
    ];
    assert_eq!(lines, expected);

    let mut findings = Findings::default();
    let paper = format!(
        "{SECTION}\n\n{}Why.\n\n## Next\n- `x`: `y`. No.\n",
        lines[0]
    );
    let listed = listed(&paper, &mut findings);
    findings.expect_none();
    assert_eq!(
        listed.keys().map(Circle::line).collect::<Vec<_>>(),
        lines[..1]
    );
}
