//! The row of a node in tables and reports.

use raft_core::{Index, RoleName, Term};
use raft_sim::{NodeView, Status, World};

/// One node at one moment.
#[derive(Clone, Debug)]
pub struct NodeRow {
    /// Its number.
    pub node: u8,
    /// Whether it runs.
    pub status: Status,
    /// Its role; a crashed node has none.
    pub role: Option<RoleName>,
    /// Its term.
    pub term: Term,
    /// The last index that its snapshot stands for.
    pub snapshot: Option<u64>,
    /// The terms of the entries in its log, behind the snapshot.
    pub log: Vec<u64>,
    /// Its commit index.
    pub commit_index: Option<u64>,
}

/// All nodes of a world.
#[must_use]
pub fn node_rows(world: &World) -> Vec<NodeRow> {
    let row = |node: NodeView<'_>| NodeRow {
        node: node.id().0,
        status: node.status(),
        role: (node.status() != Status::Crashed).then(|| node.role()),
        term: node.current_term(),
        snapshot: node.snapshot().map(|it| it.base.index.get()),
        log: node.log().iter().map(|(_, entry)| entry.term.0).collect(),
        commit_index: node.commit_index().map(Index::get),
    };
    world.nodes().map(row).collect()
}
