//! The calls and returns of the operations to be ordered, as a linked list. Lifting an operation
//! out and putting it back costs four links (Wing and Gong 1993; Lowe 2017).

use alloc::vec;
use alloc::vec::Vec;

/// A place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot(u32);

/// One item of the list: a call or a return, by the number of the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Call(usize),
    Return(usize),
}

/// The list. Its first link is the head, which holds nothing.
#[derive(Clone, Debug)]
pub(crate) struct Entries {
    entries: Vec<Entry>,
    next: Vec<Slot>,
    previous: Vec<Slot>,
    /// For each operation, the places of its call and its return.
    places: Vec<(Slot, Slot)>,
}

const HEAD: Slot = Slot(0);

impl Entries {
    /// A list of these calls and returns, in this order: of each operation both, call first.
    pub(crate) fn new(operations: usize, order: Vec<Entry>) -> Entries {
        let length = u32::try_from(order.len()).unwrap_or(u32::MAX);
        let mut places = vec![(HEAD, HEAD); operations];
        for (entry, place) in order.iter().zip((1..).map(Slot)) {
            match entry {
                Entry::Call(operation) => places[*operation].0 = place,
                Entry::Return(operation) => places[*operation].1 = place,
            }
        }
        let last = Slot(length);
        Entries {
            entries: order,
            next: (1..=length).map(Slot).chain([HEAD]).collect(),
            previous: [last].into_iter().chain((0..length).map(Slot)).collect(),
            places,
        }
    }

    pub(crate) fn first(&self) -> Option<Slot> {
        self.after(HEAD)
    }

    pub(crate) fn after(&self, place: Slot) -> Option<Slot> {
        let next = self.next[place.0 as usize];
        (next != HEAD).then_some(next)
    }

    pub(crate) fn call_of(&self, operation: usize) -> Slot {
        self.places[operation].0
    }

    pub(crate) fn at(&self, place: Slot) -> Entry {
        self.entries[place.0 as usize - 1]
    }

    /// Takes an operation's call and return out.
    pub(crate) fn lift(&mut self, operation: usize) {
        let (call, end) = self.places[operation];
        self.unlink(call);
        self.unlink(end);
    }

    /// Puts back the operation that was lifted last.
    pub(crate) fn unlift(&mut self, operation: usize) {
        let (call, end) = self.places[operation];
        self.link(end);
        self.link(call);
    }

    fn unlink(&mut self, place: Slot) {
        let (previous, next) = self.neighbors(place);
        self.next[previous.0 as usize] = next;
        self.previous[next.0 as usize] = previous;
    }

    fn link(&mut self, place: Slot) {
        let (previous, next) = self.neighbors(place);
        self.next[previous.0 as usize] = place;
        self.previous[next.0 as usize] = place;
    }

    fn neighbors(&self, place: Slot) -> (Slot, Slot) {
        let at = place.0 as usize;
        (self.previous[at], self.next[at])
    }
}
