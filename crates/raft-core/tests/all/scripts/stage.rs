//! Plays a script on a cluster: reads its commands, and tells what happened.

use raft_core::quorum::Configuration;
use raft_core::{Config, Duration, NodeSet, Persistent};

use super::notation::{self, number};
use super::{draws, telling};
use crate::harness::cluster::{Cluster, Packet};
use crate::harness::config;
use crate::harness::server::Server;

/// A cluster, and how much of what happened has been told.
pub struct Stage {
    config: Config,
    /// The configuration, when it is not all the nodes there are.
    members: Option<u8>,
    cluster: Cluster,
    told: usize,
    counted: usize,
}

impl Default for Stage {
    fn default() -> Stage {
        Stage {
            config: config(3),
            members: None,
            cluster: Cluster::new(3),
            told: 0,
            counted: 0,
        }
    }
}

impl Stage {
    /// Does what the line says; tells what happened in the last of its commands.
    pub fn perform(&mut self, line: &str) -> Vec<String> {
        let commands = line.split("; ");
        let told = commands.map(|command| self.perform_one(command));
        told.last().unwrap_or_default()
    }

    fn perform_one(&mut self, line: &str) -> Vec<String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (command, rest) = words.split_first().expect("a command has a name");
        let cluster = &mut self.cluster;
        match (*command, rest) {
            ("status", []) => return cluster.servers.iter().map(telling::status).collect(),
            ("status", [id]) => return vec![telling::status(cluster.server(number(id)))],
            ("flight", []) => return cluster.flight.iter().map(telling::packet).collect(),
            ("applied", []) => return cluster.servers.iter().map(telling::applied).collect(),
            ("progress", [id]) => return telling::progress(cluster.server(number(id))),
            ("count", []) => return vec![self.count()],
            ("timeouts", [role, count]) => {
                return draws::timeouts(self.config, role, number(count));
            }
            ("collisions", [rounds]) => return draws::collisions(self.config, number(rounds)),
            ("set", [setting, values @ ..]) => self.set(setting, values),
            ("cluster", [nodes]) => self.begin(vec![Persistent::default(); number(nodes)]),
            ("logs", _) => self.begin(notation::disks(&rest.join(" "))),
            ("disk", [id, disk @ ..]) => self.replace_disk(number(id), disk),
            ("timeout", [id]) => cluster.timeout(number(id)),
            ("heartbeat", [id]) => cluster.heartbeat(number(id)),
            ("wait", [id]) => cluster.reach_deadline(number(id)),
            ("almost", [id]) => cluster.almost_reach_deadline(number(id)),
            ("write", [id, text @ ..]) => cluster.propose(number(id), &text.join(" ")),
            ("say", message) => {
                cluster.flight.push(notation::packet(message));
                cluster.deliver(cluster.flight.len() - 1);
            }
            ("isolate", [id]) => cluster.isolate(number(id)),
            ("partition", _) => self.partition(&rest.join(" ")),
            ("cut", [from, to]) => cluster.cut_one_way(number(from), number(to)),
            ("heal", []) => cluster.heal(),
            ("crash", [id]) => cluster.crash(number(id)),
            ("restart", [id]) => cluster.restart(number(id)),
            ("stall", [id]) => cluster.stall(number(id)),
            ("sync", [id]) => cluster.sync_one(number(id)),
            ("unstall", [id]) => cluster.unstall(number(id)),
            ("deliver", []) => cluster.settle(),
            ("lose", []) => cluster.lose_all(),
            ("deliver", link) => cluster.deliver(place(cluster, link)),
            ("double", link) => cluster.deliver_copy(place(cluster, link)),
            ("lose", link) => cluster.drop(place(cluster, link)),
            _ => panic!("no such command: {line}"),
        }
        self.tell()
    }

    fn set(&mut self, setting: &str, values: &[&str]) {
        match (setting, values) {
            ("batch", [entries]) => self.config.entries_per_message = number(entries),
            ("blank", []) => self.config.blank_entry_at_election = true,
            ("timeouts", [min, max]) => {
                self.config.election_timeout_min = Duration(number(min));
                self.config.election_timeout_max = Duration(number(max));
            }
            ("members", [count]) => self.members = Some(number(count)),
            _ => panic!("no such setting: {setting} {values:?}"),
        }
    }

    fn begin(&mut self, disks: Vec<Persistent>) {
        let nodes = u8::try_from(disks.len()).expect("clusters are small");
        let members = NodeSet::first(self.members.unwrap_or(nodes));
        self.config.configuration = Configuration::new(members);
        self.cluster = Cluster::with_disks(self.config, disks);
        (self.told, self.counted) = (0, 0);
    }

    /// The node boots anew with another disk.
    fn replace_disk(&mut self, id: u8, words: &[&str]) {
        let disk = notation::disk_of(words);
        self.cluster.servers[usize::from(id)] = Server::new(id, self.config, disk);
    }

    fn partition(&mut self, groups: &str) {
        let nodes = |group: &str| -> Vec<u8> { group.trim().split(',').map(number).collect() };
        let groups: Vec<Vec<u8>> = groups.split('/').map(nodes).collect();
        let groups: Vec<&[u8]> = groups.iter().map(Vec::as_slice).collect();
        self.cluster.partition(&groups);
    }

    fn count(&mut self) -> String {
        let sent = self.cluster.sent_count - self.counted;
        self.counted = self.cluster.sent_count;
        format!("{sent} messages were sent.")
    }

    fn tell(&mut self) -> Vec<String> {
        let outcomes = self.cluster.outcomes.drain(..);
        let mut lines: Vec<String> = outcomes.map(|outcome| telling::outcome(&outcome)).collect();
        let happened = &self.cluster.happenings[self.told..];
        lines.extend(happened.iter().map(telling::happening));
        self.told = self.cluster.happenings.len();
        lines
    }
}

/// The place in flight of the oldest message on a link, or of the newest.
fn place(cluster: &Cluster, link: &[&str]) -> usize {
    let (from, to, newest) = match link {
        [from, to] => (from, to, false),
        [from, to, "last"] => (from, to, true),
        _ => panic!("no such message: {link:?}"),
    };
    let link = (number(from), number(to));
    let on_link = |packet: &Packet| (packet.from.0, packet.to.0) == link;
    let mut flight = cluster.flight.iter();
    let place = if newest {
        flight.rposition(on_link)
    } else {
        flight.position(on_link)
    };
    place.expect("something is on its way")
}
