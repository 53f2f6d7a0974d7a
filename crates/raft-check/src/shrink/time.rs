//! Shorter pauses between actions, and round moments.

use raft_core::{Duration, Instant};
use raft_sim::TimedAction;

use super::attempts::Attempts;
use crate::hunt::FailureKind;

/// Cuts short the pauses between actions: to nothing, or to half, a quarter, … less.
pub(super) fn hurry(attempts: &mut Attempts<'_>) {
    let mut place = 0;
    while place < attempts.best.run.actions.len() && !attempts.are_over() {
        let mut cut = pause_before(&attempts.best.run.actions, place);
        place += 1;
        while cut > SHORTEST_CUT && !attempts.are_over() {
            let mut reproduction = attempts.best.clone();
            sooner(&mut reproduction.run.actions[place - 1..], cut);
            reproduction.until = Instant(reproduction.until.0.saturating_sub(cut.0));
            if attempts.accept(reproduction) {
                break;
            }
            cut = Duration(cut.0 / 2);
        }
    }
}

/// A second, in which people can count.
const SECOND: Duration = Duration(1_000_000);
/// A shorter cut is not worth an attempt.
const SHORTEST_CUT: Duration = Duration(100_000);

/// Puts each action at a whole second, a tenth or a hundredth, if that breaks the same way.
pub(super) fn round(attempts: &mut Attempts<'_>) {
    let mut place = 0;
    while place < attempts.best.run.actions.len() && !attempts.are_over() {
        for unit in [SECOND.0, 100_000, 10_000, 1_000] {
            let mut reproduction = attempts.best.clone();
            if is_round(&mut reproduction.run.actions, place, unit) {
                break;
            }
            if let FailureKind::Broke(_) = reproduction.kind {
                // Moving the action may make the run break a little later.
                reproduction.until = reproduction.until + SECOND;
            }
            if reproduction.run.actions != attempts.best.run.actions
                && attempts.accept(reproduction)
            {
                break;
            }
        }
        place += 1;
    }
}

/// Moves an action to the nearest multiple of `unit` between its neighbors. Returns whether it was
/// there already.
fn is_round(actions: &mut [TimedAction], place: usize, unit: u64) -> bool {
    let before = place
        .checked_sub(1)
        .map_or(Instant::ZERO, |place| actions[place].at);
    let after = actions.get(place + 1).map(|timed| timed.at);
    let timed = &mut actions[place];
    let nearest = Instant((timed.at.0 + unit / 2) / unit * unit);
    if timed.at == nearest {
        return true;
    }
    if nearest >= before && after.is_none_or(|after| nearest <= after) {
        timed.at = nearest;
    }
    false
}

fn pause_before(actions: &[TimedAction], place: usize) -> Duration {
    let before = place
        .checked_sub(1)
        .map_or(Instant::ZERO, |place| actions[place].at);
    actions[place].at - before
}

/// Moves all of these actions forward by `cut`.
fn sooner(actions: &mut [TimedAction], cut: Duration) {
    for timed in actions {
        timed.at = Instant(timed.at.0 - cut.0);
    }
}
