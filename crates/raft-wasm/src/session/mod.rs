//! The open run of a page: all its branches, and the words of its scenario.

pub(crate) mod narration;

#[cfg(feature = "full")]
pub mod opening;

use raft_check::Judge;
use raft_core::{Duration, Instant, NodeId};
use raft_sim::limits::{BRANCHES_MAX, NODES_MAX, RUN_MAX, SEED_MAX};
use raft_sim::link::{self, ENGINE_VERSION, Pair, Shared};
use raft_sim::scenario;
use raft_sim::{
    Action, Branch, Event, FeedItem, Importance, Observer, Options, Run, Timeline, World,
    check_name,
};

use self::narration::Narration;
use crate::extras::{BesideView, Extras};
use crate::watcher::Watcher;
use crate::whole::IS_FULL;

/// One open run. Every operation either succeeds, or changes nothing and returns the reason in one
/// sentence.
///
/// Only the full module's bindings use the fields; all others use the methods.
#[derive(Clone, Debug)]
pub struct Session {
    pub(crate) timeline: Timeline<Watcher>,
    pub(crate) extras: Extras,
    pub(crate) narration: Narration,
    /// A sentence about each action that the run does later than the scenario's file says, with the
    /// moment at which to say it.
    pub(crate) late: Vec<(Instant, String)>,
    /// Grows whenever anything but the time has changed.
    version: u32,
}

/// The next decisive event, if no action comes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decisive {
    /// When it happens.
    pub at: Instant,
    /// Its name, as in the feed.
    pub name: &'static str,
    /// The node to which it happens, if to one.
    pub node: Option<NodeId>,
}

const LOOK_AHEAD: Duration = Duration(400_000);
const LOOK_AHEAD_EVENTS: u32 = 200;
/// One call does at most the work of this many events, so that the page can draw in between.
const SLICE_EVENTS: u64 = 100_000;
/// The same for a run that is opened or sought: the page shows how far it has come.
pub(crate) const PORTION_EVENTS: u64 = 20_000;

impl Session {
    /// A run with this seed in which nothing has happened yet.
    ///
    /// # Errors
    /// Returns one when the seed or the number of nodes is out of range.
    pub fn new(seed: u64, nodes: u8) -> Result<Session, String> {
        if seed > SEED_MAX {
            return Err(format!(
                "The seed is {seed}: expected one from 0 to {SEED_MAX}."
            ));
        }
        if nodes == 0 || nodes > NODES_MAX {
            return Err(format!(
                "A cluster of {nodes} nodes: expected 1 to {NODES_MAX}."
            ));
        }
        Ok(Session::of(Run::new(
            seed,
            Options {
                nodes,
                ..Options::default()
            },
        )))
    }

    /// This run at its beginning.
    pub(crate) fn of(run: Run) -> Session {
        Session {
            timeline: Timeline::new(run, Watcher::new),
            extras: Extras::default(),
            narration: Narration::default(),
            late: Vec::new(),
            version: 0,
        }
    }

    /// Takes the words of the scenario whose course the branch shown is.
    #[cfg(feature = "full")]
    pub(crate) fn tell(&mut self, words: link::Narration) {
        let course = self.timeline.branch().actions.clone();
        self.narration = Narration { words, course };
    }

    /// Does the action of an action line, at the moment shown.
    ///
    /// # Errors
    /// One sentence with the reason why it cannot be done.
    pub fn perform(&mut self, line: &str) -> Result<(), String> {
        let actions = scenario::parse_action_line(line, self.timeline.world());
        self.do_now(actions.map_err(|error| error.to_string())?)
    }

    /// Does these actions at the moment shown. A moment before the branch's head forks first.
    pub(crate) fn do_now(&mut self, actions: Vec<Action>) -> Result<(), String> {
        if let Some(ending) = self.timeline.ending() {
            return Err(ending);
        }
        if self.timeline.forks_here() && self.timeline.branches().len() >= BRANCHES_MAX {
            return Err(format!(
                "This run has {BRANCHES_MAX} branches, which is all it can have: remove one first."
            ));
        }
        for action in actions {
            self.extras.act(&action);
            self.timeline.act(action);
        }
        self.changed();
        Ok(())
    }

    /// Plays on, for at most a slice of events. Returns the moment reached.
    pub fn advance_to(&mut self, at: Instant) -> Instant {
        let before = self.world().counts().events;
        let reached = self.timeline.advance_to(at, SLICE_EVENTS);
        self.follow();
        if self.world().counts().events != before {
            self.changed();
        }
        reached
    }

