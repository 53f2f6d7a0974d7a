//! The uses between the files of a part of the repository, and the rooms that its files form.
//!
//! A part is the source folder of a crate, or the page. A room is a folder or a single file that
//! lies directly in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::arrows::CRATES;
use crate::{rust_uses, script_uses};

/// One file uses another one of the same part. Paths are relative to the part's folder.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Use {
    pub from: String,
    pub line: usize,
    pub to: String,
}

pub struct Part {
    pub name: &'static str,
    /// The folder in which the rooms lie, with a `/` at its end.
    pub folder: String,
    /// The source files, relative to `folder`.
    pub files: Vec<String>,
    pub uses: Vec<Use>,
}

/// All crates in the order of their arrows, then the page.
pub fn parts() -> Vec<Part> {
    let mut parts: Vec<Part> = CRATES
        .iter()
        .map(|(name, _)| rust_uses::part(name))
        .collect();
    parts.push(script_uses::part());
    parts
}

impl Part {
    /// The room of each file and of each file that is used, made or styled ones included.
    pub fn rooms(&self) -> BTreeSet<&str> {
        let used = self.uses.iter().map(|found| &found.to);
        let crossing: BTreeSet<&str> = self
            .crossings()
            .flat_map(|found| [room(&found.from), room(&found.to)])
            .collect();
        self.files
            .iter()
            .chain(used)
            .map(|file| room(file))
            // The root of a crate is a room where it does more than show what others hold.
            .filter(|name| !["lib", "main"].contains(name) || crossing.contains(name))
            .collect()
    }

    /// The uses that lead from one room into another.
    pub fn crossings(&self) -> impl Iterator<Item = &Use> {
        let crosses = |found: &&Use| room(&found.from) != room(&found.to);
        self.uses.iter().filter(crosses)
    }

    /// Each room, and the rooms that it uses.
    pub fn room_graph(&self) -> Graph<'_> {
        let mut graph: Graph<'_> = self
            .rooms()
            .into_iter()
            .map(|name| (name, BTreeSet::new()))
            .collect();
        for found in self.crossings() {
            let uses = graph.entry(room(&found.from)).or_default();
            uses.insert(room(&found.to));
        }
        graph
    }

    /// Each file, and the files that it uses.
    pub fn file_graph(&self) -> Graph<'_> {
        let mut graph = Graph::new();
        for found in &self.uses {
            let uses = graph.entry(found.from.as_str()).or_default();
            uses.insert(&found.to);
        }
        graph
    }
}

/// The room of a file: the first folder of its path, or its own name.
pub fn room(file: &str) -> &str {
    match file.split_once('/') {
        Some((folder, _)) => folder,
        None => file.split('.').next().unwrap_or(file),
    }
}

pub type Graph<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Everything that can be reached from a node by one step or more.
fn reached<'a>(graph: &Graph<'a>, from: &str) -> BTreeSet<&'a str> {
    let next = |node: &str| graph.get(node).into_iter().flatten().copied();
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&'a str> = next(from).collect();
    while let Some(node) = waiting.pop() {
        if reached.insert(node) {
            waiting.extend(next(node));
        }
    }
    reached
}

/// The circles: the largest sets of nodes each of which leads to all the others.
pub fn circles<'a>(graph: &Graph<'a>) -> BTreeSet<BTreeSet<&'a str>> {
    let reached: Graph<'a> = graph
        .keys()
        .map(|&node| (node, reached(graph, node)))
        .collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|all| all.contains(to));
    graph
        .keys()
        .map(|&node| {
            let back = reached[node].iter().filter(|&&other| leads(other, node));
            back.copied().collect::<BTreeSet<_>>()
        })
        .filter(|circle| circle.len() > 1)
        .collect()
}

/// The nodes in an order in which each stands below all that it uses, as far as circles allow.
pub fn from_the_ground<'a>(graph: &Graph<'a>) -> Vec<&'a str> {
    let mut placed = Vec::new();
    let mut left: BTreeSet<&str> = graph.keys().copied().collect();
    let circles = circles(graph);
    while !left.is_empty() {
        let stands = |node: &&&'a str| {
            let circle = circles.iter().find(|circle| circle.contains(**node));
            let is_placed = |used: &&str| !left.contains(used);
            let mut members = circle.map_or_else(
                || std::iter::once(**node).collect(),
                |circle| circle.iter().copied().collect::<Vec<_>>(),
            );
            members.retain(|member| left.contains(member));
            members.iter().all(|member| {
                graph[member]
                    .iter()
                    .all(|used| is_placed(used) || members.contains(used))
            })
        };
        let layer: Vec<&str> = left.iter().filter(stands).copied().collect();
        left.retain(|node| !layer.contains(node));
        placed.extend(layer);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(lines: &[(&'static str, &[&'static str])]) -> Graph<'static> {
        let line =
            |(from, to): &(&'static str, &[&'static str])| (*from, to.iter().copied().collect());
        lines.iter().map(line).collect()
    }

    #[test]
    fn a_circle_is_found_whole_and_alone() {
        let graph = graph(&[
            ("a", &["b"]),
            ("b", &["c", "d"]),
            ("c", &["a"]),
            ("d", &["e"]),
            ("e", &[]),
        ]);
        let found: Vec<Vec<&str>> = circles(&graph)
            .into_iter()
            .map(|circle| circle.into_iter().collect())
            .collect();
        assert_eq!(found, [["a", "b", "c"]]);
        assert_eq!(from_the_ground(&graph), ["e", "d", "a", "b", "c"]);
    }

    #[test]
    fn a_room_is_a_folder_or_a_file() {
        assert_eq!(room("world/act.rs"), "world");
        assert_eq!(room("run.rs"), "run");
        assert_eq!(room("stage/parts/ring.ts"), "stage");
    }
}
