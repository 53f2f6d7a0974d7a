//! The types of nodes, terms, places in the log and moments, which all other files use.
//!
//! Each is a type of its own, so that a term can never be passed where an index is meant.
//! "None" is always `Option`, never 0 or -1.

use core::fmt;
use core::num::NonZeroU64;
use core::ops::{Add, Sub};

/// A server of the cluster, numbered from 0. The paper says "server"; we say node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u8);

/// Nodes have the numbers 0 … 15, which is more than any Raft cluster needs.
pub const NODE_LIMIT: u8 = 16;

impl NodeId {
    /// The node's number, for use as an array position.
    #[inline]
    #[must_use]
    pub fn position(self) -> usize {
        usize::from(self.0)
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Node {}", self.0)
    }
}

/// A set of nodes, iterated in ascending order. It never holds a number from [`NODE_LIMIT`] on,
/// although a message may claim to come from such a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeSet(u16);

impl NodeSet {
    /// The set without members.
    pub const EMPTY: NodeSet = NodeSet(0);

    /// The nodes 0 … `count - 1`.
    #[must_use]
    pub fn first(count: u8) -> NodeSet {
        (0..count.min(NODE_LIMIT)).map(NodeId).collect()
    }

    /// Adds a member; adding twice changes nothing.
    #[inline]
    pub fn insert(&mut self, node: NodeId) {
        self.0 |= bit(node);
    }

    /// Removes a member; removing a node that is no member changes nothing.
    #[inline]
    pub fn remove(&mut self, node: NodeId) {
        self.0 &= !bit(node);
    }

    /// Whether `node` is a member.
    #[inline]
    #[must_use]
    pub fn contains(self, node: NodeId) -> bool {
        self.0 & bit(node) != 0
    }

    /// How many members there are.
    #[inline]
    #[must_use]
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there are no members.
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The members of both sets.
    #[inline]
    #[must_use]
    pub fn intersection(self, other: NodeSet) -> NodeSet {
        NodeSet(self.0 & other.0)
    }

    /// The members of this set that are not in the other.
    #[inline]
    #[must_use]
    pub fn without(self, other: NodeSet) -> NodeSet {
        NodeSet(self.0 & !other.0)
    }

    /// The members of either set.
    #[inline]
    #[must_use]
    pub fn union(self, other: NodeSet) -> NodeSet {
        NodeSet(self.0 | other.0)
    }

    /// The members in ascending order.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = NodeId> {
        let mut rest = self.0;
        core::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let lowest = rest.trailing_zeros();
            rest &= rest - 1;
            #[expect(clippy::cast_possible_truncation, reason = "16 bits have 16 positions")]
            Some(NodeId(lowest as u8))
        })
    }
}

/// The node's bit in a set; no bit when its number is too high.
#[inline]
fn bit(node: NodeId) -> u16 {
    1_u16.checked_shl(node.0.into()).unwrap_or(0)
}

impl FromIterator<NodeId> for NodeSet {
    fn from_iter<I: IntoIterator<Item = NodeId>>(nodes: I) -> NodeSet {
        let mut set = NodeSet::EMPTY;
        nodes.into_iter().for_each(|node| set.insert(node));
        set
    }
}

/// A period with at most one leader; the cluster's logical clock (Raft §5.1).
///
/// Term 0 is the time before the first election.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(pub u64);

impl Term {
    /// The term that a new election opens. After the highest number there is no term: that one
    /// returns itself.
    #[inline]
    #[must_use]
    pub fn next(self) -> Term {
        Term(self.0.saturating_add(1))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A place in the log. The first entry stands at 1 (Raft Figure 2), so the last index of an empty
/// log is `None`, and `None < Some(FIRST)` orders it correctly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Index(NonZeroU64);

impl Index {
    /// Where the first entry of a log stands.
    pub const FIRST: Index = Index(NonZeroU64::MIN);

    /// The index with this number, unless it is 0.
    #[inline]
    #[must_use]
    pub fn new(number: u64) -> Option<Index> {
        NonZeroU64::new(number).map(Index)
    }

    /// The index that follows the first `count` entries.
    #[inline]
    #[must_use]
    pub fn after_count(count: u64) -> Index {
        Index(NonZeroU64::MIN.saturating_add(count))
    }

    /// The index that follows `last`; the first when there is none.
    #[inline]
    #[must_use]
    pub fn after(last: Option<Index>) -> Index {
        Index::after_count(count_through(last))
    }

    /// The index's number, from 1.
    #[inline]
    #[must_use]
    pub fn get(self) -> u64 {
        self.0.get()
    }

    /// The index that follows.
    #[inline]
    #[must_use]
    pub fn next(self) -> Index {
        Index(self.0.saturating_add(1))
    }

    /// The index before, unless this is the first.
    #[inline]
    #[must_use]
    pub fn previous(self) -> Option<Index> {
        Index::new(self.get() - 1)
    }
}

impl fmt::Display for Index {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// How many entries stand at or before `last`.
#[inline]
#[must_use]
pub fn count_through(last: Option<Index>) -> u64 {
    last.map_or(0, Index::get)
}

/// An entry named by its term and its index: by Log Matching, this names one entry only.
///
/// Ordered by term first, then by index, which is the paper's "at least as up-to-date"
/// (Raft §5.4.1); an empty log is `None` and older than every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The term in which a leader created the entry.
    pub term: Term,
    /// Where the entry stands.
    pub index: Index,
}

/// The index of a position that may be the place before the first entry.
#[inline]
#[must_use]
pub fn index_of(position: Option<Position>) -> Option<Index> {
    position.map(|position| position.index)
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "index {} of term {}", self.index, self.term)
    }
}

/// A moment: whole microseconds since the run began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub u64);

/// A span of whole microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub u64);

impl Instant {
    /// The moment a run begins.
    pub const ZERO: Instant = Instant(0);

    /// The moment this many milliseconds after the beginning.
    #[must_use]
    pub fn from_millis(millis: u64) -> Instant {
        Instant(millis * 1_000)
    }
}

impl Duration {
    /// A span of this many milliseconds.
    #[must_use]
    pub fn from_millis(millis: u64) -> Duration {
        Duration(millis * 1_000)
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;
    #[inline]
    fn add(self, span: Duration) -> Instant {
        Instant(self.0.saturating_add(span.0))
    }
}

impl Sub<Instant> for Instant {
    type Output = Duration;
    /// The span from `earlier` to `self`; zero when `earlier` is later.
    #[inline]
    fn sub(self, earlier: Instant) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for Instant {
    /// The digits that matter: `200 ms`, `4.2 s`, `12.000351 s`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Duration(self.0).fmt(formatter)
    }
}

impl fmt::Display for Duration {
    /// Milliseconds below a second, seconds above, without trailing zeros.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, name) = if self.0 < 1_000_000 {
            (1_000, "ms")
        } else {
            (1_000_000, "s")
        };
        let (whole, mut rest) = (self.0 / unit, self.0 % unit);
        if rest == 0 {
            return write!(formatter, "{whole} {name}");
        }
        let mut digits = unit.ilog10() as usize;
        while rest.is_multiple_of(10) {
            rest /= 10;
            digits -= 1;
        }
        write!(formatter, "{whole}.{rest:0digits$} {name}")
    }
}
