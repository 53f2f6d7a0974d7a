//! Everything that can be done to a cluster.
//!
//! Buttons, links, scenario files and the command line all end here. An action is fully
//! resolved: it names node numbers and messages, never "the leader".

pub(crate) mod check;

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Command, Duration, Instant, NodeId, NodeSet};

use crate::address::{Link, PacketName, Target};
use crate::clients::workload::Workload;
use crate::options::{Latency, Ratio};
use crate::server::disk::DiskMode;

/// One thing done to the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A client asks for a command to be applied.
    Write {
        /// Whom it asks.
        to: Target,
        /// What it asks.
        command: Command,
    },
    /// A node stops and keeps what is on its disk. Nothing happens to one that is down.
    Crash(NodeId),
    /// A crashed node boots again. Nothing happens to one that runs.
    Restart(NodeId),
    /// A process stalls: it keeps its memory, and messages wait at its door.
    Pause(NodeId),
    /// A stalled process goes on.
    Resume(NodeId),
    /// A node's election timer runs out now. Nothing happens to a leader.
    ForceTimeout(NodeId),
    /// A node that is up crashes as soon as its next write is on its disk, before it can speak
    /// of it.
    CrashAtWrite(NodeId),
    /// A node's disk is empty from now on; a process that runs on it crashes.
    WipeDisk(NodeId),
    /// How a node's disk treats its writes from now on.
    SetDisk {
        /// Whose disk.
        node: NodeId,
        /// How.
        conduct: DiskMode,
    },
    /// How long disks take for a write from now on.
    SetDiskLatency {
        /// One node's, or all that have no setting of their own.
        node: Option<NodeId>,
        /// The range.
        latency: Latency,
    },
    /// How fast a node's clock runs from now on.
    SetClockRate {
        /// Whose clock.
        node: NodeId,
        /// Beside the world's: 2 is twice as fast.
        rate: Ratio,
    },
    /// Clients that ask by themselves from now on, or none.
    SetWorkload(Option<Workload>),
    /// Nodes hear only their own group; those in no group hear nobody.
    Partition(Vec<NodeSet>),
    /// One node is cut off from all others, in both directions.
    Isolate(NodeId),
    /// One direction of one link is cut.
    Cut(Link),
    /// One direction of one link is whole again.
    Uncut(Link),
    /// All links are whole again.
    Heal,
    /// How long messages take from now on.
    SetLatency {
        /// On one link, or wherever no link has a setting of its own.
        link: Option<Link>,
        /// The range.
        latency: Latency,
    },
    /// How many messages are lost from now on.
    SetLoss {
        /// On one link, or wherever no link has a setting of its own.
        link: Option<Link>,
        /// The share.
        ratio: Ratio,
    },
    /// How many messages arrive twice from now on.
    SetDuplication {
        /// On one link, or wherever no link has a setting of its own.
        link: Option<Link>,
        /// The share.
        ratio: Ratio,
    },
    /// A message in flight is lost.
    Drop(PacketName),
    /// A message in flight arrives now.
    Deliver(PacketName),
    /// A message in flight gets a twin, with a latency of its own.
    Duplicate(PacketName),
    /// A message in flight takes longer.
    Delay(PacketName, Duration),
}

/// An action and its moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedAction {
    /// When it is done; whatever is due at that moment happens first.
    pub at: Instant,
    /// What is done.
    pub action: Action,
}

impl Action {
    /// Its name, as scenario files use it for what has happened.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Action::Write { .. } => "written",
            Action::Crash(_) => "crashed",
            Action::Restart(_) => "restarted",
            Action::Pause(_) => "paused",
            Action::Resume(_) => "resumed",
            Action::ForceTimeout(_) => "timed_out",
            Action::CrashAtWrite(_) => "crash_armed",
            Action::WipeDisk(_) => "disk_wiped",
            Action::SetDisk { .. } => "disk_set",
            Action::SetDiskLatency { .. } => "disk_latency_set",
            Action::SetClockRate { .. } => "clock_set",
            Action::SetWorkload(_) => "workload_set",
            Action::Partition(_) => "partitioned",
            Action::Isolate(_) => "isolated",
            Action::Cut(_) => "cut",
            Action::Uncut(_) => "mended",
            Action::Heal => "healed",
            Action::SetLatency { .. } => "latency_set",
            Action::SetLoss { .. } => "loss_set",
            Action::SetDuplication { .. } => "duplication_set",
            Action::Drop(_) => "dropped",
            Action::Deliver(_) => "delivered",
            Action::Duplicate(_) => "duplicated",
            Action::Delay(..) => "delayed",
        }
    }
}

