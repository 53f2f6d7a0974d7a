//! The faults that only a hunt of all kinds draws: they break nothing, and they do happen.

use crate::common::hunted;
use raft_check::hunt::{CoverageMark, Plan};
use raft_check::schedule::Repertoire;
use raft_core::Extension;
use raft_sim::FaultKind;

#[test]
fn they_break_nothing_and_each_is_drawn() {
    let plan = Plan {
        drawn: Extension::ALL.into_iter().collect(),
        repertoire: Repertoire {
            later_faults: true,
            ..Repertoire::USUAL
        },
        ..Plan::default()
    };
    let tally = hunted(&plan);
    for kind in FaultKind::ALL.into_iter().filter(|kind| kind.is_later()) {
        assert!(tally.faults[kind as usize] > 0, "{}", kind.name());
    }
    let later = CoverageMark::ALL
        .into_iter()
        .filter(|(mark, _)| mark.is_later());
    for (mark, name) in later {
        assert!(tally.seen(mark) > 0, "{name}");
    }
}

/// A hunt whose digest is published draws what it always drew.
#[test]
fn a_usual_hunt_draws_none_of_them() {
    let tally = hunted(&Plan::default());
    for kind in FaultKind::ALL.into_iter().filter(|kind| kind.is_later()) {
        assert_eq!(tally.faults[kind as usize], 0, "{}", kind.name());
    }
}
