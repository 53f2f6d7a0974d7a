//! The search for an order: Wing and Gong's, with Lowe's memo.
//!
//! The search always stands at a *point*: the operations ordered so far, and the state that they
//! lead to. The next operation may be any that was called before the first return among the rest,
//! and whose answer is the model's answer in this state. When none is left to try, the search takes
//! the last operation back. It never enters a point twice: the same state with the same operations
//! ordered.
//!
//! Some operations are *optional*: those of unknown outcome, and those that `smallest.rs` has set
//! free. They stand beside the list. An optional operation that is never used has never taken
//! effect; one that was answered can take effect only with that answer. Four rules keep optional
//! operations, and reads, from multiplying the points. No rule loses an order, because another
//! point of the search leads to one as well:
//!
//! 1. An operation whose answer says that it changed nothing comes as soon as the model gives
//!    that answer, and no other is tried in its place. Any order that goes on from here is still
//!    an order with this operation at its front, if no optional operation is over before it.
//! 2. An optional operation that changes nothing here is not used here. Any order is still an
//!    order without it.
//! 3. After an optional operation, the next must need it: without it, the next would have been
//!    answered otherwise, or have led to another state. If not, the order without it, or the
//!    one with both exchanged, is an order too.
//! 4. Of equal optional operations, the one that is over first is used first.
//!
//! Also, a point need not be entered if it was entered before with fewer optional operations
//! spent ([`Memo`]).
//!
//! Optional operations that build on each other, like ADD after ADD, can still be combined in
//! very many ways. An order rarely needs more than one of them in a row. So the search first
//! allows short *runs* of optional operations, and longer ones only if they might have helped where
//! it was stuck.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::entries::{Entries, Entry, Slot};
use super::memo::{Memo, Ordered};
use super::model::{Model, Reply, State, Verb};
use super::partition::{Candidate, Partition, Rank};

/// The outcome of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// There is an order.
    Order,
    /// There is none. No order comes beyond the return of this rank.
    NoOrder { blocked_at: Rank },
    /// It was given up. No order had come beyond the return of this rank yet.
    OutOfSteps { blocked_at: Rank },
}

/// How many applications of the model were tried, and how many may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    pub(crate) taken: u64,
    pub(crate) limit: u64,
}

/// The question that a search answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    /// Which candidates must take effect. All others may do so while they are under way, with
    /// the answer that they had, or never.
    pub(crate) must: &'a [bool],
    /// The moment at which to begin. Operations that were over before it are left out, and the keys
    /// that they could have changed may hold anything. No required operation is called before it.
    pub(crate) from: Rank,
}

/// Looks for an order.
pub(crate) fn search(
    partition: &mut Partition,
    question: Question<'_>,
    steps: &mut Steps,
) -> Found {
    let mut longest_run = 1;
    loop {
        match Search::new(partition, question, longest_run).find(steps) {
            Some(found) => return found,
            None => longest_run *= 2,
        }
    }
}

/// Steps without getting any further, for each operation of a run, before longer ones are tried.
const PATIENCE: u64 = 3_000;

struct Search<'a> {
    model: &'a mut Model,
    required: Vec<Required>,
    optional: Vec<Optional>,
    /// The required operations that are not ordered yet.
    entries: Entries,
    memo: Memo,
    path: Vec<Move>,
    ordered: Ordered,
    /// The optional operations that are ordered.
    spent: Vec<usize>,
    is_spent: Vec<bool>,
    here: Point,
    /// The latest return at which the search was ever stuck.
    blocked_at: Rank,
    /// How many optional operations may follow each other.
    longest_run: usize,
    /// Whether one more could have been used somewhere.
    wants_longer_runs: bool,
}

#[derive(Clone, Copy, Debug)]
struct Required {
    verb: Verb,
    reply: Reply,
    called: Rank,
    over: Rank,
}

#[derive(Clone, Copy, Debug)]
struct Optional {
    verb: Verb,
    reply: Option<Reply>,
    called: Rank,
    over: Rank,
    /// When the last of this and all that were called before is over.
    all_over: Rank,
    /// The equal operation that is to be used first.
    twin: Option<usize>,
}

