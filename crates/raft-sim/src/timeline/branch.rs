//! One branch: a course of events, with the states that are kept of it.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use raft_core::{Instant, SharedList};

use crate::action::TimedAction;
use crate::feed::Feed;
use crate::lanes::Lanes;
use crate::limits::KEYFRAME_BYTES_MAX;
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
    /// What each node was at each moment that has been played.
    pub lanes: Lanes,
    start: Arc<RunState<W>>,
    /// The states kept after the start, in order.
    keyframes: Vec<Keyframe<W>>,
    /// The least number of events from one keyframe to the next.
    spacing: u64,
    /// The bytes that it shares with the branch it left, as estimated.
    shared_bytes: u64,
    /// The furthest state that was reached; kept when the timeline goes back from it.
    furthest: Option<Arc<RunState<W>>>,
}

/// A state that is kept.
#[derive(Clone, Debug)]
struct Keyframe<W> {
    state: Arc<RunState<W>>,
    /// The bytes that it does not share with the next one, roughly.
    bytes: usize,
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
            lanes: Lanes::new(&start.world),
            start: Arc::new(start.clone()),
            keyframes: Vec::new(),
            spacing: SPACING,
            shared_bytes: 0,
            furthest: None,
        }
    }

    /// A branch that is the same up to `here` and ends there.
    pub(crate) fn fork(&self, id: u32, here: &RunState<W>) -> Branch<W> {
        let mut actions = self.actions.clone();
        actions.truncate(here.done);
        let mut feed = self.feed.clone();
        feed.forget_after(here.events());
        let mut lanes = self.lanes.clone();
        lanes.forget_after(&here.world);
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
            lanes,
            start: self.start.clone(),
            keyframes: shared.to_vec(),
            spacing: self.spacing,
            shared_bytes: here.world.held_bytes(),
            furthest: None,
        }
    }

    /// The actions of the branch, and those who write down what happens when it is played.
    pub(crate) fn played_by(&mut self) -> (&SharedList<TimedAction>, (&mut Feed, &mut Lanes)) {
        (&self.actions, (&mut self.feed, &mut self.lanes))
    }

    /// The state at the beginning.
    pub(crate) fn start(&self) -> &RunState<W> {
        &self.start
    }

    /// The last kept state at or before `at`.
    pub(crate) fn kept_before(&self, at: Instant) -> &RunState<W> {
        let furthest = self.furthest.as_ref().filter(|state| state.at() <= at);
        let last = || self.keyframes_through(at).last();
        let kept = furthest.or_else(|| last().map(|keyframe| &keyframe.state));
        kept.unwrap_or(&self.start)
    }

    /// The last keyframe before the event after the one numbered `event`.
    pub(crate) fn kept_before_event(&self, event: u64) -> &RunState<W> {
        let mut kept = self.keyframes.iter().rev().map(|kept| &kept.state);
        kept.find(|kept| kept.events() <= event)
            .unwrap_or(&self.start)
    }

    /// The states that are kept, in order.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &RunState<W>> {
        let keyframes = self.keyframes.iter().map(|kept| &kept.state);
        let furthest = self.furthest.iter();
        let last = self.keyframes.last().map_or(0, |kept| kept.state.events());
        let all = keyframes.chain(furthest.filter(move |state| state.events() > last));
        core::iter::once(&self.start).chain(all).map(|kept| &**kept)
    }

    /// The furthest state that is kept.
    pub(crate) fn furthest(&self) -> &RunState<W> {
        let last = self.keyframes.last().map(|kept| &kept.state);
        let kept = self.furthest.as_ref().or(last);
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
    /// When there are too many keyframes, they are thinned: the distance of a replay grows with the
    /// run, and the memory does not. A state that takes more than all of them may is not kept.
    /// Returns whether the state is kept.
    pub(crate) fn keep(&mut self, state: &RunState<W>) -> bool {
        let last = self.keyframes.last().map_or(0, |kept| kept.state.events());
        if state.events() < last + self.spacing {
            return false;
        }
        let bytes_of = |of: &RunState<W>| of.world.bytes_beside(&state.world);
        let bytes = bytes_of(state);
        if bytes > KEYFRAME_BYTES_MAX {
            self.spacing *= 2;
            return false;
        }
        if let Some(last) = self.keyframes.last_mut() {
            last.bytes = bytes_of(&last.state);
        }
        self.keyframes.push(Keyframe {
            bytes,
            state: Arc::new(state.clone()),
        });
        if self.keyframes.len() > KEYFRAMES_MAX {
            self.thin();
        }
        true
    }

    /// Removes every second keyframe, so that the last one goes last. Returns whether it did.
    pub(crate) fn thin(&mut self) -> bool {
        if self.keyframes.is_empty() {
            return false;
        }
        self.spacing *= 2;
        let mut place = 0;
        self.keyframes.retain(|_| {
            place += 1;
            place % 2 == 0
        });
        for place in 1..self.keyframes.len() {
            let later = self.keyframes[place].state.clone();
            let kept = &mut self.keyframes[place - 1];
            kept.bytes = kept.state.world.bytes_beside(&later.world);
        }
        true
    }

    /// The bytes of the states that are kept, roughly. Branches that share a keyframe share its
    /// bytes.
    pub(crate) fn kept_bytes(&self) -> usize {
        let share = |kept: &Keyframe<W>| kept.bytes / Arc::strong_count(&kept.state).max(1);
        let furthest = self.furthest.as_ref();
        let furthest = furthest.map_or(0, |state| state.world.bytes_beside(&state.world));
        self.keyframes.iter().map(share).sum::<usize>() + furthest
    }

    /// The bytes that this branch holds alone, as estimated: what it has beyond its fork.
    pub(crate) fn own_bytes(&self) -> u64 {
        let all = self.furthest().world.held_bytes();
        all.saturating_sub(self.shared_bytes)
    }

    fn keyframes_through(&self, at: Instant) -> &[Keyframe<W>] {
        let later = self.keyframes.partition_point(|kept| kept.state.at() <= at);
        &self.keyframes[..later]
    }
}
