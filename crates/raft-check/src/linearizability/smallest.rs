//! Finds a few operations that contradict each other in a history without an order.
//!
//! An operation cannot simply be removed: another operation may have read its value, and the rest
//! would seem contradictory without being so. It is *set free* instead: it may have taken effect
//! with its answer, or never. Every order of the full history is also an order of the history with
//! some operations set free. So if the kept operations have no order with all others free, they
//! contradict each other, whatever the others did.
//!
//! Free operations multiply the orders. So the search is first done in a *window*: operations that
//! were over before the first call of a kept one are forgotten, and the keys that they could have
//! changed may hold anything. If there is no order even then, the full history has none. For if it
//! had one, cut it after the last forgotten operation: all kept operations come later, and the
//! operations before the cut left some values in those keys. A window leaves out more
//! than operations that are set free singly; it is quick, and enough in most cases.
//!
//! Setting more operations free never takes an order away. `QuickXplain` needs nothing else to find
//! a set of which no member can be spared, late ones preferred (Junker, "QuickXplain: Preferred
//! Explanations and Relaxations for Over-Constrained Problems", AAAI 2004).

use alloc::vec;
use alloc::vec::Vec;

use super::partition::{Partition, Rank};
use super::search::{Found, Question, Steps, search};

/// Steps for each question. If they do not decide it, nothing is set free. If many operations are
/// left at the end, all questions are asked again with more steps.
const PATIENCE: [u64; 3] = [20_000, 80_000, 320_000];

/// Operations without an order, by their places among the candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Smallest {
    pub(crate) kept: Vec<usize>,
    /// Whether it is certain that none of them can be spared.
    pub(crate) is_certain: bool,
}

/// Looks for some answered operations that stand close together and have no order, first
/// around the return of rank `blocked_at`. `None` does not mean that there is an order.
pub(crate) fn broken_window(
    partition: &mut Partition,
    blocked_at: Rank,
    steps: &mut Steps,
) -> Option<Vec<usize>> {
    let answered = answered(partition);
    let is_before = |place: &usize| partition.candidates[*place].called < blocked_at;
    let blocked_at = answered.partition_point(is_before);
    let mut explanation = Explanation::new(partition, steps);
    for size in [16, 64, 256] {
        let mut starts: Vec<usize> = (0..answered.len()).step_by(size / 2).collect();
        starts.sort_by_key(|start| (start + size).abs_diff(blocked_at));
        for start in starts {
            let window = answered.iter().skip(start).take(size);
            let window: Vec<usize> = window.copied().collect();
            if explanation.has_no_order_in_window(&window) {
                return Some(window);
            }
        }
    }
    None
}

/// The answered operations, in the order of their calls.
pub(crate) fn answered(partition: &Partition) -> Vec<usize> {
    let places = 0..partition.candidates.len();
    let is_answered = |place: &usize| partition.candidates[*place].reply.is_some();
    places.filter(is_answered).collect()
}

/// The smallest part without an order of operations that have none. If a search was stuck at
/// the return of rank `blocked_at`, later operations are unlikely to matter.
pub(crate) fn smallest(
    partition: &mut Partition,
    mut suspects: Vec<usize>,
    blocked_at: Rank,
    steps: &mut Steps,
) -> Smallest {
    let mut explanation = Explanation::new(partition, steps);
    for patience in PATIENCE {
        explanation.patience = patience;
        explanation.is_certain = true;
        explanation.narrow(&mut suspects, blocked_at);
        suspects = explanation.explain(&mut Vec::new(), false, &suspects);
        if explanation.is_certain || suspects.len() <= 2 {
            break;
        }
    }
    suspects.sort_unstable();
    Smallest {
        kept: suspects,
        is_certain: explanation.is_certain,
    }
}

struct Explanation<'a> {
    partition: &'a mut Partition,
    steps: &'a mut Steps,
    patience: u64,
    /// Whether each question had an answer.
    is_certain: bool,
}

impl<'a> Explanation<'a> {
    fn new(partition: &'a mut Partition, steps: &'a mut Steps) -> Explanation<'a> {
        Explanation {
            partition,
            steps,
            patience: PATIENCE[0],
            is_certain: true,
        }
    }

    /// Puts the latest answers first. Leaves out the operations that were answered after
    /// `blocked_at`, and then those that are long past, if the rest has no order either.
    fn narrow(&mut self, suspects: &mut Vec<usize>, blocked_at: Rank) {
        let candidates = &self.partition.candidates;
        suspects.sort_by_key(|place| candidates[*place].over);
        let early = suspects.partition_point(|place| candidates[*place].over <= blocked_at);
        if early < suspects.len() && self.has_no_order(&suspects[..early]) {
            suspects.truncate(early);
        }
        suspects.reverse();
        let mut sizes = [4, 16, 64, 256, 1_024].into_iter();
        let shorter = sizes
            .find(|size| *size < suspects.len() && self.has_no_order_in_window(&suspects[..*size]));
        suspects.truncate(shorter.unwrap_or(suspects.len()));
    }

    /// The members of `others` that are needed beside `kept` so that there is no order. With all of
    /// them there is none; `may_be_enough` says whether `kept` alone might have none.
    fn explain(
        &mut self,
        kept: &mut Vec<usize>,
        may_be_enough: bool,
        others: &[usize],
    ) -> Vec<usize> {
        if others.is_empty() || (may_be_enough && self.has_no_order(kept)) {
            return Vec::new();
        }
        if others.len() == 1 {
            return others.to_vec();
        }
        let (preferred, rest) = others.split_at(others.len() / 2);
        let before = kept.len();
        kept.extend(preferred);
        let mut needed = self.explain(kept, true, rest);
        kept.truncate(before);
        kept.extend(&needed);
        let more = self.explain(kept, !needed.is_empty(), preferred);
        kept.truncate(before);
        needed.extend(more);
        needed
    }

    /// Whether these operations are known to have no order, whatever the others did. False if the
    /// search takes too long.
    fn has_no_order(&mut self, kept: &[usize]) -> bool {
        if self.has_no_order_in_window(kept) {
            return true;
        }
        let found = self.ask(kept, Rank::FIRST);
        self.is_certain &= !matches!(found, Found::OutOfSteps { .. });
        matches!(found, Found::NoOrder { .. })
    }

    fn has_no_order_in_window(&mut self, kept: &[usize]) -> bool {
        let candidates = &self.partition.candidates;
        let from = kept.iter().map(|place| candidates[*place].called).min();
        let found = self.ask(kept, from.unwrap_or(Rank::FIRST));
        matches!(found, Found::NoOrder { .. })
    }

    fn ask(&mut self, kept: &[usize], from: Rank) -> Found {
        let mut must = vec![false; self.partition.candidates.len()];
        kept.iter().for_each(|place| must[*place] = true);
        let left = self.steps.limit.saturating_sub(self.steps.taken);
        let mut steps = Steps {
            taken: 0,
            limit: self.patience.min(left),
        };
        let question = Question { must: &must, from };
        let found = search(self.partition, question, &mut steps);
        self.steps.taken += steps.taken;
        found
    }
}
