//! Reading scenario files, and the action lines that the page's buttons send.

pub(crate) mod action_json;
pub(crate) mod action_line;
mod expectation;
mod file;
mod foreign;
pub(crate) mod happening;
pub(crate) mod json;
pub(crate) mod values;
mod why_not;
