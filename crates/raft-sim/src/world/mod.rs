//! The world: nodes, network and clients under one clock.
//!
//! It jumps from event to event, so its cost follows what happens and not how long it takes.
//! At one moment, messages come first, in the order of their sending; then disks that are done
//! with a write; then clients that lose patience, and those of a workload; then nodes whose
//! timers run out, in the order of their numbers.

mod effect_buffer;
pub(crate) mod event;
mod shortcuts;
mod storage;

use alloc::vec::Vec;

use raft_core::chance::Key;
use raft_core::{
    Config, Decision, Effect, Index, Input, Instant, Node, NodeId, NodeSet, Origin, Payload,
    Persistent, SharedList, Token,
};

use crate::action::Action;
use crate::address::{Endpoint, Target};
use crate::clients::machine::Response;
use crate::clients::workload::{Workers, Workload};
use crate::clients::{Clients, NextStep, Request, RequestCounts};
use crate::digest::{Digest, StateSummary};
use crate::limits::NODES_MAX;
use crate::network::packet::{Answer, Content, Fate, Packet};
use crate::network::{Network, Place};
use crate::options::{Latency, Options};
use crate::run::{Run, Start};
use crate::server::view::NodeView;
use crate::server::{Memory, Process, Server};
use crate::world::event::{DropReason, Event, Observer};
use effect_buffer::EffectBuffer;
use storage::After;

/// A cluster, its network and its clients at one moment. Clone it to keep the moment.
#[derive(Clone, Debug)]
pub struct World {
    now: Instant,
    options: Options,
    node_config: Config,
    seed: Key,
    servers: Vec<Server>,
    /// When each node next wants to act by itself; [`NEVER`] if it does not.
    node_timers: [Instant; NODES_MAX as usize],
    network: Network,
    clients: Clients,
    workers: Workers,
    /// How long a disk takes that has no setting of its own.
    disk_latency: Latency,
    /// Which disk is done with a write next, and when.
    disk_timer: Option<(Instant, NodeId)>,
    digest: Digest,
    counts: Counts,
    committed_through: Option<Index>,
    room: EffectBuffer,
}

/// How much has happened so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events of all kinds, as told to observers.
    pub events: u64,
    /// Messages sent.
    pub messages: u64,
    /// Elections started.
    pub elections: u64,
    /// Crashes.
    pub crashes: u64,
    /// Client entries at or before the highest index that any node's commit index covered.
    pub committed: u64,
}

/// Later than every event.
const NEVER: Instant = Instant(u64::MAX);

/// What a run's draws are for.
enum Purpose {
    ElectionTimeout = 1,
    Network = 2,
    Disk = 3,
    Workload = 4,
}

impl World {
    /// The world at the beginning of a run: all nodes boot as followers with what `start`
    /// puts on their disks.
    #[must_use]
    pub fn new(seed: u64, options: Options, start: &Start) -> World {
        let key = Key::new(seed);
        let mut world = World {
            now: Instant::ZERO,
            options,
            node_config: options.node_config(),
            seed: key,
            servers: Vec::new(),
            node_timers: [NEVER; NODES_MAX as usize],
            network: Network::new(&options, key.with(Purpose::Network as u64)),
            clients: Clients::default(),
            workers: Workers::new(key.with(Purpose::Workload as u64)),
            disk_latency: options.disk,
            disk_timer: None,
            digest: Digest::new(seed),
            counts: Counts::default(),
            committed_through: None,
            room: EffectBuffer::default(),
        };
        for node in NodeSet::first(options.nodes).iter() {
            let disk = start.disk_of(node);
            let memory = world.boot(node, 0, Instant::ZERO, disk.clone());
            world.servers.push(Server::new(disk, memory));
            world.look_at_timer(node);
        }
        world
    }

    /// The world at the beginning of this run.
    #[must_use]
    pub fn begin(run: &Run) -> World {
        World::new(run.seed, run.options, &run.start)
    }

