//! The world: nodes, network and clients under one clock.
//!
//! It jumps from event to event, so its cost follows the number of events and not the time that
//! passes. This file holds the state of the world and the questions that can be asked of it. What
//! changes it has a file for each job: [`schedule`] finds the next event that is due and moves the
//! clock to its moment, [`node_timers`] knows which node or disk wants to act next, [`act`] carries
//! out actions, [`delivery`] sends and delivers messages, [`clients`] sends requests and takes in
//! their answers, [`process`] boots and crashes processes, [`step`] steps a node, [`snapshots`] has
//! it take one, [`storage`] brings the writes of nodes to their disks, [`silence`] tells of
//! messages that wait for these, and [`chaos`] makes the faults that come by themselves.
//! [`bounds`] ends a run that does or holds too much.

mod act;
pub(crate) mod bounds;
mod buffer;
mod chaos;
mod clients;
mod delivery;
pub(crate) mod event;
mod kept;
mod node_timers;
mod process;
mod reads;
mod schedule;
mod shortcuts;
pub(crate) mod silence;
mod snapshots;
mod step;
mod storage;

use alloc::vec::Vec;

use raft_core::chance::Key;
use raft_core::quorum::Configuration;
use raft_core::{
    Config, Effect, Extension, Index, Instant, Node, NodeId, NodeSet, Origin, Persistent, RoleName,
    SharedList, Term,
};

use crate::action::Action;
use crate::action::chaos::Chaos;
use crate::clients::machine::Response;
use crate::clients::workload::{Workers, Workload};
use crate::clients::{Clients, Request, RequestCounts};
use crate::digest::Digest;
use crate::faults::kind::FaultShares;
use crate::faults::{self, scene::Scene};
use crate::network::Network;
use crate::network::packet::Packet;
use crate::options::{Latency, Options};
use crate::run::reach::{UnreachableStart, unreachable_start};
use crate::run::{Run, Start};
use crate::server::Server;
use crate::server::view::NodeView;
use crate::whole::IS_WHOLE;
use crate::world::event::{Event, Observer};
use bounds::Spent;
use buffer::Buffer;
use chaos::ChaosUnderWay;
use node_timers::NodeTimers;

/// A cluster, its network and its clients at one moment. A clone keeps the moment.
#[derive(Clone, Debug)]
pub struct World {
    now: Instant,
    options: Options,
    node_config: Config,
    seed: Key,
    servers: Vec<Server>,
    /// When the next timer of each node runs out; [`NEVER`] if none is running.
    node_timers: NodeTimers,
    network: Network,
    clients: Clients,
    workers: Workers,
    chaos: ChaosUnderWay,
    /// The latency of every disk without a setting of its own.
    disk_latency: Latency,
    /// When each disk completes its next write; [`NEVER`] if it has none.
    disk_timers: NodeTimers,
    digest: Digest,
    counts: Counts,
    committed_through: Option<Index>,
    /// Why no run can reach the disks that this one started with.
    unreachable_start: Option<UnreachableStart>,
    spent: Spent,
    /// What a step has the world do.
    effects: Buffer<Effect>,
    /// The answers that applied entries have.
    answers: Buffer<(Origin, Response)>,
}

/// Counts of what has happened so far.
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

