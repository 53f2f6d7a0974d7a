//! The answers of nodes to clients.

use raft_core::{ChangeRefusal, NodeId};

use crate::clients::machine::Response;

/// An answer of a node to a client's request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The command is committed and applied, with this response of the machine.
    Applied(Response),
    /// The node does not lead. The leader it knows, if any (Raft §8).
    NotLeader(Option<NodeId>),
    /// The node leads, and takes no command now: it hands over its lead (Thesis §3.10), or too many
    /// of its entries are not committed.
    PutOff,
    /// The node leads, and does not make this change of the membership.
    ChangeRefused(ChangeRefusal),
}
