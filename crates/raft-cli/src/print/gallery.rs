//! The gallery of broken rules, as a table.

use std::fmt::Write;

use raft_check::gallery::GalleryEntry;
use raft_check::slowdown::{Pace, WATCHED};

use super::style::{BAD, SOFT, Styled};
use crate::gallery_command::RuleHunt;
use crate::slower_command::SlowdownTable;

/// The rules that can be left out, and what breaks without each.
pub(crate) fn gallery() -> String {
    let mut text = String::new();
    for entry in GalleryEntry::all() {
        let GalleryEntry {
            bug,
            title,
            section,
            ..
        } = entry;
        let (name, breaks) = (bug.name(), entry.harm());
        let _ = writeln!(
            text,
            "{name:<28} {breaks:<24} {title} {}",
            Styled(SOFT, section)
        );
    }
    text
}

/// The rules with the size of their stories.
pub(crate) fn stories(hunts: &[RuleHunt]) -> String {
    let mut text = String::new();
    for it in hunts {
        let name = it.entry.bug.name();
        let _ = match &it.smallest {
            Some(failure) => {
                let actions = failure.run.actions.len();
                let (breaks, tried) = (it.entry.harm(), it.tried);
                writeln!(
                    text,
                    "{name:<28} {breaks:<24} {actions:>3} actions, {tried:>6} seeds"
                )
            }
            None => writeln!(text, "{name:<28} {}", Styled(BAD, "not caught")),
        };
    }
    text
}

/// The rules without which a cluster is slower, beside one that keeps every rule.
pub(crate) fn slower(table: &SlowdownTable) -> String {
    let (first, end) = (table.seeds.start, table.seeds.end);
    let mut text = format!(
        "Medians of the seeds {first}..{end}: five nodes for {WATCHED}, and every 6 s the leader \
         crashes.\n"
    );
    let _ = writeln!(
        text,
        "{:<28} {:>12} {:>10} {:>13}",
        "", "no leader", "elections", "acknowledged"
    );
    let mut row = |name: &str, pace: Option<Pace>| {
        let Some(pace) = pace else {
            return;
        };
        let leaderless = pace.leaderless.to_string();
        let (elections, acknowledged) = (pace.elections, pace.acknowledged);
        let _ = writeln!(
            text,
            "{name:<28} {leaderless:>12} {elections:>10} {acknowledged:>13}"
        );
    };
    row("every rule kept", table.whole);
    for (entry, pace) in &table.slower {
        row(entry.bug.name(), *pace);
    }
    text
}
