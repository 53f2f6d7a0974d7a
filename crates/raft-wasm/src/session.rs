//! What a page has open: a run with all its branches, and what was said about it.

use raft_check::Judge;
use raft_core::{Duration, Instant, NodeId};
use raft_sim::limits::{NODES_MAX, REPLAY_EVENTS_MAX, RUN_MAX, SEED_MAX};
use raft_sim::link::{self, ENGINE_VERSION, Shared};
use raft_sim::scenario::{self, Scenario};
use raft_sim::{Event, Nobody, Observer, Options, Run, Timeline, Weight, World};

/// One open run. Every operation either succeeds whole or leaves everything as it was and
/// says why in one sentence.
#[derive(Clone, Debug)]
pub struct Session {
    timeline: Timeline<Judge>,
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
        let shared = link::decode(text).map_err(|error| error.to_string())?;
        let mut session = Session::of(shared.run);
        session.replay_to(shared.at, "this link")?;
        session.timeline.expect_head(shared.head);
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

    /// Opens the text of a scenario file, at its beginning.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn open_scenario(json: &str) -> Result<Session, String> {
        let scenario = Scenario::read(json).map_err(|error| error.to_string())?;
        let played = scenario::play(&scenario, &mut Nobody);
        let head = played.world.now();
        let mut session = Session::of(played.run);
        session.title = scenario.title().into();
        session.about = scenario.about().into();
        session.captions = played.captions;
        session.timeline.expect_head(head);
        Ok(session)
    }

    fn of(run: Run) -> Session {
        Session {
            timeline: Timeline::new(run, Judge::new),
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

    /// Does to the cluster what a scenario file's `do` says, at the moment shown.
    ///
    /// # Errors
    /// What is wrong with the action.
    pub fn act(&mut self, json: &str) -> Result<(), String> {
        let actions =
            scenario::parse_action(json, self.world()).map_err(|error| error.to_string())?;
        actions
            .into_iter()
            .for_each(|action| self.timeline.act(action));
        self.version += 1;
        Ok(())
    }

    /// Plays on, for at most a slice of events. The moment reached.
    pub fn advance_to(&mut self, at: Instant) -> Instant {
        let before = self.world().counts().events;
        let reached = self.timeline.advance_to(at, SLICE_EVENTS);
        if self.world().counts().events != before {
            self.version += 1;
        }
        reached
    }

    /// Goes to any moment; beyond the longest run, to its end.
    pub fn seek(&mut self, at: Instant) {
        self.timeline.seek(at);
        self.version += 1;
    }

    /// Goes on to the next event. Its moment, if there is one.
    pub fn step(&mut self) -> Option<Instant> {
        let next = self
            .timeline
            .next_event_at()
            .filter(|next| *next <= RUN_MAX)?;
        self.timeline.advance_to(next, SLICE_EVENTS);
        self.version += 1;
        Some(next)
    }

    /// Looks a little ahead, without touching the run.
    #[must_use]
    pub fn look_ahead(&self) -> Option<Decisive> {
        let mut future = self.world().clone();
        let mut first = FirstDecisive(None);
        let until = self.world().now() + LOOK_AHEAD;
        for _ in 0..LOOK_AHEAD_EVENTS {
            if first.0.is_some() || !future.advance_once(until, &mut first) {
                break;
            }
        }
        first.0
    }

    /// The link to this run at this moment.
    #[must_use]
    pub fn link(&self) -> String {
        link::encode(&Shared {
            run: self.timeline.run(),
            at: self.world().now(),
            head: self.timeline.branch().head,
            digest: self.world().digest(),
            engine: ENGINE_VERSION,
        })
    }

    /// Shows another branch.
    ///
    /// # Errors
    /// When there is no such branch.
    pub fn open_branch(&mut self, id: u32) -> Result<(), String> {
        if !self.timeline.open_branch(id) {
            return Err(format!(
                "There is no branch {id} any more: choose one of those listed."
            ));
        }
        self.version += 1;
        Ok(())
    }

    /// Forgets a branch.
    ///
    /// # Errors
    /// When there is no such branch, or it is the one shown.
    pub fn remove_branch(&mut self, id: u32) -> Result<(), String> {
        if !self.timeline.remove_branch(id) {
            return Err(format!(
                "Branch {id} cannot be removed: it is shown, or gone already."
            ));
        }
        self.version += 1;
        Ok(())
    }

    /// The world at the moment shown.
    #[must_use]
    pub fn world(&self) -> &World {
        self.timeline.world()
    }

    /// The judge at the moment shown.
    #[must_use]
    pub fn judge(&self) -> &Judge {
        self.timeline.watcher()
    }

    /// The run with its branches.
    #[must_use]
    pub fn timeline(&self) -> &Timeline<Judge> {
        &self.timeline
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
        self.0 = raft_sim::Happening::of(world, event)
            .filter(|happening| happening.weight() == Weight::Decisive)
            .map(|happening| Decisive {
                at: world.now(),
                name: happening.name(world),
                node: happening.node(),
            });
    }
}
