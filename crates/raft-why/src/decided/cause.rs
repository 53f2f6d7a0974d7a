//! What made a node decide: the event before the step.

use alloc::string::{String, ToString};

use raft_core::{Input, Instant, Node, NodeId, RoleName};
use raft_sim::{Endpoint, Packet, World};

/// What a step of a node came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A message arrived.
    Message {
        /// The node that sent it; `None` for a client.
        from: Option<NodeId>,
        /// When it was sent.
        sent_at: Instant,
        /// The message in one sentence.
        sentence: String,
    },
    /// Its election timer ran out.
    ElectionTimer {
        /// When the timer was started, in the world's time; `None` where the clock has jumped so
        /// that no such moment was.
        started_at: Option<Instant>,
    },
    /// The next heartbeat of a leader was due, or the end of a transfer of its lead.
    LeaderTimer,
    /// Its disk was done with a write.
    Written,
    /// Somebody made its election timer run out.
    Forced,
    /// Somebody asked it to hand its lead to this node.
    Asked {
        /// The node.
        to: NodeId,
    },
    /// Its log has grown to the length at which a snapshot takes its place.
    LogGrown,
}

impl Cause {
    /// What this step of a node comes from; `arrived` is the last message that arrived anywhere.
    pub(super) fn of(world: &World, node: &Node, input: &Input, arrived: Option<&Packet>) -> Cause {
        match input {
            Input::Deadline if node.role_name() == RoleName::Leader => Cause::LeaderTimer,
            Input::Deadline => {
                let timer = world.node(node.id()).and_then(|it| it.election_timer());
                Cause::ElectionTimer {
                    started_at: timer.map(|timer| timer.started_at),
                }
            }
            Input::Persisted(_) => Cause::Written,
            Input::ForceTimeout => Cause::Forced,
            Input::Transfer(to) => Cause::Asked { to: *to },
            Input::Compact { .. } => Cause::LogGrown,
            Input::Receive { .. }
            | Input::Propose { .. }
            | Input::Read { .. }
            | Input::Change { .. } => {
                let from = arrived.map(|packet| packet.name.from);
                Cause::Message {
                    from: from.and_then(Endpoint::node),
                    sent_at: arrived.map_or(world.now(), |packet| packet.sent_at),
                    sentence: arrived
                        .map_or_else(String::new, |packet| packet.sentence(world).to_string()),
                }
            }
        }
    }

    /// An earlier moment that it leads back to: when the message was sent, or the timer started.
    #[must_use]
    pub fn since(&self) -> Option<Instant> {
        match self {
            Cause::Message { sent_at, .. } => Some(*sent_at),
            Cause::ElectionTimer { started_at } => *started_at,
            Cause::LeaderTimer
            | Cause::Written
            | Cause::Forced
            | Cause::Asked { .. }
            | Cause::LogGrown => None,
        }
    }
}