    /// Goes to any moment; beyond the longest run, to its end. Returns the moment reached.
    pub fn seek(&mut self, at: Instant) -> Instant {
        self.timeline.seek(at);
        self.moved();
        self.timeline.world().now()
    }

    /// Goes a part of the way to any moment. Returns whether that was all of it.
    pub fn approach(&mut self, at: Instant) -> bool {
        let is_there = self.timeline.seek_some(at, PORTION_EVENTS)
            && self
                .extras
                .approach(self.timeline.world().now(), PORTION_EVENTS);
        self.changed();
        is_there
    }

    /// Why nothing more happens, if nothing does, as one sentence.
    #[must_use]
    pub fn ending(&self) -> Option<String> {
        self.timeline.ending()
    }

    /// Goes on to the next event. Returns its moment, if there is one.
    pub fn step(&mut self) -> Option<Instant> {
        let next = self.timeline.next_event_at();
        let next = next.filter(|next| *next <= RUN_MAX && self.ending().is_none())?;
        self.timeline.advance_to(next, SLICE_EVENTS);
        self.moved();
        Some(next)
    }

    /// Goes back to the moment of the event before, if there is any.
    pub fn step_back(&mut self) -> Option<Instant> {
        let stepped = self.timeline.step_back();
        self.moved();
        stepped.then(|| self.timeline.world().now())
    }

    /// Goes to the next event of this kind, or back to the previous one: a name as in the
    /// feed, `violation`, or `any`. Its moment; `None`, and nothing changes, without one.
    pub fn jump(&mut self, kind: &str, ahead: bool) -> Option<Instant> {
        if kind == "violation" {
            let at = self.violation_from(ahead)?;
            self.timeline.seek(at);
        } else {
            let wanted = |item: &FeedItem, world: &World| item.what.is_stop(kind, world);
            match ahead {
                true => self.timeline.next_of(wanted),
                false => self.timeline.previous_of(wanted),
            }?;
        }
        self.moved();
        Some(self.timeline.world().now())
    }

    fn violation_from(&self, ahead: bool) -> Option<Instant> {
        let now = self.timeline.world().now();
        let judge = self.timeline.furthest().1.judge();
        let mut moments = judge.violations().iter().map(|violation| violation.at);
        match ahead {
            true => moments.find(|at| *at > now),
            false => moments.rfind(|at| *at < now),
        }
    }

    fn moved(&mut self) {
        self.follow();
        self.changed();
    }

    /// Brings the compared run to the moment shown.
    fn follow(&mut self) {
        self.extras.follow(self.timeline.world().now());
    }

    /// Looks a little ahead, without changing the run.
    #[must_use]
    pub fn look_ahead(&self) -> Option<Decisive> {
        let mut future = self.world().clone();
        let mut first = FirstDecisive(None);
        let until = self.world().now() + LOOK_AHEAD;
        for _ in 0..LOOK_AHEAD_EVENTS {
            let mut observer: &mut dyn Observer = &mut first;
            if !future.advance_once(until, &mut observer) || first.0.is_some() {
                break;
            }
        }
        first.0
    }

    /// The link to this run at this moment, with the run that it is compared with.
    #[must_use]
    pub fn link(&self) -> String {
        let timeline = &self.timeline;
        let beside = self.extras.linked(timeline);
        self.link_of(timeline.branch(), timeline.world(), beside)
    }

    /// The link to a branch: for the branch shown at the moment shown, for any other as far as it
    /// is kept played. Nothing is replayed and nothing changes. The link leaves out a branch that
    /// is compared, and holds a twin.
    ///
    /// # Errors
    /// Returns one when there is no such branch.
    pub fn branch_link(&self, id: u32) -> Result<String, String> {
        let (branch, world) = self.timeline.kept(id).ok_or_else(|| no_branch(id))?;
        let twin = self.extras.linked(&self.timeline).filter(|beside| {
            matches!(beside, link::ComparedRun::Twin(_)) && id == self.timeline.branch().id
        });
        Ok(self.link_of(branch, world, twin))
    }

    fn link_of(
        &self,
        branch: &Branch<Watcher>,
        world: &World,
        beside: Option<link::ComparedRun>,
    ) -> String {
        let pair = Pair {
            shown: Shared {
                run: self.timeline.run_of(branch),
                at: world.now(),
                head: branch.head,
                digest: world.digest(),
                engine: ENGINE_VERSION,
            },
            name: branch.name.clone(),
            beside,
        };
        let narration = &self.narration;
        link::encode_told(&pair, &narration.words, narration.end(&branch.actions))
    }

