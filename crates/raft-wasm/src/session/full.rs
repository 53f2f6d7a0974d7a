//! What can be done to an open run beyond playing it: files, comparisons, chaos, traces.

use raft_check::Judge;
use raft_check::schedule::Assumptions;
use raft_sim::compare::Divergence;
use raft_sim::limits::{REPLAY_EVENTS_MAX, SCENARIO_CHARACTERS_MAX};
use raft_sim::lines::Lines;
use raft_sim::link;
use raft_sim::scenario::{self, OptionsShape, Scenario};
use raft_sim::{Nobody, Options, Timeline, check_twin};

use super::{Session, no_branch};
use crate::{Chaos, ComparedRun};

impl Session {
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

    /// Does to the cluster what a scenario file's `do` says, at the moment shown.
    ///
    /// # Errors
    /// What is wrong with the action.
    pub fn act(&mut self, json: &str) -> Result<(), String> {
        let actions = scenario::parse_action(json, self.timeline.world());
        self.do_now(actions.map_err(|error| error.to_string())?)
    }

    /// Lets faults come by themselves from now on, so many a minute; none for 0.
    pub fn set_chaos(&mut self, per_minute: u32, assumptions: Assumptions) {
        let (seed, now) = (self.timeline.seed(), self.timeline.world().now());
        let actions = self.timeline.branch().actions.len();
        self.chaos = Chaos::new(seed, per_minute, assumptions, now, actions);
        self.version += 1;
    }

    /// Puts what a link carries beside the run that it shows.
    pub(super) fn put_beside(&mut self, beside: link::ComparedRun) -> Result<(), String> {
        match beside {
            link::ComparedRun::Twin(options) => self.set_twin(options),
            link::ComparedRun::Branch {
                name,
                is_origin,
                forked_at,
                actions,
                head,
            } => {
                let id = self.timeline.add_branch(name, forked_at, actions, head);
                if is_origin {
                    self.timeline.make_origin(id);
                }
                self.compare_branch(id)
            }
        }
    }

    /// Puts another branch beside the one shown.
    ///
    /// # Errors
    /// When there is no such branch.
    pub fn compare_branch(&mut self, id: u32) -> Result<(), String> {
        let other = self.timeline.alone(id).ok_or_else(|| no_branch(id))?;
        self.compare(Some(id), other)
    }

    /// The options that the run shown began with, as in a scenario file.
    ///
    /// # Errors
    /// When a file cannot say them.
    pub fn options(&self) -> Result<OptionsShape, String> {
        scenario::options_shape(self.timeline.world().options()).map_err(|error| error.to_string())
    }

    /// Puts the twin of the branch shown beside it: all the same but for these options, which
    /// are JSON as in a scenario file.
    ///
    /// # Errors
    /// What is wrong with the options.
    pub fn compare_twin(&mut self, json: &str) -> Result<(), String> {
        let options = scenario::parse_options(json).map_err(|error| error.to_string())?;
        self.set_twin(options)
    }

    fn set_twin(&mut self, options: Options) -> Result<(), String> {
        check_twin(&self.timeline.run(), &options).map_err(|error| error.to_string())?;
        let twin = self.timeline.twin(options, Judge::new);
        self.compare(None, twin)
    }

    fn compare(&mut self, branch: Option<u32>, other: Timeline<Judge>) -> Result<(), String> {
        if other.world().now() < self.timeline.world().now() {
            return Err(format!(
                "More than {REPLAY_EVENTS_MAX} events happen there before the moment shown: that \
                 is more than this page replays; compare at an earlier moment."
            ));
        }
        self.beside = Some(ComparedRun::new(branch, other));
        self.version += 1;
        Ok(())
    }

    /// Whether what is read from now on is what stands beside the run shown, as long as there
    /// is anything.
    pub fn look_beside(&mut self, beside: bool) {
        self.looks_beside = beside && self.beside.is_some();
    }

    /// Where the two that are compared part, as far as both were played.
    pub fn divergence(&mut self) -> Option<&Divergence> {
        self.beside.as_mut()?.divergence(&self.timeline)
    }

    /// The branch shown as the text of a scenario file.
    ///
    /// # Errors
    /// When a file cannot hold it.
    pub fn save_scenario(&self) -> Result<String, String> {
        let head = self.timeline.branch().head;
        let (title, about) = (&self.title, &self.about);
        let scenario = scenario::record(&self.timeline.run(), head, title, about, &self.captions);
        let scenario = scenario.map_err(|error| error.to_string())?;
        // Without line ends: the page can lay it out, and need not load what would here.
        let text = serde_json::to_string(&scenario).map_err(|error| error.to_string())?;
        if text.len() > SCENARIO_CHARACTERS_MAX {
            let length = text.len();
            return Err(format!(
                "This run would fill {length} characters: expected at most \
                 {SCENARIO_CHARACTERS_MAX} in a scenario file; share it as a link."
            ));
        }
        Ok(text)
    }

    /// The events of the branch shown after the one numbered `after`, as at most `count` JSON
    /// lines.
    #[must_use]
    pub fn trace_lines(&self, after: u64, count: usize) -> String {
        let mut lines = Lines::new(after, count);
        self.timeline.retell(after, &mut lines, Lines::are_full);
        lines.into_text()
    }
}
