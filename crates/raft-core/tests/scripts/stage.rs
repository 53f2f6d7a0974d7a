//! Where scripts are played: commands in words, and what happened in words.

use crate::harness::cluster::{Cluster, Happening, Outcome, Packet};
use crate::harness::server::Server;
use crate::harness::{config, disk};

/// A cluster, and how much of what happened has been told.
pub struct Stage {
    cluster: Cluster,
    told: usize,
}

impl Default for Stage {
    fn default() -> Stage {
        Stage::of(Cluster::new(3))
    }
}

impl Stage {
    fn of(cluster: Cluster) -> Stage {
        Stage { cluster, told: 0 }
    }

    /// Does what the line says; tells what happened.
    pub fn perform(&mut self, line: &str) -> Vec<String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (command, rest) = words.split_first().expect("a command has a name");
        let number = |place: usize| -> u8 {
            let word = rest.get(place).expect("the command names a node");
            word.parse().expect("a node is a number")
        };
        match *command {
            "status" => return self.cluster.servers.iter().map(status).collect(),
            "flight" => return self.cluster.flight.iter().map(packet).collect(),
            "cluster" => *self = Stage::of(Cluster::new(number(0))),
            "logs" => *self = Stage::of(with_logs(&rest.join(" "))),
            "timeout" => self.cluster.timeout(number(0)),
            "heartbeat" => self.cluster.heartbeat(number(0)),
            "write" => self.cluster.propose(number(0), &rest[1..].join(" ")),
            "isolate" => self.cluster.isolate(number(0)),
            "heal" => self.cluster.heal(),
            "crash" => self.cluster.crash(number(0)),
            "restart" => self.cluster.restart(number(0)),
            "stall" => self.cluster.stall(number(0)),
            "sync" => self.cluster.sync_one(number(0)),
            "unstall" => self.cluster.unstall(number(0)),
            "deliver" if rest.is_empty() => self.cluster.settle(),
            "lose" if rest.is_empty() => self.cluster.lose_all(),
            "deliver" | "double" | "lose" => self.handle(command, rest),
            other => panic!("no such command: {other}"),
        }
        self.tell()
    }

    fn handle(&mut self, command: &str, rest: &[&str]) {
        let number = |place: usize| rest[place].parse::<u8>().expect("a node is a number");
        let (from, to) = (number(0), number(1));
        let on_link = |packet: &Packet| (packet.from.0, packet.to.0) == (from, to);
        let mut flight = self.cluster.flight.iter();
        let place = if rest.get(2) == Some(&"last") {
            flight.rposition(on_link)
        } else {
            flight.position(on_link)
        };
        let place = place.expect("something is on its way");
        match command {
            "double" => self.cluster.deliver_copy(place),
            "lose" => self.cluster.drop(place),
            _ => self.cluster.deliver(place),
        }
    }

    fn tell(&mut self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .cluster
            .outcomes
            .drain(..)
            .map(|outcome| self::outcome(&outcome))
            .collect();
        let happened = &self.cluster.happenings[self.told..];
        lines.extend(happened.iter().map(happening));
        self.told = self.cluster.happenings.len();
        lines
    }
}

fn with_logs(logs: &str) -> Cluster {
    let terms = |log: &str| -> Vec<u64> {
        let words = log.trim().split(',').filter(|word| *word != "-");
        words
            .map(|word| word.parse().expect("terms are numbers"))
            .collect()
    };
    let disks: Vec<_> = logs
        .split('/')
        .map(terms)
        .map(|log| disk(log.last().copied().unwrap_or(0), &log))
        .collect();
    let nodes = u8::try_from(disks.len()).expect("clusters are small");
    Cluster::with_disks(config(nodes), disks)
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Taken(origin) => format!("Write {} has its place in the log.", origin.serial),
        Outcome::NotLeader(origin, Some(leader)) => {
            format!("Write {} was refused: ask {leader}.", origin.serial)
        }
        Outcome::NotLeader(origin, None) => {
            format!("Write {} was refused: no leader is known.", origin.serial)
        }
    }
}

fn happening(happening: &Happening) -> String {
    match happening {
        Happening::Decided(node, decision) => format!("    {}", decision.sentence(*node)),
        Happening::Delivered(sent) => packet(sent),
        Happening::Lost(sent) => format!("{} (lost)", packet(sent)),
    }
}

fn packet(packet: &Packet) -> String {
    let sentence = packet.message.sentence(packet.from, packet.to);
    format!("{} → {}: {sentence}", packet.from.0, packet.to.0)
}

fn status(server: &Server) -> String {
    let log = server.log().iter().map(u64::to_string).collect::<Vec<_>>();
    let log = if log.is_empty() {
        "-".to_owned()
    } else {
        log.join(",")
    };
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
