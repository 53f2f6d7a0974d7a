//! Why a node decided as it did: what it was asked, what caused it, the rule as the paper has it
//! with the values of that moment, and what would have changed the answer.
//!
//! The last is never written by hand. The node of that moment is asked again in copies, by
//! [`raft_core::Node::step`], each time with one value that is another one ([`Change`]). Where it
//! then decides otherwise, that is a [`Counterfactual`]: of each kind of value the nearest one.

mod asked;
mod candidates;
mod cause;
mod change;
mod counterfactual;
mod rule;
mod witness;
mod words;

pub use asked::Asked;
pub use cause::Cause;
pub use change::Change;
pub use counterfactual::{Counterfactual, would_change};
pub use rule::{Rule, RuleLine, rule};
pub use witness::{Decided, NoDecision, Witness};
