//! What a hunt is after, and where it looks.

use raft_core::Bugs;
use raft_sim::Options;

use super::failure_kind::FailureKind;
use crate::schedule::{self, Assumptions};

/// What a hunt is after, and where it looks. The usual one hunts whole Raft for anything, in
/// clusters that the seeds draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The cluster of every run; drawn by each seed when not given.
    pub options: Option<Options>,
    /// Rules left out on purpose.
    pub bugs: Bugs,
    /// The only accusation that counts; all do when not given.
    pub kind: Option<FailureKind>,
    /// Whether disks may lie and be wiped.
    pub assumptions: Assumptions,
}

impl Plan {
    /// The cluster in which this seed is tried.
    #[must_use]
    pub fn options_of(&self, seed: u64) -> Options {
        let options = self.options.unwrap_or_else(|| schedule::options(seed));
        Options {
            bugs: self.bugs,
            ..options
        }
    }

    /// Whether this accusation is hunted for.
    #[must_use]
    pub fn wants(&self, kind: FailureKind) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
    }
}