/// The part of a point on which the next step depends, beside the operations ordered.
#[derive(Clone, Copy, Debug)]
struct Point {
    state: State,
    /// The latest call among the operations ordered: one that was over before it comes too late.
    latest: Rank,
    /// If the last step was an optional operation: which, and the state before it.
    unneeded: Option<(usize, State)>,
    /// How many of the last steps were optional operations.
    run: usize,
}

/// A step taken, and the point from which it was taken.
#[derive(Clone, Copy, Debug)]
struct Move {
    taken: Taken,
    from: Point,
}

#[derive(Clone, Copy, Debug)]
enum Taken {
    /// Without alternatives.
    Forced(usize),
    Required(usize),
    Optional(usize),
}

/// The next attempt at a point.
#[derive(Clone, Copy, Debug)]
enum Cursor {
    Fresh,
    Required(Option<Slot>),
    Optional(usize),
    Exhausted,
}

impl<'a> Search<'a> {
    fn new(partition: &'a mut Partition, question: Question<'_>, longest_run: usize) -> Self {
        let mut required = Vec::new();
        let mut optional = Vec::new();
        let mut forgotten = Vec::new();
        for (candidate, must) in partition.candidates.iter().zip(question.must) {
            match candidate.reply {
                Some(reply) if *must => required.push(Required::new(candidate, reply)),
                _ if candidate.cannot_change_anything() => {}
                _ if candidate.over < question.from => forgotten.extend(candidate.verb.keys()),
                _ => optional.push(Optional::new(candidate)),
            }
        }
        complete(&mut optional);
        let state = partition.model.anything_at(forgotten.into_iter());
        Search {
            model: &mut partition.model,
            entries: entries_of(&required),
            memo: Memo::default(),
            path: Vec::with_capacity(required.len()),
            ordered: Ordered::none_of(required.len()),
            spent: Vec::new(),
            is_spent: vec![false; optional.len()],
            here: Point {
                state,
                latest: Rank::FIRST,
                unneeded: None,
                run: 0,
            },
            blocked_at: Rank::FIRST,
            longest_run,
            wants_longer_runs: false,
            required,
            optional,
        }
    }

    /// The outcome; `None` when longer runs are worth a try.
    fn find(mut self, steps: &mut Steps) -> Option<Found> {
        let mut cursor = Cursor::Fresh;
        let mut furthest = (self.blocked_at, steps.taken);
        while let Some(first) = self.entries.first() {
            if steps.taken >= steps.limit {
                let blocked_at = self.blocked_at;
                return Some(Found::OutOfSteps { blocked_at });
            }
            if self.blocked_at > furthest.0 {
                furthest = (self.blocked_at, steps.taken);
            }
            let is_stuck = steps.taken - furthest.1 > PATIENCE * self.longest_run as u64;
            if is_stuck && self.wants_longer_runs {
                return None;
            }
            cursor = if self.go_on(cursor, first, steps) {
                Cursor::Fresh
            } else if let Some(cursor) = self.go_back() {
                cursor
            } else {
                let blocked_at = self.blocked_at;
                let is_final = !self.wants_longer_runs;
                return is_final.then_some(Found::NoOrder { blocked_at });
            };
        }
        Some(Found::Order)
    }

    /// Takes the next step that leads to a new point, if there is one.
    fn go_on(&mut self, cursor: Cursor, first: Slot, steps: &mut Steps) -> bool {
        let mut next = match cursor {
            Cursor::Exhausted => return false,
            Cursor::Optional(place) => return self.use_optional(place, first, steps),
            Cursor::Required(next) => next,
            Cursor::Fresh => match self.unchanging(first, steps) {
                Some(operation) => return self.take(Taken::Forced(operation), self.here.state),
                None => Some(first),
            },
        };
        while let Some(place) = next
            && let Entry::Call(operation) = self.entries.at(place)
        {
            if self.order(operation, steps) {
                return true;
            }
            next = self.entries.after(place);
        }
        self.use_optional(self.first_live(), first, steps)
    }

