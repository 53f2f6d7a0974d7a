//! All moments of a run, and all its branches.
//!
//! A moment is reached by replay from the nearest keyframe before it, a state of the run that its
//! branch keeps. Replay is exact, since a run is deterministic. An action in the past opens a new
//! branch there, and the old branch is kept. This file holds the state of a timeline; `travel`
//! moves along a branch, and `tree` changes the branches.

pub(crate) mod branch;
pub mod choice;
pub mod compare;
mod removed;
mod run_state;
mod span;
mod travel;
mod tree;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::Instant;

use crate::action::{Action, TimedAction};
use crate::limits::{BRANCHES_BYTES_MAX, KEYFRAME_BYTES_MAX, RUN_MAX};
use crate::options::Options;
use crate::run::Run;
use crate::timeline::branch::Branch;
use crate::timeline::removed::Removed;
use crate::timeline::run_state::{RunState, UNLIMITED};
use crate::world::World;
use crate::world::event::Observer;

/// A run that can be rewound, with a watcher `W` (the judge) that is rewound along with it.
#[derive(Clone, Debug)]
pub struct Timeline<W> {
    run: Run,
    branches: Vec<Branch<W>>,
    /// Which of `branches` is shown.
    current: usize,
    next_id: u32,
    /// The removed branches, the latest last.
    removed: Vec<Removed<W>>,
    /// Whether the branches hold as much as they may.
    is_full: bool,
    /// The state at the moment shown.
    now: RunState<W>,
}

impl<W: Observer + Clone> Timeline<W> {
    /// The beginning of a run; its actions lie ahead.
    #[must_use]
    pub fn new(run: Run, watcher: impl FnOnce(&World) -> W) -> Timeline<W> {
        let world = World::begin(&run);
        let watcher = watcher(&world);
        let now = RunState {
            world,
            watcher,
            done: 0,
        };
        let first = Branch::new(0, &now, run.actions.iter().cloned().collect());
        Timeline {
            run: Run {
                actions: Vec::new(),
                ..run
            },
            branches: Vec::from([first]),
            current: 0,
            next_id: 1,
            removed: Vec::new(),
            is_full: false,
            now,
        }
    }

    /// The branch of this number alone, as a timeline of its own, at a moment that is kept of it:
    /// at the moment shown or before.
    #[must_use]
    pub fn alone(&self, id: u32) -> Option<Timeline<W>> {
        let place = self.place_of(id)?;
        let mut branch = self.branches[place].clone();
        if place == self.current {
            branch.leave(self.now.clone());
        }
        (branch.parent, branch.forked_at) = (None, Instant::ZERO);
        let start = branch.kept_before(self.at()).clone();
        Some(Timeline {
            run: self.run.clone(),
            branches: Vec::from([branch]),
            current: 0,
            next_id: id + 1,
            removed: Vec::new(),
            is_full: false,
            now: start,
        })
    }

    /// The twin of the branch shown: the same seed, start and actions under other options, at its
    /// beginning.
    #[must_use]
    pub fn twin(&self, options: Options, watcher: impl FnOnce(&World) -> W) -> Timeline<W> {
        let mut twin = Timeline::new(
            Run {
                options,
                ..self.run()
            },
            watcher,
        );
        twin.expect_head(self.branch().head);
        twin
    }

