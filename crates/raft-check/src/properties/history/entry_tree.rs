//! All entries that were ever in a log, as a tree.

use alloc::vec::Vec;

use raft_core::{Entry, Index, NodeId, Position, SharedList, Term};

use super::places::place_of;

/// All entries that were ever in a log, each with the term of the one before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EntryTree {
    /// By index, from 1.
    indexes: SharedList<Versions>,
}

/// What stood at one index: one entry in most cases, one more for each overwriting.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Versions {
    first: Version,
    others: Vec<Version>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Version {
    entry: Entry,
    /// The term of the entry before it; `None` at the beginning.
    previous: Option<Term>,
    /// The node whose log had it first.
    holder: NodeId,
}

impl EntryTree {
    /// Takes in that `holder` has `entry` at `index`, after an entry of term `previous`. If another
    /// entry of this index and term is known, or the same one after another entry, returns the node
    /// that held it first and the index at which the two logs differ.
    #[inline]
    pub(crate) fn note(
        &mut self,
        index: Index,
        entry: &Entry,
        previous: Option<Term>,
        holder: NodeId,
    ) -> Option<(NodeId, Index)> {
        let shared = Position {
            term: entry.term,
            index,
        };
        let Some(known) = self.version(shared) else {
            self.add(index, entry, previous, holder);
            return None;
        };
        let differ_at = match known {
            _ if known.previous != previous => index.previous().unwrap_or(index),
            _ if known.entry != *entry => index,
            _ => return None,
        };
        Some((known.holder, differ_at))
    }

    /// Whether the log that ends at `end` has an entry at this place.
    pub(crate) fn has(&self, end: Option<Position>, place: Position) -> bool {
        let entry = end.and_then(|end| self.entry_of(end, place.index));
        entry.is_some_and(|entry| entry.term == place.term)
    }

    /// The entry at `index` of the log that ends at `end`.
    pub(crate) fn entry_of(&self, end: Position, index: Index) -> Option<&Entry> {
        let mut place = end;
        while place.index > index {
            place = Position {
                term: self.version(place)?.previous?,
                index: place.index.previous()?,
            };
        }
        let is_there = place.index == index;
        self.version(place)
            .filter(|_| is_there)
            .map(|version| &version.entry)
    }

    #[inline]
    fn version(&self, place: Position) -> Option<&Version> {
        let versions = self.indexes.get(place_of(place.index))?;
        if versions.first.entry.term == place.term {
            return Some(&versions.first);
        }
        versions
            .others
            .iter()
            .find(|version| version.entry.term == place.term)
    }

    #[inline]
    fn add(&mut self, index: Index, entry: &Entry, previous: Option<Term>, holder: NodeId) {
        let version = Version {
            entry: entry.clone(),
            previous,
            holder,
        };
        let place = place_of(index);
        if let Some(versions) = self.indexes.get(place) {
            let mut versions = versions.clone();
            versions.others.push(version);
            self.indexes.replace(place, versions);
        } else {
            debug_assert_eq!(place, self.indexes.len(), "logs are read without gaps");
            self.indexes.push(Versions {
                first: version,
                others: Vec::new(),
            });
        }
    }
}
