//! The moments at which a run deviates from Raft because a rule is left out.
//!
//! Every step of a run is taken twice from the same moment: by the world of the run, and by a copy
//! of it in which every rule is kept. Where the two differ, a node decided wrongly because of the
//! rule that is left out, whether or not any harm came of it.

mod standing;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Bugs, Decision, Instant};
use raft_sim::{Event, FeedEvent, Nobody, Observer, Run, TimedAction, World};

use standing::standings;

/// What was done at one moment because a rule was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// The moment.
    pub at: Instant,
    /// What was done, in a sentence; `None` where the rule requires something that was not done.
    pub done: Option<String>,
    /// What the rule requires there, in a sentence; `None` where it only forbids what was done.
    pub due: Option<String>,
}

impl fmt::Display for Deviation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = self.done.as_deref().unwrap_or("Nothing is done.");
        match &self.due {
            Some(due) => write!(formatter, "Without it: {done} With it: {due}"),
            None => write!(formatter, "Without it: {done} With it, that would not be."),
        }
    }
}

/// All deviations of a run up to this moment, in order.
#[must_use]
pub fn deviations(run: &Run, until: Instant) -> Vec<Deviation> {
    let mut walk = Walk {
        world: World::begin(run),
        found: Vec::new(),
    };
    for TimedAction { at, action } in &run.actions {
        walk.advance_to(*at);
        walk.step(|world, said| {
            world.act(action, said);
            true
        });
    }
    walk.advance_to(until);
    walk.found
}

struct Walk {
    world: World,
    found: Vec<Deviation>,
}

impl Walk {
    fn advance_to(&mut self, at: Instant) {
        while self.step(|world, said| world.advance_once(at, said)) {}
        self.world.advance_to(at, &mut Nobody);
    }

    /// Takes one step twice. Returns whether there was one to take.
    fn step(&mut self, take: impl Fn(&mut World, &mut Said) -> bool) -> bool {
        let mut lawful = self.world.leaving_out(Bugs::NONE);
        let (mut done, mut due) = (Said::default(), Said::default());
        let went_on = take(&mut self.world, &mut done);
        if went_on {
            take(&mut lawful, &mut due);
            self.found
                .extend(deviation(&self.world, &done, &lawful, &due));
        }
        went_on
    }
}

/// How two worlds that took the same step differ. What was reported of the step tells more than the
/// state after it, so the reports are compared first.
fn deviation(world: &World, done: &Said, lawful: &World, due: &Said) -> Option<Deviation> {
    let at = world.now();
    let (done, due) = (done.without(due), due.without(done));
    if done.is_some() || due.is_some() {
        return Some(Deviation { at, done, due });
    }
    let (done, due) = standings(world, lawful)?;
    let (done, due) = (Some(done), Some(due));
    Some(Deviation { at, done, due })
}

/// The sentences about one step: decisions, and messages sent.
#[derive(Clone, Default)]
struct Said {
    decided: Vec<String>,
    sent: Vec<String>,
}

impl Said {
    /// The first sentence that the other step does not have; decisions come first.
    fn without(&self, other: &Said) -> Option<String> {
        let told =
            |own: &[String], theirs: &[String]| own.iter().find(|it| !theirs.contains(it)).cloned();
        told(&self.decided, &other.decided).or_else(|| told(&self.sent, &other.sent))
    }
}

impl Observer for Said {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        match event {
            Event::Sent(packet) => self.sent.push(packet.sentence(world).to_string()),
            // Ignoring a message does nothing. What the other world does instead is what matters.
            Event::Decided {
                decision: Decision::MessageIgnored { .. },
                ..
            } => {}
            Event::Applied { node, first, last } => {
                self.decided
                    .push(format!("{node} applies {first} to {last}."));
            }
            _ => {
                if let Some(happening) = FeedEvent::of(world, event) {
                    self.decided.push(happening.sentence(world).to_string());
                }
            }
        }
    }
}
