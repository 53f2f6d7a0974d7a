//! Which faults a run was put through: "no violation" means no more than the faults that were
//! tried.

use raft_sim::{Action, DiskLoss, DiskMode, Event};

/// How often each kind of fault came up. Actions that mend are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FaultCounts {
    /// Nodes that crashed, by whatever cause.
    pub crashes: u32,
    /// Processes that stalled.
    pub pauses: u32,
    /// Partitions, and nodes that were cut off from all others.
    pub partitions: u32,
    /// Directions of a link that were cut.
    pub cuts: u32,
    /// Changes of latency, loss and duplication, of one link or of all.
    pub networks: u32,
    /// Messages that were dropped, doubled, delayed or delivered early.
    pub messages: u32,
    /// Disks that were made to stall or to take their time.
    pub disks: u32,
    /// Clocks that were made to run wrong.
    pub clocks: u32,
    /// Disks that were made to lie or were wiped: which Raft does not tolerate.
    pub broken_disks: u32,
}

impl FaultCounts {
    #[inline(never)]
    pub(crate) fn count(&mut self, event: &Event<'_>) {
        let counter = match event {
            Event::Crashed(_) => &mut self.crashes,
            Event::Paused(_) => &mut self.pauses,
            Event::DiskLost {
                loss: DiskLoss::Wiped,
                ..
            } => &mut self.broken_disks,
            Event::Acted(action) => match self.counter_of(action) {
                Some(counter) => counter,
                None => return,
            },
            _ => return,
        };
        *counter = counter.saturating_add(1);
    }

    fn counter_of(&mut self, action: &Action) -> Option<&mut u32> {
        match action {
            Action::Partition(_) | Action::Isolate(_) => Some(&mut self.partitions),
            Action::Cut(_) => Some(&mut self.cuts),
            Action::SetLatency { .. } | Action::SetLoss { .. } | Action::SetDuplication { .. } => {
                Some(&mut self.networks)
            }
            Action::Drop(_) | Action::Deliver(_) | Action::Duplicate(_) | Action::Delay(..) => {
                Some(&mut self.messages)
            }
            Action::SetDisk {
                conduct: DiskMode::Stalls,
                ..
            }
            | Action::SetDiskLatency { .. } => Some(&mut self.disks),
            Action::SetDisk {
                conduct: DiskMode::Lies,
                ..
            } => Some(&mut self.broken_disks),
            Action::SetClockRate { .. } => Some(&mut self.clocks),
            Action::Write { .. }
            | Action::Crash(_)
            | Action::Restart(_)
            | Action::Pause(_)
            | Action::Resume(_)
            | Action::ForceTimeout(_)
            | Action::CrashAtWrite(_)
            | Action::WipeDisk(_)
            | Action::SetDisk {
                conduct: DiskMode::Syncs,
                ..
            }
            | Action::SetWorkload(_)
            | Action::Uncut(_)
            | Action::Heal => None,
        }
    }
}
