//! One branch: a course of events, with the states that are kept of it.

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
    /// Its name, if a person gave it one.
    pub name: Option<String>,
    /// Its parent branch; none for the first one, or one whose ancestors are all removed.
    pub parent: Option<u32>,
    /// The moment until which it shares the course of its parent.
    pub forked_at: Instant,
    /// The furthest moment that was played.
    pub head: Instant,
    /// Whether nobody has seen what lies ahead of the moments played: `head` is then only how far
    /// a scenario is to be shown.
    pub(super) is_offered: bool,
    /// All its actions, from the beginning.
    pub actions: SharedList<TimedAction>,
    /// The feed of all that has been played.
    pub feed: Feed,
    start: Arc<RunState<W>>,
    /// The states kept after the start, in order.
    keyframes: Vec<Arc<RunState<W>>>,
    /// The least number of events from one keyframe to the next.
    spacing: u64,
    /// The furthest state that was reached; kept when the timeline goes back from it.
    furthest: Option<Arc<RunState<W>>>,
}

/// The first spacing of keyframes, in events: replaying so few takes no time to notice.
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
            is_offered: false,
            actions,
            feed: Feed::default(),
            start: Arc::new(start.clone()),
            keyframes: Vec::new(),
            spacing: SPACING,
            furthest: None,
        }
    }

    /// A branch that is the same up to `here` and ends there.
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
            is_offered: false,
            actions,
            feed,
            start: self.start.clone(),
            keyframes: shared.to_vec(),
            spacing: self.spacing,
            furthest: None,
        }
    }

    /// The state at the beginning.
    pub(crate) fn start(&self) -> &RunState<W> {
        &self.start
    }

    /// The last kept state at or before `at`.
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

    /// The furthest state that is kept.
    pub(crate) fn furthest(&self) -> &RunState<W> {
        let kept = self.furthest.as_ref().or(self.keyframes.last());
        kept.unwrap_or(&self.start)
    }

    /// Keeps a state that the timeline leaves, unless a further one is kept.
    pub(crate) fn leave(&mut self, state: RunState<W>) {
        let kept = self.furthest();
        if state.events() > kept.events() || state.at() > kept.at() {
            self.furthest = Some(Arc::new(state));
        }
    }

    /// Keeps a state as a keyframe, if it is far enough from the last one.
    ///
    /// When there are too many keyframes, every second one is removed: the distance of a replay
    /// grows with the run, and the memory does not.
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
