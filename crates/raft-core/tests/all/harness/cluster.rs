//! A cluster in which every message waits until the test delivers or loses it.

use std::collections::BTreeSet;
use std::fmt::{self, Display};

use raft_core::{
    Command, Config, Decision, Effect, Input, Instant, Message, NodeId, Origin, Persistent,
    RoleName,
};

use super::server::Server;
use super::watch::Watch;
use super::{config, disk, node, number, origin};

/// A message in flight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    pub from: NodeId,
    pub to: NodeId,
    pub message: Message,
}

/// A node's answer to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Taken(Origin),
    /// A read may be answered, and must see the log through this index.
    Read(Origin, u64),
    NotLeader(Origin, Option<NodeId>),
}

/// Something that happened, for the text of the story.
#[derive(Clone, Debug)]
pub enum Happening {
    Decided(NodeId, Decision),
    Delivered(Packet),
    Lost(Packet),
}

impl Display for Happening {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, packet) = match self {
            Happening::Decided(node, decision) => {
                return write!(formatter, "{}", decision.sentence(*node));
            }
            Happening::Delivered(packet) => ("arrives", packet),
            Happening::Lost(packet) => ("is lost", packet),
        };
        let sentence = packet.message.sentence(packet.from, packet.to);
        write!(formatter, "[{word}] {sentence}")
    }
}

#[derive(Clone, Debug)]
pub struct Cluster {
    pub servers: Vec<Server>,
    /// In the order of sending.
    pub flight: Vec<Packet>,
    cuts: BTreeSet<(u8, u8)>,
    watch: Watch,
    /// The first property that was violated, where a rule is left out. Without that, a violation
    /// fails the test at once.
    pub violation: Option<String>,
    pub happenings: Vec<Happening>,
    pub outcomes: Vec<Outcome>,
    pub sent_count: usize,
    proposals: u64,
}

impl Cluster {
    /// `nodes` nodes that have never run.
    pub fn new(nodes: u8) -> Cluster {
        Cluster::with_logs(config(nodes), &vec![&[][..]; nodes.into()])
    }

    /// One node for each log; each is in the term its log ends in.
    pub fn with_logs(config: Config, logs: &[&[u64]]) -> Cluster {
        let of_log = |log: &&[u64]| disk(log.last().copied().unwrap_or(0), log);
        Cluster::with_disks(config, logs.iter().map(of_log))
    }

    pub fn with_disks(config: Config, disks: impl IntoIterator<Item = Persistent>) -> Cluster {
        let servers = (0..).zip(disks);
        Cluster {
            servers: servers
                .map(|(id, disk)| Server::new(id, config, disk))
                .collect(),
            flight: Vec::new(),
            cuts: BTreeSet::new(),
            watch: Watch::default(),
            violation: None,
            happenings: Vec::new(),
            outcomes: Vec::new(),
            sent_count: 0,
            proposals: 0,
        }
    }

    pub fn server(&self, id: u8) -> &Server {
        &self.servers[usize::from(id)]
    }

    /// Steps a node and puts its messages in flight, unless their link is cut.
    pub fn step(&mut self, id: u8, input: Input) {
        let effects = self.servers[usize::from(id)].step(input);
        self.take(id, effects);
    }

    fn take(&mut self, id: u8, effects: Vec<Effect>) {
        let verdict = self.watch.check(&self.servers, node(id), &effects);
        if let Err(sentence) = verdict {
            let server = self.server(id);
            let has_all_rules =
                server.is_up() && server.node().config().bugs.iter().next().is_none();
            assert!(!has_all_rules, "{}{sentence}", self.story());
            self.violation.get_or_insert(sentence);
        }
        for effect in effects {
            match effect {
                Effect::Send { to, message } => self.send(node(id), to, message),
                Effect::Decide(decision) => {
                    let decided = Happening::Decided(node(id), decision);
                    self.happenings.push(decided);
                }
                Effect::Taken { origin, .. } => self.outcomes.push(Outcome::Taken(origin)),
                Effect::NotLeader { origin, leader } => {
                    self.outcomes.push(Outcome::NotLeader(origin, leader));
                }
                Effect::ReadReady { origin, at } => {
                    self.outcomes.push(Outcome::Read(origin, number(at)));
                }
                Effect::Persist(_)
                | Effect::Commit(_)
                | Effect::Restore(_)
                | Effect::PutOff { .. }
                | Effect::ChangeAnswered { .. } => {}
            }
        }
    }

