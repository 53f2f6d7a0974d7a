//! All moments of a run, and all its branches.
//!
//! A moment is reached by replay: determinism makes it exact, keyframes make it quick. Doing
//! something in the past opens a new branch there; the old one is kept.

use alloc::vec::Vec;

use raft_core::{Duration, Instant};

use crate::action::{Action, TimedAction};
use crate::event::Observer;
use crate::feed::Feed;
use crate::limits::RUN_MAX;
use crate::run::Run;
use crate::world::World;

/// A run that can be rewound, with a watcher `W` (the judge) who is rewound along with it.
#[derive(Clone, Debug)]
pub struct Timeline<W> {
    run: Run,
    branches: Vec<Branch<W>>,
    /// Which of `branches` is shown.
    current: usize,
    next_id: u32,
    world: World,
    watcher: W,
    /// How many of the branch's actions have been done in `world`.
    done: usize,
}

/// One course of events.
#[derive(Clone, Debug)]
pub struct Branch<W> {
    /// Its number, never used again.
    pub id: u32,
    /// The branch it left.
    pub parent: Option<u32>,
    /// Where it left.
    pub forked_at: Instant,
    /// The furthest moment that was played.
    pub head: Instant,
    /// All that is done on it, from the beginning.
    pub actions: Vec<TimedAction>,
    /// All that happened on it so far.
    pub feed: Feed,
    keyframes: Vec<Keyframe<W>>,
    spacing: Duration,
}

/// A moment kept whole.
#[derive(Clone, Debug)]
struct Keyframe<W> {
    world: World,
    watcher: W,
    done: usize,
}

const KEYFRAME_SPACING: Duration = Duration(5_000_000);
const KEYFRAMES_MAX: usize = 256;
const UNLIMITED: u64 = u64::MAX;

impl<W: Observer + Clone> Timeline<W> {
    /// The beginning of a run; its actions lie ahead.
    #[must_use]
    pub fn new(run: Run, watcher: impl FnOnce(&World) -> W) -> Timeline<W> {
        let world = run.begin();
        let watcher = watcher(&world);
        let start = Keyframe {
            world: world.clone(),
            watcher: watcher.clone(),
            done: 0,
        };
        let branch = Branch {
            id: 0,
            parent: None,
            forked_at: Instant::ZERO,
            head: Instant::ZERO,
            actions: run.actions.clone(),
            feed: Feed::default(),
            keyframes: alloc::vec![start],
            spacing: KEYFRAME_SPACING,
        };
        let branches = alloc::vec![branch];
        Timeline {
            run,
            branches,
            current: 0,
            next_id: 1,
            world,
            watcher,
            done: 0,
        }
    }

    /// The world at the moment shown.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The watcher at the moment shown.
    #[must_use]
    pub fn watcher(&self) -> &W {
        &self.watcher
    }

    /// The branch shown.
    #[must_use]
    pub fn branch(&self) -> &Branch<W> {
        &self.branches[self.current]
    }

    /// All branches, oldest first.
    #[must_use]
    pub fn branches(&self) -> &[Branch<W>] {
        &self.branches
    }

    /// The run as it stands: with all actions of the branch shown.
    #[must_use]
    pub fn run(&self) -> Run {
        Run {
            actions: self.branch().actions.clone(),
            ..self.run.clone()
        }
    }

