//! What stands beside the run shown, at the same moment: another branch of it, or its twin.

use raft_check::Judge;
use raft_core::Instant;
use raft_sim::compare::{Divergence, first_divergence};
use raft_sim::{Action, Timeline, check_action};

/// The other side of a comparison.
#[derive(Clone, Debug)]
pub struct ComparedRun {
    /// Another branch, by its number; `None` for the twin.
    branch: Option<u32>,
    /// The other run. It stays at the moment of the one shown.
    timeline: Timeline<Judge>,
    /// Where it parts from which branch, once that is known: it never changes then.
    parted: Option<(u32, Divergence)>,
}

impl ComparedRun {
    pub(crate) fn new(branch: Option<u32>, timeline: Timeline<Judge>) -> ComparedRun {
        ComparedRun {
            branch,
            timeline,
            parted: None,
        }
    }

    /// Another branch, by its number; `None` for the twin.
    #[must_use]
    pub fn branch(&self) -> Option<u32> {
        self.branch
    }

    /// The other run, at the moment of the one shown.
    #[must_use]
    pub fn timeline(&self) -> &Timeline<Judge> {
        &self.timeline
    }

    /// Goes to the moment that the other side has reached.
    pub(crate) fn follow(&mut self, at: Instant) {
        if self.timeline.world().now() != at {
            self.timeline.seek(at);
        }
    }

    /// A twin does what its run does; another branch goes its own way.
    pub(crate) fn act(&mut self, action: &Action) {
        let possible = check_action(action, self.timeline.world().options()).is_ok();
        if self.branch.is_none() && possible {
            self.timeline.act(action.clone());
        }
    }

    /// Where the two part, as far as both were played.
    pub(crate) fn divergence(&mut self, shown: &Timeline<Judge>) -> Option<&Divergence> {
        let id = shown.branch().id;
        if self.parted.as_ref().is_none_or(|(with, _)| *with != id) {
            let played = [shown, &self.timeline].map(|side| side.furthest().0.now());
            let until = played[0].min(played[1]);
            let found = first_divergence(shown, &self.timeline, until);
            self.parted = found.map(|divergence| (id, divergence));
        }
        self.parted.as_ref().map(|(_, divergence)| divergence)
    }
}
