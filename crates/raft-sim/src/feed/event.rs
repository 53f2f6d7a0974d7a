//! One event of the feed: its name, the node it concerns, and how much it matters.

use alloc::boxed::Box;

use raft_core::{CommitEvidence, Decision, Importance, NodeId, Position, Term, WhoseClock};

use crate::action::Action;
use crate::clients::Outcome;
use crate::world::World;
use crate::world::event::{CrashCause, DiskLoss, Event};
use crate::world::silence::HeldBack;

/// An event that people may want to know of, with all that its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedEvent {
    /// A node decided.
    Decided {
        /// The node.
        node: NodeId,
        /// The decision, with its reason.
        decision: Decision,
        /// Its term after the step.
        term: Term,
        /// By whose clock its durations were measured.
        clock: WhoseClock,
    },
    /// An action changed the cluster, the network or a message in flight.
    Acted(Action),
    /// A node crashed.
    Crashed(NodeId, CrashCause),
    /// A disk lost what it had confirmed.
    DiskLost {
        /// The node whose disk it is.
        node: NodeId,
        /// How the disk lost it.
        loss: DiskLoss,
    },
    /// A node booted again.
    Restarted {
        /// The node.
        node: NodeId,
        /// The last entry on its disk.
        last: Option<Position>,
    },
    /// Messages of a node wait for its disk. It is in a box, since it is large and rare.
    MessagesHeld(Box<HeldBack>),
    /// A process was paused.
    Paused(NodeId),
    /// A paused process went on.
    Resumed(NodeId),
    /// A request, by its number in [`World::requests`], was sent to a node.
    RequestSent {
        /// The number of the request.
        number: usize,
        /// The node it was sent to.
        to: NodeId,
        /// 1 for the first time.
        attempt: u32,
    },
    /// A request came to its end.
    RequestEnded {
        /// The number of the request.
        number: usize,
    },
}

impl FeedEvent {
    /// The feed's version of an event; `None` for an event that the feed leaves out.
    #[inline]
    #[must_use]
    pub fn of(world: &World, event: &Event<'_>) -> Option<FeedEvent> {
        Some(match *event {
            Event::Sent(_)
            | Event::Arrived(_)
            | Event::Waits(_)
            | Event::Dropped(..)
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
                let view = world.node(node);
                FeedEvent::Decided {
                    node,
                    decision: *decision,
                    term: view.map_or(Term(0), |view| view.current_term()),
                    clock: view.map_or(WhoseClock::Everybodys, |view| view.whose_clock()),
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
            Event::Crashed(node, cause) => FeedEvent::Crashed(node, cause),
            Event::DiskLost { node, loss } => FeedEvent::DiskLost { node, loss },
            Event::Restarted(node) => {
                let last = world.node(node).and_then(|node| node.last_on_disk());
                FeedEvent::Restarted { node, last }
            }
            Event::MessagesHeld(held) => FeedEvent::MessagesHeld(Box::new(*held)),
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

    /// Whether it is an action or a fault, and neither the decision of a node nor a step of a
    /// client.
    #[must_use]
    pub fn is_action_or_fault(&self) -> bool {
        !matches!(
            self,
            FeedEvent::Decided { .. }
                | FeedEvent::MessagesHeld(_)
                | FeedEvent::RequestSent { .. }
                | FeedEvent::RequestEnded { .. }
        )
    }

    /// The node that decided, or that the event happened to, if it concerns one.
    #[must_use]
    pub fn node(&self) -> Option<NodeId> {
        match self {
            FeedEvent::Decided { node, .. }
            | FeedEvent::Crashed(node, _)
            | FeedEvent::DiskLost { node, .. }
            | FeedEvent::Restarted { node, .. }
            | FeedEvent::Paused(node)
            | FeedEvent::Resumed(node) => Some(*node),
            FeedEvent::MessagesHeld(held) => Some(held.node),
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
            FeedEvent::MessagesHeld(held) => Some(held.term),
            _ => None,
        }
    }

    /// Its name, as scenario files use it.
    #[must_use]
    pub fn name(&self, world: &World) -> &'static str {
        match self {
            FeedEvent::Decided { decision, .. } => decision.name(),
            FeedEvent::Acted(action) => action.name(),
            FeedEvent::Crashed(..) => "crashed",
            FeedEvent::DiskLost { .. } => "disk_lost",
            FeedEvent::Restarted { .. } => "restarted",
            FeedEvent::MessagesHeld(_) => "messages_held",
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

    /// Whether a search for events named `kind`, or for `any` event, stops here. A search for
    /// commits does not stop at followers that are told of one.
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
            FeedEvent::MessagesHeld(_) => Some("Raft Figure 2"),
            _ => None,
        }
    }

    /// How much the event matters to a person who watches.
    #[must_use]
    pub fn importance(&self) -> Importance {
        match self {
            FeedEvent::Decided { decision, .. } => decision.importance(),
            FeedEvent::Crashed(..) | FeedEvent::DiskLost { .. } | FeedEvent::Restarted { .. } => {
                Importance::Decisive
            }
            FeedEvent::Acted(Action::Partition(_) | Action::Heal | Action::Isolate(_)) => {
                Importance::Decisive
            }
            FeedEvent::RequestSent { attempt, .. } if *attempt > 1 => Importance::Notable,
            FeedEvent::RequestSent { .. } => Importance::Routine,
            FeedEvent::Acted(_)
            | FeedEvent::MessagesHeld(_)
            | FeedEvent::Paused(_)
            | FeedEvent::Resumed(_)
            | FeedEvent::RequestEnded { .. } => Importance::Notable,
        }
    }
}
