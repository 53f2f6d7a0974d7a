//! The cluster's state in words, for the status line.

use raft_core::{CountOf, NodeId, Term};
use raft_sim::{NodeView, Status, World};

use crate::whole::IS_FULL;

/// "Node 2 leads term 3; 5 of 5 up; 4 commands committed": those of clients, as far as any node
/// knows. A paused node is not up, and nothing is lost with it. Where members come and go, not
/// every machine is one of the cluster.
pub fn status(world: &World) -> String {
    let up = world.nodes().filter(NodeView::is_running).count();
    let all = world.options().nodes;
    let machines = match IS_FULL && world.options().may_change_members() {
        true => " machines",
        false => "",
    };
    let paused = match world.nodes().filter(is_paused).count() {
        0 => String::new(),
        paused => format!(", {paused} paused"),
    };
    let commands = CountOf(world.counts().committed, "command", "commands");
    format!(
        "{}; {up} of {all}{machines} up{paused}; {commands} committed",
        leadership(world)
    )
}

fn is_paused(node: &NodeView<'_>) -> bool {
    node.status() == Status::Paused
}

fn leadership(world: &World) -> String {
    let Some(leader) = world.leader() else {
        return without_leader(world);
    };
    let newest = world
        .node(leader)
        .map_or(Term(0), |node| node.current_term());
    let mut words = format!("{leader} leads term {newest}");
    let leads = |node: &NodeView<'_>| node.is_running() && node.leads() && node.id() != leader;
    for other in world.nodes().filter(leads) {
        let (id, term) = (other.id(), other.current_term());
        words.push_str(&match term == newest {
            true => format!(", and so does {id}"),
            false => format!(", {id} still believes it leads term {term}"),
        });
    }
    words
}

/// Names every candidate of the newest term: of rivals, none is left out.
fn without_leader(world: &World) -> String {
    let asks = |node: &NodeView<'_>| node.is_running() && !node.votes().is_empty();
    let candidates = || world.nodes().filter(asks);
    let Some(newest) = candidates().map(|node| node.current_term()).max() else {
        return "No leader".into();
    };
    let rivals = candidates().filter(|node| node.current_term() == newest);
    let rivals: Vec<NodeId> = rivals.map(|node| node.id()).collect();
    let who = match rivals.as_slice() {
        [only] => format!("{only} asks"),
        [others @ .., last] => {
            let others: Vec<String> = others.iter().map(|id| id.0.to_string()).collect();
            format!("Nodes {} and {} ask", others.join(", "), last.0)
        }
        [] => return "No leader".into(),
    };
    format!("{who} for votes in term {newest}")
}
