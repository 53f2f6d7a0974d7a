//! The input of a step, and its effects.

use alloc::boxed::Box;
use alloc::sync::Arc;

use crate::decision::Decision;
use crate::entry::{Command, Origin};
use crate::membership::{Change, ChangeRefusal};
use crate::message::Message;
use crate::persistent::{Token, Write};
use crate::snapshot::Snapshot;
use crate::types::{Index, NodeId, Position};

/// Something that happens to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The moment of [`crate::Node::deadline`] has come. Before that moment, this input does
    /// nothing.
    Deadline,
    /// A message arrived.
    Receive {
        /// The sender.
        from: NodeId,
        /// Its content.
        message: Message,
    },
    /// A client asks for a command to be applied.
    Propose {
        /// The client and the number of its request.
        origin: Origin,
        /// The command.
        command: Command,
    },
    /// A client asks to read. With [`crate::Extension::OF_READS`] only; else a read is a command.
    Read {
        /// The client and the number of its request.
        origin: Origin,
    },
    /// The disk has completed every write up to this one.
    Persisted(Token),
    /// A person or a test makes the election timer run out now.
    ForceTimeout,
    /// Somebody asks a leader to hand its lead to this node (Thesis §3.10).
    Transfer(NodeId),
    /// A client asks for a change of the membership (Thesis §4.1). With
    /// [`crate::Extension::Membership`] only.
    Change {
        /// The client and the number of its request.
        origin: Origin,
        /// The change.
        change: Change,
    },
    /// A snapshot of the state machine shall take the place of the log through this index
    /// (Raft §7).
    Compact {
        /// The last index that the state machine has applied.
        through: Index,
        /// The state machine at that index.
        bytes: Box<[u8]>,
    },
}

/// Something that the driver of a node shall do. The order of effects is part of their meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Bring the disk up to date, then answer [`Input::Persisted`].
    Persist(Write),
    /// Send a message. Everything that it asserts about the sender is on the sender's disk.
    Send {
        /// The receiver.
        to: NodeId,
        /// The content.
        message: Message,
    },
    /// A command has its place in the leader's log. It is not committed yet.
    Taken {
        /// The client and the number of its request.
        origin: Origin,
        /// The place of the command's entry.
        at: Position,
    },
    /// A read can be answered now, from a state machine that has applied the log through `at` or
    /// further.
    ReadReady {
        /// The client and the number of its request.
        origin: Origin,
        /// The index that the read must see; `None` before the first commit.
        at: Option<Index>,
    },
    /// A command or a read was not taken, or given up, since this node does not lead.
    NotLeader {
        /// The client and the number of its request.
        origin: Origin,
        /// The leader that this node knows, if any.
        leader: Option<NodeId>,
    },
    /// A command was not taken, since this leader hands over its lead (Thesis §3.10), or too many
    /// of its entries are not committed. Ask again a little later.
    PutOff {
        /// The client and the number of its request.
        origin: Origin,
    },
    /// A change of the membership has an answer before any entry of it is applied: it was done
    /// already, by this very request, or is not done.
    ChangeAnswered {
        /// The client and the number of its request.
        origin: Origin,
        /// Why it is not done; `None` where it was done already.
        refusal: Option<ChangeRefusal>,
    },
    /// Apply the entries through this index, each once and in order.
    Commit(Index),
    /// Put this state in the place of the state machine's: go on behind its base.
    Restore(Arc<Snapshot>),
    /// Why the node did what it did: for people and for the judge. Nothing needs to be done.
    Decide(Decision),
}

/// The effects of one step.
///
/// The caller brings the buffer, so that a loop of millions of steps reuses one.
pub type Effects = alloc::vec::Vec<Effect>;
