//! Lists whose items are written one by one, without collecting them first.

use serde::ser::{Serialize, Serializer};

/// A list of the items that `Find` iterates over. Each item is written at once, and none is kept.
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
