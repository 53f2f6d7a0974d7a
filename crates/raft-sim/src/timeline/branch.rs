//! One course of events, with the moments that are kept of it.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use raft_core::{Instant, SharedList};

use crate::action::TimedAction;
use crate::feed::Feed;
use crate::timeline::run_state::RunState;
use crate::world::event::Observer;

/// One course of events.
#[derive(Clone, Debug)]
pub struct Branch<W> {
    /// Its number, never used again.
    pub id: u32,
    /// What somebody called it, if anybody did.
    pub name: Option<String>,
    /// The branch it left; none for the first one, or one whose ancestors are all removed.
    pub parent: Option<u32>,
    /// Until where it shares the course of its parent.
    pub forked_at: Instant,
    /// The furthest moment that was played.
    pub head: Instant,
    /// All that is done on it, from the beginning.
    pub actions: SharedList<TimedAction>,
    /// All that happened on it so far.
    pub feed: Feed,
    start: Arc<RunState<W>>,
    /// The moments kept after the start, in order.
    keyframes: Vec<Arc<RunState<W>>>,
    /// Events from one keyframe to the next, at least.
    spacing: u64,
    /// The furthest moment that was reached, kept when one goes back from there.
    furthest: Option<Arc<RunState<W>>>,
}

/// So few events are replayed in a blink.
const SPACING: u64 = 2_048;
const KEYFRAMES_MAX: usize = 256;

impl<W: Observer + Clone> Branch<W> {
    pub(crate) fn new(id: u32, start: &RunState<W>, actions: SharedList<TimedAction>) -> Branch<W> {
        Branch {
            id,
            name: None,
            parent: None,
            forked_at: start.at(),
            head: start.at(),
            actions,
            feed: Feed::default(),
            start: Arc::new(start.clone()),
            keyframes: Vec::new(),
            spacing: SPACING,
            furthest: None,
        }
    }

    /// A course that is the same up to `here`, where nothing lies ahead yet.
    pub(crate) fn fork(&self, id: u32, here: &RunState<W>) -> Branch<W> {
        let mut actions = self.actions.clone();
        actions.truncate(here.done);
        let mut feed = self.feed.clone();
        feed.forget_after(here.events());
        let shared = self.keyframes_through(here.at());
        Branch {
            id,
            name: None,
            parent: Some(self.id),
            forked_at: here.at(),
            head: here.at(),
            actions,
            feed,
            start: self.start.clone(),
            keyframes: shared.to_vec(),
            spacing: self.spacing,
            furthest: None,
        }
    }

    /// The beginning.
    pub(crate) fn start(&self) -> &RunState<W> {
        &self.start
    }

    /// The last kept moment at or before `at`.
    pub(crate) fn kept_before(&self, at: Instant) -> &RunState<W> {
        let furthest = self.furthest.as_ref().filter(|state| state.at() <= at);
        let kept = furthest.or_else(|| self.keyframes_through(at).last());
        kept.unwrap_or(&self.start)
    }

    /// The last keyframe before the event after the one numbered `event`.
    pub(crate) fn kept_before_event(&self, event: u64) -> &RunState<W> {
        let mut kept = self.keyframes.iter().rev();
        kept.find(|kept| kept.events() <= event)
            .unwrap_or(&self.start)
    }

    /// The furthest moment that was kept.
    pub(crate) fn furthest(&self) -> &RunState<W> {
        let kept = self.furthest.as_ref().or(self.keyframes.last());
        kept.unwrap_or(&self.start)
    }

    /// Takes care of a moment that is being left, if none further is kept.
    pub(crate) fn leave(&mut self, state: RunState<W>) {
        let kept = self.furthest();
        if state.events() > kept.events() || state.at() > kept.at() {
            self.furthest = Some(Arc::new(state));
        }
    }

    /// Keeps this moment for going back to, if it is far enough from those that are kept.
    ///
    /// When there are too many, every second one goes: how far one has to replay grows with
    /// the run, and what is kept does not.
    pub(crate) fn keep(&mut self, state: &RunState<W>) {
        let last = self.keyframes.last().map_or(0, |kept| kept.events());
        if state.events() < last + self.spacing {
            return;
        }
        self.keyframes.push(Arc::new(state.clone()));
        if self.keyframes.len() > KEYFRAMES_MAX {
            self.spacing *= 2;
            let mut place = 0;
            self.keyframes.retain(|_| {
                place += 1;
                place % 2 == 1
            });
        }
    }

    fn keyframes_through(&self, at: Instant) -> &[Arc<RunState<W>>] {
        let later = self.keyframes.partition_point(|kept| kept.at() <= at);
        &self.keyframes[..later]
    }
}
