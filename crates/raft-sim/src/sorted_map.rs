//! A map for few keys.

use alloc::vec::{self, Vec};
use core::borrow::Borrow;
use core::slice;

/// Pairs in the order of their keys, which are found by halving. The tree of the standard
/// library is quicker from thousands of keys on, and each kind of it is kilobytes of a page's
/// first load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortedMap<K, V>(Vec<(K, V)>);

impl<K: Ord, V> SortedMap<K, V> {
    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let place = self.place_of(key).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.place_of(key).ok()?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// Gives a key its value, in place of the one it had.
    pub fn insert(&mut self, key: K, value: V) {
        match self.place_of(&key) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (key, value)),
        }
    }

    /// Takes a key out; its value, if it had one.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let place = self.place_of(key).ok()?;
        Some(self.0.remove(place).1)
    }

    fn place_of<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0.binary_search_by(|(own, _)| own.borrow().cmp(key))
    }
}

impl<K, V> SortedMap<K, V> {
    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All pairs, in the order of their keys.
    pub fn iter(&self) -> Pairs<'_, K, V> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// Whether it has no keys.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Pairs in the order of their keys.
pub type Pairs<'a, K, V> =
    core::iter::Map<slice::Iter<'a, (K, V)>, fn(&'a (K, V)) -> (&'a K, &'a V)>;

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        SortedMap(Vec::new())
    }
}

impl<'a, K, V> IntoIterator for &'a SortedMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Pairs<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Ord, V> Extend<(K, V)> for SortedMap<K, V> {
    fn extend<Pairs: IntoIterator<Item = (K, V)>>(&mut self, pairs: Pairs) {
        for (key, value) in pairs {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<Pairs: IntoIterator<Item = (K, V)>>(pairs: Pairs) -> Self {
        let mut map = SortedMap::default();
        map.extend(pairs);
        map
    }
}

impl<K: Ord, V, const COUNT: usize> From<[(K, V); COUNT]> for SortedMap<K, V> {
    fn from(pairs: [(K, V); COUNT]) -> Self {
        pairs.into_iter().collect()
    }
}
