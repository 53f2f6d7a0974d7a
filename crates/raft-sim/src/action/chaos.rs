//! Chaos: faults that come by themselves, at a given rate.

use core::fmt;

use raft_core::CountOf;

/// The settings of chaos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chaos {
    /// How many faults come in a minute, on average. Those that mend an earlier one count, too.
    pub per_minute: u32,
    /// Whether disks may lie and be wiped.
    pub assumptions: Assumptions,
}

/// Whether faults may break Raft's assumption of stable storage: a write that a disk has confirmed
/// is still there after a crash (Raft Figure 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assumptions {
    /// Disks hold what they have confirmed.
    #[default]
    Kept,
    /// Disks may lie about syncing, and be wiped.
    Broken,
}

impl Assumptions {
    /// Both; their places are part of the link format.
    pub const ALL: [Assumptions; 2] = [Assumptions::Kept, Assumptions::Broken];

    /// Its name, as scenario files use it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Assumptions::Kept => "kept",
            Assumptions::Broken => "broken",
        }
    }
}

impl Default for Chaos {
    fn default() -> Chaos {
        Chaos {
            per_minute: 12,
            assumptions: Assumptions::Kept,
        }
    }
}

impl fmt::Display for Chaos {
    /// As a sentence without its end: "chaos makes 12 faults a minute".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults = CountOf(self.per_minute.into(), "fault", "faults");
        write!(formatter, "chaos makes {faults} a minute")?;
        match self.assumptions {
            Assumptions::Kept => Ok(()),
            Assumptions::Broken => formatter.write_str(", and disks may lie and be wiped"),
        }
    }
}
