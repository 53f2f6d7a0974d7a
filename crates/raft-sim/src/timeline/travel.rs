//! Time travel: to any moment of the branch shown, by replay from the nearest state that is kept.

use raft_core::Instant;

use super::Timeline;
use crate::feed::FeedItem;
use crate::limits::{RUN_EVENTS_MAX, RUN_MAX};
use crate::timeline::branch::Branch;
use crate::timeline::run_state::{RunState, UNLIMITED};
use crate::world::World;
use crate::world::event::{Nobody, Observer};

/// Steps between two checks whether the state is to be kept.
const STRETCH: u64 = 64;
/// Steps between two checks whether a wanted event has happened.
const SEARCH_STRETCH: u64 = 10_000;

impl<W: Observer + Clone> Timeline<W> {
    /// Plays on to `until`, or for as much work as given (in events), or until the run ends (see
    /// [`Timeline::ending`]). Returns the moment reached.
    pub fn advance_to(&mut self, until: Instant, work: u64) -> Instant {
        self.approach(until, work);
        self.at()
    }

    /// Plays on like [`Timeline::advance_to`]. Returns whether there is nothing more to play.
    pub fn approach(&mut self, until: Instant, work: u64) -> bool {
        let until = until.min(RUN_MAX);
        let enough = self.now.world.work().saturating_add(work);
        while !self.is_at_end_of_room() {
            let left = enough.saturating_sub(self.now.world.work());
            if left == 0 {
                return false;
            }
            let rest = self.play(until, left.min(STRETCH));
            self.keep();
            if rest > 0 {
                return true;
            }
        }
        true
    }

    /// Goes to any moment of the branch shown, or on beyond its end.
    pub fn seek(&mut self, at: Instant) {
        self.seek_some(at, UNLIMITED);
    }

    /// Goes towards any moment, with as much work as given (in events). Returns whether that was
    /// all of the way, or as far as the run goes.
    pub fn seek_some(&mut self, at: Instant, work: u64) -> bool {
        let is_nearer = self.branch().kept_before(at).at() > self.at();
        if at < self.at() || is_nearer {
            self.rewind(at);
        }
        self.approach(at, work)
    }

    /// Goes back to the last moment before this one at which something happened; to the
    /// beginning, if nothing did. All events of one moment are one step. Returns whether there
    /// was an earlier moment.
    pub fn step_back(&mut self) -> bool {
        let Some(before) = self.at().0.checked_sub(1).map(Instant) else {
            return false;
        };
        let mut from = before;
        loop {
            self.rewind(from);
            from = self.at();
            let mut found = from == Instant::ZERO;
            let (actions, mut writers) = self.branches[self.current].played_by();
            while self.now.step(actions, before, &mut writers) {
                found = true;
            }
            if found {
                return true;
            }
            from = Instant(from.0 - 1);
        }
    }

    /// Goes to the next moment of the branch with a wanted event, and returns it. `wanted` also
    /// gets the furthest world, which knows how requests ended. Returns `None`, and changes
    /// nothing, when there is no such event up to the branch's head.
    pub fn next_of(&mut self, wanted: impl Fn(&FeedItem, &World) -> bool) -> Option<Instant> {
        let now = self.at();
        let head = self.branch().head;
        let mut place = self.branch().feed.count_through(self.now.events());
        for _ in 0..=RUN_EVENTS_MAX / SEARCH_STRETCH {
            let items = self.branch().feed.items();
            let (world, _) = self.furthest();
            let mut unread = items.iter_from(place);
            let found = unread
                .find(|item| item.at > now && wanted(item, world))
                .map(|item| item.at);
            drop(unread);
            if let Some(at) = found {
                self.seek(at);
                return Some(at);
            }
            place = self.branch().feed.items().len();
            // The head that a link or a file gives may not have been reached yet.
            let furthest = self.furthest().0.now();
            if furthest >= head || self.furthest().0.ending().is_some() {
                break;
            }
            self.seek(furthest);
            self.advance_to(head, SEARCH_STRETCH);
        }
        self.seek(now);
        None
    }

    /// Goes back to the last earlier moment with a wanted event, and returns it. Returns `None`,
    /// and changes nothing, when there is none.
    pub fn previous_of(&mut self, wanted: impl Fn(&FeedItem, &World) -> bool) -> Option<Instant> {
        let now = self.at();
        let feed = &self.branch().feed;
        let happened = (0..feed.count_through(self.now.events())).rev();
        let mut items = happened.filter_map(|place| feed.items().get(place));
        let (world, _) = self.furthest();
        let at = items.find(|item| item.at < now && wanted(item, world))?.at;
        self.seek(at);
        Some(at)
    }

    /// Replays the branch shown for an observer, from the event numbered `after` or from an earlier
    /// keyframe, up to the head or until the observer has `enough`. The moment shown stays.
    pub fn retell<O: Observer>(&self, after: u64, observer: &mut O, enough: impl Fn(&O) -> bool) {
        let Branch { actions, head, .. } = self.branch();
        let mut state = self.branch().kept_before_event(after).watched_by(Nobody);
        while !enough(observer) && state.step(actions, *head, observer) {}
    }

    /// The state of the branch shown at any of its moments, without a watcher. The moment shown
    /// stays.
    pub(crate) fn glance(&self, at: Instant) -> RunState<Nobody> {
        let kept = self.branch().kept_before(at);
        let nearest = if at < self.at() || kept.at() > self.at() {
            kept
        } else {
            &self.now
        };
        let mut state = nearest.watched_by(Nobody);
        state.play(&self.branch().actions, at, UNLIMITED, &mut Nobody);
        state
    }

    /// The state at the beginning of the run, without a watcher.
    pub(crate) fn beginning(&self) -> RunState<Nobody> {
        self.branch().start().watched_by(Nobody)
    }

    /// Plays all that is due at or before `until`, in as many steps as given. Returns how many
    /// steps are left.
    pub(super) fn play(&mut self, until: Instant, steps: u64) -> u64 {
        let branch = &mut self.branches[self.current];
        let (actions, mut writers) = branch.played_by();
        let left = self.now.play(actions, until, steps, &mut writers);
        branch.head = branch.head.max(self.now.at());
        left
    }

    /// Goes to the last state that is kept at or before `at`.
    fn rewind(&mut self, at: Instant) {
        let branch = &mut self.branches[self.current];
        let kept = branch.kept_before(at).clone();
        branch.leave(core::mem::replace(&mut self.now, kept));
    }
}