    /// Where every draw of this run comes from.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.run.seed
    }

    /// Takes somebody's word that the branch shown has been played to this moment, so that it
    /// can be sought.
    pub fn expect_head(&mut self, head: Instant) {
        let branch = &mut self.branches[self.current];
        branch.head = branch.head.max(head.min(RUN_MAX));
    }

    /// When something next happens by itself or by a recorded action.
    #[must_use]
    pub fn next_event_at(&self) -> Option<Instant> {
        let action = self.branch().actions.get(self.done).map(|action| action.at);
        [action, self.world.next_event_at()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Does something at the moment shown. In the past, this opens a new branch.
    pub fn act(&mut self, action: Action) {
        let at = self.world.now();
        // A slice of long work may have stopped between two events of one moment.
        self.play(at, UNLIMITED);
        if at < self.branch().head {
            self.fork();
        }
        self.branches[self.current]
            .actions
            .push(TimedAction { at, action });
        self.play(at, UNLIMITED);
    }

    /// Plays on to `until`, or as far as `events` events take it. The moment reached.
    pub fn advance_to(&mut self, until: Instant, events: u64) -> Instant {
        let mut left = events;
        let until = until.min(RUN_MAX);
        while self.world.now() < until && left > 0 {
            let keyframe_due = self.keyframe_due();
            left = self.play(until.min(keyframe_due), left);
            if left > 0 && self.world.now() == keyframe_due {
                self.keep_keyframe();
            }
        }
        self.world.now()
    }

    /// Goes to any moment of the branch shown, or on beyond its end.
    pub fn seek(&mut self, at: Instant) {
        if at < self.world.now() {
            self.rewind(at);
        }
        self.advance_to(at, UNLIMITED);
    }

    /// Shows another branch at the moment shown, or at its end if that is earlier. Whether
    /// there is such a branch.
    pub fn open_branch(&mut self, id: u32) -> bool {
        let Some(place) = self.place_of(id) else {
            return false;
        };
        let at = self.world.now().min(self.branches[place].head);
        self.current = place;
        self.rewind(at);
        self.advance_to(at, UNLIMITED);
        true
    }

    /// Forgets a branch, unless it is the one shown or the last one. Whether it is gone.
    pub fn remove_branch(&mut self, id: u32) -> bool {
        let Some(place) = self.place_of(id).filter(|place| *place != self.current) else {
            return false;
        };
        self.branches.remove(place);
        if place < self.current {
            self.current -= 1;
        }
        true
    }

    /// Does every action and lets every event happen that is due at or before `until`, as far
    /// as `events` events take it. How many of them are left.
    fn play(&mut self, until: Instant, events: u64) -> u64 {
        let mut left = events;
        let branch = &mut self.branches[self.current];
        let mut observer = (&mut self.watcher, &mut branch.feed);
        loop {
            let action = branch
                .actions
                .get(self.done)
                .filter(|action| action.at <= until);
            let pause_at = action.map_or(until, |action| action.at);
            while left > 0 && self.world.advance_once(pause_at, &mut observer) {
                left -= 1;
            }
            if left == 0 {
                break;
            }
            self.world.advance_to(pause_at, &mut observer);
            let Some(action) = action else { break };
            self.world.act(&action.action, &mut observer);
            self.done += 1;
        }
        branch.head = branch.head.max(self.world.now());
        left
    }

    /// Back to the last keyframe at or before `at`.
    fn rewind(&mut self, at: Instant) {
        let keyframes = &self.branches[self.current].keyframes;
        let later = keyframes.partition_point(|keyframe| keyframe.world.now() <= at);
        let Some(keyframe) = keyframes.get(later.saturating_sub(1)) else {
            return;
        };
        self.world = keyframe.world.clone();
        self.watcher = keyframe.watcher.clone();
        self.done = keyframe.done;
    }

    /// Leaves the branch shown at the moment shown.
    fn fork(&mut self) {
        let at = self.world.now();
        let origin = self.branch();
        let mut feed = origin.feed.clone();
        feed.forget_after(self.world.counts().events);
        let earlier = |keyframe: &&Keyframe<W>| keyframe.world.now() <= at;
        let branch = Branch {
            id: self.next_id,
            parent: Some(origin.id),
            forked_at: at,
            head: at,
            actions: origin.actions.iter().take(self.done).cloned().collect(),
            feed,
            keyframes: origin.keyframes.iter().filter(earlier).cloned().collect(),
            spacing: origin.spacing,
        };
        self.next_id += 1;
        self.branches.push(branch);
        self.current = self.branches.len() - 1;
    }

    /// Where the next keyframe belongs: beyond the last one, and ahead.
    fn keyframe_due(&self) -> Instant {
        let Branch {
            keyframes, spacing, ..
        } = self.branch();
        let last = keyframes
            .last()
            .map_or(Instant::ZERO, |frame| frame.world.now());
        let due = last + *spacing;
        if due > self.world.now() {
            due
        } else {
            self.world.now() + *spacing
        }
    }

    fn keep_keyframe(&mut self) {
        let keyframe = Keyframe {
            world: self.world.clone(),
            watcher: self.watcher.clone(),
            done: self.done,
        };
        let branch = &mut self.branches[self.current];
        branch.keyframes.push(keyframe);
        if branch.keyframes.len() > KEYFRAMES_MAX {
            branch.spacing = Duration(branch.spacing.0 * 2);
            let mut place = 0;
            branch.keyframes.retain(|_| {
                place += 1;
                place % 2 == 1
            });
        }
    }

    fn place_of(&self, id: u32) -> Option<usize> {
        self.branches.iter().position(|branch| branch.id == id)
    }
}
