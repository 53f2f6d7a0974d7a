//! A table of the nodes.

use std::fmt::Write;

use raft_core::RoleName;

use super::style::{SOFT, Styled};
use crate::node_row::NodeRow;

const HEADINGS: [&str; 6] = ["node", "status", "role", "term", "commit", "log (terms)"];
/// Of a longer log, only the end is shown.
const TERMS_SHOWN: usize = 20;

/// The rows, one line each, under their headings.
pub(crate) fn table(rows: &[NodeRow]) -> String {
    let cells: Vec<[String; 6]> = rows.iter().map(cells).collect();
    let width = |column: usize| {
        let widths = cells.iter().map(|row| row[column].chars().count());
        widths.chain([HEADINGS[column].len()]).max().unwrap_or(0)
    };
    let widths: [usize; 6] = core::array::from_fn(width);
    let mut text = String::new();
    let headings = HEADINGS.map(str::to_owned);
    let _ = writeln!(text, "{}", Styled(SOFT, line(&headings, &widths)));
    for row in &cells {
        let _ = writeln!(text, "{}", line(row, &widths));
    }
    text
}

fn line(cells: &[String; 6], widths: &[usize; 6]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let _ = write!(line, "  {cell:<width$}");
    }
    line.trim_end().to_owned()
}

fn cells(row: &NodeRow) -> [String; 6] {
    [
        row.node.to_string(),
        row.status.word().to_owned(),
        row.role.map_or("-", RoleName::word).to_owned(),
        row.term.to_string(),
        row.commit_index
            .map_or("-".into(), |index| index.to_string()),
        terms(row.snapshot, &row.log),
    ]
}

fn terms(snapshot: Option<u64>, log: &[u64]) -> String {
    let before = snapshot.map_or(String::new(), |last| format!("(snapshot to {last}) "));
    if log.is_empty() {
        return before + "-";
    }
    let hidden = log.len().saturating_sub(TERMS_SHOWN);
    let shown: Vec<String> = log.iter().skip(hidden).map(u64::to_string).collect();
    match hidden {
        0 => before + &shown.join(" "),
        hidden => format!("{before}({hidden} before) {}", shown.join(" ")),
    }
}
