//! The state of a run at one moment, which can be played on. Those that a branch keeps are its
//! keyframes: rewinding starts from them.

use raft_core::{Instant, SharedList};

use crate::action::TimedAction;
use crate::world::World;
use crate::world::event::Observer;

/// As many steps as it takes.
pub(super) const UNLIMITED: u64 = u64::MAX;

/// A world, its watcher, and how many actions of a branch have been done. A clone shares with
/// the original all that neither of them changes.
#[derive(Clone, Debug)]
pub(crate) struct RunState<W> {
    pub(crate) world: World,
    pub(crate) watcher: W,
    /// How many of the actions have been done.
    pub(crate) done: usize,
}

impl<W: Observer> RunState<W> {
    pub(crate) fn at(&self) -> Instant {
        self.world.now()
    }

    /// How many events have happened. This number tells states of one branch apart, even those
    /// between two events of one moment.
    pub(crate) fn events(&self) -> u64 {
        self.world.counts().events
    }

    /// The same state with another watcher.
    pub(crate) fn watched_by<V>(&self, watcher: V) -> RunState<V> {
        RunState {
            world: self.world.clone(),
            watcher,
            done: self.done,
        }
    }

    /// The moment of the next event or action.
    pub(crate) fn next_event_at(&self, actions: &SharedList<TimedAction>) -> Option<Instant> {
        if self.world.ending().is_some() {
            return None;
        }
        let action = actions.get(self.done).map(|action| action.at);
        let event = self.world.next_event_at();
        action.into_iter().chain(event).min()
    }

    /// Plays the next event that is due at or before `until`, else the next action. Returns whether
    /// there was one.
    pub(crate) fn step(
        &mut self,
        actions: &SharedList<TimedAction>,
        until: Instant,
        observer: &mut dyn Observer,
    ) -> bool {
        let action = actions.get(self.done).filter(|action| action.at <= until);
        let pause_at = action.map_or(until, |action| action.at);
        let mut both = (&mut self.watcher, observer);
        // One type for all observers: the page then loads one copy of the world's code.
        let mut observer: &mut dyn Observer = &mut both;
        if self.world.advance_once(pause_at, &mut observer) {
            return true;
        }
        let Some(action) = action else {
            return false;
        };
        if self.world.ending().is_some() {
            return false;
        }
        self.world.pass(pause_at);
        self.world.act(&action.action, &mut observer);
        self.done += 1;
        true
    }

    /// Plays all events that are due at or before `until`, in at most the given number of steps.
    /// Returns the number of steps left; `until` is reached only if there are any.
    pub(crate) fn play(
        &mut self,
        actions: &SharedList<TimedAction>,
        until: Instant,
        steps: u64,
        observer: &mut dyn Observer,
    ) -> u64 {
        let mut left = steps;
        while left > 0 && self.step(actions, until, observer) {
            left -= 1;
        }
        if left > 0 {
            self.world.pass(until);
        }
        left
    }
}
