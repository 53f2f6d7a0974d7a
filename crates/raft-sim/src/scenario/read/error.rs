//! Why a text was refused.

use alloc::string::{String, ToString};
use core::fmt::{self, Display};

use crate::action::check::RunError;

/// What is wrong, where, and what was expected, in one sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence(String);

impl Sentence {
    pub(crate) fn new(text: impl Display) -> Sentence {
        Sentence(text.to_string())
    }
}

impl Display for Sentence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl core::error::Error for Sentence {}

impl From<RunError> for Sentence {
    fn from(error: RunError) -> Sentence {
        Sentence::new(error)
    }
}
