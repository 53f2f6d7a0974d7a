//! What must happen: one thing that somebody could do, or that could end by itself.

use alloc::vec;
use alloc::vec::Vec;

use raft_core::{Command, Instant, NodeId};
use raft_sim::{Action, DiskMode, Endpoint, Latency, Link, PacketName, Ratio, Target, World};

/// One thing that must happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A node that is down boots.
    Up(NodeId),
    /// A process that is stalled goes on.
    Resume(NodeId),
    /// A node that runs boots anew.
    Reboot(NodeId),
    /// A disk that stalls writes again.
    DiskWrites(NodeId),
    /// A disk, or each that has no pace of its own, is quick.
    QuickDisk(Option<NodeId>),
    /// A clock is put to the right pace.
    RightClock(NodeId),
    /// Two nodes hear each other again, in both directions.
    Heal(NodeId, NodeId),
    /// A link, or each without a setting of its own, loses nothing.
    NoLoss(Option<Link>),
    /// A link, or each without a setting of its own, is quick.
    QuickLink(Option<Link>),
    /// A message in flight arrives.
    Deliver(PacketName),
    /// A node's election timer runs out at this moment.
    TimerRunsOut {
        /// The node.
        node: NodeId,
        /// The moment.
        at: Instant,
    },
    /// A client asks for one more command at this moment.
    Write {
        /// The moment.
        at: Instant,
    },
}

/// The command of the write that a plan asks for.
const COMMAND: &str = "SET asked=1";

impl Need {
    /// When it must happen; now, unless it says otherwise.
    #[must_use]
    pub fn at(&self) -> Option<Instant> {
        match self {
            Need::TimerRunsOut { at, .. } | Need::Write { at } => Some(*at),
            Need::Up(_)
            | Need::Resume(_)
            | Need::Reboot(_)
            | Need::DiskWrites(_)
            | Need::QuickDisk(_)
            | Need::RightClock(_)
            | Need::Heal(..)
            | Need::NoLoss(_)
            | Need::QuickLink(_)
            | Need::Deliver(_) => None,
        }
    }

    /// The actions that make it happen in this world.
    #[must_use]
    pub fn actions(&self, world: &World) -> Vec<Action> {
        match *self {
            Need::Up(node) => vec![Action::Restart(node)],
            Need::Resume(node) => vec![Action::Resume(node)],
            Need::Reboot(node) => vec![Action::Crash(node), Action::Restart(node)],
            Need::DiskWrites(node) => vec![Action::SetDisk {
                node,
                mode: DiskMode::Syncs,
            }],
            Need::QuickDisk(node) => vec![Action::SetDiskLatency {
                node,
                latency: Latency::NONE,
            }],
            Need::RightClock(node) => vec![Action::SetClockRate {
                node,
                rate: Ratio::ONE,
            }],
            Need::Heal(one, other) => {
                let ways = both_ways(one, other);
                let cut = ways.into_iter().filter(|it| world.network().is_cut(*it));
                cut.map(Action::Uncut).collect()
            }
            Need::NoLoss(link) => vec![Action::SetLoss {
                link,
                ratio: Ratio::ZERO,
            }],
            Need::QuickLink(link) => vec![Action::SetLatency {
                link,
                latency: quick(world),
            }],
            Need::Deliver(name) => vec![Action::Deliver(name)],
            Need::TimerRunsOut { node, .. } => vec![Action::ForceTimeout(node)],
            Need::Write { .. } => vec![Action::Write {
                to: Target::Any,
                command: Command::new(COMMAND),
            }],
        }
    }

    /// The nodes that it concerns, to light them up.
    #[must_use]
    pub fn nodes(&self) -> Vec<NodeId> {
        match *self {
            Need::Up(node)
            | Need::Resume(node)
            | Need::Reboot(node)
            | Need::DiskWrites(node)
            | Need::QuickDisk(Some(node))
            | Need::RightClock(node)
            | Need::TimerRunsOut { node, .. } => vec![node],
            Need::Heal(one, other) => vec![one, other],
            Need::NoLoss(Some(link)) | Need::QuickLink(Some(link)) => vec![link.from, link.to],
            Need::Deliver(name) => [name.from, name.to]
                .into_iter()
                .filter_map(Endpoint::node)
                .collect(),
            Need::QuickDisk(None) | Need::NoLoss(None) | Need::QuickLink(None) => Vec::new(),
            Need::Write { .. } => Vec::new(),
        }
    }
}

/// Both directions between two nodes.
pub(crate) fn both_ways(one: NodeId, other: NodeId) -> [Link; 2] {
    [
        Link {
            from: one,
            to: other,
        },
        Link {
            from: other,
            to: one,
        },
    ]
}

/// A pace at which messages take no noticeable part of a heartbeat.
fn quick(world: &World) -> Latency {
    let most = raft_core::Duration(world.options().heartbeat.0 / 10);
    Latency {
        min: most,
        max: most,
    }
}
