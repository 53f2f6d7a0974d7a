//! What leases assume of clocks (Thesis §6.4.1): that none runs faster than another by more than
//! the run's bound, and that none jumps. An election timeout that is forced is to a lease what a
//! clock that jumps is.
//!
//! Only reads by a lease depend on it. Where nobody reads so, clocks may be as wrong as they like.

use core::fmt;

use raft_core::NodeId;
use raft_sim::{Action, Ratio, World};

/// How a clock broke what leases assume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockDrift {
    /// It runs at a rate that is too far from another node's.
    Rate {
        /// The bound, in thousandths.
        bound: u32,
    },
    /// It jumped.
    Jump,
    /// It is right, but its node was told not to wait for it.
    ForcedTimeout,
}

impl ClockDrift {
    /// The node whose clock this action turns against leases, if it does. The action is about to
    /// be done.
    pub(crate) fn of(world: &World, action: &Action) -> Option<(NodeId, ClockDrift)> {
        let bound = world.leases_within()?;
        match action {
            Action::ForceTimeout(node) => Some((*node, ClockDrift::ForcedTimeout)),
            Action::JumpClock { node, .. } => Some((*node, ClockDrift::Jump)),
            Action::SetClockRate { node, rate } => {
                let mut others = world.nodes().filter(|other| other.id() != *node);
                let is_apart = others.any(|other| {
                    let other = other.clock_rate();
                    is_beyond(*rate, other, bound) || is_beyond(other, *rate, bound)
                });
                is_apart.then_some((*node, ClockDrift::Rate { bound }))
            }
            _ => None,
        }
    }
}

/// Whether the first of two clocks is faster than the second by more than so many thousandths.
fn is_beyond(fast: Ratio, slow: Ratio, bound: u32) -> bool {
    let [a, b, c, d] = [
        fast.numerator,
        slow.denominator,
        slow.numerator,
        fast.denominator,
    ]
    .map(u128::from);
    a * b * 1_000 > c * d * (1_000 + u128::from(bound))
}

impl fmt::Display for ClockDrift {
    /// The rest of a sentence that begins with the node's name in the genitive.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClockDrift::Rate { bound } => write!(
                formatter,
                "clock went apart from another's by more than {bound} in 1000"
            ),
            ClockDrift::Jump => formatter.write_str("clock jumped"),
            ClockDrift::ForcedTimeout => {
                formatter.write_str("election timeout was forced, as if its clock had jumped,")
            }
        }
    }
}
