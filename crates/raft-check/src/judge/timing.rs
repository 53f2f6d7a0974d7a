//! What Raft requires of the cluster's pace, and how a run may miss it.
//!
//! Raft elects and keeps a leader only while "broadcastTime ≪ electionTimeout", where the time to
//! broadcast includes the writes to stable storage (Raft §5.6). Without that no safety is lost: a
//! violation stays a violation, unlike one after a broken [`assumption`](crate::BrokenAssumption).

use core::fmt;

use raft_core::{Duration, Instant, NodeId};
use raft_sim::{Action, Latency, NodeView, World};

use crate::whole::IS_WHOLE;

/// The first time that a disk or the network was as slow as an election timeout is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissedTiming {
    /// When it became so slow.
    pub at: Instant,
    /// What is slow.
    pub slow: Slow,
    /// How long it may take.
    pub takes: Duration,
    /// The shortest election timeout.
    pub timeout: Duration,
}

/// What is too slow for the election timeouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slow {
    /// A write to the disk of any node.
    EveryDisk,
    /// A write to the disk of this node.
    DiskOf(NodeId),
    /// A message and its answer.
    Network,
}

impl MissedTiming {
    /// How this world misses the requirement, once `change` has been carried out. A node that is
    /// alone has nobody to broadcast to.
    pub(crate) fn of(world: &World, change: Option<&Action>) -> Option<MissedTiming> {
        if !IS_WHOLE || world.options().nodes == 1 {
            return None;
        }
        let timeout = world.options().election_timeout_min;
        let write = |node: &NodeView<'_>| disk_latency(world, node, change).max;
        let messages = match change {
            Some(Action::SetLatency {
                link: None,
                latency,
            }) => *latency,
            _ => world.network().latency(),
        };
        let slow_disks = || world.nodes().filter(|node| write(node) >= timeout);
        let round_trip = Duration(messages.max.0.saturating_mul(2));
        let slowest = slow_disks().max_by_key(|node| write(node));
        let (slow, takes) = match slowest {
            Some(slowest) if slow_disks().count() == world.nodes().count() => {
                (Slow::EveryDisk, write(&slowest))
            }
            Some(slowest) => (Slow::DiskOf(slowest.id()), write(&slowest)),
            None if round_trip >= timeout => (Slow::Network, round_trip),
            None => return None,
        };
        Some(MissedTiming {
            at: world.now(),
            slow,
            takes,
            timeout,
        })
    }
}

/// How long the node's disk takes for a write, once `change` has been carried out.
fn disk_latency(world: &World, node: &NodeView<'_>, change: Option<&Action>) -> Latency {
    let own = node.disk_latency();
    match change {
        Some(Action::SetDiskLatency {
            node: Some(id),
            latency,
        }) if *id == node.id() => *latency,
        Some(Action::SetDiskLatency {
            node: None,
            latency,
        }) => own.unwrap_or(*latency),
        _ => own.unwrap_or(world.disk_latency()),
    }
}

impl fmt::Display for MissedTiming {
    /// A sentence without its full stop.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MissedTiming {
            at,
            slow,
            takes,
            timeout,
        } = self;
        write!(
            formatter,
            "Timing requirement missed: broadcast time far below the election timeout ("
        )?;
        match slow {
            Slow::EveryDisk => write!(formatter, "each disk takes up to {takes} for a write")?,
            Slow::DiskOf(node) => {
                write!(formatter, "{node}'s disk takes up to {takes} for a write")?;
            }
            Slow::Network => write!(
                formatter,
                "a message and its answer take up to {takes} in all"
            )?,
        }
        if *at > Instant::ZERO {
            write!(formatter, " from {at} on")?;
        }
        write!(
            formatter,
            ", an election timeout may be {timeout}; Raft §5.6)"
        )
    }
}
