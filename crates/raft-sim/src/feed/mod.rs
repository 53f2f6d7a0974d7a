//! The feed: what happened, kept for people, in order and without idle heartbeats.

#[cfg(feature = "json")]
pub mod jsonl;
mod packet_sentence;

use core::fmt;

use raft_core::{
    CommitEvidence, Decision, Importance, Instant, NodeId, Position, SharedList, Term,
};

use crate::action::Action;
use crate::clients::Outcome;
use crate::world::World;
use crate::world::event::{DiskLoss, Event, Observer};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedItem {
    /// The number of the event in its run.
    pub seq: u64,
    /// When it happened.
    pub at: Instant,
    /// What happened.
    pub what: FeedEvent,
}

/// What happened, with all that a sentence about it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedEvent {
    /// A node decided.
    Decided {
        /// Which node.
        node: NodeId,
        /// What, and why.
        decision: Decision,
        /// Its term after the step.
        term: Term,
    },
    /// Somebody did something to the network or to a message in it.
    Acted(Action),
    /// A node crashed.
    Crashed(NodeId),
    /// A disk lost what it had confirmed.
    DiskLost {
        /// Whose disk.
        node: NodeId,
        /// How.
        loss: DiskLoss,
    },
    /// A node booted again.
    Restarted {
        /// Which node.
        node: NodeId,
        /// The end of what its disk held.
        last: Option<Position>,
    },
    /// A process stalled.
    Paused(NodeId),
    /// A stalled process went on.
    Resumed(NodeId),
    /// A request, by its number in [`World::requests`], was sent to a node.
    RequestSent {
        /// Which request.
        number: usize,
        /// To whom.
        to: NodeId,
        /// 1 for the first time.
        attempt: u32,
    },
    /// A request came to its end.
    RequestEnded {
        /// Which request.
        number: usize,
    },
}

/// Records a run's happenings. Replaying what it already holds adds nothing.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    items: SharedList<FeedItem>,
    heard: u64,
}

impl Feed {
    /// All items, oldest first.
    #[must_use]
    pub fn items(&self) -> &SharedList<FeedItem> {
        &self.items
    }

    /// How many items belong to the first `events` events of the run.
    #[must_use]
    pub fn count_through(&self, events: u64) -> usize {
        let (mut low, mut high) = (0, self.items.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self
                .items
                .get(middle)
                .is_some_and(|item| item.seq <= events)
            {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Forgets what came after the first `events` events.
    pub fn forget_after(&mut self, events: u64) {
        self.items.truncate(self.count_through(events));
        self.heard = self.heard.min(events);
    }
}

impl Observer for Feed {
    #[inline]
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let seq = world.counts().events;
        if seq <= self.heard {
            return;
        }
        self.heard = seq;
        if let Some(what) = FeedEvent::of(world, event) {
            self.items.push(FeedItem {
                seq,
                at: world.now(),
                what,
            });
        }
    }
}

impl FeedEvent {
    /// What people may want to know of an event, if anything.
    #[inline]
    #[must_use]
    pub fn of(world: &World, event: &Event<'_>) -> Option<FeedEvent> {
        Some(match *event {
            Event::Sent(_)
            | Event::Arrived(_)
            | Event::Waits(_)
            | Event::Died(..)
            | Event::Applied { .. } => {
                return None;
            }
            Event::Decided {
                decision: Decision::EntriesAccepted { count: 0, .. },
                ..
            } => {
                return None;
            }
            Event::Decided { node, decision } => {
                let term = world.node(node).map_or(Term(0), |node| node.current_term());
                FeedEvent::Decided {
                    node,
                    decision,
                    term,
                }
            }
            Event::Acted(action) => match action {
                Action::Write { .. }
                | Action::Crash(_)
                | Action::Restart(_)
                | Action::Pause(_)
                | Action::Resume(_)
                | Action::ForceTimeout(_) => return None,
                _ => FeedEvent::Acted(action.clone()),
            },
            Event::Crashed(node) => FeedEvent::Crashed(node),
            Event::DiskLost { node, loss } => FeedEvent::DiskLost { node, loss },
            Event::Restarted(node) => {
                let last = world.node(node).and_then(|node| node.last_on_disk());
                FeedEvent::Restarted { node, last }
            }
            Event::Paused(node) => FeedEvent::Paused(node),
            Event::Resumed(node) => FeedEvent::Resumed(node),
            Event::Requested(_) => return None,
            Event::RequestSent(number) => {
                let request = world.requests().get(number)?;
                FeedEvent::RequestSent {
                    number,
                    to: request.asked,
                    attempt: request.attempts,
                }
            }
            Event::RequestEnded(number) => FeedEvent::RequestEnded { number },
        })
    }

    /// Whether it was done to the cluster or befell it; not what a node decided, nor what a client
    /// did.
    #[must_use]
    pub fn is_done_or_suffered(&self) -> bool {
        !matches!(
            self,
            FeedEvent::Decided { .. }
                | FeedEvent::RequestSent { .. }
                | FeedEvent::RequestEnded { .. }
        )
    }

    /// The node that decided or that it happened to, if one.
    #[must_use]
    pub fn node(&self) -> Option<NodeId> {
        match self {
            FeedEvent::Decided { node, .. }
            | FeedEvent::Crashed(node)
            | FeedEvent::DiskLost { node, .. }
            | FeedEvent::Restarted { node, .. }
            | FeedEvent::Paused(node)
            | FeedEvent::Resumed(node) => Some(*node),
            FeedEvent::Acted(_)
            | FeedEvent::RequestSent { .. }
            | FeedEvent::RequestEnded { .. } => None,
        }
    }

    /// The term of the node that decided.
    #[must_use]
    pub fn term(&self) -> Option<Term> {
        match self {
            FeedEvent::Decided { term, .. } => Some(*term),
            _ => None,
        }
    }

    /// Its name, as scenario files use it.
    #[must_use]
    pub fn name(&self, world: &World) -> &'static str {
        match self {
            FeedEvent::Decided { decision, .. } => decision.name(),
            FeedEvent::Acted(action) => action.name(),
            FeedEvent::Crashed(_) => "crashed",
            FeedEvent::DiskLost { .. } => "disk_lost",
            FeedEvent::Restarted { .. } => "restarted",
            FeedEvent::Paused(_) => "paused",
            FeedEvent::Resumed(_) => "resumed",
            FeedEvent::RequestSent { .. } => "request_sent",
            FeedEvent::RequestEnded { number } => {
                match world
                    .requests()
                    .get(*number)
                    .map(|request| &request.outcome)
                {
                    Some(Outcome::Acknowledged(_)) => "request_acknowledged",
                    Some(Outcome::Refused(_)) => "request_refused",
                    _ => "request_unknown",
                }
            }
        }
    }

    /// Whether one who looks for what is called `kind`, or for `any` happening, finds this.
    /// Those who look for commits do not mean followers that hear of one.
    #[must_use]
    pub fn is_stop(&self, kind: &str, world: &World) -> bool {
        let is_hearsay = matches!(
            self,
            FeedEvent::Decided {
                decision: Decision::CommitAdvanced {
                    evidence: CommitEvidence::Told { .. },
                    ..
                },
                ..
            }
        );
        kind == "any" || self.name(world) == kind && !is_hearsay
    }

    /// The section of the rule behind it.
    #[must_use]
    pub fn section(&self) -> Option<&'static str> {
        match self {
            FeedEvent::Decided { decision, .. } => Some(decision.section()),
            _ => None,
        }
    }

