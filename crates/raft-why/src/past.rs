//! What a question needs to know of the past: since when something is so, and which event it was.
//!
//! An observer keeps only the last of each kind, so that it costs next to nothing and can be kept
//! beside a judge. A world's state says what is so; the past only says since when.

use alloc::vec;
use alloc::vec::Vec;

use raft_core::{
    Decision, ExtensionDecision, IgnoreReason, Instant, MembershipDecision, NodeId, NodeSet,
    RoleName, Term,
};
use raft_sim::{Action, Content, DiskLoss, DiskMode, Endpoint, Event, Observer, World};

/// An event's name: its moment, its node, and how many events of this node came before it at that
/// microsecond. Sequence numbers would move whenever another kind of event is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventId {
    /// The moment.
    pub at: Instant,
    /// The node.
    pub node: NodeId,
    /// How many events of this node came before it at this microsecond.
    pub nth: u32,
}

/// The last events of each kind, of a run that is watched from its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    nodes: Vec<NodePast>,
}

/// The last events of one node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NodePast {
    /// The crash that it has not come back from.
    pub(crate) down: Option<EventId>,
    /// The pause of its process that goes on.
    pub(crate) paused: Option<EventId>,
    /// The moment from which on its disk stalls.
    pub(crate) disk_stalls: Option<EventId>,
    /// When its disk last lost what it had confirmed, and how.
    pub(crate) disk_lost: Option<(EventId, DiskLoss)>,
    /// When it last sent a message to another node.
    pub(crate) spoke: Option<Instant>,
    /// When a message of each other node last arrived here.
    pub(crate) heard: Vec<Option<Instant>>,
    /// Its last decision that the leader of an entry may not commit.
    pub(crate) commit_held: Option<EventId>,
    /// Its last refusal of a vote.
    pub(crate) vote_denied: Option<EventId>,
    /// The leader's change that took it out of the cluster, unless it has been taken in again.
    pub(crate) left: Option<EventId>,
    /// When it last became leader.
    pub(crate) elected: Option<EventId>,
    /// When it last stopped leading, the term that it led, and the node whose term was newer.
    pub(crate) deposed: Option<(EventId, Term, NodeId)>,
    /// When messages of it last began to wait for its disk.
    pub(crate) held: Option<EventId>,
    /// When it last ignored a rejection of an entry that it believes its follower to hold.
    pub(crate) ignored_rejection: Option<EventId>,
    /// When it last ignored a request for its vote, since it heard a leader.
    pub(crate) vote_ignored: Option<IgnoredVote>,
    last: Option<(Instant, u32)>,
}

/// A request for a vote that a node ignored, since it heard a leader (Thesis §4.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IgnoredVote {
    pub(crate) event: EventId,
    pub(crate) candidate: NodeId,
    /// The node itself when it led.
    pub(crate) leader: NodeId,
    /// When it had last heard from the leader.
    pub(crate) heard_at: Instant,
}

impl Past {
    /// The past of a world at its beginning.
    #[must_use]
    pub fn of(world: &World) -> Past {
        let nodes = usize::from(world.options().nodes);
        let node = NodePast {
            heard: vec![None; nodes],
            ..NodePast::default()
        };
        Past {
            nodes: vec![node; nodes],
        }
    }

    pub(crate) fn node(&self, node: NodeId) -> Option<&NodePast> {
        self.nodes.get(node.position())
    }

    /// When a message of `from` last arrived at `to`.
    pub(crate) fn heard(&self, to: NodeId, from: NodeId) -> Option<Instant> {
        *self.node(to)?.heard.get(from.position())?
    }

    fn note(&mut self, now: Instant, node: NodeId, note: impl FnOnce(&mut NodePast, EventId)) {
        if let Some(past) = self.nodes.get_mut(node.position()) {
            let nth = match past.last {
                Some((at, nth)) if at == now => nth + 1,
                _ => 0,
            };
            past.last = Some((now, nth));
            note(past, EventId { at: now, node, nth });
        }
    }