    /// Takes back the last step. Returns the next attempt at its point.
    fn go_back(&mut self) -> Option<Cursor> {
        let Move { taken, from } = self.path.pop()?;
        self.here = from;
        Some(match taken {
            Taken::Forced(operation) => {
                self.put_back(operation);
                Cursor::Exhausted
            }
            Taken::Required(operation) => {
                self.put_back(operation);
                Cursor::Required(self.entries.after(self.entries.call_of(operation)))
            }
            Taken::Optional(place) => {
                self.spent.pop();
                self.is_spent[place] = false;
                Cursor::Optional(place + 1)
            }
        })
    }

    /// The first operation that can come now and whose answer says that it changes nothing.
    fn unchanging(&mut self, first: Slot, steps: &mut Steps) -> Option<usize> {
        let mut next = Some(first);
        while let Some(place) = next
            && let Entry::Call(operation) = self.entries.at(place)
        {
            let Required {
                verb,
                reply,
                called,
                ..
            } = self.required[operation];
            if reply.tells_of_no_change() {
                steps.taken += 1;
                let state = self.model.after(self.here.state, verb, Some(reply));
                if state == Some(self.here.state) && !self.puts_an_end_to_optional(called) {
                    return Some(operation);
                }
            }
            next = self.entries.after(place);
        }
        None
    }

    fn order(&mut self, operation: usize, steps: &mut Steps) -> bool {
        let Required { verb, reply, .. } = self.required[operation];
        steps.taken += 1;
        let state = self.model.after(self.here.state, verb, Some(reply));
        state.is_some_and(|state| {
            !self.could_do_without(Taken::Required(operation), state)
                && self.take(Taken::Required(operation), state)
        })
    }

    /// Uses the next optional operation from `place` on that may come before the first return.
    fn use_optional(&mut self, place: usize, first: Slot, steps: &mut Steps) -> bool {
        let end = self.first_return(first);
        self.blocked_at = self.blocked_at.max(end);
        for place in place..self.optional.len() {
            let Optional {
                verb,
                reply,
                called,
                ..
            } = self.optional[place];
            if called > end {
                break;
            }
            if !self.can_use(place) || self.twin_goes_first(place) {
                continue;
            }
            steps.taken += 1;
            let Some(state) = self.model.after(self.here.state, verb, reply) else {
                continue;
            };
            if state == self.here.state || self.could_do_without(Taken::Optional(place), state) {
                continue;
            }
            if self.here.run >= self.longest_run {
                self.wants_longer_runs = true;
                return false;
            }
            if self.take(Taken::Optional(place), state) {
                return true;
            }
        }
        false
    }

    /// Whether an operation called at this moment comes too late for an optional one that
    /// could still be used.
    fn puts_an_end_to_optional(&self, called: Rank) -> bool {
        let mut others = self.first_live()..self.optional.len();
        others.any(|place| self.optional[place].over < called && self.can_use(place))
    }

    /// All optional operations before this one are over.
    fn first_live(&self) -> usize {
        let is_over = |it: &Optional| it.all_over <= self.here.latest;
        self.optional.partition_point(is_over)
    }

    fn can_use(&self, place: usize) -> bool {
        !self.is_spent[place] && self.optional[place].over > self.here.latest
    }

    fn twin_goes_first(&self, place: usize) -> bool {
        let twin = self.optional[place].twin;
        twin.is_some_and(|twin| {
            self.optional[twin].called < self.optional[place].called && self.can_use(twin)
        })
    }

    /// Whether the optional operation before `next` could be left out, or come after it.
    fn could_do_without(&mut self, next: Taken, leads_to: State) -> bool {
        let Some((place, before)) = self.here.unneeded else {
            return false;
        };
        let unneeded = self.optional[place];
        let (verb, called, reply, is_in_turn) = match next {
            Taken::Forced(operation) | Taken::Required(operation) => {
                let it = self.required[operation];
                (it.verb, it.called, Some(it.reply), true)
            }
            Taken::Optional(other) => {
                let it = self.optional[other];
                (it.verb, it.called, it.reply, other < place)
            }
        };
        let Some(without) = self.model.after(before, verb, reply) else {
            return false;
        };
        if without == leads_to {
            return true;
        }
        let exchanged = self.model.after(without, unneeded.verb, unneeded.reply);
        is_in_turn && called < unneeded.over && exchanged == Some(leads_to)
    }