    /// How much it matters.
    #[must_use]
    pub fn weight(&self) -> Importance {
        match self {
            FeedEvent::Decided { decision, .. } => decision.importance(),
            FeedEvent::Crashed(_) | FeedEvent::DiskLost { .. } | FeedEvent::Restarted { .. } => {
                Importance::Decisive
            }
            FeedEvent::Acted(Action::Partition(_) | Action::Heal | Action::Isolate(_)) => {
                Importance::Decisive
            }
            FeedEvent::RequestSent { attempt, .. } if *attempt > 1 => Importance::Notable,
            FeedEvent::RequestSent { .. } => Importance::Routine,
            FeedEvent::Acted(_)
            | FeedEvent::Paused(_)
            | FeedEvent::Resumed(_)
            | FeedEvent::RequestEnded { .. } => Importance::Notable,
        }
    }

    /// A sentence about it. `world` is any later moment of the same run.
    #[must_use]
    pub fn sentence<'a>(&'a self, world: &'a World) -> impl fmt::Display + 'a {
        Sentence {
            happening: self,
            world,
        }
    }
}

struct Sentence<'a> {
    happening: &'a FeedEvent,
    world: &'a World,
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.happening {
            FeedEvent::Decided { node, decision, .. } => {
                write!(formatter, "{}", decision.sentence(*node))
            }
            FeedEvent::Acted(action) => write!(formatter, "{action}"),
            FeedEvent::Crashed(node) => {
                write!(
                    formatter,
                    "{node} crashes: it keeps what is on its disk, nothing else."
                )
            }
            FeedEvent::DiskLost {
                node,
                loss: DiskLoss::Wiped,
            } => write!(
                formatter,
                "{node}'s disk has lost its term, its vote and its log: what Raft assumes of \
                 stable storage does not hold any more."
            ),
            FeedEvent::DiskLost {
                node,
                loss: DiskLoss::Unsynced,
            } => write!(
                formatter,
                "{node}'s disk has lost writes that it had confirmed: what Raft assumes of \
                 stable storage does not hold any more."
            ),
            FeedEvent::Restarted {
                node,
                last: Some(last),
            } => write!(
                formatter,
                "{node} boots as a follower with its disk: a log that ends at {last}."
            ),
            FeedEvent::Restarted { node, last: None } => {
                write!(formatter, "{node} boots as a follower with an empty log.")
            }
            FeedEvent::Paused(node) => {
                write!(
                    formatter,
                    "{node} stalls: it keeps its memory, and messages wait."
                )
            }
            FeedEvent::Resumed(node) => write!(formatter, "{node} goes on where it stopped."),
            FeedEvent::RequestSent {
                number,
                to,
                attempt,
            } => {
                let request = self.world.requests().get(*number);
                let command = request.map_or("", |request| request.command.text());
                match attempt {
                    1 => write!(formatter, "The client asks {to}: {command}."),
                    _ => write!(
                        formatter,
                        "The client asks {to} now, try {attempt}: {command}."
                    ),
                }
            }
            FeedEvent::RequestEnded { number } => match self.world.requests().get(*number) {
                Some(request) => write!(
                    formatter,
                    "{}: {}; {request}.",
                    request.command,
                    request.outcome.word()
                ),
                None => formatter.write_str("A request ends."),
            },
        }
    }
}
