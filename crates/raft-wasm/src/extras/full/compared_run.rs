//! The run that is compared with the one shown: another branch of it, or its twin.

use crate::watcher::Watcher;
use raft_core::Instant;
use raft_sim::compare::{Divergence, first_divergence};
use raft_sim::link;
use raft_sim::{Action, Timeline, check_action};

/// The other side of a comparison, at the moment of the run shown.
#[derive(Clone, Debug)]
pub struct ComparedRun {
    /// Another branch, by its number; `None` for the twin.
    branch: Option<u32>,
    /// The other run, which [`ComparedRun::follow`] keeps at the moment of the one shown.
    timeline: Timeline<Watcher>,
    /// The first difference from one branch of the run shown. Once found, it never changes.
    parted: Option<(u32, Divergence)>,
}

impl ComparedRun {
    pub(crate) fn new(branch: Option<u32>, timeline: Timeline<Watcher>) -> ComparedRun {
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
    pub fn timeline(&self) -> &Timeline<Watcher> {
        &self.timeline
    }

    /// Goes to the moment that the run shown has reached.
    pub(crate) fn follow(&mut self, at: Instant) {
        if self.timeline.world().now() != at {
            self.timeline.seek(at);
        }
    }

    /// Goes towards this moment, with as much work as given (in events). Returns whether that was
    /// all of the way.
    pub(crate) fn approach(&mut self, at: Instant, work: u64) -> bool {
        self.timeline.seek_some(at, work)
    }

    /// The run as a link to the run shown holds it.
    pub(crate) fn linked(&self, shown: &Timeline<Watcher>) -> link::ComparedRun {
        let other = self.timeline.branch();
        let Some(id) = self.branch else {
            return link::ComparedRun::Twin(*self.timeline.world().options());
        };
        let (forked_at, is_origin) = shown.parting(shown.branch().id, id);
        link::ComparedRun::Branch {
            name: other.name.clone(),
            is_origin,
            forked_at,
            actions: other.actions.iter().cloned().collect(),
            head: other.head,
        }
    }

    /// Does the action to a twin, if its options allow it; another branch has its own actions.
    pub(crate) fn act(&mut self, action: &Action) {
        let possible = check_action(action, self.timeline.world().options()).is_ok();
        if self.branch.is_none() && possible {
            self.timeline.act(action.clone());
        }
    }

    /// The first difference between the two runs, as far as both were played.
    pub(crate) fn divergence(&mut self, shown: &Timeline<Watcher>) -> Option<&Divergence> {
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
