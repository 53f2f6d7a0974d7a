//! A leader that sends while its disk writes (Thesis §10.2.1): its own write and that of its
//! followers go on side by side, so that an entry takes one write and one round trip, and not two
//! writes one after the other.
//!
//! Sending an entry says that the leader has made it, and not that its disk holds it: a follower
//! that takes the entry and acknowledges it speaks of its own disk alone. What stays:
//!
//! - The leader counts its own copy only when its disk has confirmed it. A majority of the others
//!   may commit the entry before that, also while the leader's own disk does not hold it.
//! - Everything else that a node says waits for its disk as before: its term and its vote, the log
//!   that it names when it asks for a vote, and what it acknowledges as a follower.

use crate::decision::{Decision, ExtensionDecision};
use crate::effect::{Effect, Effects};
use crate::extension::Extension;
use crate::message::Body;
use crate::node::Node;
use crate::types::Index;

impl Node {
    /// Whether a message may leave before the disk holds the entries that it names: only a leader
    /// sends AppendEntries.
    #[inline]
    pub(crate) fn sends_while_writing(&self, body: &Body) -> bool {
        self.extends(Extension::ParallelWrite) && matches!(body, Body::AppendEntries(_))
    }

    /// Says that a leader has committed what its own disk does not hold yet.
    #[inline]
    pub(crate) fn say_committed_ahead(&self, index: Index, effects: &mut Effects) {
        let on_disk = self.durable_index();
        if self.extends(Extension::ParallelWrite) && Some(index) > on_disk {
            effects.push(Effect::Decide(Decision::Extension(
                ExtensionDecision::CommittedAhead { index, on_disk },
            )));
        }
    }
}
