//! Reading what a scenario file or a button says.

pub(crate) mod action_json;
pub(crate) mod action_line;
mod expectation;
mod file;
pub(crate) mod json;
pub(crate) mod values;
