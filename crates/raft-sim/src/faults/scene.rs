//! What a draw knows of a cluster.

use alloc::vec::Vec;

use raft_core::{NodeId, NodeSet};

use crate::address::Link;
use crate::network::Network;

/// The part of a cluster that a draw looks at.
pub(crate) struct Scene<'a> {
    pub(crate) nodes: u8,
    pub(crate) leader: Option<NodeId>,
    /// Where members come and go, whether nothing of the leader's own term is committed yet: it may
    /// not change the membership before (Thesis §4.1).
    pub(crate) leader_is_new: bool,
    /// By how many thousandths clocks may drift apart, where leases trust them (Thesis §6.4.1).
    pub(crate) leases_within: Option<u32>,
    pub(crate) network: &'a Network,
}

/// The targets that a fault chooses among.
pub(crate) struct Reach {
    /// At least one node.
    pub(crate) nodes: NodeSet,
    /// The links that can be cut or mended; any, when not given.
    pub(crate) links: Option<Vec<Link>>,
}
