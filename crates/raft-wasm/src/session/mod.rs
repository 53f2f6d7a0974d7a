//! What a page has open: a run with all its branches, and what was said about it.

#[cfg(feature = "whole")]
mod full;

use raft_check::Judge;
use raft_core::{Duration, Instant, NodeId};
use raft_sim::limits::{BRANCHES_MAX, NODES_MAX, REPLAY_EVENTS_MAX, RUN_MAX, SEED_MAX};
use raft_sim::link::{self, ENGINE_VERSION, Pair, Shared};
use raft_sim::scenario;
use raft_sim::{
    Action, Branch, Event, FeedItem, Importance, Observer, Options, Run, Timeline, World,
    check_name,
};

use crate::{Chaos, ComparedRun};

/// One open run. Every operation either succeeds whole or leaves everything as it was and
/// says why in one sentence.
#[derive(Clone, Debug)]
pub struct Session {
    timeline: Timeline<Judge>,
    beside: Option<ComparedRun>,
    chaos: Option<Chaos>,
    /// Whether what is read is what stands beside the run shown.
    looks_beside: bool,
    title: String,
    about: String,
    captions: Vec<(Instant, String)>,
    /// Grows whenever anything but the time has changed.
    version: u32,
}

/// What came of opening a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Whether this engine reaches the digest that the link holds.
    pub digest_agrees: bool,
    /// A sentence to show, if there is something to say.
    pub notice: Option<String>,
}

/// The next thing that would change the cluster for good, if nobody interferes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decisive {
    /// When.
    pub at: Instant,
    /// Its name, as in the feed.
    pub name: &'static str,
    /// Where.
    pub node: Option<NodeId>,
}

const LOOK_AHEAD: Duration = Duration(400_000);
const LOOK_AHEAD_EVENTS: u32 = 200;
/// One call plays at most this many events, so that the page can draw in between.
const SLICE_EVENTS: u64 = 100_000;

impl Session {
    /// A run with this seed in which nothing has happened yet.
    ///
    /// # Errors
    /// When the seed or the number of nodes is out of range.
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

    /// Opens a share link.
    ///
    /// # Errors
    /// What is wrong with the link.
    pub fn open_link(text: &str) -> Result<(Session, Opened), String> {
        let pair = link::decode_pair(text).map_err(|error| error.to_string())?;
        let Pair {
            shown: shared,
            name,
            #[cfg(feature = "whole")]
            beside,
            ..
        } = pair;
        let mut session = Session::of(shared.run);
        session.timeline.expect_head(shared.head);
        session.replay_to(shared.at, "this link")?;
        session.timeline.name_branch(0, name);
        #[cfg(feature = "whole")]
        if let Some(beside) = beside {
            session.put_beside(beside)?;
        }
        let digest_agrees = session.world().digest() == shared.digest;
        let notice = (!digest_agrees).then(|| digest_notice(shared.engine));
        Ok((
            session,
            Opened {
                digest_agrees,
                notice,
            },
        ))
    }

    fn of(run: Run) -> Session {
        Session {
            timeline: Timeline::new(run, Judge::new),
            beside: None,
            chaos: None,
            looks_beside: false,
            title: String::new(),
            about: String::new(),
            captions: Vec::new(),
            version: 0,
        }
    }

    fn replay_to(&mut self, at: Instant, what: &str) -> Result<(), String> {
        if self.timeline.advance_to(at, REPLAY_EVENTS_MAX) < at.min(RUN_MAX) {
            return Err(format!(
                "More than {REPLAY_EVENTS_MAX} events happen before the moment {what} shows: \
                 that is more than this page replays; share an earlier moment."
            ));
        }
        Ok(())
    }