    /// Takes a step, unless it leads to a point that the search has visited.
    fn take(&mut self, taken: Taken, state: State) -> bool {
        let from = self.here;
        let called = match taken {
            Taken::Forced(operation) | Taken::Required(operation) => {
                self.entries.lift(operation);
                self.ordered.insert(operation);
                self.required[operation].called
            }
            Taken::Optional(place) => {
                self.spent.push(place);
                self.is_spent[place] = true;
                self.optional[place].called
            }
        };
        self.here = Point {
            state,
            latest: from.latest.max(called),
            unneeded: match taken {
                Taken::Optional(place) => Some((place, from.state)),
                Taken::Forced(_) | Taken::Required(_) => None,
            },
            run: match taken {
                Taken::Optional(_) => from.run + 1,
                Taken::Forced(_) | Taken::Required(_) => 0,
            },
        };
        self.path.push(Move { taken, from });
        let is_new = self.is_new();
        if !is_new {
            self.go_back();
        }
        is_new
    }

    fn is_new(&mut self) -> bool {
        let Some(first) = self.entries.first() else {
            return true;
        };
        let (Entry::Call(missing) | Entry::Return(missing)) = self.entries.at(first);
        // An operation that is over cannot be used any more, spent or not.
        let is_live = |place: &&usize| self.optional[**place].over > self.here.latest;
        let mut spent: Box<[usize]> = self.spent.iter().filter(is_live).copied().collect();
        spent.sort_unstable();
        let state = self.here.state;
        self.memo.is_new(state, &self.ordered, missing, spent)
    }

    fn put_back(&mut self, operation: usize) {
        self.ordered.remove(operation);
        self.entries.unlift(operation);
    }

    /// The first return among the operations that are not ordered yet.
    fn first_return(&self, first: Slot) -> Rank {
        let mut next = Some(first);
        while let Some(place) = next {
            if let Entry::Return(operation) = self.entries.at(place) {
                return self.required[operation].over;
            }
            next = self.entries.after(place);
        }
        Rank::NEVER
    }
}

impl Required {
    fn new(candidate: &Candidate, reply: Reply) -> Required {
        Required {
            verb: candidate.verb,
            reply,
            called: candidate.called,
            over: candidate.over,
        }
    }
}

impl Optional {
    fn new(candidate: &Candidate) -> Optional {
        Optional {
            verb: candidate.verb,
            reply: candidate.reply,
            called: candidate.called,
            over: candidate.over,
            all_over: candidate.over,
            twin: None,
        }
    }
}

/// Gives each optional operation the moments and the equal operation that the rules compare it
/// with.
fn complete(optional: &mut [Optional]) {
    for place in 1..optional.len() {
        optional[place].all_over = optional[place].over.max(optional[place - 1].all_over);
    }
    let mut by_end: Vec<usize> = (0..optional.len()).collect();
    by_end.sort_by_key(|place| optional[*place].over);
    let mut last_equal: BTreeMap<(Verb, Option<Reply>), usize> = BTreeMap::new();
    for place in by_end {
        let Optional { verb, reply, .. } = optional[place];
        optional[place].twin = last_equal.insert((verb, reply), place);
    }
}

fn entries_of(required: &[Required]) -> Entries {
    let calls = required.iter().map(|it| it.called).zip(0..);
    let returns = required.iter().map(|it| it.over).zip(0..);
    let calls = calls.map(|(rank, operation)| (rank, Entry::Call(operation)));
    let returns = returns.map(|(rank, operation)| (rank, Entry::Return(operation)));
    let mut order: Vec<(Rank, Entry)> = calls.chain(returns).collect();
    order.sort_unstable_by_key(|(rank, _)| *rank);
    let order = order.into_iter().map(|(_, entry)| entry).collect();
    Entries::new(required.len(), order)
}
