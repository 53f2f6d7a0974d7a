//! From a history that has no order to the few operations that show it.
//!
//! To leave an operation out, taking it away would not do: what it wrote may have been read,
//! and the rest would look worse than it is. An operation is *set free* instead: it may take
//! effect while it is under way, whatever it was answered, or never. Every order of the
//! whole is an order of the rest with some set free. So when there is none for the rest, there
//! was none for the whole, and the operations that were kept contradict each other whatever
//! all others did.
//!
//! Setting more free never takes an order away, which is all that `QuickXplain` needs (Junker,
//! "QuickXplain: Preferred Explanations and Relaxations for Over-Constrained Problems", AAAI
//! 2004) to find a set of which no member can be spared, late ones preferred.

use alloc::vec;
use alloc::vec::Vec;

use super::partition::{Partition, Rank};
use super::search::{Found, Steps, search};

/// Operations without an order, by their places among the candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Smallest {
    pub(crate) kept: Vec<usize>,
    /// Whether it is certain that none of them can be spared.
    pub(crate) is_certain: bool,
}

/// Looks for the smallest part without an order of a partition that has none. The search that
/// found this out was last stuck at `blocked_at` and took `cost` steps.
pub(crate) fn smallest(
    partition: &mut Partition,
    blocked_at: Rank,
    cost: u64,
    steps: &mut Steps,
) -> Smallest {
    let mut answered: Vec<usize> = (0..partition.candidates.len())
        .filter(|place| partition.candidates[*place].reply.is_some())
        .collect();
    answered.sort_by_key(|place| partition.candidates[*place].over);
    let mut trial = Trial {
        partition,
        patience: cost.saturating_mul(4).saturating_add(10_000),
        steps,
        is_certain: true,
    };
    let length = trial.shortest_prefix(&answered, blocked_at);
    let mut latest_first: Vec<usize> = answered.into_iter().take(length).rev().collect();
    // Without the last one there is an order.
    let mut kept: Vec<usize> = latest_first.drain(..1.min(length)).collect();
    let others = trial.explain(&mut kept.clone(), true, &latest_first);
    kept.extend(others);
    kept.sort_unstable();
    Smallest {
        kept,
        is_certain: trial.is_certain,
    }
}

struct Trial<'a> {
    partition: &'a mut Partition,
    /// Steps for each question; without an answer by then, nothing is set free.
    patience: u64,
    steps: &'a mut Steps,
    is_certain: bool,
}

impl Trial<'_> {
    /// How many of the operations, in the order of their answers, have no order by themselves.
    fn shortest_prefix(&mut self, answered: &[usize], blocked_at: Rank) -> usize {
        let candidates = &self.partition.candidates;
        let through = |rank| answered.partition_point(|place| candidates[*place].over <= rank);
        // The search found an order for everything before. What it was stuck at is the end,
        // unless answers that came even later played a part.
        let (mut long, short) = (answered.len(), through(blocked_at));
        let mut few = short.saturating_sub(1);
        if self.has_no_order(&answered[..short]) {
            return short;
        }
        while long - few > 1 {
            let middle = usize::midpoint(few, long);
            if self.has_no_order(&answered[..middle]) {
                long = middle;
            } else {
                few = middle;
            }
        }
        long
    }

    /// Which of `others` are needed beside `kept`, so that there is no order. There is none
    /// with all of them; `may_be_enough` says whether there might be none without any.
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

    fn has_no_order(&mut self, kept: &[usize]) -> bool {
        let mut must = vec![false; self.partition.candidates.len()];
        kept.iter().for_each(|place| must[*place] = true);
        let left = self.steps.limit - self.steps.taken;
        let mut steps = Steps {
            taken: 0,
            limit: self.patience.min(left),
        };
        let found = search(self.partition, &must, &mut steps);
        self.steps.taken += steps.taken;
        self.is_certain &= found != Found::OutOfSteps;
        matches!(found, Found::NoOrder { .. })
    }
}