/// The purposes of chance: each has a sequence of its own.
enum Purpose {
    ElectionTimeout = 1,
    Network = 2,
    Disk = 3,
    Workload = 4,
    Chaos = 5,
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
            node_config: start.node_config(&options),
            seed: key,
            servers: Vec::new(),
            node_timers: NodeTimers::new(),
            network: Network::new(&options, key.with(Purpose::Network as u64)),
            clients: Clients::default(),
            workers: Workers::new(key.with(Purpose::Workload as u64)),
            chaos: ChaosUnderWay::default(),
            disk_latency: options.disk,
            disk_timers: NodeTimers::new(),
            digest: Digest::new(seed),
            counts: Counts::default(),
            committed_through: None,
            unreachable_start: if IS_WHOLE {
                unreachable_start(start, options.nodes)
            } else {
                None
            },
            spent: Spent::default(),
            effects: Buffer::default(),
            answers: Buffer::default(),
        };
        for node in NodeSet::first(options.nodes).iter() {
            let disk = if IS_WHOLE {
                start.disk_of(node)
            } else {
                Persistent::default()
            };
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

    /// The present moment.
    #[inline]
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The configuration that the run began with.
    #[must_use]
    pub fn first_configuration(&self) -> Configuration {
        self.node_config.configuration
    }

    /// The configuration that a node uses; that of a node that is down is what it will boot with.
    #[must_use]
    pub fn configuration_of(&self, node: NodeId) -> Configuration {
        let usual = self.node_config.configuration;
        if !self.options.may_change_members() {
            return usual;
        }
        let server = self.servers.get(node.position());
        server.map_or(usual, |server| match server.memory() {
            Some(memory) => *memory.node.configuration(),
            None => Node::configuration_on(&self.node_config, server.disk.stable()),
        })
    }

    /// The configuration that the cluster is in, as far as an observer can tell: that of the leader
    /// of the newest term, else that of the node with the newest log. A server that was taken out
    /// may be in the newest term, and its log may still have a place for it.
    #[must_use]
    pub fn configuration(&self) -> Configuration {
        if !self.options.may_change_members() {
            return self.node_config.configuration;
        }
        let newest = || self.nodes().max_by_key(|node| node.log().last());
        let known_by = self.leader().or_else(|| Some(newest()?.id()));
        known_by.map_or(self.node_config.configuration, |node| {
            self.configuration_of(node)
        })
    }

    /// The options that the run started with, but for rules left out since.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The highest index that any node's commit index ever covered.
    #[must_use]
    pub fn committed_through(&self) -> Option<Index> {
        self.committed_through
    }

    /// Why no run of Raft can reach the disks that this one started with; `None` if nothing speaks
    /// against them.
    #[must_use]
    pub fn unreachable_start(&self) -> Option<UnreachableStart> {
        self.unreachable_start.filter(|_| IS_WHOLE)
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

    /// The messages that have reached paused processes and wait there.
    pub(crate) fn waiting_messages(&self) -> impl Iterator<Item = &Packet> {
        self.servers.iter().flat_map(Server::waiting)
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

    /// When the client of the request with this number asks another node, unless it hears an answer
    /// before.
    #[must_use]
    pub fn asks_again_at(&self, number: usize) -> Option<Instant> {
        self.clients.asks_again_at(number)
    }

    /// The workload of the clients, if one is set.
    #[must_use]
    pub fn workload(&self) -> Option<Workload> {
        self.workers.workload().filter(|_| IS_WHOLE)
    }

    /// Chaos, while it is on.
    #[must_use]
    pub fn chaos(&self) -> Option<Chaos> {
        self.chaos.settings().filter(|_| IS_WHOLE)
    }

    /// The fault of this number that a hunt draws at the present moment: one action, or none when
    /// there is nothing that it can hit. In half of the draws, a write to every node follows a
    /// partition.
    pub fn draw_fault(
        &self,
        shares: &FaultShares,
        key: Key,
        number: u64,
    ) -> impl Iterator<Item = Action> + use<> {
        faults::of_hunt(shares, key, number, &self.scene())
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            nodes: self.options.nodes,
            leader: self.leader(),
            leader_is_new: self.leader_is_new(),
            leases_within: self.leases_within(),
            network: &self.network,
        }
    }

    /// Whether members come and go, and the leader has committed nothing of its own term.
    fn leader_is_new(&self) -> bool {
        if !self.options.may_change_members() {
            return false;
        }
        let leader = self.leader().and_then(|leader| self.node(leader));
        leader.is_some_and(|leader| {
            let committed = leader.commit_index();
            let term = committed.and_then(|index| leader.log().term_at(index));
            term != Some(leader.current_term())
        })
    }

    /// By how many thousandths clocks may drift apart while leases hold (Thesis §6.4.1); `None`
    /// where no leader answers reads by a lease.
    #[must_use]
    pub fn leases_within(&self) -> Option<u32> {
        let has_leases = IS_WHOLE && self.options.extensions.has(Extension::LeaseReads);
        has_leases.then_some(self.options.clock_drift)
    }

    /// The latency of every disk without a setting of its own.
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

    /// How many requests have ended in which way.
    #[must_use]
    pub fn request_counts(&self) -> RequestCounts {
        self.clients.counts()
    }

    /// Counts of what has happened so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The digest of all that has happened so far.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The running node that leads, of the highest term if several believe they do.
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        let mut latest: Option<(Term, NodeId)> = None;
        for (server, node) in self.servers.iter().zip((0..).map(NodeId)) {
            if let Some(memory) = server.running()
                && memory.node.role_name() == RoleName::Leader
            {
                latest = latest.max(Some((memory.node.current_term(), node)));
            }
        }
        latest.map(|(_, node)| node)
    }

    /// Counts an event, and tells the observer.
    // The page's first module is to be small rather than quick.
    #[cfg_attr(
        feature = "extensions",
        expect(
            clippy::inline_always,
            reason = "where the event is known, little is left of what the observer does"
        ),
        inline(always)
    )]
    pub(super) fn emit(&mut self, observer: &mut impl Observer, event: &Event<'_>) {
        self.counts.events += 1;
        self.spent.told += u64::from(event.is_told());
        observer.observe(self, event);
    }
}
