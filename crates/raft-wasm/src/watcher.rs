//! What watches a run, and is kept with each kept moment: the judge and, in the full module, what
//! answers to questions must know of the past and what the run has cost. So no question plays the
//! run again.

use raft_check::Judge;
#[cfg(feature = "full")]
use raft_sim::Costs;
use raft_sim::{Event, Observer, World};
#[cfg(feature = "full")]
use raft_why::Past;

/// The watcher of a run from its beginning on.
#[derive(Clone, Debug)]
pub struct Watcher {
    judge: Judge,
    #[cfg(feature = "full")]
    past: Past,
    #[cfg(feature = "full")]
    costs: Costs,
}

impl Watcher {
    pub(crate) fn new(world: &World) -> Watcher {
        Watcher {
            judge: Judge::new(world),
            #[cfg(feature = "full")]
            past: Past::of(world),
            #[cfg(feature = "full")]
            costs: Costs::default(),
        }
    }

    /// The judge of the run.
    #[must_use]
    pub fn judge(&self) -> &Judge {
        &self.judge
    }

    /// The last events of each kind.
    #[cfg(feature = "full")]
    pub(crate) fn past(&self) -> &Past {
        &self.past
    }

    /// What was sent so far.
    #[cfg(feature = "full")]
    pub(crate) fn costs(&self) -> &Costs {
        &self.costs
    }
}

impl Observer for Watcher {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        self.judge.observe(world, event);
        #[cfg(feature = "full")]
        {
            self.past.observe(world, event);
            self.costs.observe(world, event);
        }
    }
}
