//! The hunt: plays many hostile runs, each drawn from a seed, and looks for a check that fails.
//!
//! A seed draws a cluster, its faults and its clients ([`crate::schedule`]). For thirty
//! simulated seconds anything may go wrong, with every property checked after every event. Then
//! the faults end, and progress is demanded: one leader, a fresh write acknowledged, and the same
//! log committed everywhere. In the end, the history that the clients saw is judged.
//!
//! That a run passes means something only if its faults had effects: [`Tally`] counts the faults
//! and the situations to which they led. Runs share nothing, and tallies add up in any order, so a
//! hunt can be split in any way: the digest of the whole is the same.

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
pub(crate) use recovery::progress_time;
pub use recovery::{HOSTILE, RECOVERY_AT, recovery_time};
pub use reproduction::Reproduction;
pub use tally::{FAULTS, Tally};
pub use trial::Trial;
