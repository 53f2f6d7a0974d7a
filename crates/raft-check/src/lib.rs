//! The judge of a run: do the promises of Raft hold, at every moment and on every node?
//!
//! [`Judge`] watches a world and checks, after every event, every [`Property`]: the five of
//! Raft Figure 3 by the names they have there, and what they rest on. A violation is data,
//! never a panic: it names the property, the moment, the nodes and the entries, and says what
//! happened in one sentence. A judge is as cheap to copy as a world, so both can be kept for
//! going back.
//!
//! ```
//! use raft_check::Judge;
//! use raft_core::{Command, Instant};
//! use raft_sim::{Action, Options, Run, Target};
//!
//! let mut world = Run::new(42, Options::default()).begin();
//! let mut judge = Judge::new(&world);
//! let write = Action::Write { to: Target::Any, command: Command::new("SET x=1") };
//! world.act(&write, &mut judge);
//! world.advance_to(Instant::from_millis(30_000), &mut judge);
//!
//! let verdict = judge.verdict();
//! assert!(verdict.holds());
//! assert_eq!(verdict.committed, 1);
//! ```
//!
//! How each property is checked at the price of the event, whatever the length of the logs,
//! stands in the file that has its name. They lean on each other: as long as Log Matching
//! holds, the place of an entry names the whole log before it, and that is what the others
//! compare. After the first violation of one property, what is said about the others is
//! still true of the entries named, but need not be all there is to say.
//!
//! [`audit`] and [`Ledger`] are a second opinion, slow, simple and without a line in common
//! with the judge. [`schedule`] draws from a seed what can go wrong.
//!
//! [`linearizability`] judges what the clients saw: not after every event, but when asked.
//! [`hunt`] tries seeds with all of it, and demands progress when the faults have ended: a
//! cluster in which nothing happens keeps every promise, which is why a verdict says how much
//! was committed.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod acknowledged_never_lost;
mod applied_prefix_equal;
mod assumption;
mod audit;
mod commit_counts_own_term;
mod commit_never_falls;
mod commit_on_majority;
mod committed_never_changes;
mod disk_before_word;
mod election_safety;
#[cfg(feature = "json")]
mod examine;
pub mod gallery;
pub mod hunt;
mod judge;
mod leader_append_only;
mod leader_completeness;
pub mod linearizability;
mod log_matching;
mod match_never_falls;
mod misstep;
mod one_vote_per_term;
mod property;
mod rulings;
pub mod schedule;
mod sentence;
pub mod shrink;
mod state_machine_safety;
mod terms_never_fall;
mod tried;
mod verdict;
mod violation;
mod watched;

pub use assumption::{Breach, BrokenAssumption};
pub use audit::{CommittedTable, Ledger, Row, audit};
#[cfg(feature = "json")]
pub use examine::{Report, examine, examine_until};
pub use judge::Judge;
pub use misstep::{Misstep, missteps};
pub use property::Property;
pub use tried::Tried;
pub use verdict::Verdict;
pub use violation::{Claim, Finding, Violation};

/// Where the entry at `index` stands in a list that begins with index 1.
#[inline]
fn place_of(index: raft_core::Index) -> usize {
    usize::try_from(index.get() - 1).unwrap_or(usize::MAX)
}

/// Puts an item at `place` of a list, nearly always its end.
fn insert<T: Clone>(list: &mut raft_core::SharedList<T>, place: usize, item: T) {
    let later: alloc::vec::Vec<T> = list.iter_from(place).cloned().collect();
    list.truncate(place);
    list.push(item);
    later.into_iter().for_each(|item| list.push(item));
}