    /// Does to the cluster what these words say, at the moment shown.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn perform(&mut self, words: &str) -> Result<(), String> {
        let actions = scenario::parse_action_line(words, self.timeline.world());
        self.do_now(actions.map_err(|error| error.to_string())?)
    }

    fn do_now(&mut self, actions: Vec<Action>) -> Result<(), String> {
        let forks = self.timeline.world().now() < self.timeline.branch().head;
        if forks && self.timeline.branches().len() >= BRANCHES_MAX {
            return Err(format!(
                "This run has {BRANCHES_MAX} branches, which is all it can have: remove one first."
            ));
        }
        self.do_all(actions);
        self.version += 1;
        Ok(())
    }

    fn do_all(&mut self, actions: Vec<Action>) {
        for action in actions {
            if let Some(beside) = &mut self.beside {
                beside.act(&action);
            }
            self.timeline.act(action);
        }
    }

    /// The faults that come by themselves, if any do.
    #[must_use]
    pub fn chaos(&self) -> Option<&Chaos> {
        self.chaos.as_ref()
    }

    /// When the next fault comes by itself.
    fn chaos_due_at(&self) -> Option<Instant> {
        let head = self.timeline.branch().head;
        self.chaos.map(|chaos| chaos.due_at(head))
    }

    fn inject_faults(&mut self) {
        let actions = self.timeline.branch().actions.len();
        let world = self.timeline.world();
        if let Some(faults) = self
            .chaos
            .as_mut()
            .map(|it| it.inject_faults(world, actions))
        {
            self.do_all(faults);
        }
    }

    /// Plays on, for at most a slice of events. The moment reached.
    pub fn advance_to(&mut self, at: Instant) -> Instant {
        let before = self.world().counts().events;
        while let Some(due_at) = self.chaos_due_at().filter(|due_at| *due_at <= at) {
            if self.timeline.advance_to(due_at, SLICE_EVENTS) < due_at {
                break;
            }
            self.follow();
            self.inject_faults();
        }
        let reached = self.timeline.advance_to(at, SLICE_EVENTS);
        self.follow();
        if self.world().counts().events != before {
            self.version += 1;
        }
        reached
    }

    /// Goes to any moment; beyond the longest run, to its end. The moment reached.
    pub fn seek(&mut self, at: Instant) -> Instant {
        self.timeline.seek(at);
        self.moved();
        self.timeline.world().now()
    }

    /// Goes on to the next event. Its moment, if there is one.
    pub fn step(&mut self) -> Option<Instant> {
        let event = self.timeline.next_event_at();
        let fault = self.chaos_due_at();
        let next = event.into_iter().chain(fault).min();
        let next = next.filter(|next| *next <= RUN_MAX)?;
        self.timeline.advance_to(next, SLICE_EVENTS);
        self.moved();
        if fault == Some(next) {
            self.inject_faults();
        }
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
        let (_, judge) = self.timeline.furthest();
        let mut moments = judge.violations().iter().map(|violation| violation.at);
        match ahead {
            true => moments.find(|at| *at > now),
            false => moments.rfind(|at| *at < now),
        }
    }

    fn moved(&mut self) {
        self.follow();
        self.version += 1;
    }

    /// Brings what stands beside the run shown to the same moment.
    fn follow(&mut self) {
        if let Some(beside) = &mut self.beside {
            beside.follow(self.timeline.world().now());
        }
    }

    /// Looks a little ahead, without touching the run.
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

    /// The link to this run at this moment, and to what stands beside it.
    #[must_use]
    pub fn link(&self) -> String {
        let world = self.timeline.world();
        link::encode_pair(&Pair {
            shown: Shared {
                run: self.timeline.run(),
                at: world.now(),
                head: self.timeline.branch().head,
                digest: world.digest(),
                engine: ENGINE_VERSION,
            },
            name: self.timeline.branch().name.clone(),
            beside: self.beside.as_ref().map(|beside| self.linked(beside)),
        })
    }

    fn linked(&self, beside: &ComparedRun) -> link::ComparedRun {
        let other = beside.timeline().branch();
        let Some(id) = beside.branch() else {
            return link::ComparedRun::Twin(*beside.timeline().world().options());
        };
        let (forked_at, is_origin) = self.timeline.parting(self.timeline.branch().id, id);
        link::ComparedRun::Branch {
            name: other.name.clone(),
            is_origin,
            forked_at,
            actions: other.actions.iter().cloned().collect(),
            head: other.head,
        }
    }

    /// Shows another branch.
    ///
    /// # Errors
    /// When there is no such branch.
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
    /// When there is no such branch, or nothing can be called so.
    pub fn name_branch(&mut self, id: u32, name: &str) -> Result<(), String> {
        let name = Some(name.trim()).filter(|name| !name.is_empty());
        check_name(name).map_err(|error| error.to_string())?;
        if !self.timeline.name_branch(id, name.map(Into::into)) {
            return Err(no_branch(id));
        }
        self.version += 1;
        Ok(())
    }

    /// Removes a branch; [`Session::undo_remove`] brings it back. If it is the one shown, the
    /// one it left is shown.
    ///
    /// # Errors
    /// When there is no such branch, or no other.
    pub fn remove_branch(&mut self, id: u32) -> Result<(), String> {
        if !self.timeline.remove_branch(id) {
            return Err(format!(
                "Branch {id} cannot be removed: it is the only one, or gone already."
            ));
        }
        if self.beside.as_ref().and_then(ComparedRun::branch) == Some(id) {
            self.compare_nothing();
        }
        self.moved();
        Ok(())
    }

    /// Brings back the branch that was removed last. Its number, if there is any.
    pub fn undo_remove(&mut self) -> Option<u32> {
        let id = self.timeline.undo_remove();
        self.version += 1;
        id
    }

    /// Ends the comparison.
    pub fn compare_nothing(&mut self) {
        self.beside = None;
        self.looks_beside = false;
        self.version += 1;
    }

    /// What stands beside the run shown.
    #[must_use]
    pub fn beside(&self) -> Option<&ComparedRun> {
        self.beside.as_ref()
    }

    /// The world that is read, at the moment shown.
    #[must_use]
    pub fn world(&self) -> &World {
        self.timeline().world()
    }

    /// The judge of what is read, at the moment shown.
    #[must_use]
    pub fn judge(&self) -> &Judge {
        self.timeline().watcher()
    }

    /// The run that is read: the one shown, or what stands beside it.
    #[must_use]
    pub fn timeline(&self) -> &Timeline<Judge> {
        let beside = self.beside.as_ref().filter(|_| self.looks_beside);
        beside.map_or(&self.timeline, ComparedRun::timeline)
    }

    /// The run shown.
    #[must_use]
    pub fn shown(&self) -> &Timeline<Judge> {
        &self.timeline
    }

    /// All branches of the run shown, oldest first.
    #[must_use]
    pub fn branches(&self) -> &[Branch<Judge>] {
        self.timeline.branches()
    }

    /// Grows whenever anything but the time has changed.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Continues the count of an earlier session, so that a page never sees one twice.
    #[must_use]
    pub fn following(mut self, earlier: &Session) -> Session {
        self.version = earlier.version + 1;
        self
    }

    /// The scenario's title; empty for a run without one.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What the scenario is about; empty for a run without one.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// What the scenario says at the moment shown.
    #[must_use]
    pub fn caption(&self) -> Option<&str> {
        let now = self.world().now();
        let said = self.captions.iter().rev().find(|(at, _)| *at <= now);
        said.map(|(_, text)| text.as_str())
    }
}

fn no_branch(id: u32) -> String {
    format!("There is no branch {id} any more: choose one of those listed.")
}

fn digest_notice(engine: u32) -> String {
    let reason = if engine == ENGINE_VERSION {
        "the link may have been changed by hand"
    } else {
        "another version of the playground made it"
    };
    format!("This run came out differently here than where the link was made: {reason}.")
}

/// Remembers the first decisive thing it is told of.
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
