//! A run with all its branches, each as the link that `branchLink` made of it: so the page keeps
//! runs from one visit to the next. Such a run is opened one portion at a time, as a link is.

use raft_core::Instant;
use raft_sim::limits::{BRANCHES_MAX, RUN_MAX};
use raft_sim::link::{self, ComparedRun, Contents, ENGINE_VERSION, Narration, Pair};
use raft_sim::{Digest, World};

use crate::session::opening::Opened;
use crate::session::{PORTION_EVENTS, Session};

/// One branch of a kept run.
struct Kept {
    /// The place of the branch that it forked from, and until when both are the same.
    origin: Option<(u32, Instant)>,
    pair: Pair,
    narration: Narration,
}

/// A kept run that is being opened.
///
/// A branch that another version of the engine played is replayed, to see whether it comes out the
/// same here; and the one to be shown, to the moment of its link. All others are replayed when they
/// are shown.
pub(super) struct KeptOpening {
    session: Session,
    /// The replays that are still to be done, the one under way last.
    ahead: Vec<Replay>,
    /// The length of all replays together, and of those done, in microseconds.
    length: u64,
    done: u64,
    /// The twin of the branch to be shown, until it is begun.
    twin: Option<ComparedRun>,
    /// The moment to be shown.
    at: Instant,
    /// The engine that played a branch which comes out differently here.
    differs: Option<u32>,
    is_ready: bool,
}

/// The replay of one branch to the moment of its link.
struct Replay {
    branch: u32,
    at: Instant,
    digest: Digest,
    engine: u32,
}

impl KeptOpening {
    /// Reads the branches; `shown` is the place of the one to show. Nothing is played yet.
    ///
    /// # Errors
    /// One sentence about the damage, or about the branch that is refused.
    pub(super) fn begin(lines: &str, shown: u32) -> Result<KeptOpening, String> {
        let branches: Vec<Kept> = lines.lines().map(read).collect::<Result<_, _>>()?;
        let session = plant(&branches)?;
        let of_shown = &branches.get(shown as usize).ok_or_else(damaged)?.pair;
        let others = (0..)
            .zip(&branches)
            .filter(|(id, branch)| *id != shown && branch.pair.shown.engine != ENGINE_VERSION);
        let others = others.map(|(id, branch)| replay(id, &branch.pair));
        let mut ahead: Vec<Replay> = others.chain([replay(shown, of_shown)]).collect();
        ahead.reverse();
        let twin = of_shown.beside.clone();
        let mut opening = KeptOpening {
            length: ahead.iter().map(|replay| replay.at.0).sum(),
            done: 0,
            twin: twin.filter(|beside| matches!(beside, ComparedRun::Twin(_))),
            at: of_shown.shown.at.min(RUN_MAX),
            differs: None,
            is_ready: false,
            session,
            ahead,
        };
        opening.enter()?;
        Ok(opening)
    }

    /// Shows the branch of the next replay, at its beginning.
    fn enter(&mut self) -> Result<(), String> {
        let Some(next) = self.ahead.last() else {
            return Ok(());
        };
        self.session.seek(Instant::ZERO);
        self.session.open_branch(next.branch)
    }

    /// Goes on for one portion.
    ///
    /// # Errors
    /// One sentence when a branch ends before the moment at which it was left.
    pub(super) fn go_on(&mut self) -> Result<(), String> {
        if self.ahead.is_empty() {
            self.is_ready = self.session.extras.approach(self.at, PORTION_EVENTS);
            return Ok(());
        }
        self.play_on()?;
        if !self.ahead.is_empty() {
            return Ok(());
        }
        let Session {
            extras, timeline, ..
        } = &mut self.session;
        match self.twin.take() {
            Some(twin) => extras.begin_beside(timeline, twin)?,
            None => self.is_ready = true,
        }
        Ok(())
    }

    /// Plays the replay that is under way, and ends it where its branch was left.
    fn play_on(&mut self) -> Result<(), String> {
        let Some(under_way) = self.ahead.last() else {
            return Ok(());
        };
        let timeline = &mut self.session.timeline;
        if !timeline.seek_some(under_way.at, PORTION_EVENTS) {
            return Ok(());
        }
        let world = timeline.world();
        if world.now() != under_way.at {
            return Err(unreached(under_way.at, world));
        }
        if world.digest() != under_way.digest {
            self.differs = Some(under_way.engine);
        }
        self.done += under_way.at.0;
        self.ahead.pop();
        self.enter()
    }

    /// Whether all is done.
    pub(super) fn is_ready(&self) -> bool {
        self.is_ready
    }

    /// How much of the way is done, in hundredths of the time to be replayed; 100 when all is.
    pub(super) fn percent(&self) -> u64 {
        if self.is_ready {
            return 100;
        }
        let under_way = match self.ahead.last() {
            Some(replay) => self.session.timeline.world().now().min(replay.at).0,
            None => 0,
        };
        ((self.done + under_way) * 100 / self.length.max(1)).min(99)
    }

    /// The session, when all is done.
    ///
    /// # Errors
    /// One sentence when the twin ends before the moment to be shown.
    pub(super) fn finish(self) -> Result<(Session, Opened), String> {
        self.session.extras.check_beside(self.at)?;
        Ok((self.session, Opened::of(self.differs)))
    }
}

fn replay(branch: u32, Pair { shown, .. }: &Pair) -> Replay {
    Replay {
        branch,
        at: shown.at.min(RUN_MAX),
        digest: shown.digest,
        engine: shown.engine,
    }
}

fn unreached(at: Instant, world: &World) -> String {
    match world.ending() {
        Some(ending) => format!(
            "This kept run was left at {at}, but it ends at {}: {}.",
            ending.at, ending.bound
        ),
        None => format!("This kept run was left at {at}, which it does not reach."),
    }
}

fn read(line: &str) -> Result<Kept, String> {
    let [parent, forked_at, link] = *line.split(' ').collect::<Vec<_>>() else {
        return Err(damaged());
    };
    let origin = match parent {
        "-" => None,
        place => Some((
            place.parse().map_err(|_| damaged())?,
            Instant(forked_at.parse().map_err(|_| damaged())?),
        )),
    };
    let Contents { pair, narration } =
        link::decode_contents(link).map_err(|error| error.to_string())?;
    Ok(Kept {
        origin,
        pair,
        narration,
    })
}

/// The tree of branches, of which nothing is played yet.
fn plant(branches: &[Kept]) -> Result<Session, String> {
    let Kept {
        pair: first,
        narration,
        ..
    } = branches.first().ok_or_else(damaged)?;
    let begins_alike = |branch: &Kept| {
        let (run, other) = (&branch.pair.shown.run, &first.shown.run);
        run.seed == other.seed && run.options == other.options && run.start == other.start
    };
    if branches.len() > BRANCHES_MAX || !branches.iter().all(begins_alike) {
        return Err(damaged());
    }
    let mut session = Session::of(first.shown.run.clone());
    session.tell(narration.clone());
    let timeline = &mut session.timeline;
    timeline.expect_head(first.shown.head);
    timeline.name_branch(0, first.name.clone());
    for Pair { shown, name, .. } in branches.iter().skip(1).map(|branch| &branch.pair) {
        let actions = shown.run.actions.iter().cloned();
        let id = timeline.add_branch(name.clone(), Instant::ZERO, actions, shown.head);
        timeline.set_origin(id, None);
    }
    for (id, branch) in (0..).zip(branches) {
        if !timeline.set_origin(id, branch.origin) {
            return Err(damaged());
        }
    }
    Ok(session)
}

fn damaged() -> String {
    "This kept run is damaged: its branches do not belong together.".into()
}
