//! The replicated log (Raft §5.3).
//!
//! Invariants of [`Log`]:
//! 1. Indexes are contiguous: the entry after `base` stands at `base.index + 1`, or at 1.
//! 2. Terms never fall along the log.
//! 3. Of the entries at or before `base`, the log knows only `base`'s term: a snapshot holds the
//!    rest.

use crate::entry::{Entries, Entry};
use crate::shared_list::SharedList;
use crate::types::{Index, Position, Term, count_through};
use crate::whole::IS_WHOLE;

/// The entries one node holds; cheap to clone (see [`SharedList`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// The last entry that a snapshot has replaced.
    base: Option<Position>,
    entries: SharedList<Entry>,
}

impl Log {
    /// A log of these entries, from index 1.
    #[must_use]
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Log {
        let mut log = Log::default();
        entries.into_iter().for_each(|entry| log.push(entry));
        log
    }

    /// The last entry's place, `None` when the log is empty.
    #[inline]
    #[must_use]
    pub fn last(&self) -> Option<Position> {
        match self.entries.last() {
            Some(entry) => {
                Index::new(self.base_count() + self.entries.len() as u64).map(|index| Position {
                    term: entry.term,
                    index,
                })
            }
            None => self.base(),
        }
    }

    /// The last entry's index, `None` when the log is empty.
    #[inline]
    #[must_use]
    pub fn last_index(&self) -> Option<Index> {
        Index::new(self.base_count() + self.entries.len() as u64)
    }

    /// Where the next entry would stand.
    #[inline]
    #[must_use]
    pub fn next_index(&self) -> Index {
        Index::after(self.last_index())
    }

    /// The first index whose entry the log still holds.
    #[must_use]
    pub fn first_index(&self) -> Index {
        Index::after_count(self.base_count())
    }

    /// The entry at `index`, if this log holds it.
    #[inline]
    #[must_use]
    pub fn entry(&self, index: Index) -> Option<&Entry> {
        self.entries.get(self.offset(index)?)
    }

    /// Whether a snapshot has replaced the entry at `index`.
    #[inline]
    #[must_use]
    pub fn has_replaced(&self, index: Index) -> bool {
        index.get() <= self.base_count()
    }

    /// How many entries the log still holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the log holds no entry; a snapshot may have replaced some.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The last entry that a snapshot has replaced, if one has.
    #[inline]
    #[must_use]
    pub fn base(&self) -> Option<Position> {
        self.base.filter(|_| IS_WHOLE)
    }

    /// The term of the entry at `index`, also for the base of the log.
    #[inline]
    #[must_use]
    pub fn term_at(&self, index: Index) -> Option<Term> {
        match self.base() {
            Some(base) if base.index == index => Some(base.term),
            _ => self.entry(index).map(|entry| entry.term),
        }
    }

    /// The place of the entry at `index`, if this log knows its term.
    #[inline]
    #[must_use]
    pub fn position_at(&self, index: Index) -> Option<Position> {
        self.term_at(index).map(|term| Position { term, index })
    }

    /// Whether this log agrees at `position` with a log that holds it; `None`, the place before the
    /// first entry, agrees always. By Log Matching, both logs then agree everywhere before it. So
    /// does a place before the base: a snapshot stands for committed entries only, which are the
    /// same in all logs.
    #[inline]
    #[must_use]
    pub fn agrees_at(&self, position: Option<Position>) -> bool {
        position.is_none_or(|position| {
            self.term_at(position.index) == Some(position.term)
                || position.index.get() < self.base_count()
        })
    }

    /// How many bytes this copy takes beside another one, with which it may share entries.
    #[must_use]
    pub fn bytes_beside(&self, other: Option<&Log>) -> usize {
        self.entries.bytes_beside(other.map(|other| &other.entries))
    }

    /// The last index through which another log holds the same entries as this one; `None`
    /// when they differ from the first on. Where a snapshot has replaced entries of one log, the
    /// other must hold its base.
    #[must_use]
    pub fn last_shared(&self, other: &Log) -> Option<Index> {
        if self.base == other.base {
            let shared = self.entries.shared_with(&other.entries) as u64;
            return Index::new(self.base_count() + shared);
        }
        let (shorter, longer) = match self.base_count() < other.base_count() {
            true => (other, self),
            false => (self, other),
        };
        if !longer.agrees_at(shorter.base) {
            return None;
        }
        let first = shorter.first_index();
        let rest = longer.entries.iter_from(longer.offset(first)?);
        let pairs = shorter.entries.iter().zip(rest);
        let shared = pairs.take_while(|(one, other)| one == other).count() as u64;
        Index::new(shorter.base_count() + shared)
    }

    /// The last position at or before `tried` whose term is no newer than `tried`'s. No entry
    /// between the two can agree with a log that holds `tried`, since terms never fall along a log.
    ///
    /// Both sides of Raft §5.3's faster back-tracking use it.
    #[must_use]
    pub fn last_possible_agreement(&self, tried: Option<Position>) -> Option<Position> {
        let tried = tried?;
        if tried.index.get() < self.base_count() {
            // A snapshot has replaced everything there.
            return None;
        }
        let last = self.last_index()?.min(tried.index);
        // Terms never fall along a log, so halving finds the place.
        let (mut low, mut high) = (self.base_count(), last.get());
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            let term = Index::new(middle).and_then(|index| self.term_at(index));
            if term.is_some_and(|term| term <= tried.term) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        let found = self.position_at(Index::new(low)?)?;
        (found.term <= tried.term).then_some(found)
    }

    /// Up to `limit` entries from `first` on.
    #[must_use]
    pub fn slice(&self, first: Index, limit: usize) -> Entries {
        match self.offset(first) {
            Some(offset) if offset < self.entries.len() && limit > 0 => self
                .entries
                .iter_from(offset)
                .take(limit)
                .cloned()
                .collect(),
            _ => Entries::NONE,
        }
    }

    /// All entries that the log still holds with their indexes, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Index, &Entry)> {
        let before = self.base_count();
        (before..).map(Index::after_count).zip(self.entries.iter())
    }

    /// Puts an entry at the end.
    #[inline]
    pub fn push(&mut self, entry: Entry) {
        debug_assert!(
            self.last().is_none_or(|last| last.term <= entry.term),
            "terms never fall along a log"
        );
        self.entries.push(entry);
    }

    /// Removes the entry at `first` and all that follow it.
    pub fn truncate_from(&mut self, first: Index) {
        if let Some(offset) = self.offset(first) {
            self.entries.truncate(offset);
        }
    }

    /// Removes the entries through `base`, which a snapshot stands for from now on. Those behind it
    /// stay, if the log holds the entry behind it: after an older snapshot, none does.
    pub(crate) fn replace_through(&mut self, base: Position) {
        let rest = self.offset(base.index.next());
        let rest = rest.map_or(self.entries.len(), |rest| rest.min(self.entries.len()));
        self.entries = self.entries.iter_from(rest).cloned().collect();
        self.base = Some(base);
    }

    #[inline]
    fn base_count(&self) -> u64 {
        count_through(self.base().map(|base| base.index))
    }

    /// The offset of `index` in `entries`; `None` when a snapshot has replaced its entry.
    #[inline]
    fn offset(&self, index: Index) -> Option<usize> {
        let offset = (index.get() - 1).checked_sub(self.base_count())?;
        usize::try_from(offset).ok()
    }
}