    fn send(&mut self, from: NodeId, to: NodeId, message: Message) {
        self.sent_count += 1;
        let packet = Packet { from, to, message };
        if self.cuts.contains(&(from.0, to.0)) {
            self.happenings.push(Happening::Lost(packet));
        } else {
            self.flight.push(packet);
        }
    }

    pub fn timeout(&mut self, id: u8) {
        self.step(id, Input::ForceTimeout);
    }

    /// Moves time to the leader's next heartbeat.
    pub fn heartbeat(&mut self, id: u8) {
        let server = &mut self.servers[usize::from(id)];
        assert_eq!(
            server.role(),
            RoleName::Leader,
            "only leaders have heartbeats"
        );
        let effects = server.reach_deadline();
        self.take(id, effects);
    }

    /// Moves time to a node's deadline: its election timeout or its next heartbeat.
    pub fn reach_deadline(&mut self, id: u8) {
        let effects = self.servers[usize::from(id)].reach_deadline();
        self.take(id, effects);
    }

    /// Moves time to just before that, and gives the node an early deadline.
    pub fn almost_reach_deadline(&mut self, id: u8) {
        let server = &mut self.servers[usize::from(id)];
        let deadline = server.node().deadline().expect("it waits for something");
        server.now = Instant(deadline.0 - 1);
        self.step(id, Input::Deadline);
    }

    pub fn propose(&mut self, id: u8, text: &str) {
        self.proposals += 1;
        let (origin, command) = (origin(self.proposals), Command::new(text));
        self.step(id, Input::Propose { origin, command });
    }

    /// A client reads at a node.
    pub fn read(&mut self, id: u8, serial: u64) {
        let origin = origin(serial);
        self.step(id, Input::Read { origin });
    }

    /// Delivers the packet at this place in flight; at a node that is down, it is lost.
    pub fn deliver(&mut self, place: usize) {
        let packet = self.flight.remove(place);
        self.hand_over(packet);
    }

    /// Delivers the packet and leaves a copy in flight.
    pub fn deliver_copy(&mut self, place: usize) {
        let packet = self.flight[place].clone();
        self.hand_over(packet);
    }

    pub fn drop(&mut self, place: usize) {
        let packet = self.flight.remove(place);
        self.happenings.push(Happening::Lost(packet));
    }

    fn hand_over(&mut self, packet: Packet) {
        let Packet { from, to, message } = packet.clone();
        let cut = self.cuts.contains(&(from.0, to.0));
        if cut || !self.server(to.0).is_up() {
            self.happenings.push(Happening::Lost(packet));
            return;
        }
        self.happenings.push(Happening::Delivered(packet));
        self.step(to.0, Input::Receive { from, message });
    }

    /// The place of the oldest packet on this link.
    pub fn find(&self, from: u8, to: u8) -> Option<usize> {
        let on_link = |packet: &Packet| (packet.from.0, packet.to.0) == (from, to);
        self.flight.iter().position(on_link)
    }

    /// Delivers the oldest packet on this link.
    pub fn deliver_on(&mut self, from: u8, to: u8) {
        let place = self.find(from, to).expect("something is on its way");
        self.deliver(place);
    }

    /// Delivers in order of sending until nothing is in flight.
    pub fn settle(&mut self) {
        let mut deliveries = 0;
        while !self.flight.is_empty() {
            self.deliver(0);
            deliveries += 1;
            assert!(deliveries < 100_000, "the nodes never come to rest");
        }
    }

