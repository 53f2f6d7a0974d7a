//! The hunt: seeds draw hostile runs, and every check looks for what breaks.
//!
//! A seed draws a cluster, its faults and its clients ([`crate::schedule`]). For thirty
//! simulated seconds anything may go wrong, with every property checked after every event. Then
//! the faults end, and progress is demanded: one leader, a fresh write acknowledged, and the same
//! log committed everywhere. At last, what the clients saw is judged.
//!
//! A pass means something only if the faults bit: [`Tally`] counts what was done and what came of
//! it. Runs share nothing, and tallies add up in any order, so a hunt can be split as one likes:
//! the digest of the whole is the same.

mod coverage;
mod failure;
mod failure_kind;
mod plan;
mod recovery;
mod reproduction;
mod tally;
mod trial;
mod watchers;

pub use coverage::CoverageMark;
pub use failure::Failure;
pub use failure_kind::{FailureKind, FailureReport};
pub use plan::Plan;
#[cfg(feature = "json")]
pub(crate) use recovery::lacking_now;
pub use reproduction::Reproduction;
pub use tally::{FAULTS, Tally};
pub use trial::Trial;

use raft_core::{Duration, Instant};
use raft_sim::Options;

/// How long faults last.
pub const HOSTILE: Duration = Duration(30_000_000);
/// How long a cluster may take afterwards, at least.
const RECOVERY_MIN: Duration = Duration(60_000_000);
/// Election timeouts that it may take: many elections, and a client's patience.
const RECOVERY_TIMEOUTS: u64 = 20;

/// How long a cluster with these options may take to go on when the faults have ended: a minute
/// with default options, and more where elections take longer.
#[must_use]
pub fn recovery_time(options: &Options) -> Duration {
    RECOVERY_MIN.max(Duration(RECOVERY_TIMEOUTS * options.election_timeout_max.0))
}

/// When the faults end.
pub const RECOVERY_AT: Instant = Instant(HOSTILE.0);
