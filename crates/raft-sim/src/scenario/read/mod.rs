//! Reading scenario files, and the action lines of buttons.

pub(crate) mod action_json;
pub(crate) mod action_line;
mod expectation;
mod file;
pub(crate) mod json;
pub(crate) mod values;
