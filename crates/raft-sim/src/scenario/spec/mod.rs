//! The parts of a scenario file, as types with a published schema.

pub(crate) mod event_name;
pub(crate) mod expectation;
pub(crate) mod file;
pub(crate) mod happening;
pub(crate) mod needs;
pub(crate) mod preset;
#[cfg(feature = "schema")]
pub mod schema;
pub(crate) mod step;
pub(crate) mod why_not;
