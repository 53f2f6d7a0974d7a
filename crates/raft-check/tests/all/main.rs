//! Every integration test of the judge in one program, which is compiled and linked once.

mod broken_rules;
#[cfg(feature = "json")]
mod cases;
mod chaos;
mod common;
mod compare;
mod determinism;
mod deviations;
#[cfg(feature = "json")]
mod diagrams;
mod fault_counts;
mod faults;
mod flow;
mod foundations;
mod gallery;
mod hostile;
mod hostile_inputs;
mod joint;
mod later_faults;
mod linearizability;
mod membership;
mod pace;
mod page_data;
mod parallel_write;
#[cfg(feature = "json")]
mod plans;
mod progress;
mod properties;
mod reads;
mod recovery;
mod rewind;
#[cfg(feature = "json")]
mod scenarios;
mod shrink;
mod slowdown;
mod snapshots;
mod span;
#[cfg(feature = "json")]
mod starts;
#[cfg(feature = "json")]
mod take_along;
mod topologies;
mod transfers;
