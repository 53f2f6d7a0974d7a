//! A value of the state machine.

use alloc::sync::Arc;
use core::fmt;
use core::ops::Deref;

/// The longest text that is kept in place: it makes a value as large as a list.
const SHORT: usize = 22;

/// The text that a key has. A short one, as nearly all are, is kept in place, so that a write
/// allocates nothing; a longer one is shared by its copies.
#[derive(Clone, PartialEq, Eq)]
pub struct Value(Kept);

/// How a text is kept depends on its length alone, so that equal texts are equal values.
#[derive(Clone, PartialEq, Eq)]
enum Kept {
    /// What follows the text is zero.
    Short {
        length: u8,
        bytes: [u8; SHORT],
    },
    Long(Arc<str>),
}

impl Value {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.0 {
            // These bytes were a text; what could not be one would be empty.
            Kept::Short { length, bytes } => bytes
                .get(..usize::from(*length))
                .and_then(|bytes| core::str::from_utf8(bytes).ok())
                .unwrap_or_default(),
            Kept::Long(text) => text,
        }
    }
}

impl From<&str> for Value {
    #[inline]
    fn from(text: &str) -> Value {
        let mut bytes = [0; SHORT];
        Value(match bytes.get_mut(..text.len()) {
            Some(place) => {
                place.copy_from_slice(text.as_bytes());
                let length = text.len() as u8;
                Kept::Short { length, bytes }
            }
            None => Kept::Long(Arc::from(text)),
        })
    }
}

impl Deref for Value {
    type Target = str;

    fn deref(&self) -> &str {
        self.text()
    }
}

impl AsRef<str> for Value {
    fn as_ref(&self) -> &str {
        self.text()
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.text(), formatter)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text())
    }
}
