//! All moments of a run, and all its branches.
//!
//! A moment is reached by replay: determinism makes it exact, keyframes make it quick. Doing
//! something in the past opens a new branch there; the old one is kept.

pub(crate) mod branch;
pub mod choice;
pub mod compare;
mod keyframe;

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::Instant;

use crate::action::{Action, TimedAction};
use crate::feed::FeedItem;
use crate::limits::{REPLAY_EVENTS_MAX, RUN_MAX};
use crate::options::Options;
use crate::run::Run;
use crate::timeline::branch::Branch;
use crate::timeline::keyframe::Moment;
use crate::world::World;
use crate::world::event::{Nobody, Observer};

/// A run that can be rewound, with a watcher `W` (the judge) who is rewound along with it.
#[derive(Clone, Debug)]
pub struct Timeline<W> {
    run: Run,
    branches: Vec<Branch<W>>,
    /// Which of `branches` is shown.
    current: usize,
    next_id: u32,
    /// What was removed, the latest last.
    removed: Vec<Removed<W>>,
    /// The moment shown.
    now: Moment<W>,
}

/// A branch that was removed, and how to undo that.
#[derive(Clone, Debug)]
struct Removed<W> {
    branch: Branch<W>,
    /// Where the branches that others adopted came from.
    origins: Vec<Origin>,
}

/// Where a branch comes from.
#[derive(Clone, Copy, Debug)]
struct Origin {
    id: u32,
    parent: Option<u32>,
    forked_at: Instant,
}

/// How often removing can be undone in a row.
const REMOVED_MAX: usize = 16;
/// Steps between two looks at whether a moment shall be kept.
const STRETCH: u64 = 64;
/// Steps between two looks at whether something wanted has happened.
const SEARCH_STRETCH: u64 = 10_000;
const UNLIMITED: u64 = u64::MAX;

impl<W: Observer + Clone> Timeline<W> {
    /// The beginning of a run; its actions lie ahead.
    #[must_use]
    pub fn new(run: Run, watcher: impl FnOnce(&World) -> W) -> Timeline<W> {
        let world = World::begin(&run);
        let watcher = watcher(&world);
        let now = Moment {
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
            now,
        }
    }

    /// The branch of this number alone, as a timeline of its own, at the moment shown; before
    /// it, if more happens up to there than may be replayed.
    #[must_use]
    pub fn alone(&self, id: u32) -> Option<Timeline<W>> {
        let place = self.place_of(id)?;
        let mut branch = self.branches[place].clone();
        if place == self.current {
            branch.leave(self.now.clone());
        }
        (branch.parent, branch.forked_at) = (None, Instant::ZERO);
        let start = branch.kept_before(self.at()).clone();
        let mut alone = Timeline {
            run: self.run.clone(),
            branches: Vec::from([branch]),
            current: 0,
            next_id: id + 1,
            removed: Vec::new(),
            now: start,
        };
        alone.advance_to(self.at(), REPLAY_EVENTS_MAX);
        Some(alone)
    }

