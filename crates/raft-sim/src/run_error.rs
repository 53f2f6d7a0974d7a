//! The refusal of a run or of a part of one.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt::{self, Display};

/// The refusal of a run. Displayed, it is one sentence that names the place, the value expected
/// there and the value found. It is one pointer wide, since every check may return one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunError(Box<Reason>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Reason {
    place: String,
    expected: String,
    found: String,
}

impl RunError {
    /// Takes any text by reference, so that one function serves all types of values.
    pub(crate) fn new(place: &str, expected: &dyn Display, found: &dyn Display) -> RunError {
        RunError(Box::new(Reason {
            place: place.into(),
            expected: expected.to_string(),
            found: found.to_string(),
        }))
    }

    /// The same error, with `outer` before its place.
    pub(crate) fn within(mut self, outer: &str) -> RunError {
        self.0.place.insert_str(0, outer);
        self
    }
}

impl Display for RunError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reason {
            place,
            expected,
            found,
        } = &*self.0;
        write!(formatter, "{place}: expected {expected}, found {found}.")
    }
}

impl core::error::Error for RunError {}

/// The result of a check.
pub(crate) type Checked = Result<(), RunError>;
