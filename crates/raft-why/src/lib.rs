//! Questions about a moment of a run: why is there no leader, why can this node not win, why is
//! this entry not committed, why is this request not answered, why is this node silent, why does it
//! not catch up; what must happen; and what if we wait.
//!
//! [`ask`] takes a [`Question`] about a world and gives an [`Answer`]:
//!
//! - **because**: clauses computed from the state, each with its values and its section of the
//!   paper. Rules that are left out and assumptions that are broken come first.
//! - **if we wait**: a copy of the world is played on with nothing more done by anybody
//!   ([`forecast`]): no later action and no more chaos, while clients and their workload go on.
//! - **what must happen**: sets of [`Need`]s. Each set is tried in a copy: all of it together gets
//!   there, and with any one of it left out the copy does not ([`plan`]). So no set is a guess, and
//!   none asks for more than it must.
//!
//! And a decision itself can be asked about: a [`Witness`] takes down what the node was asked and
//! what caused it, and the node asked again with other values says what would have changed it
//! ([`would_change`]).
//!
//! A question changes nothing in the world that it is about, and the same question about the same
//! moment always has the same answer.
//!
//! ```
//! use raft_core::{Instant, NodeId};
//! use raft_sim::{Action, Nobody, Options, Run, World};
//! use raft_why::{Need, Outlook, Past, Question, ask};
//!
//! let mut world = World::begin(&Run::new(42, Options::default()));
//! let mut past = Past::of(&world);
//! for node in 0..3 {
//!     world.act(&Action::Crash(NodeId(node)), &mut past);
//! }
//! world.advance_to(Instant::from_millis(9_000), &mut past);
//!
//! let answer = ask(&world, &past, None, Question::Leader).expect("it can be asked");
//! assert!(matches!(answer.outlook, Outlook::Never { .. }));
//! let one_more = |node| vec![Need::Up(NodeId(node))];
//! assert_eq!(answer.needs, [one_more(0), one_more(1), one_more(2)]);
//! ```
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod answer;
mod barrier;
mod because;
mod clause;
mod decided;
#[cfg(feature = "json")]
mod examine;
pub mod forecast;
mod goal;
mod majority_words;
mod message;
mod past;
pub mod plan;
mod question;
mod reach;
mod words;

pub use answer::{Answer, Broken, Outlook, ask};
pub use barrier::Barrier;
pub use because::silences;
pub use clause::{Clause, DiskEnd, LossOfDisk, ReadRule};
pub use decided::{
    Asked, Cause, Change, Counterfactual, Decided, NoDecision, Rule, RuleLine, Witness, rule,
    would_change,
};
#[cfg(feature = "json")]
pub use examine::{examine, examine_questions, examine_until};
pub use goal::Goal;
pub use message::{
    FoundMessage, MessageAnswer, MessageEnd, MessageFinder, MessageWitness, NoMessage, Reaction,
};
pub use past::{EventId, Past};
pub use question::{Question, Unanswerable};
pub use raft_sim::Need;