    /// The world at the moment shown.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.now.world
    }

    /// The watcher at the moment shown.
    #[must_use]
    pub fn watcher(&self) -> &W {
        &self.now.watcher
    }

    /// The world and the watcher at the furthest moment that the branch shown has reached.
    #[must_use]
    pub fn furthest(&self) -> (&World, &W) {
        let kept = self.branch().furthest();
        let state = if kept.events() > self.now.events() {
            kept
        } else {
            &self.now
        };
        (&state.world, &state.watcher)
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
        self.run_of(self.branch())
    }

    /// The run with all actions of one of its branches.
    #[must_use]
    pub fn run_of(&self, branch: &Branch<W>) -> Run {
        Run {
            actions: branch.actions.iter().cloned().collect(),
            ..self.run.clone()
        }
    }

    /// The source of all chance in this run.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.run.seed
    }

    /// Raises `head` of the branch shown, so that later moments can be sought.
    pub fn expect_head(&mut self, head: Instant) {
        let branch = &mut self.branches[self.current];
        branch.head = branch.head.max(head.min(RUN_MAX));
    }

    /// As [`Timeline::expect_head`], for moments that nobody has seen yet: an action before `head`
    /// leaves no course of events behind, unless somebody has gone further or more actions follow.
    pub fn offer_head(&mut self, head: Instant) {
        self.expect_head(head);
        self.branches[self.current].is_offered = true;
    }

    /// When something next happens by itself or by a recorded action.
    #[must_use]
    pub fn next_event_at(&self) -> Option<Instant> {
        self.now.next_event_at(&self.branch().actions)
    }

    /// Why nothing more happens, if nothing does, as one sentence: the run has ended before its
    /// time, or the branches hold as much as they may.
    #[must_use]
    pub fn ending(&self) -> Option<String> {
        let run = self.now.world.ending().map(|ending| ending.to_string());
        run.or_else(|| self.is_at_end_of_room().then(no_room))
    }

    /// Whether the branch may not be played on for want of memory.
    fn is_at_end_of_room(&self) -> bool {
        self.is_full && self.at() >= self.branch().head
    }

    /// Keeps the moment shown if it is far enough from the last one that is kept, and keeps within
    /// the bounds of memory.
    fn keep(&mut self) {
        if self.branches[self.current].keep(&self.now) {
            self.look_at_memory();
        }
    }

    /// Thins the kept moments until they take no more memory than they may, those of the largest
    /// branch first, forgets removed branches, and finds out whether the branches hold as much as
    /// they may.
    fn look_at_memory(&mut self) {
        while self.kept_bytes() > KEYFRAME_BYTES_MAX {
            if !self.removed.is_empty() {
                self.removed.remove(0);
                continue;
            }
            let largest = self.branches.iter_mut().max_by_key(|it| it.kept_bytes());
            if !largest.is_some_and(Branch::thin) {
                break;
            }
        }
        while self.branches_bytes() > BRANCHES_BYTES_MAX && !self.removed.is_empty() {
            self.removed.remove(0);
        }
        self.is_full = self.branches_bytes() > BRANCHES_BYTES_MAX;
    }

    /// The bytes that the kept moments of all branches take, roughly.
    #[must_use]
    pub fn kept_bytes(&self) -> usize {
        let removed = self.removed.iter().map(|removed| &removed.branch);
        let all = self.branches.iter().chain(removed);
        all.map(Branch::kept_bytes).sum()
    }

    fn branches_bytes(&self) -> u64 {
        let removed = self.removed.iter().map(|removed| &removed.branch);
        let all = self.branches.iter().chain(removed);
        all.map(Branch::own_bytes).sum()
    }

    /// Carries out an action at the moment shown. In the past, this opens a new branch. Does
    /// nothing when the run has ended.
    pub fn act(&mut self, action: Action) {
        if self.ending().is_some() {
            return;
        }
        let at = self.at();
        // A slice of long work may have stopped between two events of one moment.
        self.play(at, UNLIMITED);
        if self.forks_here() {
            self.fork();
        }
        let branch = &mut self.branches[self.current];
        (branch.head, branch.is_offered) = (at, false);
        branch.actions.push(TimedAction { at, action });
        self.play(at, UNLIMITED);
    }

    /// Whether an action at the moment shown opens a new branch, since the branch shown goes on
    /// from here in a way that was seen or written down.
    #[must_use]
    pub fn forks_here(&self) -> bool {
        let branch = self.branch();
        let is_unseen = branch.is_offered
            && branch.furthest().at() <= self.at()
            && branch.actions.len() == self.now.done;
        self.at() < branch.head && !is_unseen
    }

    fn at(&self) -> Instant {
        self.now.at()
    }
}

fn no_room() -> String {
    format!(
        "The branches of this run fill {} MB, which is all that they may hold: remove one to play \
         on.",
        BRANCHES_BYTES_MAX >> 20
    )
}
