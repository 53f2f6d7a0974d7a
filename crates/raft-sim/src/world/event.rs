//! What happens in the world, as it is told to whoever watches.

use raft_core::{Decision, Index, NodeId};

use crate::action::Action;
use crate::network::packet::Packet;
use crate::world::World;

/// Watches a world: the judge, the feed, a trace. It cannot interfere.
pub trait Observer {
    /// Something has just happened; `world` is the world after it.
    fn observe(&mut self, world: &World, event: &Event<'_>);
}

/// Something that has just happened.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A node decided something.
    Decided {
        /// Which node.
        node: NodeId,
        /// What, and why.
        decision: Decision,
    },
    /// A node's machine applied entries of its log, one after the other.
    Applied {
        /// Which node.
        node: NodeId,
        /// The first of them.
        first: Index,
        /// The last of them.
        last: Index,
    },
    /// A message set out.
    Sent(&'a Packet),
    /// A message arrived.
    Arrived(&'a Packet),
    /// A message reached a stalled process, and waits at its door.
    Waits(&'a Packet),
    /// A message ended without arriving.
    Dropped(&'a Packet, DropReason),
    /// A person, a scenario or a link did something.
    Acted(&'a Action),
    /// A node crashed.
    Crashed(NodeId),
    /// A disk lost what it had confirmed: Raft's assumption of stable storage is broken.
    DiskLost {
        /// Whose disk.
        node: NodeId,
        /// How.
        loss: DiskLoss,
    },
    /// A node booted again.
    Restarted(NodeId),
    /// A process stalled.
    Paused(NodeId),
    /// A stalled process went on.
    Resumed(NodeId),
    /// A client has a request. The number finds it in [`World::requests`].
    Requested(usize),
    /// A client sent its request to a node, for the first time or again.
    RequestSent(usize),
    /// A client's request came to its end.
    RequestEnded(usize),
}

/// Why a message did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropReason {
    /// It was lost on the way.
    Lost,
    /// It met a cut link.
    Cut,
    /// Nobody was there to take it: the receiver is down.
    ReceiverDown,
}

/// How a disk came to lose what it had confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskLoss {
    /// It was wiped.
    Wiped,
    /// It had confirmed writes that it had not synced, and the machine crashed.
    Unsynced,
}

/// Watches nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nobody;

impl Observer for Nobody {
    fn observe(&mut self, _: &World, _: &Event<'_>) {}
}

/// Two watchers side by side.
impl<First: Observer, Second: Observer> Observer for (First, Second) {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        self.0.observe(world, event);
        self.1.observe(world, event);
    }
}

impl<Watcher: Observer + ?Sized> Observer for &mut Watcher {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        (**self).observe(world, event);
    }
}