    /// Loses all messages in flight.
    pub fn lose_all(&mut self) {
        while !self.flight.is_empty() {
            self.drop(0);
        }
    }

    /// Cuts one direction of a link. Messages in flight on it are lost when they arrive.
    pub fn cut_one_way(&mut self, from: u8, to: u8) {
        self.cuts.insert((from, to));
    }

    pub fn cut(&mut self, one: u8, other: u8) {
        self.cut_one_way(one, other);
        self.cut_one_way(other, one);
    }

    /// Cuts all links between nodes of different groups, and all links of nodes in no group.
    pub fn partition(&mut self, groups: &[&[u8]]) {
        self.heal();
        let count = u8::try_from(self.servers.len()).expect("clusters are small");
        for from in 0..count {
            for to in 0..count {
                let together = |group: &&[u8]| group.contains(&from) && group.contains(&to);
                if from != to && !groups.iter().any(together) {
                    self.cut_one_way(from, to);
                }
            }
        }
    }

    pub fn isolate(&mut self, id: u8) {
        let count = u8::try_from(self.servers.len()).expect("clusters are small");
        (0..count)
            .filter(|other| *other != id)
            .for_each(|other| self.cut(id, other));
    }

    pub fn heal(&mut self) {
        self.cuts.clear();
    }

    pub fn crash(&mut self, id: u8) {
        let server = &mut self.servers[usize::from(id)];
        server.crash();
        self.watch.crashed(server);
    }

    pub fn restart(&mut self, id: u8) {
        self.servers[usize::from(id)].restart();
    }

    pub fn stall(&mut self, id: u8) {
        self.servers[usize::from(id)].stalled = true;
    }

    /// The disk completes all its writes, and is quick again.
    pub fn unstall(&mut self, id: u8) {
        self.servers[usize::from(id)].stalled = false;
        let effects = self.servers[usize::from(id)].sync();
        self.take(id, effects);
    }

    /// The disk completes its oldest write.
    pub fn sync_one(&mut self, id: u8) {
        let effects = self.servers[usize::from(id)].sync_one();
        self.take(id, effects);
    }

    /// Makes a node leader with the votes of all others.
    pub fn elect(&mut self, id: u8) {
        self.timeout(id);
        self.settle();
        assert_eq!(self.server(id).role(), RoleName::Leader);
    }

    /// Makes one node after the other start an election until one of them leads the rest.
    pub fn elect_anybody(&mut self) {
        let count = u8::try_from(self.servers.len()).expect("clusters are small");
        for id in (0..count).cycle().take(10 * usize::from(count)) {
            self.timeout(id);
            self.settle();
            if self.leaders().len() == 1 {
                return;
            }
        }
    }

    /// The nodes that lead, each in its own term.
    pub fn leaders(&self) -> Vec<u8> {
        let leads = |server: &&Server| server.is_up() && server.role() == RoleName::Leader;
        let leaders = self.servers.iter().filter(leads);
        leaders.map(|server| server.id.0).collect()
    }

    pub fn logs(&self) -> Vec<Vec<u64>> {
        self.servers.iter().map(Server::log).collect()
    }

    pub fn roles(&self) -> Vec<RoleName> {
        self.servers.iter().map(Server::role).collect()
    }

    pub fn commits(&self) -> Vec<u64> {
        self.servers.iter().map(Server::commit).collect()
    }

    /// A line for each thing that happened.
    pub fn story(&self) -> String {
        let line = |happening: &Happening| format!("{happening}\n");
        self.happenings.iter().map(line).collect()
    }

    /// How many decisions of this kind were taken.
    pub fn count_of(&self, name: &str) -> usize {
        let of_kind = |happening: &&Happening| match happening {
            Happening::Decided(_, decision) => decision.name() == name,
            _ => false,
        };
        self.happenings.iter().filter(of_kind).count()
    }
}
