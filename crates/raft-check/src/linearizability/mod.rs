//! Linearizability: could one machine have given the clients all their answers?
//!
//! A history is *linearizable* if each operation can be given a moment between its call and
//! its answer at which it takes effect, so that the answers are those of the state machine
//! alone, taking one command at a time (Herlihy and Wing, "Linearizability: A Correctness
//! Condition for Concurrent Objects", TOPLAS 12(3), 1990). Raft promises it to its clients
//! (Raft §8, Thesis §6.3). The five properties of Raft Figure 3 are about nodes and logs; this
//! one is about answers only.
//!
//! ```
//! use raft_check::linearizability::{Budget, History, judge_history};
//! use raft_core::{Command, Instant};
//! use raft_sim::{Action, Nobody, Options, Run, Target, World};
//!
//! let mut world = World::begin(&Run::new(42, Options::default()));
//! for text in ["SET x=1", "GET x"] {
//!     let command = Command::new(text);
//!     world.act(&Action::Write { to: Target::Any, command }, &mut Nobody);
//! }
//! world.advance_to(Instant::from_millis(30_000), &mut Nobody);
//!
//! let verdict = judge_history(&History::of(&world), Budget::default());
//! assert!(verdict.holds());
//! assert_eq!(verdict.operations, 2);
//! ```
//!
//! # How it is judged
//!
//! 1. [`History`] keeps the clients' operations and answers. An operation whose outcome is
//!    unknown may take effect at any later moment or never, as in Jepsen.
//! 2. The history is cut into parts that can be judged alone: by key, where keys that a
//!    TRANSFER ties stay together (`partition.rs`).
//! 3. If the world suggests an order for a part, and it explains all answers, no search is
//!    needed (`witness.rs`).
//! 4. Otherwise an order is searched for, as Wing and Gong did ("Testing and Verifying
//!    Concurrent Objects", JPDC 17, 1993), with the memo that Lowe added ("Testing for
//!    linearizability", CCPE 29(4), 2017). `search.rs` describes it, and its rules against the
//!    many combinations of operations of unknown outcome.
//! 5. If there is none, `smallest.rs` finds a few operations that contradict each other.
//!
//! Deciding linearizability is NP-complete (Gibbons and Korach, "Testing Shared Memories",
//! SIAM J. Comput. 26(4), 1997). So there is a [`Budget`] of steps, not of time: the same
//! history has the same verdict on every machine. The cost depends less on the length of a
//! history than on the number of operations that overlap and have an unknown outcome. A few
//! clients who wait for their answers are easy; dozens whose requests are all refused and tied by
//! transfers may stay undecided. When the search does not end soon, small windows of the history
//! are tried (`smallest.rs`), since most contradictions are between a few operations that stand
//! close together.
//!
//! Judging while a world runs is left out: every judgment begins anew, since ten thousand
//! operations take only some milliseconds.

mod contradiction;
mod entries;
mod history;
mod memo;
mod model;
mod partition;
mod search;
mod smallest;
mod witness;

use core::fmt;

pub use contradiction::{Contradiction, Named};
pub use history::{Ending, History, Operation};
use partition::{Partition, Rank, partitions};
use search::{Found, Question, Steps, search};
use smallest::{answered, broken_window, smallest};

/// How many steps a judgment may take: applications of a command to a state. The search for
/// the smallest contradiction may take as many again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget(pub u64);

impl Default for Budget {
    /// Some seconds of work.
    fn default() -> Budget {
        Budget(20_000_000)
    }
}

/// The verdict on a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryVerdict {
    /// How many operations were looked at: all that may have taken effect.
    pub operations: usize,
    /// Of how many parts, each judged alone.
    pub partitions: usize,
    /// How many steps it took.
    pub steps: u64,
    /// The finding.
    pub linearizability: Linearizability,
}

/// Whether a history is linearizable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linearizability {
    /// There is an order that explains all answers.
    Holds,
    /// There is none.
    Broken(Contradiction),
    /// The budget was spent before either was known.
    Undecided,
}

/// Judges a history, part by part, until one is not linearizable.
#[must_use]
pub fn judge_history(history: &History, budget: Budget) -> HistoryVerdict {
    let mut parts = partitions(history);
    let mut steps = Steps {
        taken: 0,
        limit: budget.0,
    };
    let mut linearizability = Linearizability::Holds;
    for part in &mut parts {
        match judge_part(history, part, &mut steps) {
            Linearizability::Holds => {}
            Linearizability::Undecided => linearizability = Linearizability::Undecided,
            broken @ Linearizability::Broken(_) => {
                linearizability = broken;
                break;
            }
        }
    }
    HistoryVerdict {
        operations: parts.iter().map(|part| part.candidates.len()).sum(),
        partitions: parts.len(),
        steps: steps.taken,
        linearizability,
    }
}

fn judge_part(history: &History, part: &mut Partition, steps: &mut Steps) -> Linearizability {
    if witness::is_order(part) {
        steps.taken += part.suggested.len() as u64;
        return Linearizability::Holds;
    }
    let easy = 20_000 + 10 * part.candidates.len() as u64;
    let mut found = search_up_to(part, steps, easy);
    let mut suspects = answered(part);
    if let Found::OutOfSteps { blocked_at } = found {
        found = match broken_window(part, blocked_at, steps) {
            Some(window) => {
                suspects = window;
                Found::NoOrder {
                    blocked_at: Rank::NEVER,
                }
            }
            None => search_up_to(part, steps, u64::MAX),
        };
    }
    match found {
        Found::Order => Linearizability::Holds,
        Found::OutOfSteps { .. } => Linearizability::Undecided,
        Found::NoOrder { blocked_at } => {
            steps.limit = steps.limit.saturating_add(steps.limit);
            let found = smallest(part, suspects, blocked_at, steps);
            Linearizability::Broken(Contradiction::new(history, part, &found))
        }
    }
}

/// Searches with so many of the steps that are left.
fn search_up_to(part: &mut Partition, steps: &mut Steps, most: u64) -> Found {
    let must = alloc::vec![true; part.candidates.len()];
    let question = Question {
        must: &must,
        from: Rank::FIRST,
    };
    let left = steps.limit.saturating_sub(steps.taken);
    let mut some = Steps {
        taken: 0,
        limit: most.min(left),
    };
    let found = search(part, question, &mut some);
    steps.taken += some.taken;
    found
}

impl HistoryVerdict {
    /// Whether the history is linearizable. Not so while that is undecided.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.linearizability == Linearizability::Holds
    }

    /// The operations that contradict each other, if any do.
    #[must_use]
    pub fn contradiction(&self) -> Option<&Contradiction> {
        match &self.linearizability {
            Linearizability::Broken(contradiction) => Some(contradiction),
            Linearizability::Holds | Linearizability::Undecided => None,
        }
    }
}

impl fmt::Display for HistoryVerdict {
    /// One sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operations, steps) = (self.operations, self.steps);
        match &self.linearizability {
            Linearizability::Broken(contradiction) => contradiction.fmt(formatter),
            Linearizability::Holds => match operations {
                0 => formatter.write_str("Linearizable, but the clients did nothing."),
                1 => formatter.write_str("Linearizable: 1 operation has its place."),
                _ => write!(
                    formatter,
                    "Linearizable: all {operations} operations have their place in one order."
                ),
            },
            Linearizability::Undecided => write!(
                formatter,
                "Undecided: {steps} steps were not enough to order {operations} operations; \
                 allow more, or look at a shorter run."
            ),
        }
    }
}
