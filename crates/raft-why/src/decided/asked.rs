//! What a node was asked when it decided: its state, the moment by its clock, and the input.

use alloc::vec::Vec;

use raft_core::{Decision, Effect, Input, Instant, Node};

/// One step of a node, just before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The node.
    pub node: Node,
    /// The moment, by the node's clock.
    pub now: Instant,
    /// What happens to it.
    pub input: Input,
}

impl Asked {
    /// This node, at this moment by its clock, just before this happens to it.
    #[must_use]
    pub fn of(node: &Node, now: Instant, input: &Input) -> Asked {
        Asked {
            node: node.clone(),
            now,
            input: input.clone(),
        }
    }

    /// The node after the step, and what it wants done, in order. It is asked in a copy: the same
    /// question always has the same answer.
    pub(crate) fn answer(&self) -> (Node, Vec<Effect>) {
        let mut effects = Vec::new();
        let mut node = self.node.clone();
        node.step(self.now, self.input.clone(), &mut effects);
        (node, effects)
    }

    /// What the node decides, in order.
    #[must_use]
    pub fn decisions(&self) -> Vec<Decision> {
        let (_, effects) = self.answer();
        let decisions = effects.into_iter().filter_map(|effect| match effect {
            Effect::Decide(decision) => Some(decision),
            _ => None,
        });
        decisions.collect()
    }
}
