//! A list that a part of a step fills and another part empties.

use alloc::vec::Vec;

/// Kept between steps, so that a step allocates nothing. Between steps the list is empty, so a
/// copy of the world starts with a new one. While the list is in use there is none here, so that
/// nothing need be dropped when it is put back.
#[derive(Debug)]
pub(super) struct Buffer<T>(Option<Vec<T>>);

impl<T> Buffer<T> {
    /// Takes out the list, empty.
    #[inline]
    pub(super) fn take(&mut self) -> Vec<T> {
        self.0.take().unwrap_or_default()
    }

    /// Puts the list back, empty.
    #[inline]
    pub(super) fn put_back(&mut self, list: Vec<T>) {
        self.0 = Some(list);
    }
}

impl<T> Default for Buffer<T> {
    fn default() -> Buffer<T> {
        Buffer(None)
    }
}

impl<T> Clone for Buffer<T> {
    fn clone(&self) -> Buffer<T> {
        Buffer::default()
    }
}
