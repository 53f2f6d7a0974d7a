//! When each node, or its disk, next wants to act by itself, and which of them comes first.

use raft_core::{Instant, NodeId};

use super::NEVER;
use crate::limits::NODES_MAX;
use crate::whole::IS_WHOLE;

/// The timers of all nodes, or of all disks. The earliest is known at any time: it is asked for
/// before each event, and most events leave it as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeTimers {
    all: [Instant; NODES_MAX as usize],
    earliest: (Instant, NodeId),
}

impl NodeTimers {
    pub(super) fn new() -> NodeTimers {
        NodeTimers {
            all: [NEVER; NODES_MAX as usize],
            earliest: (NEVER, NodeId(0)),
        }
    }

    /// The earliest timer, and its node. Of two at one moment, the node with the lower number comes
    /// first.
    #[inline]
    pub(super) fn earliest(&self) -> (Instant, NodeId) {
        if IS_WHOLE {
            self.earliest
        } else {
            // The page's first module is to be small rather than quick.
            self.search()
        }
    }

    /// Sets the timer of a node.
    #[inline]
    pub(super) fn set(&mut self, node: NodeId, at: Instant) {
        let Some(timer) = self.all.get_mut(node.position()) else {
            return;
        };
        *timer = at;
        if !IS_WHOLE {
            return;
        }
        let (first_at, first) = self.earliest;
        if at < first_at || at == first_at && node <= first {
            self.earliest = (at, node);
        } else if node == first {
            self.earliest = self.search();
        }
    }

    // Apart from what sets a timer, which seldom needs it.
    #[inline(never)]
    fn search(&self) -> (Instant, NodeId) {
        let mut earliest = (NEVER, NodeId(0));
        for (node, at) in (0..).map(NodeId).zip(self.all) {
            if at < earliest.0 {
                earliest = (at, node);
            }
        }
        earliest
    }
}

#[cfg(test)]
mod tests {
    use raft_core::chance::Key;

    use super::*;

    /// Whatever order they are set in, the earliest is the one that a search finds.
    #[test]
    fn the_earliest_timer_is_always_known() {
        let mut timers = NodeTimers::new();
        for step in 0..20_000 {
            let draw = Key::new(7).with(step).bits();
            let at = match draw % 5 {
                0 => NEVER,
                _ => Instant(draw % 64),
            };
            timers.set(NodeId((draw >> 32) as u8 % NODES_MAX), at);
            assert_eq!(timers.earliest(), timers.search());
        }
    }
}