    /// Shows another branch.
    ///
    /// # Errors
    /// Returns one when there is no such branch.
    pub fn open_branch(&mut self, id: u32) -> Result<(), String> {
        if !self.timeline.open_branch(id) {
            return Err(no_branch(id));
        }
        self.moved();
        Ok(())
    }

    /// Gives a branch a name; takes it away when the name is empty.
    ///
    /// # Errors
    /// Returns one when there is no such branch, or no branch can have this name.
    pub fn name_branch(&mut self, id: u32, name: &str) -> Result<(), String> {
        let name = Some(name.trim()).filter(|name| !name.is_empty());
        check_name(name).map_err(|error| error.to_string())?;
        if !self.timeline.name_branch(id, name.map(Into::into)) {
            return Err(no_branch(id));
        }
        self.changed();
        Ok(())
    }

    /// Removes a branch; [`Session::undo_remove`] brings it back. If it is the one shown, the
    /// one it left is shown.
    ///
    /// # Errors
    /// Returns one when there is no such branch, or no other.
    pub fn remove_branch(&mut self, id: u32) -> Result<(), String> {
        if !self.timeline.remove_branch(id) {
            return Err(format!(
                "Branch {id} cannot be removed: it is the only one, or gone already."
            ));
        }
        self.extras.forget_branch(id);
        self.moved();
        Ok(())
    }

    /// Brings back the branch that was removed last. Returns its number, if there is one.
    pub fn undo_remove(&mut self) -> Option<u32> {
        let id = self.timeline.undo_remove();
        self.changed();
        id
    }

    /// Which run stands beside the one shown, if any does.
    #[must_use]
    pub fn beside(&self) -> Option<BesideView> {
        self.extras.beside()
    }

    /// The world that the page reads, at the moment shown.
    #[must_use]
    pub fn world(&self) -> &World {
        self.timeline().world()
    }

    /// The judge of the run that the page reads, at the moment shown.
    #[must_use]
    pub fn judge(&self) -> &Judge {
        self.timeline().watcher().judge()
    }

    /// The run that the page reads: the one shown, or the compared run.
    #[must_use]
    pub fn timeline(&self) -> &Timeline<Watcher> {
        self.extras.looked_at().unwrap_or(&self.timeline)
    }

    /// The run shown.
    #[must_use]
    pub fn shown(&self) -> &Timeline<Watcher> {
        &self.timeline
    }

    /// All branches of the run shown, oldest first.
    #[must_use]
    pub fn branches(&self) -> &[Branch<Watcher>] {
        self.timeline.branches()
    }

    /// Grows whenever anything but the time has changed.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Marks a change of anything but the time.
    pub(crate) fn changed(&mut self) {
        self.version += 1;
    }

    /// Continues the count of versions of an earlier session, so that a page never sees the same
    /// number for two of them.
    #[must_use]
    pub fn following(mut self, earlier: &Session) -> Session {
        self.version = earlier.version + 1;
        self
    }

    /// The scenario's title; empty for a run without one.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.narration.words.title
    }

    /// The scenario's description; empty for a run without one.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.narration.words.about
    }

    /// The scenario's actions that came late, as far as the run has been played to now.
    pub(crate) fn late_actions(&self) -> impl Iterator<Item = &str> {
        let now = self.world().now();
        let came = self
            .late
            .iter()
            .filter(move |(at, _)| IS_FULL && *at <= now);
        came.map(|(_, sentence)| sentence.as_str())
    }

    /// The scenario's caption at the moment shown, and the moment at which it began. Captions stop
    /// where a run leaves the course of its scenario.
    #[must_use]
    pub fn caption(&self) -> Option<(Instant, &str)> {
        let timeline = self.timeline();
        let actions = &timeline.branch().actions;
        self.narration.caption(timeline.world().now(), actions)
    }
}

/// Refuses the number of a branch that does not exist.
pub(crate) fn no_branch(id: u32) -> String {
    format!("There is no branch {id} any more: choose one of those listed.")
}

/// Keeps the first decisive event of a run.
struct FirstDecisive(Option<Decisive>);

impl Observer for FirstDecisive {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if self.0.is_some() {
            return;
        }
        self.0 = raft_sim::FeedEvent::of(world, event)
            .filter(|happening| happening.importance() == Importance::Decisive)
            .map(|happening| Decisive {
                at: world.now(),
                name: happening.name(world),
                node: happening.node(),
            });
    }
}
