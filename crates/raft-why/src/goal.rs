//! The state that a question misses, as a test of a world.

use raft_core::{NodeId, NodeSet, Position};
use raft_sim::{Endpoint, NodeView, Outcome, World};

/// What would have to be so for a question not to arise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// A node that runs leads.
    Leader,
    /// This node runs and leads.
    Leads(NodeId),
    /// A node that runs knows this entry to be committed.
    Committed(Position),
    /// This node runs and knows this entry to be committed.
    Knows {
        /// The node.
        node: NodeId,
        /// The entry.
        entry: Position,
    },
    /// The client of the request with this number has its answer.
    Answered(usize),
    /// This node has sent more messages to other nodes than these.
    Speaks {
        /// The node.
        node: NodeId,
        /// How many it had sent when the question was asked.
        sent: u64,
    },
    /// This node runs and holds the log of the leader, or of the most up-to-date node where nobody
    /// leads, through this entry, or through what a later leader has put in its place.
    Holds {
        /// The node.
        node: NodeId,
        /// The last entry of the log when the question was asked.
        through: Position,
    },
}

impl Goal {
    /// That this node sends a message to another node from now on.
    #[must_use]
    pub fn speaks(node: NodeId, world: &World) -> Goal {
        let sent = sent_by(node, world);
        Goal::Speaks { node, sent }
    }

    /// Whether this world is there.
    #[must_use]
    pub fn is_reached(&self, world: &World) -> bool {
        match *self {
            Goal::Leader => world.leader().is_some(),
            Goal::Leads(node) => world
                .node(node)
                .is_some_and(|node| node.is_running() && node.leads()),
            Goal::Committed(entry) => world.nodes().any(|node| knows(&node, entry)),
            Goal::Knows { node, entry } => world
                .node(node)
                .is_some_and(|node| node.is_running() && knows(&node, entry)),
            Goal::Answered(number) => {
                let request = world.requests().get(number);
                request.is_some_and(|it| matches!(it.outcome, Outcome::Acknowledged(_)))
            }
            Goal::Speaks { node, sent } => sent_by(node, world) > sent,
            Goal::Holds { node, through } => holds(node, through, world),
        }
    }
}

/// Whether a node knows this entry to be committed.
pub(crate) fn knows(node: &NodeView<'_>, entry: Position) -> bool {
    node.commit_index() >= Some(entry.index) && node.log().agrees_at(Some(entry))
}

fn sent_by(node: NodeId, world: &World) -> u64 {
    let others = NodeSet::first(world.options().nodes);
    let others = others.iter().filter(|other| *other != node);
    let sent = |to| {
        world
            .network()
            .sent_on(Endpoint::Node(node), Endpoint::Node(to))
    };
    others.map(sent).sum()
}

fn holds(node: NodeId, through: Position, world: &World) -> bool {
    let Some(view) = world.node(node).filter(NodeView::is_running) else {
        return false;
    };
    let Some(leader) = world.leader().and_then(|leader| world.node(leader)) else {
        return view.log().agrees_at(Some(through));
    };
    // A leader whose log is shorter has overwritten the entry.
    let end = leader.log().position_at(through.index);
    let end = end.or(leader.log().last());
    end.is_none_or(|end| view.log().agrees_at(Some(end)))
}
