//! Addresses: the ends of a message, one direction between two nodes, one message in flight,
//! and whom a client asks. Everything else in this crate may use these names.

use core::fmt;

use raft_core::NodeId;

/// An end of a message: a node, or the clients, who stand outside the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// A node of the cluster.
    Node(NodeId),
    /// The clients; the request says which of them.
    Clients,
}

impl Endpoint {
    /// The node, unless it is the clients.
    #[must_use]
    pub fn node(self) -> Option<NodeId> {
        match self {
            Endpoint::Node(node) => Some(node),
            Endpoint::Clients => None,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Endpoint::Node(node) => node.fmt(formatter),
            Endpoint::Clients => formatter.write_str("the client"),
        }
    }
}

/// The node that a client sends its request to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// This node; the client follows it to a leader it names, and does not try again.
    Node(NodeId),
    /// Any node: the client goes from node to node until one answers or its patience ends.
    Any,
}

/// One direction between two nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The sender.
    pub from: NodeId,
    /// The receiver.
    pub to: NodeId,
}

/// The `nth` message, from 0, that was ever sent from one endpoint to another: a name that
/// stays the same whatever else is taken out of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PacketName {
    /// The sender.
    pub from: Endpoint,
    /// The receiver.
    pub to: Endpoint,
    /// How many were sent on this link before.
    pub nth: u64,
    /// 0 for what the sender sent; 1, 2, … for the copies that the network or a person made.
    pub copy: u32,
}

impl Link {
    /// Both directions between two nodes.
    #[must_use]
    pub fn both_ways(one: NodeId, other: NodeId) -> [Link; 2] {
        let way = |from, to| Link { from, to };
        [way(one, other), way(other, one)]
    }
}

impl fmt::Display for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "from {} to {}", self.from, self.to)
    }
}

impl fmt::Display for PacketName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PacketName {
            from,
            to,
            nth,
            copy,
        } = self;
        match copy {
            0 => write!(formatter, "Message {nth} from {from} to {to}"),
            _ => write!(
                formatter,
                "Copy {copy} of message {nth} from {from} to {to}"
            ),
        }
    }
}
