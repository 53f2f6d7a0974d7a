//! The events of a world, and the observers that are told of each.

use raft_core::{Decision, Index, Input, Instant, NodeId};

use crate::action::Action;
use crate::network::packet::Packet;
use crate::world::World;
use crate::world::silence::HeldBack;

/// An observer of a world: the judge, the feed, a trace. An observer cannot change the world.
pub trait Observer {
    /// Called for each event; `world` is the world just after it.
    fn observe(&mut self, world: &World, event: &Event<'_>);

    /// Called before each step of a node that runs, at `now` by the node's clock; `world` is the
    /// world just before it. Most observers need no more than what comes of the step.
    #[inline]
    fn before_step(&mut self, world: &World, node: NodeId, now: Instant, input: &Input) {
        let _ = (world, node, now, input);
    }
}

/// One event.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A node decided something.
    Decided {
        /// The node.
        node: NodeId,
        /// The decision, with its reason.
        decision: &'a Decision,
    },
    /// The state machine of a node applied entries of its log, one after the other.
    Applied {
        /// The node.
        node: NodeId,
        /// The index of the first entry.
        first: Index,
        /// The index of the last entry.
        last: Index,
    },
    /// A message was sent.
    Sent(&'a Packet),
    /// A message arrived.
    Arrived(&'a Packet),
    /// A message reached a paused process, and waits until the process goes on.
    Waits(&'a Packet),
    /// Messages of a node wait for its disk, for as long as a heartbeat or longer.
    MessagesHeld(&'a HeldBack),
    /// A message was dropped on its way or at its receiver.
    Dropped(&'a Packet, DropReason),
    /// A person, a scenario, a link or chaos did an action.
    Acted(&'a Action),
    /// A node crashed.
    Crashed(NodeId, CrashCause),
    /// A disk lost what it had confirmed: Raft's assumption of stable storage is broken.
    DiskLost {
        /// The node whose disk it is.
        node: NodeId,
        /// How the disk lost it.
        loss: DiskLoss,
    },
    /// A node booted again.
    Restarted(NodeId),
    /// A process was paused.
    Paused(NodeId),
    /// A paused process went on.
    Resumed(NodeId),
    /// A client opened a request. The number is its place in [`World::requests`].
    Requested(usize),
    /// A client sent its request to a node, for the first time or again.
    RequestSent(usize),
    /// A client's request ended.
    RequestEnded(usize),
}

impl Event<'_> {
    /// Whether a feed may keep it.
    #[inline]
    pub(super) fn is_told(&self) -> bool {
        !matches!(
            self,
            Event::Sent(_)
                | Event::Arrived(_)
                | Event::Waits(_)
                | Event::Dropped(..)
                | Event::Applied { .. }
                | Event::Requested(_)
                | Event::Decided {
                    decision: Decision::EntriesAccepted { count: 0, .. },
                    ..
                }
        )
    }
}

/// Why a message was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropReason {
    /// The network lost it.
    Lost,
    /// Its link was cut.
    Cut,
    /// Its receiver was down.
    ReceiverDown,
}

/// Why a node crashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashCause {
    /// From outside, at once or at a write.
    Outside,
    /// Somebody empties its disk.
    Wiped,
    /// Its disk failed a write. Its memory then holds what its disk does not, and nothing tells it
    /// how much of that will ever get there, so the process ends and boots from its disk.
    WriteFailed,
    /// From outside, in the middle of its writes: some of the entries that were being written are
    /// on its disk.
    WritesTorn {
        /// How many of them are.
        kept: usize,
        /// How many there were.
        of: usize,
    },
}

/// How a disk lost writes that it had confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskLoss {
    /// A person or a scenario wiped it.
    Wiped,
    /// The machine crashed before the disk had synced them.
    Unsynced,
}

/// An observer that ignores every event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nobody;

impl Observer for Nobody {
    fn observe(&mut self, _: &World, _: &Event<'_>) {}
}

/// Two observers, told one after the other.
impl<First: Observer, Second: Observer> Observer for (First, Second) {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        self.0.observe(world, event);
        self.1.observe(world, event);
    }

    #[inline]
    fn before_step(&mut self, world: &World, node: NodeId, now: Instant, input: &Input) {
        self.0.before_step(world, node, now, input);
        self.1.before_step(world, node, now, input);
    }
}

impl<Watcher: Observer + ?Sized> Observer for &mut Watcher {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        (**self).observe(world, event);
    }

    #[inline]
    fn before_step(&mut self, world: &World, node: NodeId, now: Instant, input: &Input) {
        (**self).before_step(world, node, now, input);
    }
}
