//! What the page's first module leaves out, as types without values: nothing stands beside a
//! run and no fault comes by itself before the whole engine is there.

use raft_check::Judge;
use raft_core::Instant;
use raft_sim::{Action, Timeline, World};

/// Nothing stands beside the run shown.
#[derive(Clone, Copy, Debug)]
pub enum ComparedRun {}

impl ComparedRun {
    pub(crate) fn branch(&self) -> Option<u32> {
        match *self {}
    }

    pub(crate) fn timeline(&self) -> &Timeline<Judge> {
        match *self {}
    }

    pub(crate) fn follow(&mut self, _: Instant) {
        match *self {}
    }

    pub(crate) fn act(&mut self, _: &Action) {
        match *self {}
    }
}

/// No fault comes by itself.
#[derive(Clone, Copy, Debug)]
pub enum Chaos {}

impl Chaos {
    pub(crate) fn per_minute(&self) -> u32 {
        match *self {}
    }

    pub(crate) fn breaks_assumptions(&self) -> bool {
        match *self {}
    }

    pub(crate) fn due_at(&self, _: Instant) -> Instant {
        match *self {}
    }

    pub(crate) fn inject_faults(&mut self, _: &World, _: usize) -> Vec<Action> {
        match *self {}
    }
}