    /// The twin of the branch shown: the same seed, start and actions under other options, at
    /// the same moment; before it, if more happens up to there than may be replayed.
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
        twin.advance_to(self.at(), REPLAY_EVENTS_MAX);
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
        let moment = if kept.events() > self.now.events() {
            kept
        } else {
            &self.now
        };
        (&moment.world, &moment.watcher)
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
            actions: self.branch().actions.iter().cloned().collect(),
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
        self.now.next_event_at(&self.branch().actions)
    }

    /// Does something at the moment shown. In the past, this opens a new branch.
    pub fn act(&mut self, action: Action) {
        let at = self.at();
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

    /// Plays on to `until`, or as far as so many steps take it. The moment reached.
    pub fn advance_to(&mut self, until: Instant, steps: u64) -> Instant {
        let mut left = steps;
        let until = until.min(RUN_MAX);
        while left > 0 {
            let stretch = left.min(STRETCH);
            let rest = self.play(until, stretch);
            self.branches[self.current].keep(&self.now);
            if rest > 0 {
                break;
            }
            left -= stretch;
        }
        self.at()
    }

    /// Goes to any moment of the branch shown, or on beyond its end.
    pub fn seek(&mut self, at: Instant) {
        let is_nearer = self.branch().kept_before(at).at() > self.at();
        if at < self.at() || is_nearer {
            self.rewind(at);
        }
        self.advance_to(at, UNLIMITED);
    }

    /// Goes back to the last moment before this one at which something happened; to the
    /// beginning, if nothing did. All that happened at one moment is one step. Whether there
    /// is anything before.
    pub fn step_back(&mut self) -> bool {
        let Some(before) = self.at().0.checked_sub(1).map(Instant) else {
            return false;
        };
        let mut from = before;
        loop {
            self.rewind(from);
            from = self.at();
            let mut found = from == Instant::ZERO;
            let branch = &mut self.branches[self.current];
            while self.now.step(&branch.actions, before, &mut branch.feed) {
                found = true;
            }
            if found {
                return true;
            }
            from = Instant(from.0 - 1);
        }
    }

    /// Goes to the next moment of the branch at which something wanted happens; `wanted` also
    /// gets the furthest world, which knows what came of it. Where that is; `None`, and nothing
    /// changes, when there is none up to the branch's head.
    pub fn next_of(&mut self, wanted: impl Fn(&FeedItem, &World) -> bool) -> Option<Instant> {
        let now = self.at();
        let head = self.branch().head;
        let mut place = self.branch().feed.count_through(self.now.events());
        for _ in 0..=REPLAY_EVENTS_MAX / SEARCH_STRETCH {
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
            // What a link or a file promises has not been played yet.
            let furthest = self.furthest().0.now();
            if furthest >= head {
                break;
            }
            self.seek(furthest);
            self.advance_to(head, SEARCH_STRETCH);
        }
        self.seek(now);
        None
    }

    /// Goes back to the last moment before this one at which something wanted happened. Where
    /// that is; `None`, and nothing changes, when there is none.
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

    /// Shows another branch at the moment shown, or at its end if that is earlier. Whether
    /// there is such a branch.
    pub fn open_branch(&mut self, id: u32) -> bool {
        let Some(place) = self.place_of(id) else {
            return false;
        };
        let at = self.at().min(self.branches[place].head);
        let kept = self.branches[place].kept_before(at).clone();
        let left = core::mem::replace(&mut self.now, kept);
        self.branches[self.current].leave(left);
        self.current = place;
        self.advance_to(at, UNLIMITED);
        true
    }

    /// Gives a branch a name, or takes it away. Whether there is such a branch.
    pub fn name_branch(&mut self, id: u32, name: Option<String>) -> bool {
        let place = self.place_of(id);
        if let Some(place) = place {
            self.branches[place].name = name;
        }
        place.is_some()
    }

    /// Adds a branch that is known by all its actions and by the branch shown being the same
    /// until `forked_at`; shows what it showed. The new one's number.
    pub fn add_branch(
        &mut self,
        name: Option<String>,
        forked_at: Instant,
        actions: impl IntoIterator<Item = TimedAction>,
        head: Instant,
    ) -> u32 {
        let origin = self.branch();
        let actions = actions.into_iter().collect();
        let mut branch = Branch::new(self.next_id, origin.start(), actions);
        branch.name = name;
        branch.parent = Some(origin.id);
        branch.forked_at = forked_at.min(head);
        branch.head = head.min(RUN_MAX);
        self.next_id += 1;
        self.branches.push(branch);
        self.next_id - 1
    }

    /// Turns around who left whom: the parent of this branch becomes the one that left it.
    pub fn make_origin(&mut self, id: u32) {
        let origin = self.branches.iter().find(|branch| branch.id == id);
        let Some((former, forked_at)) = origin.and_then(|it| Some((it.parent?, it.forked_at)))
        else {
            return;
        };
        for branch in &mut self.branches {
            if branch.id == id {
                (branch.parent, branch.forked_at) = (None, Instant::ZERO);
            } else if branch.id == former {
                (branch.parent, branch.forked_at) = (Some(id), forked_at);
            }
        }
    }

    /// Until where two branches are the same, and whether the second is one that the first, or
    /// an ancestor of it, has left.
    #[must_use]
    pub fn parting(&self, one: u32, other: u32) -> (Instant, bool) {
        let [own, others] = [self.ancestry(one), self.ancestry(other)];
        let common = own.iter().find_map(|(ancestor, until)| {
            let met = others.iter().find(|(id, _)| id == ancestor);
            met.map(|(id, theirs)| (*until.min(theirs), *id == other))
        });
        common.unwrap_or((Instant::ZERO, false))
    }

    /// Removes a branch, unless it is the last one. Those that left it are adopted by its
    /// parent; when it has none, by the one that left it last. If it is the one shown, the
    /// adopter is shown. Whether it is gone.
    pub fn remove_branch(&mut self, id: u32) -> bool {
        let Some(origins) = self.place_of(id).map(|_| self.origins_from(id)) else {
            return false;
        };
        let own = self.branches.iter().find(|branch| branch.id == id);
        let parent = own.and_then(|own| own.parent.map(|parent| (parent, own.forked_at)));
        let heir = origins.iter().max_by_key(|child| child.forked_at);
        let Some((adopter, until)) = parent.or(heir.map(|heir| (heir.id, heir.forked_at))) else {
            return false;
        };
        for branch in &mut self.branches {
            if branch.id == adopter && parent.is_none() {
                (branch.parent, branch.forked_at) = (None, Instant::ZERO);
            } else if branch.parent == Some(id) {
                branch.parent = Some(adopter);
                branch.forked_at = branch.forked_at.min(until);
            }
        }
        if self.branch().id == id {
            self.open_branch(adopter);
        }
        let shown = self.branch().id;
        if let Some(place) = self.place_of(id) {
            let branch = self.branches.remove(place);
            self.removed.push(Removed { branch, origins });
        }
        if self.removed.len() > REMOVED_MAX {
            self.removed.remove(0);
        }
        self.current = self.place_of(shown).unwrap_or(0);
        true
    }

    /// Brings back the branch that was removed last, as it was. Its number.
    pub fn undo_remove(&mut self) -> Option<u32> {
        let Removed { branch, origins } = self.removed.pop()?;
        let (id, shown) = (branch.id, self.branch().id);
        let place = self.branches.partition_point(|older| older.id < id);
        self.branches.insert(place, branch);
        for origin in origins {
            if let Some(place) = self.place_of(origin.id) {
                let branch = &mut self.branches[place];
                (branch.parent, branch.forked_at) = (origin.parent, origin.forked_at);
            }
        }
        self.current = self.place_of(shown).unwrap_or(0);
        Some(id)
    }

    /// Tells an observer what happened on the branch shown after the event numbered `after`,
    /// up to its head or until it has heard `enough`; some of what went before, too, and the
    /// moment shown stays.
    pub fn retell<O: Observer>(&self, after: u64, observer: &mut O, enough: impl Fn(&O) -> bool) {
        let Branch { actions, head, .. } = self.branch();
        let mut moment = self.branch().kept_before_event(after).watched_by(Nobody);
        while !enough(observer) && moment.step(actions, *head, observer) {}
    }

    /// The branch shown at any of its moments, without anybody watching and without leaving
    /// the moment shown.
    pub(crate) fn glance(&self, at: Instant) -> Moment<Nobody> {
        let kept = self.branch().kept_before(at);
        let nearest = if at < self.at() || kept.at() > self.at() {
            kept
        } else {
            &self.now
        };
        let mut moment = nearest.watched_by(Nobody);
        moment.play(&self.branch().actions, at, UNLIMITED, &mut Nobody);
        moment
    }

    /// The beginning of the run, without anybody watching.
    pub(crate) fn beginning(&self) -> Moment<Nobody> {
        self.branch().start().watched_by(Nobody)
    }

    fn at(&self) -> Instant {
        self.now.at()
    }

    /// Lets everything happen that is due at or before `until`, as far as so many steps take
    /// it. How many of them are left.
    fn play(&mut self, until: Instant, steps: u64) -> u64 {
        let branch = &mut self.branches[self.current];
        let left = self
            .now
            .play(&branch.actions, until, steps, &mut branch.feed);
        branch.head = branch.head.max(self.now.at());
        left
    }

    /// To the last moment kept at or before `at`.
    fn rewind(&mut self, at: Instant) {
        let branch = &mut self.branches[self.current];
        let kept = branch.kept_before(at).clone();
        branch.leave(core::mem::replace(&mut self.now, kept));
    }

    /// Leaves the branch shown at the moment shown.
    fn fork(&mut self) {
        let branch = self.branch().fork(self.next_id, &self.now);
        self.next_id += 1;
        self.branches.push(branch);
        self.current = self.branches.len() - 1;
    }

    /// Where the branches come from that left this one.
    fn origins_from(&self, id: u32) -> Vec<Origin> {
        let children = self
            .branches
            .iter()
            .filter(|child| child.parent == Some(id));
        let origin = |child: &Branch<W>| Origin {
            id: child.id,
            parent: child.parent,
            forked_at: child.forked_at,
        };
        children.map(origin).collect()
    }

    /// A branch and its ancestors, each with the moment until where the branch is the same.
    fn ancestry(&self, id: u32) -> Vec<(u32, Instant)> {
        let mut line = Vec::from([(id, RUN_MAX)]);
        while let Some((id, until)) = line.last().copied() {
            let branch = self.branches.iter().find(|branch| branch.id == id);
            let Some((parent, branch)) = branch.and_then(|it| Some((it.parent?, it))) else {
                break;
            };
            line.push((parent, until.min(branch.forked_at)));
        }
        line
    }

    fn place_of(&self, id: u32) -> Option<usize> {
        self.branches.iter().position(|branch| branch.id == id)
    }
}