    fn acted(&mut self, now: Instant, action: &Action) {
        if let Action::SetDisk { node, mode } = action {
            let stalls = *mode == DiskMode::Stalls;
            self.note(now, *node, |past, event| {
                past.disk_stalls = match stalls {
                    true => past.disk_stalls.or(Some(event)),
                    false => None,
                };
            });
        }
    }

    /// A leader has put these servers in the place of those before.
    #[cold]
    fn reconfigured(&mut self, event: EventId, before: NodeSet, now: NodeSet) {
        for (past, number) in self.nodes.iter_mut().zip(0..) {
            match [before, now].map(|servers| servers.contains(NodeId(number))) {
                [true, false] => past.left = Some(event),
                [_, true] => past.left = None,
                [false, false] => {}
            }
        }
    }

    fn decided(&mut self, now: Instant, node: NodeId, decision: &Decision) {
        let mut changed = None;
        self.note(now, node, |past, event| match decision {
            Decision::BecameLeader { .. } => past.elected = Some(event),
            Decision::Extension(ExtensionDecision::Membership(MembershipDecision::Appended {
                before,
                configuration,
                ..
            })) => changed = Some((event, *before, *configuration)),
            Decision::SteppedDown {
                was: RoleName::Leader,
                old,
                because_of,
                ..
            } => past.deposed = Some((event, *old, *because_of)),
            Decision::CommitHeld { .. } => past.commit_held = Some(event),
            Decision::VoteDenied { .. } => past.vote_denied = Some(event),
            Decision::Extension(ExtensionDecision::VoteIgnored {
                candidate,
                leader,
                ago,
                ..
            }) => {
                past.vote_ignored = Some(IgnoredVote {
                    event,
                    candidate: *candidate,
                    leader: *leader,
                    heard_at: Instant(event.at.0.saturating_sub(ago.0)),
                });
            }
            Decision::MessageIgnored {
                reason: IgnoreReason::BelowMatch { .. },
                ..
            } => past.ignored_rejection = Some(event),
            _ => {}
        });
        if let Some((event, before, now)) = changed {
            self.reconfigured(event, before.servers(), now.servers());
        }
    }
}

impl Observer for Past {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let now = world.now();
        match event {
            Event::Decided { node, decision } => self.decided(now, *node, decision),
            Event::Crashed(node, _) => self.note(now, *node, |past, event| {
                past.down = Some(event);
                past.paused = None;
            }),
            Event::Restarted(node) => self.note(now, *node, |past, _| past.down = None),
            Event::MessagesHeld(held) => {
                self.note(now, held.node, |past, event| past.held = Some(event));
            }
            Event::Paused(node) => self.note(now, *node, |past, event| past.paused = Some(event)),
            Event::Resumed(node) => self.note(now, *node, |past, _| past.paused = None),
            Event::DiskLost { node, loss } => self.note(now, *node, |past, event| {
                past.disk_lost = Some((event, *loss));
            }),
            Event::Acted(action) => self.acted(now, action),
            Event::Sent(packet) => {
                if let (Endpoint::Node(from), Content::Peer(_)) =
                    (packet.name.from, &packet.content)
                    && let Some(past) = self.nodes.get_mut(from.position())
                {
                    past.spoke = Some(now);
                }
            }
            Event::Arrived(packet) => {
                if let (Endpoint::Node(from), Endpoint::Node(to)) =
                    (packet.name.from, packet.name.to)
                    && let Some(past) = self.nodes.get_mut(to.position())
                    && let Some(heard) = past.heard.get_mut(from.position())
                {
                    *heard = Some(now);
                }
            }
            Event::Applied { .. }
            | Event::Waits(_)
            | Event::Dropped(..)
            | Event::Requested(_)
            | Event::RequestSent(_)
            | Event::RequestEnded(_) => {}
        }
    }
}
