//! What Raft assumes, and how a run may break it.
//!
//! Raft tolerates messages that are lost, doubled and late, clocks that are wrong and nodes that
//! stop. It does not tolerate a disk that forgets what it has confirmed (Raft Figure 2: "updated
//! on stable storage"). Whatever breaks after that is no fault of the protocol.

use core::fmt;

use raft_core::{Instant, NodeId};
use raft_sim::DiskLoss;

/// The first time that a disk did what Raft cannot bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenAssumption {
    /// When.
    pub at: Instant,
    /// Whose disk.
    pub node: NodeId,
    /// How.
    pub breach: Breach,
}

/// What a disk did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// It lost what it had confirmed.
    Lost(DiskLoss),
    /// Its node spoke of a write that it had confirmed and that only its cache holds.
    Lied,
}

impl fmt::Display for BrokenAssumption {
    /// A sentence without its stop.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (node, at) = (self.node, self.at);
        let how = match self.breach {
            Breach::Lost(DiskLoss::Wiped) => "was wiped",
            Breach::Lost(DiskLoss::Unsynced) => "lost writes it had confirmed",
            Breach::Lied => "confirmed writes it had not synced",
        };
        write!(
            formatter,
            "Assumption broken: stable storage ({node}'s disk {how} at {at})"
        )
    }
}
