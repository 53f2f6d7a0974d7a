//! The extras of the full module: the run that is compared.

mod compared_run;

use crate::watcher::Watcher;
use raft_core::Instant;
use raft_sim::compare::Divergence;
use raft_sim::link;
use raft_sim::{Action, Options, Timeline, check_twin};

use super::BesideView;
pub use compared_run::ComparedRun;

/// The state of a session beyond the run shown.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    compared: Option<ComparedRun>,
    /// Whether the page reads the compared run in place of the run shown.
    looks_beside: bool,
}

/// The common interface: `none.rs` has the same methods, empty.
impl Extras {
    /// Compares with the run that a link carries beside the one it shows, which is at a moment that
    /// is kept of it or at its beginning; [`Extras::approach`] brings it on.
    pub(crate) fn begin_beside(
        &mut self,
        shown: &mut Timeline<Watcher>,
        beside: link::ComparedRun,
    ) -> Result<(), String> {
        let compared = match beside {
            link::ComparedRun::Twin(options) => {
                check_twin(&shown.run(), &options).map_err(|error| error.to_string())?;
                ComparedRun::new(None, shown.twin(options, Watcher::new))
            }
            link::ComparedRun::Branch {
                name,
                is_origin,
                forked_at,
                actions,
                head,
            } => {
                let id = shown.add_branch(name, forked_at, actions, head);
                if is_origin {
                    shown.make_origin(id);
                }
                match shown.alone(id) {
                    Some(branch) => ComparedRun::new(Some(id), branch),
                    None => return Ok(()),
                }
            }
        };
        self.compared = Some(compared);
        Ok(())
    }

    /// Brings the compared run towards this moment, with as much work as given (in events). Returns
    /// whether that was all of the way.
    pub(crate) fn approach(&mut self, at: Instant, work: u64) -> bool {
        let compared = self.compared.as_mut();
        compared.is_none_or(|compared| compared.approach(at, work))
    }

    /// Refuses a compared run that ends before this moment.
    pub(crate) fn check_beside(&self, at: Instant) -> Result<(), String> {
        match &self.compared {
            Some(compared) => reaches(compared.timeline(), at),
            None => Ok(()),
        }
    }

    /// Does an action of the run shown to its twin as well.
    pub(crate) fn act(&mut self, action: &Action) {
        if let Some(compared) = &mut self.compared {
            compared.act(action);
        }
    }

    /// Brings the compared run to the moment that the run shown has reached.
    pub(crate) fn follow(&mut self, at: Instant) {
        if let Some(compared) = &mut self.compared {
            compared.follow(at);
        }
    }

    /// Ends the comparison with a branch that is removed.
    pub(crate) fn forget_branch(&mut self, id: u32) {
        if self.compared.as_ref().and_then(ComparedRun::branch) == Some(id) {
            self.compare_nothing();
        }
    }

    /// The compared run as a link to the run shown holds it.
    pub(crate) fn linked(&self, shown: &Timeline<Watcher>) -> Option<link::ComparedRun> {
        self.compared
            .as_ref()
            .map(|compared| compared.linked(shown))
    }

    /// The compared run, if the page reads that one.
    pub(crate) fn looked_at(&self) -> Option<&Timeline<Watcher>> {
        let compared = self.compared.as_ref().filter(|_| self.looks_beside);
        compared.map(ComparedRun::timeline)
    }

    /// Which run stands beside the one shown, if any does.
    pub(crate) fn beside(&self) -> Option<BesideView> {
        self.compared.as_ref().map(|compared| BesideView {
            branch: compared.branch(),
        })
    }
}

/// The methods that only the full module has.
impl Extras {
    /// Compares with the twin of the branch shown: all the same but for these options.
    pub(crate) fn compare_twin(
        &mut self,
        shown: &Timeline<Watcher>,
        options: Options,
    ) -> Result<(), String> {
        check_twin(&shown.run(), &options).map_err(|error| error.to_string())?;
        let twin = shown.twin(options, Watcher::new);
        self.compare(shown, None, twin)
    }

    /// Compares with this run: a branch, by its number, or the twin.
    pub(crate) fn compare(
        &mut self,
        shown: &Timeline<Watcher>,
        branch: Option<u32>,
        mut other: Timeline<Watcher>,
    ) -> Result<(), String> {
        let at = shown.world().now();
        other.seek(at);
        reaches(&other, at)?;
        self.compared = Some(ComparedRun::new(branch, other));
        Ok(())
    }

    /// Ends the comparison.
    pub(crate) fn compare_nothing(&mut self) {
        self.compared = None;
        self.looks_beside = false;
    }

    /// Whether the page reads the compared run from now on, as long as there is one.
    pub(crate) fn look_beside(&mut self, beside: bool) {
        self.looks_beside = beside && self.compared.is_some();
    }

    /// The run that is compared with the one shown.
    pub(crate) fn compared(&self) -> Option<&ComparedRun> {
        self.compared.as_ref()
    }

    /// The first difference between the two runs, as far as both were played.
    pub(crate) fn divergence(&mut self, shown: &Timeline<Watcher>) -> Option<&Divergence> {
        self.compared.as_mut()?.divergence(shown)
    }
}

/// Refuses a run that ends before this moment.
fn reaches(timeline: &Timeline<Watcher>, at: Instant) -> Result<(), String> {
    match timeline.world().ending().filter(|ending| ending.at < at) {
        Some(ending) => Err(format!(
            "The compared run ends at {}, before the moment shown: {}; compare at an earlier \
             moment.",
            ending.at, ending.bound
        )),
        None => Ok(()),
    }
}
