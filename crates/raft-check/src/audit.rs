//! A second opinion: slow and simple, and without any code of the judge.
//!
//! The audit ignores the nodes' decisions. It reads the entries that each node has committed, and
//! compares all of them, one by one.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Entry, Index, NodeId, NodeSet, Own, Payload};
use raft_sim::{Event, NodeView, Observer, World};

/// Compares what the nodes have committed at this moment. A crashed node has forgotten its commit
/// index, so only the log on its disk counts; a [`Ledger`] that watches from the beginning
/// remembers what the node had committed.
#[must_use]
pub fn audit(world: &World) -> CommittedTable {
    let mut ledger = Ledger::default();
    world.nodes().for_each(|view| ledger.copy(view));
    ledger.table(world)
}

/// Records every entry that a node commits, and keeps it when the node crashes.
///
/// Its cost grows with the length of the logs, so it serves tests and the end of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Per index, each entry that was committed there, with the nodes that did.
    committed: BTreeMap<Index, Vec<(Entry, NodeSet)>>,
    /// Per node, the number of its boots and its committed entries when it was last read.
    read: BTreeMap<NodeId, (u64, Option<Index>)>,
}

/// The committed entries, index by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommittedTable {
    rows: Vec<Row>,
}

/// One committed entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its index.
    pub index: Index,
    /// The entry itself.
    pub entry: Entry,
    /// The nodes that have committed it.
    pub committed_on: NodeSet,
    /// The other nodes that have it in their logs. They do not know that it is committed, or have
    /// crashed since.
    pub held_on: NodeSet,
}

impl Ledger {
    /// All entries committed since the ledger began to watch, and the nodes that hold each in
    /// `world`.
    #[must_use]
    pub fn table(&self, world: &World) -> CommittedTable {
        let entries = self.committed.iter().flat_map(|(index, versions)| {
            versions
                .iter()
                .map(|(entry, nodes)| (*index, entry.clone(), *nodes))
        });
        let row = |(index, entry, committed_on): (Index, Entry, NodeSet)| {
            let holds = |view: &NodeView<'_>| {
                // What a snapshot stands for is committed, so it is the same everywhere.
                view.log().has_replaced(index) || view.log().entry(index) == Some(&entry)
            };
            let holders = world.nodes().filter(holds).map(|view| view.id());
            let held_on = holders
                .filter(|node| !committed_on.contains(*node))
                .collect();
            Row {
                index,
                entry,
                committed_on,
                held_on,
            }
        };
        CommittedTable {
            rows: entries.map(row).collect(),
        }
    }

    /// Reads a node's committed entries, all of them, from the first.
    fn copy(&mut self, view: NodeView<'_>) {
        let mut index = Index::FIRST;
        while Some(index) <= view.commit_index() {
            if let Some(entry) = view.log().entry(index) {
                self.enter(view.id(), index, entry);
            }
            index = index.next();
        }
    }

    fn enter(&mut self, node: NodeId, index: Index, entry: &Entry) {
        let versions = self.committed.entry(index).or_default();
        match versions.iter_mut().find(|(known, _)| known == entry) {
            Some((_, nodes)) => nodes.insert(node),
            None => versions.push((entry.clone(), NodeSet::from_iter([node]))),
        }
    }
}

impl Observer for Ledger {
    fn observe(&mut self, world: &World, _: &Event<'_>) {
        for view in world.nodes() {
            let state = (view.incarnation(), view.commit_index());
            if self.read.insert(view.id(), state) != Some(state) {
                self.copy(view);
            }
        }
    }
}

impl CommittedTable {
    /// The rows, by index; two of one index contradict each other.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows that contradict the one before them.
    pub fn conflicts(&self) -> impl Iterator<Item = &Row> {
        let pairs = self.rows.iter().zip(self.rows.iter().skip(1));
        pairs
            .filter(|(row, next)| row.index == next.index)
            .map(|(_, next)| next)
    }

    /// Whether no index has two committed entries.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.conflicts().next().is_none()
    }
}

impl fmt::Display for CommittedTable {
    /// One line for each row.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows
            .iter()
            .try_for_each(|row| writeln!(formatter, "{row}"))
    }
}

impl fmt::Display for Row {
    /// `index 1: term 1 SET balance=1000 on nodes 0,1,2,3, held by node 4`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (index, term) = (self.index, self.entry.term);
        write!(formatter, "index {index}: term {term} ")?;
        match &self.entry.payload {
            Payload::Command { command, .. } => command.fmt(formatter)?,
            Payload::Own(Own::Blank) => formatter.write_str("(blank)")?,
            Payload::Own(Own::Configuration(change)) => {
                write!(formatter, "({})", change.configuration)?;
            }
        }
        write!(formatter, " on {}", listed(self.committed_on))?;
        if !self.held_on.is_empty() {
            write!(formatter, ", held by {}", listed(self.held_on))?;
        }
        Ok(())
    }
}

/// "node 4", "nodes 0,1,2".
fn listed(nodes: NodeSet) -> String {
    let numbers: Vec<String> = nodes.iter().map(|node| node.0.to_string()).collect();
    let noun = if nodes.count() == 1 { "node" } else { "nodes" };
    [noun, &numbers.join(",")].join(" ")
}