impl fmt::Display for Action {
    /// A sentence about what is being done.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::Write {
                to: Target::Node(node),
                command,
            } => {
                write!(formatter, "A client asks {node}: {command}.")
            }
            Action::Write {
                to: Target::Any,
                command,
            } => {
                write!(formatter, "A client asks whoever answers: {command}.")
            }
            Action::Crash(node) => write!(formatter, "{node} is crashed."),
            Action::Restart(node) => write!(formatter, "{node} is restarted."),
            Action::Pause(node) => write!(formatter, "{node} is stalled."),
            Action::Resume(node) => write!(formatter, "{node} is let go on."),
            Action::ForceTimeout(node) => write!(formatter, "{node}'s timer is run out."),
            Action::CrashAtWrite(node) => write!(
                formatter,
                "{node} will crash at its next write to disk, before it speaks of it."
            ),
            Action::WipeDisk(node) => write!(formatter, "{node}'s disk is wiped."),
            Action::SetDisk { node, conduct } => match conduct {
                DiskMode::Syncs => write!(formatter, "{node}'s disk syncs its writes again."),
                DiskMode::Stalls => write!(formatter, "{node}'s disk stalls: its writes wait."),
                DiskMode::Lies => write!(
                    formatter,
                    "{node}'s disk confirms writes without syncing them from now on."
                ),
            },
            Action::SetDiskLatency { node, latency } => match node {
                Some(node) => write!(formatter, "{node}'s disk takes {latency} from now on."),
                None => write!(formatter, "Disks take {latency} from now on."),
            },
            Action::SetClockRate { node, rate } => write!(
                formatter,
                "{node}'s clock runs at {rate} of the true pace from now on."
            ),
            Action::SetWorkload(None) => formatter.write_str("The workload stops."),
            Action::SetWorkload(Some(workload)) => write!(formatter, "From now on {workload}."),
            Action::Partition(groups) => {
                formatter.write_str("The network is cut into ")?;
                for (place, group) in groups.iter().enumerate() {
                    if place > 0 {
                        formatter.write_str(" | ")?;
                    }
                    for (place, node) in group.iter().enumerate() {
                        let space = if place > 0 { ", " } else { "" };
                        write!(formatter, "{space}{}", node.0)?;
                    }
                }
                formatter.write_str(".")
            }
            Action::Isolate(node) => write!(formatter, "{node} is cut off from all others."),
            Action::Cut(link) => write!(formatter, "The way {link} is cut."),
            Action::Uncut(link) => write!(formatter, "The way {link} is whole again."),
            Action::Heal => formatter.write_str("The network is whole again."),
            Action::SetLatency { link, latency } => {
                write!(
                    formatter,
                    "Messages{} take {latency} from now on.",
                    Where(*link)
                )
            }
            Action::SetLoss { link, ratio } => match ratio.numerator {
                0 => write!(formatter, "No message{} is lost from now on.", Where(*link)),
                _ => write!(
                    formatter,
                    "Of the messages{}, {ratio} are lost from now on.",
                    Where(*link)
                ),
            },
            Action::SetDuplication { link, ratio } => match ratio.numerator {
                0 => write!(
                    formatter,
                    "No message{} arrives twice from now on.",
                    Where(*link)
                ),
                _ => write!(
                    formatter,
                    "Of the messages{}, {ratio} arrive twice from now on.",
                    Where(*link)
                ),
            },
            Action::Drop(name) => write!(formatter, "{name} is dropped."),
            Action::Deliver(name) => write!(formatter, "{name} is delivered at once."),
            Action::Duplicate(name) => write!(formatter, "{name} is sent a second time."),
            Action::Delay(name, by) => write!(formatter, "{name} is delayed by {by}."),
        }
    }
}

/// " from Node 1 to Node 2", or nothing for the whole network.
struct Where(Option<Link>);

impl fmt::Display for Where {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |link| write!(formatter, " {link}"))
    }
}
