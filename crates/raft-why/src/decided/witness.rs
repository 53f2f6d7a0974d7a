//! An observer of a run that waits for one decision, and takes down what the node was asked.

use alloc::vec::Vec;

use raft_core::{Decision, Input, Instant, NodeId, WhoseClock};
use raft_sim::{Event, Observer, Packet, World};

use super::asked::Asked;
use super::cause::Cause;
use super::counterfactual::{Counterfactual, would_change};
use super::rule::{Rule, rule};

/// A decision of a run, with all that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The number of the event in its run.
    pub seq: u64,
    /// When it happened.
    pub at: Instant,
    /// The node that decided.
    pub node: NodeId,
    /// By whose clock the node measures.
    pub clock: WhoseClock,
    /// The decision.
    pub decision: Decision,
    /// What caused it.
    pub cause: Cause,
    /// What the node was asked.
    pub asked: Asked,
}

impl Decided {
    /// The rule by which the node decided, with the values of that moment.
    #[must_use]
    pub fn rule(&self) -> Rule {
        rule(&self.asked, &self.decision)
    }

    /// What would have changed it, the most telling first.
    #[must_use]
    pub fn would_change(&self) -> Vec<Counterfactual> {
        would_change(&self.asked, &self.decision)
    }
}

/// Why an event has no answer. Displayed, it is one sentence that says what there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoDecision {
    /// The run has no event of this number.
    NotThere {
        /// The number asked for.
        seq: u64,
        /// The number of the last event.
        last: u64,
    },
    /// The event is something else than the decision of a node.
    Other {
        /// The number asked for.
        seq: u64,
        /// The first decision after it, if there was one.
        next: Option<u64>,
    },
}

/// An observer that waits for the decision with this number.
#[derive(Clone, Debug)]
pub struct Witness {
    seq: u64,
    arrived: Option<Packet>,
    asked: Option<(Asked, Cause)>,
    decided: Option<Decided>,
    /// The first decision after the event, where that is none.
    next: Option<u64>,
    last: u64,
}

/// A step is taken down when the awaited event is at most so many events away: no step has more.
const NEAR: u64 = 100_000;

impl Witness {
    /// Waits for the event of this number; the run must be watched from before it on.
    #[must_use]
    pub fn of(seq: u64) -> Witness {
        Witness {
            seq,
            arrived: None,
            asked: None,
            decided: None,
            next: None,
            last: 0,
        }
    }

    /// The decision.
    ///
    /// # Errors
    /// When there was no such event so far, or when it was no decision.
    pub fn into_decided(self) -> Result<Decided, NoDecision> {
        let Witness {
            seq, last, next, ..
        } = self;
        match self.decided {
            Some(decided) => Ok(decided),
            None if seq > last || seq == 0 => Err(NoDecision::NotThere { seq, last }),
            None => Err(NoDecision::Other { seq, next }),
        }
    }
}

impl Observer for Witness {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let seq = world.counts().events;
        self.last = self.last.max(seq);
        if seq > self.seq {
            if let Event::Decided { .. } = event {
                self.next = self.next.or(Some(seq));
            }
            return;
        }
        match event {
            Event::Arrived(packet) => self.arrived = Some((*packet).clone()),
            Event::Decided { node, decision } if seq == self.seq => {
                let clock = world.node(*node).map(|it| it.whose_clock());
                self.decided = self.asked.take().map(|(asked, cause)| Decided {
                    seq,
                    at: world.now(),
                    node: *node,
                    clock: clock.unwrap_or(WhoseClock::Everybodys),
                    decision: **decision,
                    cause,
                    asked,
                });
            }
            _ => {}
        }
    }

    fn before_step(&mut self, world: &World, node: NodeId, now: Instant, input: &Input) {
        let seq = world.counts().events;
        if seq >= self.seq || self.seq - seq > NEAR {
            return;
        }
        if let Some(node) = world.node(node).and_then(|it| it.protocol()) {
            let cause = Cause::of(world, node, input, self.arrived.as_ref());
            self.asked = Some((Asked::of(node, now, input), cause));
        }
    }
}
