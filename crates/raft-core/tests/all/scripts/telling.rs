//! From values to words: what happened, what is in flight, and the state of each node.

use raft_core::{Entry, Own, Payload};

use crate::harness::cluster::{Happening, Outcome, Packet};
use crate::harness::server::Server;

pub fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Taken(origin) => format!("Write {} has its place in the log.", origin.serial),
        Outcome::Read(origin, at) => format!("read {} sees {at}", origin.serial),
        Outcome::NotLeader(origin, Some(leader)) => {
            format!("Write {} was refused: ask {leader}.", origin.serial)
        }
        Outcome::NotLeader(origin, None) => {
            format!("Write {} was refused: no leader is known.", origin.serial)
        }
    }
}

pub fn happening(happening: &Happening) -> String {
    match happening {
        Happening::Decided(node, decision) => format!("    {}", decision.sentence(*node)),
        Happening::Delivered(sent) => packet(sent),
        Happening::Lost(sent) => format!("{} (lost)", packet(sent)),
    }
}

pub fn packet(packet: &Packet) -> String {
    let sentence = packet.message.sentence(packet.from, packet.to);
    format!("{} → {}: {sentence}", packet.from.0, packet.to.0)
}

pub fn status(server: &Server) -> String {
    let log = listed(server.log().iter().map(u64::to_string));
    if !server.is_up() {
        return format!("{}: down, log {log}", server.id);
    }
    format!(
        "{}: {} of term {}, log {log}, committed {}",
        server.id,
        server.role().word(),
        server.term(),
        server.commit()
    )
}

/// The commands that a state machine was given, in order.
pub fn applied(server: &Server) -> String {
    let command = |entry: &Entry| match &entry.payload {
        Payload::Command { command, .. } => command.text().to_owned(),
        Payload::Own(Own::Blank) => "(blank)".to_owned(),
        Payload::Own(Own::Configuration(change)) => format!("({})", change.configuration),
    };
    let commands = listed(server.applied.iter().map(command));
    format!("{} has applied: {commands}", server.id)
}

/// What a leader knows of each follower.
pub fn progress(leader: &Server) -> Vec<String> {
    let others = leader.node().config().configuration.others(leader.id);
    let line = |follower: raft_core::NodeId| {
        let (next, matched) = leader.progress(follower.0);
        format!("{follower}: next index {next}, match index {matched}")
    };
    others.iter().map(line).collect()
}

fn listed(words: impl Iterator<Item = String>) -> String {
    let words = words.collect::<Vec<_>>().join(",");
    if words.is_empty() {
        "-".to_owned()
    } else {
        words
    }
}
