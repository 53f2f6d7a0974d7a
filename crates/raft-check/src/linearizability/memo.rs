//! The memo of the search: the points that it has visited. Lowe's addition to Wing and Gong (Lowe
//! 2017).

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::model::State;

/// The operations ordered so far, of those that must be.
#[derive(Clone, Debug)]
pub(crate) struct Ordered {
    words: Vec<u64>,
    /// How many of the first words can hold anything.
    used: usize,
}

/// Ordered operations without the beginning in which all are ordered. So they are short, even in
/// the middle of a long history.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Window {
    first_word: usize,
    words: Box<[u64]>,
}

/// A point that was visited: the state, the operations ordered, and the optional operations spent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memo {
    seen: BTreeMap<(State, Window), Vec<Box<[usize]>>>,
}

impl Ordered {
    pub(crate) fn none_of(count: usize) -> Ordered {
        Ordered {
            words: vec![0; count.div_ceil(64)],
            used: 0,
        }
    }

    pub(crate) fn insert(&mut self, operation: usize) {
        self.words[operation / 64] |= 1 << (operation % 64);
        self.used = self.used.max(operation / 64 + 1);
    }

    pub(crate) fn remove(&mut self, operation: usize) {
        self.words[operation / 64] &= !(1 << (operation % 64));
        while self.used > 0 && self.words[self.used - 1] == 0 {
            self.used -= 1;
        }
    }

    /// All of it, given the first operation that is not in it.
    fn window(&self, first_missing: usize) -> Window {
        let first_word = first_missing / 64;
        let words = self.words.get(first_word..self.used).unwrap_or_default();
        Window {
            first_word,
            words: Box::from(words),
        }
    }
}

impl Memo {
    /// Remembers a point, unless it or a better one is known: one in the same state, with the
    /// same operations ordered, and with no operations spent but those that are spent here, too.
    /// Every continuation of this point is one of that point. `spent` is in ascending order.
    pub(crate) fn is_new(
        &mut self,
        state: State,
        ordered: &Ordered,
        first_missing: usize,
        spent: Box<[usize]>,
    ) -> bool {
        let key = (state, ordered.window(first_missing));
        let known = self.seen.entry(key).or_default();
        if known.iter().any(|known| is_within(known, &spent)) {
            return false;
        }
        known.retain(|known| !is_within(&spent, known));
        known.push(spent);
        true
    }
}

/// Whether all of `few` is in `many`; both ascend.
fn is_within(few: &[usize], many: &[usize]) -> bool {
    let mut rest = many.iter();
    few.iter().all(|one| rest.any(|other| other == one))
}
