//! `Extras` of the smaller module, which a page loads first: it holds nothing.

use crate::watcher::Watcher;
use raft_core::Instant;
use raft_sim::link;
use raft_sim::{Action, Timeline};

use super::BesideView;

/// No run is compared. The methods are those of the full module, but for opening links.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extras {}

impl Extras {
    pub(crate) fn approach(&mut self, _: Instant, _: u64) -> bool {
        true
    }

    pub(crate) fn act(&mut self, _: &Action) {}

    pub(crate) fn follow(&mut self, _: Instant) {}

    pub(crate) fn forget_branch(&mut self, _: u32) {}

    pub(crate) fn linked(&self, _: &Timeline<Watcher>) -> Option<link::ComparedRun> {
        None
    }

    pub(crate) fn looked_at(&self) -> Option<&Timeline<Watcher>> {
        None
    }

    pub(crate) fn beside(&self) -> Option<BesideView> {
        None
    }
}
