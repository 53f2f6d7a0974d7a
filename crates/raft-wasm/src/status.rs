//! The cluster's state in words, for the status line.

use raft_sim::{NodeView, World};

/// "Node 2 leads term 3; 5 of 5 up; 4 entries committed".
pub fn status(world: &World) -> String {
    let up = world.nodes().filter(NodeView::is_running).count();
    let all = world.options().nodes;
    let committed = world.counts().committed;
    let entries = if committed == 1 { "entry" } else { "entries" };
    format!(
        "{}; {up} of {all} up; {committed} {entries} committed",
        leadership(world)
    )
}

fn leadership(world: &World) -> String {
    let mut leaders: Vec<_> = world
        .nodes()
        .filter(|node| node.is_running() && node.leads())
        .collect();
    leaders.sort_by_key(|node| core::cmp::Reverse(node.current_term()));
    match &leaders[..] {
        [] => match world
            .nodes()
            .find(|node| node.is_running() && !node.votes().is_empty())
        {
            Some(candidate) => {
                format!(
                    "{} asks for votes in term {}",
                    candidate.id(),
                    candidate.current_term()
                )
            }
            None => "No leader".into(),
        },
        [leader] => format!("{} leads term {}", leader.id(), leader.current_term()),
        [leader, others @ ..] => {
            let others: Vec<String> = others
                .iter()
                .map(|node| {
                    format!(
                        "{} still believes it leads term {}",
                        node.id(),
                        node.current_term()
                    )
                })
                .collect();
            format!(
                "{} leads term {}, {}",
                leader.id(),
                leader.current_term(),
                others.join(", ")
            )
        }
    }
}
