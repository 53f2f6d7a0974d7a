//! Counts with their nouns, for sentences.

use core::fmt::{self, Display, Formatter};

/// A count with the word that fits it: singular, then plural.
#[derive(Clone, Copy, Debug)]
pub struct CountOf(pub u64, pub &'static str, pub &'static str);

impl Display for CountOf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let CountOf(count, one, many) = *self;
        write!(f, "{count} {}", if count == 1 { one } else { many })
    }
}
