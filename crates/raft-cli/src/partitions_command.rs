//! The table of partial partitions, measured.

use std::ops::Range;

use raft_check::topologies::{TOPOLOGIES, Topology};

use crate::side_by_side::side_by_side;

/// A row of the table.
pub(crate) struct TableRow {
    pub(crate) topology: &'static Topology,
    /// The medians, in the order of [`raft_check::topologies::SWITCHES`].
    pub(crate) committed: [u64; 4],
}

impl TableRow {
    /// Whether the cluster with every switch on commits as much as raft-rs does, or no more than
    /// 1 % less.
    pub(crate) fn keeps_up(&self) -> bool {
        let ([.., own], [.., theirs]) = (self.committed, self.topology.raft_rs);
        own * 100 >= theirs * 99
    }
}

/// Measures all topologies from these seeds. Ctrl-C leaves out those that were not begun.
pub(crate) fn measure_all(seeds: &Range<u64>, jobs: usize) -> Vec<TableRow> {
    side_by_side(TOPOLOGIES.len(), jobs, |place| {
        let topology = TOPOLOGIES.get(place)?;
        Some(TableRow {
            topology,
            committed: topology.medians(seeds),
        })
    })
    .into_iter()
    .flatten()
    .collect()
}
