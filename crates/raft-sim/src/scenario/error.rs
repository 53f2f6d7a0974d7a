//! The refusal of a text.

use alloc::string::{String, ToString};
use core::fmt::{self, Display};

use crate::run_error::RunError;

/// One sentence for people: the place, the value expected there and the value found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError(String);

impl ReadError {
    pub(crate) fn new(text: impl Display) -> ReadError {
        ReadError(text.to_string())
    }
}

impl Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl core::error::Error for ReadError {}

impl From<RunError> for ReadError {
    fn from(error: RunError) -> ReadError {
        ReadError::new(error)
    }
}
