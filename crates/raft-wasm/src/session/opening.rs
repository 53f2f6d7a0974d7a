//! Opening a share link, one portion at a time, so that the page can draw in between.

use raft_core::Instant;
use raft_sim::Digest;
use raft_sim::limits::RUN_MAX;
use raft_sim::link::{self, ComparedRun, Contents, ENGINE_VERSION, Pair};

use super::{PORTION_EVENTS, Session};

/// The outcome of opening a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Whether this engine reaches the digest that the link holds.
    pub digest_agrees: bool,
    /// A sentence to show, if there is one.
    pub notice: Option<String>,
    /// Whether the link holds captions.
    pub has_captions: bool,
}

impl Opened {
    /// `differs` is the engine that made the link, if the run comes out differently here.
    pub(crate) fn of(differs: Option<u32>) -> Opened {
        Opened {
            digest_agrees: differs.is_none(),
            notice: differs.map(digest_notice),
            has_captions: false,
        }
    }
}

/// A link that is being opened.
#[derive(Clone, Debug)]
pub struct Opening {
    session: Session,
    /// The moment that the link shows.
    at: Instant,
    digest: Digest,
    engine: u32,
    /// The run that the link compares, until it is begun.
    beside: Option<ComparedRun>,
    is_ready: bool,
}

impl Opening {
    /// Reads a link; its run is at the beginning.
    ///
    /// # Errors
    /// One sentence about the damage, or about the run that is refused.
    pub fn begin(text: &str) -> Result<Opening, String> {
        let Contents { pair, narration } =
            link::decode_contents(text).map_err(|error| error.to_string())?;
        let Pair {
            shown,
            name,
            beside,
        } = pair;
        let mut session = Session::of(shown.run);
        session.tell(narration);
        session.timeline.expect_head(shown.head);
        session.timeline.name_branch(0, name);
        Ok(Opening {
            session,
            at: shown.at.min(RUN_MAX),
            digest: shown.digest,
            engine: shown.engine,
            beside,
            is_ready: false,
        })
    }

    /// Goes on for one portion. Returns whether all is done.
    ///
    /// # Errors
    /// One sentence when the run ends before the moment that the link shows.
    pub fn go_on(&mut self) -> Result<bool, String> {
        let Session {
            timeline, extras, ..
        } = &mut self.session;
        if !timeline.approach(self.at, PORTION_EVENTS) {
            return Ok(false);
        }
        if timeline.world().now() < self.at {
            return Err(self.too_long());
        }
        if let Some(beside) = self.beside.take() {
            extras.begin_beside(timeline, beside)?;
        }
        self.is_ready = extras.approach(self.at, PORTION_EVENTS);
        Ok(self.is_ready)
    }

    /// Whether all is done.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.is_ready
    }

    /// How much of the way is done, in hundredths of the time that the link shows; 100 when all is.
    #[must_use]
    pub fn percent(&self) -> u64 {
        if self.is_ready {
            return 100;
        }
        let reached = self.session.timeline.world().now().min(self.at);
        (reached.0 * 100 / self.at.0.max(1)).min(99)
    }

    /// The session, when all is done.
    ///
    /// # Errors
    /// One sentence when the compared run ends before the moment that the link shows.
    pub fn finish(self) -> Result<(Session, Opened), String> {
        self.session.extras.check_beside(self.at)?;
        let differs = self.session.timeline.world().digest() != self.digest;
        let opened = Opened {
            has_captions: !self.session.narration.words.captions.is_empty(),
            ..Opened::of(differs.then_some(self.engine))
        };
        Ok((self.session, opened))
    }

    fn too_long(&self) -> String {
        let at = self.at;
        match self.session.timeline.world().ending() {
            Some(ending) => format!(
                "This link shows {at}, but its run ends at {}: {}; share an earlier moment.",
                ending.at, ending.bound
            ),
            None => format!("This link shows {at}, which its run does not reach."),
        }
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

impl Session {
    /// Opens a share link, however long that takes.
    ///
    /// # Errors
    /// One sentence about the damage, or about the run that is refused.
    pub fn open_link(text: &str) -> Result<(Session, Opened), String> {
        let mut opening = Opening::begin(text)?;
        while !opening.go_on()? {}
        opening.finish()
    }
}
