//! The judge of a run.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod audit;
mod election_safety;
#[cfg(feature = "json")]
mod examine;
mod judge;
mod leader_append_only;
mod leader_completeness;
mod log_matching;
mod property;
pub mod schedule;
mod state_machine_safety;
mod verdict;
mod violation;
mod watched;

pub use audit::{CommittedTable, Ledger, Row, audit};
#[cfg(feature = "json")]
pub use examine::{Report, examine, examine_until};
pub use judge::Judge;
pub use property::Property;
pub use verdict::Verdict;
pub use violation::{Finding, Violation};

/// Where the entry at `index` stands in a list that begins with index 1.
#[inline]
fn place_of(index: raft_core::Index) -> usize {
    usize::try_from(index.get() - 1).unwrap_or(usize::MAX)
}
