//! Tables of many draws, for the scripts that are about chance.

use std::collections::BTreeMap;

use raft_core::chance::Key;
use raft_core::{Config, Input, Instant, Node};

use crate::harness::server::Server;
use crate::harness::{append, disk, node};

/// How often each election timeout came when `count` timers were started.
pub fn timeouts(config: Config, role: &str, count: u64) -> Vec<String> {
    let mut server = Server::new(0, config, disk(1, &[]));
    let mut counts = BTreeMap::<u64, u64>::new();
    for _ in 0..count {
        match role {
            "follower" => server.receive(1, 1, append(None, &[], 0)),
            "candidate" => server.step(Input::ForceTimeout),
            other => panic!("no role with an election timer: {other}"),
        };
        let timer = server.node().election_timer().expect("it waits");
        *counts
            .entry((timer.ends_at - timer.started_at).0)
            .or_default() += 1;
    }
    let line = |(timeout, count): (u64, u64)| format!("{timeout} µs: {count} times");
    counts.into_iter().map(line).collect()
}

/// In how many of `rounds` the first two of all nodes run out at the same moment.
pub fn collisions(config: Config, rounds: u64) -> Vec<String> {
    let collides = |round: &u64| {
        let deadline = |id: u8| {
            let chance = Key::new(*round).with(id.into());
            let node = Node::new(node(id), config, disk(0, &[]), Instant::ZERO, chance);
            node.deadline().expect("it waits")
        };
        let members = config.configuration.members();
        let mut deadlines: Vec<_> = members.iter().map(|node| deadline(node.0)).collect();
        deadlines.sort_unstable();
        deadlines[0] == deadlines[1]
    };
    let collisions = (0..rounds).filter(collides).count();
    vec![format!(
        "In {collisions} of {rounds} rounds, two nodes run out first."
    )]
}
