//! Every integration test of the world in one program, which is compiled and linked once.

#[cfg(feature = "json")]
mod actions;
#[cfg(feature = "json")]
mod bad_expectations;
#[cfg(feature = "json")]
mod bad_scenarios;
mod bounds;
mod clock_jumps;
#[cfg(feature = "json")]
mod expectations;
mod failed_writes;
#[cfg(feature = "json")]
mod foreign_files;
#[cfg(feature = "json")]
mod hostile_scenarios;
mod lanes;
#[cfg(feature = "json")]
mod lateness;
mod links;
mod machines;
mod membership;
mod messages;
mod one_entry;
#[cfg(feature = "json")]
mod options;
mod rules_left_out;
#[cfg(feature = "schema")]
mod schema;
mod silence;
mod storage;
mod timeline;
mod torn_writes;
mod values;
mod workload;
