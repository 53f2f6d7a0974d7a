//! Which faults a run was put through: "no violation" means no more than the faults that were
//! tried.

use raft_sim::{Action, DiskLoss, Event, FaultKind, Latency, Ratio, World};

/// How often each kind of fault came up: those that the options bring from the beginning, and those
/// that came later. Actions that mend are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FaultCounts {
    /// Nodes that crashed, by whatever cause.
    pub crashes: u32,
    /// Processes that were paused.
    pub pauses: u32,
    /// Partitions, and nodes that were cut off from all others.
    pub partitions: u32,
    /// Directions of a link that were cut.
    pub cuts: u32,
    /// Changes of latency, loss and duplication, of one link or of all.
    pub networks: u32,
    /// Messages that were dropped, doubled, delayed or delivered early.
    pub messages: u32,
    /// Disks that stall, fail or take their time, each for itself: any slow disk is a fault.
    pub disks: u32,
    /// Clocks that were made to run wrong, or to jump.
    pub clocks: u32,
    /// Disks that were made to lie or were wiped: which Raft does not tolerate.
    pub broken_disks: u32,
}

impl FaultCounts {
    /// The faults that a world has before anything happens in it: its options bring them.
    pub(crate) fn of_beginning(world: &World) -> FaultCounts {
        let network = world.network();
        let slow = |latency: Option<Latency>| latency.unwrap_or(world.disk_latency()).max.0 > 0;
        let slow_disks = world.nodes().filter(|node| slow(node.disk_latency()));
        let lossy = [network.loss(), network.duplication()].into_iter();
        FaultCounts {
            disks: slow_disks.map(|_| 1).sum(),
            networks: lossy.filter(|share| share.numerator > 0).map(|_| 1).sum(),
            ..FaultCounts::default()
        }
    }

    #[inline(never)]
    pub(crate) fn count(&mut self, world: &World, event: &Event<'_>) {
        let mut times = 1;
        let counter = match event {
            Event::Acted(action) if mends(action) => return,
            Event::Acted(Action::SetDiskLatency { node: None, .. }) => {
                let usual = world.nodes().filter(|node| node.disk_latency().is_none());
                times = usual.map(|_| 1).sum();
                &mut self.disks
            }
            Event::Crashed(..) => &mut self.crashes,
            Event::Paused(_) => &mut self.pauses,
            Event::DiskLost {
                loss: DiskLoss::Wiped,
                ..
            } => &mut self.broken_disks,
            Event::Acted(action) => match action.fault().and_then(|kind| self.counter_of(kind)) {
                Some(counter) => counter,
                None => return,
            },
            _ => return,
        };
        *counter = counter.saturating_add(times);
    }

    /// Where a fault that is done to the cluster is counted. Crashes, stalls and wiped disks are
    /// counted when they happen, by whatever cause.
    fn counter_of(&mut self, kind: FaultKind) -> Option<&mut u32> {
        match kind {
            FaultKind::Partition | FaultKind::Isolation => Some(&mut self.partitions),
            FaultKind::Cut => Some(&mut self.cuts),
            FaultKind::Latency | FaultKind::Loss | FaultKind::Duplication => {
                Some(&mut self.networks)
            }
            FaultKind::MessageDropped
            | FaultKind::MessageDeliveredEarly
            | FaultKind::MessageDoubled
            | FaultKind::MessageDelayed => Some(&mut self.messages),
            FaultKind::DiskStalled | FaultKind::DiskSlow | FaultKind::DiskFailing => {
                Some(&mut self.disks)
            }
            FaultKind::DiskLying => Some(&mut self.broken_disks),
            FaultKind::ClockRate | FaultKind::ClockJump => Some(&mut self.clocks),
            FaultKind::Crash
            | FaultKind::CrashAtWrite
            | FaultKind::Restart
            | FaultKind::Pause
            | FaultKind::Resume
            | FaultKind::ForcedTimeout
            | FaultKind::LinkMended
            | FaultKind::NetworkHealed
            | FaultKind::DiskSyncingAgain
            | FaultKind::DiskWiped
            | FaultKind::WritesTorn => None,
        }
    }
}

/// Whether the action only takes a fault away, although its kind is that of a fault.
fn mends(action: &Action) -> bool {
    match action {
        Action::SetDiskLatency { latency, .. } => *latency == Latency::NONE,
        Action::SetLoss { ratio, .. } | Action::SetDuplication { ratio, .. } => {
            ratio.numerator == 0
        }
        Action::SetClockRate { rate, .. } => *rate == Ratio::ONE,
        _ => false,
    }
}
