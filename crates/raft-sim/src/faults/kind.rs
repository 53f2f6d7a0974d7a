//! The kinds of faults, and the share of each in the draws.

use raft_core::chance::Key;

use super::draw::Draw;
use super::scene::Scene;
use crate::action::chaos::Assumptions;

/// What seeds draw beside the faults of every hunt and all chaos. The runs of those are published:
/// none is added to them. The default draws nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repertoire {
    /// The kinds of faults that came later.
    pub later_faults: bool,
    /// Transfers of the lead (Thesis §3.10), which are no faults.
    pub transfers: bool,
    /// Changes of the membership (Thesis §4), which are no faults.
    pub changes: bool,
}

impl Repertoire {
    /// The faults of every hunt.
    pub const USUAL: Repertoire = Repertoire {
        later_faults: false,
        transfers: false,
        changes: false,
    };
}

/// A kind of fault, or of an action that undoes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Crash,
    CrashAtWrite,
    Restart,
    Pause,
    Resume,
    ForceTimeout,
    Partition,
    Isolate,
    Cut,
    Uncut,
    Heal,
    Latency,
    LinkLatency,
    SlowNode,
    Loss,
    Duplication,
    Packet,
    StallDisk,
    SyncDisk,
    DiskLatency,
    Clock,
    Write,
    LyingDisk,
    WipeDisk,
    FailDisk,
    ClockJump,
    TearWrites,
    Transfer,
    Change,
}

/// Each kind with its share. Actions that mend come up more often than the faults that they undo,
/// so that a majority is up for most of the time.
const KINDS: [(Kind, u32); 29] = [
    (Kind::Crash, 6),
    (Kind::CrashAtWrite, 3),
    (Kind::Restart, 18),
    (Kind::Pause, 3),
    (Kind::Resume, 12),
    (Kind::ForceTimeout, 8),
    (Kind::Partition, 5),
    (Kind::Isolate, 5),
    (Kind::Cut, 6),
    (Kind::Uncut, 6),
    (Kind::Heal, 12),
    (Kind::Latency, 3),
    (Kind::LinkLatency, 4),
    (Kind::SlowNode, 2),
    (Kind::Loss, 3),
    (Kind::Duplication, 3),
    (Kind::Packet, 16),
    (Kind::StallDisk, 3),
    (Kind::SyncDisk, 8),
    (Kind::DiskLatency, 2),
    (Kind::Clock, 2),
    (Kind::Write, 6),
    (Kind::LyingDisk, 4),
    (Kind::WipeDisk, 2),
    (Kind::FailDisk, 4),
    (Kind::ClockJump, 4),
    (Kind::TearWrites, 6),
    (Kind::Transfer, 16),
    (Kind::Change, 24),
];

impl Kind {
    /// Whether it undoes a fault. Every run may draw these.
    fn mends(self) -> bool {
        matches!(
            self,
            Kind::Restart | Kind::Resume | Kind::Uncut | Kind::Heal | Kind::SyncDisk | Kind::Write
        )
    }

    fn breaks_an_assumption(self) -> bool {
        matches!(self, Kind::LyingDisk | Kind::WipeDisk)
    }

    /// Whether seeds of this repertoire draw it.
    fn is_in(self, repertoire: Repertoire) -> bool {
        match self {
            Kind::FailDisk | Kind::ClockJump | Kind::TearWrites => repertoire.later_faults,
            Kind::Transfer => repertoire.transfers,
            Kind::Change => repertoire.changes,
            _ => true,
        }
    }
}

/// The share of each kind in the draws.
#[derive(Clone, Copy, Debug)]
pub struct FaultShares {
    /// Running sums of the shares, in the order of `KINDS`.
    up_to: [u32; KINDS.len()],
    assumptions: Assumptions,
    /// Whether changes of the membership are drawn.
    changes: bool,
}

impl FaultShares {
    /// The shares of chaos, which people watch: crashes come up most, since they show most, and
    /// enough is mended that the cluster mostly goes on. A write is no fault; clients write beside
    /// the faults.
    pub(crate) fn of_chaos(assumptions: Assumptions) -> FaultShares {
        FaultShares::with(assumptions, Repertoire::USUAL, 3, |_, kind| match kind {
            Kind::Crash => 3,
            _ => 1,
        })
    }

    /// Shares that each seed of a hunt draws for itself: of five kinds, one comes up three times as
    /// often and two never do. Actions that mend are always there.
    #[must_use]
    pub fn swarm(key: Key, assumptions: Assumptions, repertoire: Repertoire) -> FaultShares {
        let draw = Draw(key);
        FaultShares::with(assumptions, repertoire, 1, |place, _| {
            [0, 0, 1, 1, 3][draw.below(place, 5)]
        })
    }

    fn with(
        assumptions: Assumptions,
        repertoire: Repertoire,
        mending: u32,
        appetite: impl Fn(u64, Kind) -> u32,
    ) -> FaultShares {
        let mut total = 0;
        let mut up_to = [0; KINDS.len()];
        for ((place, (kind, share)), sum) in (0..).zip(KINDS).zip(&mut up_to) {
            let may_break = assumptions == Assumptions::Broken;
            total += match kind {
                _ if kind.breaks_an_assumption() && !may_break => 0,
                _ if !kind.is_in(repertoire) => 0,
                _ if kind.mends() => share * mending,
                Kind::Change => share,
                _ => share * appetite(place, kind),
            };
            *sum = total;
        }
        FaultShares {
            up_to,
            assumptions,
            changes: repertoire.changes,
        }
    }

    /// The scene as the draws shall see it: where assumptions may be broken, clocks may be, too.
    pub(super) fn as_assumed<'a>(&self, scene: &Scene<'a>) -> Scene<'a> {
        Scene {
            leases_within: match self.assumptions {
                Assumptions::Kept => scene.leases_within,
                Assumptions::Broken => None,
            },
            ..*scene
        }
    }

    /// Whether changes of the membership are drawn.
    pub(super) fn draws_changes(&self) -> bool {
        self.changes
    }

    pub(super) fn pick(&self, draw: Draw) -> Kind {
        let total = self.up_to[KINDS.len() - 1];
        let drawn = draw.between(1, 1, total.into());
        let place = self.up_to.partition_point(|sum| u64::from(*sum) < drawn);
        KINDS[place.min(KINDS.len() - 1)].0
    }

    /// A kind among those that are possible, by its share among them; `None` if there is none.
    pub(super) fn pick_among(
        &self,
        draw: Draw,
        is_possible: impl Fn(Kind) -> bool,
    ) -> Option<Kind> {
        let mut before = 0;
        let possible = KINDS.iter().zip(self.up_to).map(|((kind, _), up_to)| {
            let share = up_to - core::mem::replace(&mut before, up_to);
            (*kind, if is_possible(*kind) { share } else { 0 })
        });
        let mut possible: alloc::vec::Vec<(Kind, u32)> = possible.collect();
        possible.retain(|(_, share)| *share > 0);
        let total: u32 = possible.iter().map(|(_, share)| share).sum();
        let mut left = draw.between(1, 1, total.into());
        let mut kinds = possible.into_iter();
        let picked = kinds.find(|(_, share)| {
            let is_here = left <= u64::from(*share);
            left = left.saturating_sub(u64::from(*share));
            is_here
        });
        picked.map(|(kind, _)| kind)
    }
}
