//! What must happen: one thing that somebody could do, or that could end by itself.

use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::{self, Display, Formatter};

use raft_core::{Change, Command, Instant, NodeId};

use crate::action::Action;
use crate::address::{Endpoint, Link, PacketName, Target};
use crate::options::{Latency, Ratio};
use crate::server::disk::DiskMode;
use crate::world::World;

/// One thing that must happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A node that is down boots.
    Up(NodeId),
    /// A process that is paused goes on.
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
    /// A client asks the cluster to take in this machine, and gives it a vote (Thesis §4.2.1).
    AddServer(NodeId),
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
            | Need::Deliver(_)
            | Need::AddServer(_) => None,
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
                let ways = Link::both_ways(one, other);
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
            Need::AddServer(node) => vec![Action::Change {
                to: Target::Any,
                change: Change::AddServer(node),
            }],
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
            | Need::AddServer(node)
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

/// A pace at which messages take no noticeable part of a heartbeat.
fn quick(world: &World) -> Latency {
    let most = raft_core::Duration(world.options().heartbeat.0 / 10);
    Latency {
        min: most,
        max: most,
    }
}

impl Display for Need {
    /// What must happen, as an infinitive: "bring up Node 2".
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            Need::Up(node) => write!(f, "bring {node} up"),
            Need::Resume(node) => write!(f, "let {node}'s process go on"),
            Need::Reboot(node) => write!(f, "restart {node}"),
            Need::DiskWrites(node) => write!(f, "let {node}'s disk write"),
            Need::QuickDisk(Some(node)) => write!(f, "give {node} a quick disk"),
            Need::QuickDisk(None) => f.write_str("give all nodes quick disks"),
            Need::RightClock(node) => write!(f, "set {node}'s clock to the true pace"),
            Need::Heal(one, other) => write!(f, "heal the link between {one} and {other}"),
            Need::NoLoss(link) => {
                f.write_str("lose no message")?;
                on(link, f)
            }
            Need::QuickLink(link) => {
                f.write_str("let messages")?;
                on(link, f)?;
                f.write_str(" be quick")
            }
            Need::Deliver(name) => {
                let mut name = name.to_string();
                // The sentence is ASCII: the tables of Unicode would weigh 16 kB in the page.
                if let Some(first) = name.get_mut(..1) {
                    first.make_ascii_lowercase();
                }
                write!(f, "deliver {name}")
            }
            Need::TimerRunsOut { node, at } => {
                write!(f, "let {node}'s election timer run out at {at}")
            }
            Need::AddServer(node) => write!(f, "add {node} to the cluster"),
            Need::Write { at } => write!(f, "let a client write one more command at {at}"),
        }
    }
}

/// " from Node 1 to Node 2", or nothing for the whole network.
fn on(link: Option<Link>, f: &mut Formatter<'_>) -> fmt::Result {
    link.map_or(Ok(()), |link| write!(f, " {link}"))
}