    /// The moment it is.
    #[inline]
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// What the run started from.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The nodes, in order.
    pub fn nodes(&self) -> impl Iterator<Item = NodeView<'_>> {
        NodeSet::first(self.options.nodes)
            .iter()
            .filter_map(|id| self.node(id))
    }

    /// One node, if there is such a number.
    #[inline]
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<NodeView<'_>> {
        self.servers
            .get(id.position())
            .map(|server| NodeView { id, server })
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// All requests of all clients, oldest first.
    #[must_use]
    pub fn requests(&self) -> &SharedList<Request> {
        self.clients.requests()
    }

    /// What clients do by themselves, if anything.
    #[must_use]
    pub fn workload(&self) -> Option<Workload> {
        self.workers.workload()
    }

    /// How long a disk takes for a write wherever a node has no setting of its own.
    #[must_use]
    pub fn disk_latency(&self) -> Latency {
        self.disk_latency
    }

    /// The newest request with this name.
    #[must_use]
    pub fn request_of(&self, origin: Origin) -> Option<&Request> {
        let places = (0..self.requests().len()).rev();
        let mut requests = places.filter_map(|place| self.requests().get(place));
        requests.find(|request| request.origin == origin)
    }

    /// How many requests have come to which end.
    #[must_use]
    pub fn request_counts(&self) -> RequestCounts {
        self.clients.counts()
    }

    /// How much has happened.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The fingerprint of all that has happened.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The running node that leads, of the highest term if several believe they do.
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        let leaders = self
            .nodes()
            .filter(|node| node.is_running() && node.leads());
        leaders
            .max_by_key(NodeView::current_term)
            .map(|node| node.id())
    }

    /// When the next event is due, if any is.
    #[must_use]
    pub fn next_event_at(&self) -> Option<Instant> {
        let arrival = self.network.packets().map(|packet| packet.due_at).min();
        let disk = self.disk_timer.map(|(at, _)| at);
        let (timer, _) = self.next_node_timer();
        let timer = Some(timer).filter(|at| *at != NEVER);
        let clients = [self.clients.next_timer(), self.workers.next_timer()];
        let all = [arrival, disk, timer].into_iter().chain(clients);
        all.flatten().min()
    }

    /// Lets everything happen that is due at or before `until`.
    pub fn advance_to(&mut self, until: Instant, observer: &mut impl Observer) {
        while self.advance_once(until, observer) {}
        self.pass(until);
    }

    /// Lets time pass until `until`, when nothing is due before.
    #[inline]
    pub(crate) fn pass(&mut self, until: Instant) {
        self.now = self.now.max(until);
    }

    /// Lets the next due thing happen, if one is due at or before `until`.
    #[inline]
    pub fn advance_once(&mut self, until: Instant, observer: &mut impl Observer) -> bool {
        let arrival = self.network.next_due().unwrap_or(NEVER);
        let (disk, disk_of) = self.disk_timer.unwrap_or((NEVER, NodeId(0)));
        let client = self.clients.next_timer().unwrap_or(NEVER);
        let worker = self.workers.next_timer().unwrap_or(NEVER);
        let (timer, node) = self.next_node_timer();
        let next = arrival.min(disk).min(client).min(worker).min(timer);
        if next > until || next == NEVER {
            return false;
        }
        self.now = self.now.max(next);
        if arrival == next {
            if let Some(packet) = self.network.take_due(next) {
                self.end_of_way(packet, observer);
            }
        } else if disk == next {
            self.complete_write(disk_of, observer);
        } else if client == next {
            if let Some((number, step)) = self.clients.wake(next, self.options.nodes) {
                self.go_on(number, step, observer);
            }
        } else if worker == next {
            self.ask_for_workload(observer);
        } else {
            self.step_node(node, Input::Deadline, observer);
        }
        true
    }

    /// Does one thing to the cluster, now.
    pub fn act(&mut self, action: &Action, observer: &mut impl Observer) {
        self.emit(observer, &Event::Acted(action));
        let now = self.now;
        match action {
            Action::Write { to, command } => self.ask(*to, command.clone(), observer),
            Action::Crash(node) => self.crash(*node, observer),
            Action::Restart(node) => self.restart(*node, observer),
            Action::Pause(node) => self.pause(*node, observer),
            Action::Resume(node) => self.resume(*node, observer),
            Action::ForceTimeout(node) => self.step_node(*node, Input::ForceTimeout, observer),
            Action::CrashAtWrite(node) => self.arm_crash(*node),
            Action::WipeDisk(node) => self.wipe_disk(*node, observer),
            Action::SetDisk { node, conduct } => self.set_disk(*node, *conduct, observer),
            Action::SetDiskLatency { node, latency } => self.set_disk_latency(*node, *latency),
            Action::SetClockRate { node, rate } => {
                if let Some(server) = self.servers.get_mut(node.position()) {
                    server.clock.set_rate(now, *rate);
                    self.look_at_timer(*node);
                }
            }
            Action::SetWorkload(workload) => self.workers.set(now, *workload),
            Action::Partition(groups) => self.network.partition(now, groups),
            Action::Isolate(node) => self.network.isolate(now, *node),
            Action::Cut(link) => self.network.cut(now, *link),
            Action::Uncut(link) => self.network.mend(*link),
            Action::Heal => self.network.heal(),
            Action::SetLatency { link, latency } => self.network.set_latency(*link, *latency),
            Action::SetLoss { link, ratio } => self.network.set_loss(*link, *ratio),
            Action::SetDuplication { link, ratio } => self.network.set_duplication(*link, *ratio),
            Action::Drop(name) => {
                self.network.lose(*name);
            }
            Action::Delay(name, by) => {
                self.network.delay(*name, *by);
            }
            Action::Duplicate(name) => {
                if let Some(twin) = self.network.duplicate(now, *name) {
                    self.set_out(twin, observer);
                }
            }
            Action::Deliver(name) => {
                if let Some(packet) = self.network.take(*name) {
                    self.arrive(packet, observer);
                }
            }
        }
    }

    /// Which node wants to act next by itself, and when. Of two at one moment, the one with the
    /// lower number.
    #[inline]
    fn next_node_timer(&self) -> (Instant, NodeId) {
        let mut next = (NEVER, NodeId(0));
        for (node, at) in (0..).map(NodeId).zip(self.node_timers) {
            if at < next.0 {
                next = (at, node);
            }
        }
        next
    }

    /// Finds out when a node wants to act by itself, whenever that may have changed: asking all
    /// of them before each event would be most of what an event costs.
    #[inline]
    fn look_at_timer(&mut self, node: NodeId) {
        let server = self.servers.get(node.position());
        if let Some(timer) = self.node_timers.get_mut(node.position()) {
            *timer = server.and_then(Server::deadline).unwrap_or(NEVER);
        }
    }

    fn end_of_way(&mut self, packet: Packet, observer: &mut impl Observer) {
        match packet.fate {
            Fate::Arrives => self.arrive(packet, observer),
            Fate::Lost => self.emit(observer, &Event::Died(&packet, DropReason::Lost)),
            Fate::Cut => self.emit(observer, &Event::Died(&packet, DropReason::Cut)),
        }
    }

    fn arrive(&mut self, packet: Packet, observer: &mut impl Observer) {
        self.digest.add(packet.id);
        let to = match packet.name.to {
            Endpoint::Node(to) => to,
            Endpoint::Clients => {
                self.emit(observer, &Event::Arrived(&packet));
                return self.answer_client(&packet, observer);
            }
        };
        match self
            .servers
            .get_mut(to.position())
            .map(|server| &mut server.process)
        {
            Some(Process::Running(_)) => {
                self.emit(observer, &Event::Arrived(&packet));
                let input = match (packet.content, packet.name.from) {
                    (Content::Peer(message), Endpoint::Node(from)) => {
                        Input::Receive { from, message }
                    }
                    (Content::Request { origin, command }, _) => Input::Propose { origin, command },
                    (Content::Peer(_) | Content::Reply { .. }, _) => return,
                };
                if !self.answers_locally(to, &input, observer) {
                    self.step_node(to, input, observer);
                }
            }
            Some(Process::Paused(_, door)) => {
                door.push(packet.clone());
                self.emit(observer, &Event::Waits(&packet));
            }
            Some(Process::Down) | None => {
                self.emit(observer, &Event::Died(&packet, DropReason::ReceiverDown));
            }
        }
    }

    fn answer_client(&mut self, packet: &Packet, observer: &mut impl Observer) {
        let Content::Reply { origin, answer } = &packet.content else {
            return;
        };
        let Endpoint::Node(from) = packet.name.from else {
            return;
        };
        if let Some((number, step)) = self.clients.hear(self.now, *origin, from, answer) {
            self.go_on(number, step, observer);
        }
    }

    /// A client asks for a command to be applied.
    fn ask(&mut self, to: Target, command: raft_core::Command, observer: &mut impl Observer) {
        let latency = self.network.latency();
        let (number, step) = self.clients.open(self.now, to, command, latency);
        self.emit(observer, &Event::Requested(number));
        self.go_on(number, step, observer);
    }

    /// A client of the workload asks, if one is idle.
    fn ask_for_workload(&mut self, observer: &mut impl Observer) {
        let Some(workload) = self.workers.workload() else {
            return;
        };
        // Most come up while every client is busy: those need not be drawn.
        let idle = self.clients.idle_worker(workload.clients);
        let begun = idle.map(|client| {
            let command = self.workers.draw(workload);
            let latency = self.network.latency();
            self.clients.employ(self.now, client, command, latency)
        });
        self.workers.go_on(self.now);
        if let Some(number) = begun {
            self.emit(observer, &Event::Requested(number));
            self.go_on(number, NextStep::Send, observer);
        }
    }

    /// Does what a client has decided about its request.
    fn go_on(&mut self, number: usize, step: NextStep, observer: &mut impl Observer) {
        match step {
            NextStep::Wait => {}
            NextStep::End => self.emit(observer, &Event::RequestEnded(number)),
            NextStep::Send => {
                let latency = self.network.latency();
                self.clients.sent(self.now, number, latency);
                let Some(request) = self.clients.requests().get(number) else {
                    return;
                };
                let (to, origin) = (request.asked, request.origin);
                let content = Content::Request {
                    origin,
                    command: request.command.clone(),
                };
                self.emit(observer, &Event::RequestSent(number));
                self.send(Endpoint::Clients, Endpoint::Node(to), content, observer);
            }
        }
    }

    fn crash(&mut self, node: NodeId, observer: &mut impl Observer) {
        let Some(server) = self.servers.get_mut(node.position()) else {
            return;
        };
        if matches!(server.process, Process::Down) {
            return;
        }
        server.process = Process::Down;
        server.crashes_at_write = false;
        self.look_at_timer(node);
        self.counts.crashes += 1;
        self.digest.add(0xC0 << 8 | u64::from(node.0));
        self.emit(observer, &Event::Crashed(node));
        self.lose_unsynced(node, observer);
    }

    fn restart(&mut self, node: NodeId, observer: &mut impl Observer) {
        let Some(server) = self.servers.get_mut(node.position()) else {
            return;
        };
        if !matches!(server.process, Process::Down) {
            return;
        }
        server.incarnation += 1;
        let (incarnation, disk) = (server.incarnation, server.disk.stable().clone());
        let boots_at = server.clock.read(self.now);
        let memory = self.boot(node, incarnation, boots_at, disk);
        self.servers[node.position()].process = Process::Running(memory);
        self.look_at_timer(node);
        self.digest.add(0xB0 << 8 | u64::from(node.0));
        self.emit(observer, &Event::Restarted(node));
    }

    fn pause(&mut self, node: NodeId, observer: &mut impl Observer) {
        let Some(server) = self.servers.get_mut(node.position()) else {
            return;
        };
        server.process = match core::mem::replace(&mut server.process, Process::Down) {
            Process::Running(memory) => Process::Paused(memory, Vec::new()),
            unchanged => {
                server.process = unchanged;
                return;
            }
        };
        self.look_at_timer(node);
        self.emit(observer, &Event::Paused(node));
    }

    fn resume(&mut self, node: NodeId, observer: &mut impl Observer) {
        let Some(server) = self.servers.get_mut(node.position()) else {
            return;
        };
        let waiting = match core::mem::replace(&mut server.process, Process::Down) {
            Process::Paused(memory, waiting) => {
                server.process = Process::Running(memory);
                waiting
            }
            unchanged => {
                server.process = unchanged;
                return;
            }
        };
        self.look_at_timer(node);
        self.emit(observer, &Event::Resumed(node));
        if let Some(token) = self.servers[node.position()].disk.take_untold() {
            self.step_node(node, Input::Persisted(token), observer);
        }
        for packet in waiting {
            self.arrive(packet, observer);
        }
    }

    fn boot(&self, node: NodeId, incarnation: u64, at: Instant, disk: Persistent) -> Memory {
        let chance = self
            .seed
            .with(Purpose::ElectionTimeout as u64)
            .with(u64::from(node.0))
            .with(incarnation);
        Memory::new(Node::new(node, self.node_config, disk, at, chance))
    }

    /// Steps a running node and does what it wants done; again when its disk answers at once.
    fn step_node(&mut self, id: NodeId, input: Input, observer: &mut impl Observer) {
        let mut written = self.step_once(id, input, observer);
        while let Some(token) = written {
            written = self.step_once(id, Input::Persisted(token), observer);
        }
    }

    /// Steps a running node and does what it wants done. What its disk has written at once.
    fn step_once(
        &mut self,
        id: NodeId,
        input: Input,
        observer: &mut impl Observer,
    ) -> Option<Token> {
        let server = self.servers.get_mut(id.position())?;
        let now = server.clock.read(self.now);
        let memory = server.running_mut()?;
        let mut effects = core::mem::take(&mut self.room.0);
        memory.node.step(now, input, &mut effects);
        let summary = StateSummary::of(&memory.node);
        if memory.summary != summary {
            memory.summary = summary;
            self.digest.add_state(id, &summary);
        }
        self.look_at_timer(id);
        let mut written = None;
        for effect in effects.drain(..) {
            match self.carry_out(id, effect, observer) {
                After::GoOn => {}
                After::Tell(token) => written = Some(token),
                After::Stop => break,
            }
        }
        self.room.0 = effects;
        written
    }

    /// Does one thing a node wants done.
    #[inline]
    fn carry_out(&mut self, id: NodeId, effect: Effect, observer: &mut impl Observer) -> After {
        match effect {
            Effect::Persist(write) => return self.persist(id, write, observer),
            Effect::Send { to, message } => {
                self.send(
                    Endpoint::Node(id),
                    Endpoint::Node(to),
                    Content::Peer(message),
                    observer,
                );
            }
            Effect::Decide(decision) => {
                if let Decision::ElectionStarted { .. } = decision {
                    self.counts.elections += 1;
                }
                self.emit(observer, &Event::Decided { node: id, decision });
            }
            Effect::Taken { origin, at } => {
                if let Some(memory) = self.servers[id.position()].running_mut() {
                    // An older entry at this index or later has been overwritten.
                    memory
                        .unanswered
                        .retain(|(taken, _)| taken.index < at.index);
                    memory.unanswered.push((at, origin));
                }
                self.answer_at_once(id, origin, at, observer);
            }
            Effect::NotLeader { origin, leader } => {
                self.reply(id, origin, Answer::NotLeader(leader), observer);
            }
            Effect::Commit(through) => self.apply(id, through, observer),
        }
        After::GoOn
    }

    fn apply(&mut self, id: NodeId, through: Index, observer: &mut impl Observer) {
        let Some(memory) = self.servers[id.position()].running_mut() else {
            return;
        };
        if self.committed_through < Some(through) {
            let mut index = Index::after(self.committed_through);
            while index <= through {
                let payload = memory.node.log().entry(index).map(|entry| &entry.payload);
                self.counts.committed +=
                    u64::from(matches!(payload, Some(Payload::Command { .. })));
                index = index.next();
            }
            self.committed_through = Some(through);
        }
        let mut answers: Vec<(Origin, Response)> = Vec::new();
        let before = memory.last_applied;
        memory.apply_committed(|origin, response| answers.push((origin, response)));
        if let Some(last) = memory.last_applied.filter(|last| Some(*last) > before) {
            let (node, first) = (id, Index::after(before));
            self.emit(observer, &Event::Applied { node, first, last });
        }
        for (origin, response) in answers {
            self.reply(id, origin, Answer::Applied(response), observer);
        }
    }

    fn reply(
        &mut self,
        from: NodeId,
        origin: Origin,
        answer: Answer,
        observer: &mut impl Observer,
    ) {
        let content = Content::Reply { origin, answer };
        self.send(Endpoint::Node(from), Endpoint::Clients, content, observer);
    }

    #[inline]
    fn send(
        &mut self,
        from: Endpoint,
        to: Endpoint,
        content: Content,
        observer: &mut impl Observer,
    ) {
        let (original, twin) = self.network.send(self.now, from, to, content);
        self.set_out(original, observer);
        if let Some(twin) = twin {
            self.set_out(twin, observer);
        }
    }

    /// Counts and tells of a message that has just set out.
    #[inline]
    fn set_out(&mut self, place: Place, observer: &mut impl Observer) {
        let Some(packet) = self.network.at(place) else {
            return;
        };
        self.digest.add_packet(packet);
        self.counts.messages += 1;
        self.counts.events += 1;
        observer.observe(self, &Event::Sent(packet));
    }

    #[inline]
    fn emit(&mut self, observer: &mut impl Observer, event: &Event<'_>) {
        self.counts.events += 1;
        observer.observe(self, event);
    }
}
