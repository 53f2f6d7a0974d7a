//! What Raft assumes, and how a run may break it.
//!
//! Raft tolerates messages that are lost, doubled and late, clocks that are wrong and nodes that
//! stop. It does not tolerate a disk that forgets what it has confirmed (Raft Figure 2: "updated
//! on stable storage"). Leases trust clocks (Thesis §6.4.1). And it promises nothing about disks
//! whose contents no run could have left. Whatever breaks after that is no fault of the protocol.

use alloc::string::ToString;
use core::fmt;

use raft_core::{Instant, NodeId};
use raft_sim::{DiskLoss, UnreachableStart};

use super::clock_drift::ClockDrift;

/// The first time that a disk or a clock broke what Raft assumes of it, or a start that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenAssumption {
    /// The moment of the breach.
    pub at: Instant,
    /// The node whose disk or clock it was, or whose log no run can reach.
    pub node: NodeId,
    /// What broke the assumption.
    pub breach: Breach,
}

/// How a disk broke the assumption of stable storage, a clock that of leases, or the run began
/// against Raft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// The disk lost writes that it had confirmed.
    Lost(DiskLoss),
    /// The disk confirmed a write that only its cache held, and its node has spoken of that write.
    Lied,
    /// The run started with disks that no run can reach.
    Start(UnreachableStart),
    /// Clocks went apart further than leases allow for; only where reads are answered by one.
    Drifted(ClockDrift),
}

impl fmt::Display for BrokenAssumption {
    /// A sentence without its full stop.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (node, at) = (self.node, self.at);
        let how = match self.breach {
            Breach::Lost(DiskLoss::Wiped) => "was wiped",
            Breach::Lost(DiskLoss::Unsynced) => "lost writes it had confirmed",
            Breach::Lied => "confirmed writes it had not synced",
            Breach::Drifted(drift) => {
                return write!(
                    formatter,
                    "Assumption broken: clock drift ({node}'s {drift} at {at})"
                );
            }
            Breach::Start(unreachable) => {
                let mut reason = unreachable.to_string();
                // The sentence is ASCII: the tables of Unicode would weigh 16 kB in the page.
                if let Some(first) = reason.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                return write!(
                    formatter,
                    "Assumption broken: a start that runs can reach ({reason})"
                );
            }
        };
        write!(
            formatter,
            "Assumption broken: stable storage ({node}'s disk {how} at {at})"
        )
    }
}
