//! A list whose copies share the items that they have in common.
//!
//! A world that can be rewound is copied often and changed little. Full chunks are
//! reference-counted, so a copy of ten thousand items costs a few hundred pointers, and both
//! copies may then grow or be truncated independently.

use alloc::sync::Arc;
use alloc::vec::Vec;

const CHUNK: usize = 64;

/// An append-and-truncate list, cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedList<T> {
    /// Each of exactly `CHUNK` items.
    full: Vec<Arc<Vec<T>>>,
    /// Fewer than `CHUNK` items.
    tail: Vec<T>,
}

impl<T> Default for SharedList<T> {
    fn default() -> Self {
        SharedList {
            full: Vec::new(),
            tail: Vec::new(),
        }
    }
}

impl<T: Clone> SharedList<T> {
    /// How many items there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.full.len() * CHUNK + self.tail.len()
    }

    /// Whether there is none.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.full.is_empty() && self.tail.is_empty()
    }

    /// The item at `position`, counted from 0.
    #[inline]
    #[must_use]
    pub fn get(&self, position: usize) -> Option<&T> {
        match self.full.get(position / CHUNK) {
            Some(chunk) => chunk.get(position % CHUNK),
            None => self
                .tail
                .get(position.checked_sub(self.full.len() * CHUNK)?),
        }
    }

    /// The newest item.
    #[inline]
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.tail
            .last()
            .or_else(|| self.full.last().and_then(|chunk| chunk.last()))
    }

    /// Puts an item at the end.
    #[inline]
    pub fn push(&mut self, item: T) {
        if self.tail.capacity() == 0 {
            self.tail.reserve_exact(CHUNK);
        }
        self.tail.push(item);
        if self.tail.len() == CHUNK {
            self.full.push(Arc::new(core::mem::take(&mut self.tail)));
        }
    }

    /// The item at `position`, to be changed in this copy only.
    pub fn get_mut(&mut self, position: usize) -> Option<&mut T> {
        let in_tail = position.checked_sub(self.full.len() * CHUNK);
        match self.full.get_mut(position / CHUNK) {
            Some(chunk) => Arc::make_mut(chunk).get_mut(position % CHUNK),
            None => self.tail.get_mut(in_tail?),
        }
    }

    /// Replaces the item at `position`, if there is one.
    pub fn replace(&mut self, position: usize, item: T) {
        if let Some(place) = self.get_mut(position) {
            *place = item;
        }
    }

    /// Keeps the first `length` items; does nothing when there are no more than that.
    pub fn truncate(&mut self, length: usize) {
        if length >= self.len() {
            return;
        }
        let (chunks, rest) = (length / CHUNK, length % CHUNK);
        if let Some(chunk) = self.full.get(chunks) {
            self.tail = chunk.iter().take(rest).cloned().collect();
            self.full.truncate(chunks);
        } else {
            self.tail.truncate(rest);
        }
    }

    /// The items from `position` on, in order.
    pub fn iter_from(&self, position: usize) -> impl Iterator<Item = &T> {
        // A range knows its length, so that collecting the items allocates once.
        (position..self.len()).map(|position| self.at(position))
    }

    #[inline]
    fn at(&self, position: usize) -> &T {
        match self.full.get(position / CHUNK) {
            Some(chunk) => &chunk[position % CHUNK],
            None => &self.tail[position - self.full.len() * CHUNK],
        }
    }

    /// The place behind the last item for which `is_before` holds, in a list in which no such item
    /// follows another one. That nearly always is the end of a list that grows with time, so the
    /// end is looked at first.
    pub fn partition_point(&self, is_before: impl Fn(&T) -> bool) -> usize {
        if self.last().is_none_or(&is_before) {
            return self.len();
        }
        let (mut before, mut behind) = (0, self.len());
        while before < behind {
            let middle = usize::midpoint(before, behind);
            if is_before(self.at(middle)) {
                before = middle + 1;
            } else {
                behind = middle;
            }
        }
        before
    }

    /// All items, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.full
            .iter()
            .flat_map(|chunk| chunk.iter())
            .chain(self.tail.iter())
    }
}

impl<T> SharedList<T> {
    /// How many bytes this copy takes beside another one, whose chunks it may share.
    #[must_use]
    pub fn bytes_beside(&self, other: Option<&SharedList<T>>) -> usize {
        let shared = other.map_or(0, |other| {
            let pairs = self.full.iter().zip(&other.full);
            pairs
                .filter(|(own, theirs)| Arc::ptr_eq(own, theirs))
                .count()
        });
        let own = self.full.len() - shared;
        (own * CHUNK + self.tail.capacity()) * size_of::<T>() + self.full.len() * size_of::<usize>()
    }
}

impl<T: Clone + PartialEq> SharedList<T> {
    /// How many items from the first on are the same in both lists. Chunks that two copies still
    /// share are not read.
    #[must_use]
    pub fn shared_with(&self, other: &SharedList<T>) -> usize {
        let chunks = self.full.iter().zip(&other.full);
        let same = chunks.take_while(|(own, theirs)| Arc::ptr_eq(own, theirs));
        let skipped = same.count() * CHUNK;
        let rest = self.iter_from(skipped).zip(other.iter_from(skipped));
        skipped + rest.take_while(|(own, theirs)| own == theirs).count()
    }
}

impl<T: Clone> FromIterator<T> for SharedList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut list = SharedList::default();
        items.into_iter().for_each(|item| list.push(item));
        list
    }
}
