//! What goes into a step and what comes out of it.

use crate::decision::Decision;
use crate::entry::{Command, Origin};
use crate::message::Message;
use crate::persistent::{Token, Write};
use crate::types::{Index, NodeId, Position};

/// Something that happens to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Its [`crate::Node::deadline`] has come. Too early a call does nothing.
    Deadline,
    /// A message arrived.
    Receive {
        /// Who sent it.
        from: NodeId,
        /// What it says.
        message: Message,
    },
    /// A client asks for a command to be applied.
    Propose {
        /// Whose request it is.
        origin: Origin,
        /// What is asked.
        command: Command,
    },
    /// The disk has completed every write up to this one.
    Persisted(Token),
    /// Somebody outside wants the election timer to run out now.
    ForceTimeout,
}

/// Something a node wants done, in the order in which it wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Bring the disk up to date, then answer [`Input::Persisted`].
    Persist(Write),
    /// Send a message. All it speaks of is durable.
    Send {
        /// To whom.
        to: NodeId,
        /// What.
        message: Message,
    },
    /// A command has its place in the leader's log. It is not committed yet.
    Taken {
        /// Whose request it is.
        origin: Origin,
        /// Where it stands.
        at: Position,
    },
    /// A command was not taken, since this node does not lead.
    NotLeader {
        /// Whose request it is.
        origin: Origin,
        /// Who leads, as far as this node knows.
        leader: Option<NodeId>,
    },
    /// Apply the entries through this index, each once and in order.
    Commit(Index),
    /// Why all this: for people and for the judge.
    Decide(Decision),
}

/// The effects of one step.
///
/// The caller brings the buffer, so that a loop of millions of steps reuses one.
pub type Effects = alloc::vec::Vec<Effect>;
