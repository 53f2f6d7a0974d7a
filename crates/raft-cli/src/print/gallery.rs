//! The gallery of broken rules, as a table.

use std::fmt::Write;

use raft_check::gallery::GalleryEntry;

use super::style::{BAD, SOFT, Styled};
use crate::gallery_command::RuleHunt;

/// The rules that can be left out, and what breaks without each.
pub(crate) fn gallery() -> String {
    let mut text = String::new();
    for GalleryEntry {
        bug,
        title,
        section,
        breaks,
        ..
    } in GalleryEntry::all()
    {
        let (name, breaks) = (bug.name(), breaks.name());
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
                let (breaks, tried) = (it.entry.breaks.name(), it.tried);
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
