//! The judge of a run: do the promises of Raft hold, at every moment and on every node?
//!
//! [`Judge`] watches a world and checks, after every event, every [`Property`]: the five of Raft
//! Figure 3, by the names they have there, and ten more. A violation is data, never a panic: it
//! names the property, the moment, the nodes and the entries, and says what happened in one
//! sentence. A judge is as cheap to copy as a world, so a timeline keeps copies of both, from which
//! it can go on after going back.
//!
//! ```
//! use raft_check::Judge;
//! use raft_core::{Command, Instant};
//! use raft_sim::{Action, Options, Run, Target, World};
//!
//! let mut world = World::begin(&Run::new(42, Options::default()));
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
//! Each property has a file of its own name in [`properties`], which says how the property is
//! checked, at a cost that does not depend on the length of the logs, and words its violation. The
//! checks rely on each other: as long as Log Matching holds, the index and term of an entry
//! determine the whole log before it, so the other checks compare only this index and term. After
//! the first violation of one property, what the judge finds against another is still true of the
//! entries that it names, but the judge may miss other contradictions.
//!
//! [`audit`] and [`Ledger`] are a second opinion, slow, simple and without a line in common
//! with the judge.
//!
//! [`linearizability`] judges what the clients saw: not after every event, but when asked.
//! [`schedule`] draws the faults of a run from its seed. [`hunt`] plays many such runs under all
//! these checks, and demands progress when the faults have ended: a cluster in which nothing
//! happens keeps every promise, which is why a verdict says how much was committed. [`endurance`]
//! does the same after chaos that goes on for a long time.
//!
//! [`gallery`] describes the rules of Raft that a run can leave out, and [`slowdown`] measures
//! those without which a cluster is only slower. [`shrink`] reduces a failing
//! run to a few actions, and [`deviations`] finds the moments at which a missing rule changed a
//! decision.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod audit;
mod deviation;
pub mod endurance;
#[cfg(feature = "json")]
mod examine;
pub mod gallery;
pub mod hunt;
mod judge;
pub mod linearizability;
#[cfg(feature = "json")]
mod progress;
pub mod properties;
pub mod schedule;
#[cfg(feature = "json")]
pub mod shape;
pub mod shrink;
pub mod slowdown;
pub mod topologies;
mod violation;
mod whole;

pub use audit::{CommittedTable, Ledger, Row, audit};
pub use deviation::{Deviation, deviations};
#[cfg(feature = "json")]
pub use examine::{Report, examine, examine_until, judge_clients, watch_until};
pub use judge::Judge;
pub use judge::assumption::{Breach, BrokenAssumption};
pub use judge::clock_drift::ClockDrift;
pub use judge::fault_counts::FaultCounts;
pub use judge::timing::{MissedTiming, Slow};
pub use judge::verdict::Verdict;
pub use properties::{Finding, Property};
pub use violation::Violation;
