//! Lists that are written as they are found.

use serde::ser::{Serialize, Serializer};

/// What this finds, as a list: a shape for each is written at once, and none is kept.
pub(crate) struct Each<Find>(pub(crate) Find);

impl<Find, Found> Serialize for Each<Find>
where
    Find: Fn() -> Found,
    Found: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}
