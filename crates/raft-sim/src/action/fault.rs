//! The kinds of faults that people and hunts bring about, for counting the faults of a run.

/// A kind of fault, or of its mending. The order is that of published tables: only ever append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A node crashes at once.
    Crash,
    /// A node is to crash at its next write.
    CrashAtWrite,
    /// A crashed node boots again.
    Restart,
    /// A process is paused.
    Pause,
    /// A paused process goes on.
    Resume,
    /// An election timer runs out early.
    ForcedTimeout,
    /// The network falls into groups.
    Partition,
    /// A node is cut off from all others.
    Isolation,
    /// One direction of a link is cut.
    Cut,
    /// One direction of a link is whole again.
    LinkMended,
    /// All links are whole again.
    NetworkHealed,
    /// The latency changes.
    Latency,
    /// The share of lost messages changes.
    Loss,
    /// The share of doubled messages changes.
    Duplication,
    /// A message is lost.
    MessageDropped,
    /// A message arrives early.
    MessageDeliveredEarly,
    /// A message gets a copy.
    MessageDoubled,
    /// A message arrives later.
    MessageDelayed,
    /// A disk stalls.
    DiskStalled,
    /// A disk confirms writes that it has not synced.
    DiskLying,
    /// A disk syncs its writes again.
    DiskSyncingAgain,
    /// Disks take another time for a write.
    DiskSlow,
    /// A disk is emptied.
    DiskWiped,
    /// A clock changes its rate.
    ClockRate,
    /// A disk fails its writes.
    DiskFailing,
    /// A clock jumps.
    ClockJump,
    /// A node crashes in the middle of its writes.
    WritesTorn,
}

impl FaultKind {
    /// All kinds; each stands at the place that its number names.
    pub const ALL: [FaultKind; 27] = [
        FaultKind::Crash,
        FaultKind::CrashAtWrite,
        FaultKind::Restart,
        FaultKind::Pause,
        FaultKind::Resume,
        FaultKind::ForcedTimeout,
        FaultKind::Partition,
        FaultKind::Isolation,
        FaultKind::Cut,
        FaultKind::LinkMended,
        FaultKind::NetworkHealed,
        FaultKind::Latency,
        FaultKind::Loss,
        FaultKind::Duplication,
        FaultKind::MessageDropped,
        FaultKind::MessageDeliveredEarly,
        FaultKind::MessageDoubled,
        FaultKind::MessageDelayed,
        FaultKind::DiskStalled,
        FaultKind::DiskLying,
        FaultKind::DiskSyncingAgain,
        FaultKind::DiskSlow,
        FaultKind::DiskWiped,
        FaultKind::ClockRate,
        FaultKind::DiskFailing,
        FaultKind::ClockJump,
        FaultKind::WritesTorn,
    ];

    /// The names of all kinds, in the same order.
    pub const NAMES: [&'static str; FaultKind::ALL.len()] = {
        let mut names = [""; FaultKind::ALL.len()];
        let mut place = 0;
        while place < names.len() {
            names[place] = FaultKind::ALL[place].name();
            place += 1;
        }
        names
    };

    /// Whether only a hunt of all kinds of faults draws it ([`crate::Repertoire::later_faults`]).
    #[must_use]
    pub const fn is_later(self) -> bool {
        matches!(
            self,
            FaultKind::DiskFailing | FaultKind::ClockJump | FaultKind::WritesTorn
        )
    }

    /// Its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FaultKind::Crash => "crash",
            FaultKind::CrashAtWrite => "crash at write",
            FaultKind::Restart => "restart",
            FaultKind::Pause => "pause",
            FaultKind::Resume => "resume",
            FaultKind::ForcedTimeout => "forced timeout",
            FaultKind::Partition => "partition",
            FaultKind::Isolation => "isolation",
            FaultKind::Cut => "one-way cut",
            FaultKind::LinkMended => "link mended",
            FaultKind::NetworkHealed => "network healed",
            FaultKind::Latency => "latency",
            FaultKind::Loss => "loss",
            FaultKind::Duplication => "duplication",
            FaultKind::MessageDropped => "message dropped",
            FaultKind::MessageDeliveredEarly => "message delivered early",
            FaultKind::MessageDoubled => "message doubled",
            FaultKind::MessageDelayed => "message delayed",
            FaultKind::DiskStalled => "disk stalled",
            FaultKind::DiskLying => "disk lying",
            FaultKind::DiskSyncingAgain => "disk syncing again",
            FaultKind::DiskSlow => "disk slow",
            FaultKind::DiskWiped => "disk wiped",
            FaultKind::ClockRate => "clock rate",
            FaultKind::DiskFailing => "disk failing",
            FaultKind::ClockJump => "clock jump",
            FaultKind::WritesTorn => "writes torn",
        }
    }
}
