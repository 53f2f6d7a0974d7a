//! The table of partial partitions, beside raft-rs's figures.

use std::fmt::Write;
use std::ops::Range;

use raft_check::topologies::{COMMANDS, SWITCHES};

use super::style::{BAD, Styled};
use crate::partitions_command::TableRow;

/// A row for each topology: what was committed here, and by raft-rs.
pub(crate) fn partitions(seeds: &Range<u64>, rows: &[TableRow]) -> String {
    let (first, end) = (seeds.start, seeds.end);
    let mut text = format!(
        "Commands committed of {COMMANDS}, here / by raft-rs 0.7. Medians of the seeds \
         {first}..{end}.\n"
    );
    let _ = write!(text, "{:<39}", "");
    for (name, _) in SWITCHES {
        let _ = write!(text, "{name:>14}");
    }
    text.push('\n');
    for row in rows {
        let (name, title) = (row.topology.row, row.topology.title);
        let _ = write!(text, "{name:<5}{title:<34}");
        for (own, theirs) in row.committed.iter().zip(row.topology.raft_rs) {
            let _ = write!(text, "{:>14}", format!("{own} / {theirs}"));
        }
        if !row.keeps_up() {
            let _ = write!(text, "  {}", Styled(BAD, "more than 1 % behind"));
        }
        text.push('\n');
    }
    text
}
