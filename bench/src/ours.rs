//! raft-core, driven by hand.

use std::hint::black_box;
use std::marker::PhantomData;

use raft_core::chance::Key;
use raft_core::quorum::Configuration;
use raft_core::{
    ClientId, Command, Config, Effect, Effects, Entry, Extension, Extensions, Index, Input,
    Instant, Log, Message, Node, NodeId, NodeSet, Origin, Payload, Persistent, Term, count_through,
};

use crate::cluster::Cluster;
use crate::{NODES, command_text};

/// The extensions of raft-core.
pub(crate) trait Switches {
    /// Those that are on.
    const EXTENSIONS: Extensions;
}

/// Plain Raft.
pub(crate) struct Plain;

impl Switches for Plain {
    const EXTENSIONS: Extensions = Extensions::NONE;
}

/// What raft-rs's `pre_vote` and `check_quorum` are together.
pub(crate) struct Cautious;

impl Switches for Cautious {
    const EXTENSIONS: Extensions = Extensions::NONE
        .with(Extension::PreVote)
        .with(Extension::CheckQuorum)
        .with(Extension::LeaderStickiness);
}

/// Five nodes of raft-core, with the disks and messages that their driver keeps for them.
pub(crate) struct Ours<S> {
    now: Instant,
    leader: NodeId,
    servers: Vec<Server>,
    /// Kept between steps, as raft-core advises.
    effects: Effects,
    messages: u64,
    proposed: u64,
    switches: PhantomData<S>,
}

struct Server {
    node: Node,
    disk: Persistent,
    inbox: Vec<(NodeId, Message)>,
    applied: Option<Index>,
    applied_commands: u64,
}

impl<S: Switches> Cluster for Ours<S> {
    fn with_log(entries: u64) -> Self {
        let log = Log::of((0..entries).map(|number| Entry {
            term: Term(1),
            payload: payload(number),
        }));
        let disk = Persistent {
            current_term: Term(1),
            voted_for: None,
            log,
            snapshot: None,
        };
        let leader = NodeId(0);
        let server = |id| Server {
            node: Node::new(
                id,
                config(S::EXTENSIONS),
                disk.clone(),
                Instant::ZERO,
                chance(id),
            ),
            disk: disk.clone(),
            inbox: Vec::new(),
            applied: None,
            applied_commands: 0,
        };
        let mut cluster = Ours {
            now: Instant::ZERO,
            leader,
            servers: NodeSet::first(NODES).iter().map(server).collect(),
            effects: Effects::new(),
            messages: 0,
            proposed: entries,
            switches: PhantomData,
        };
        cluster.step(leader, Input::ForceTimeout);
        cluster.settle();
        cluster.heartbeat();
        cluster.settle();
        assert_eq!(
            cluster.applied_by_all(),
            entries,
            "the old entries are applied"
        );
        cluster
    }

    fn propose(&mut self) {
        let Payload::Command { origin, command } = payload(self.proposed) else {
            return;
        };
        self.proposed += 1;
        self.step(self.leader, Input::Propose { origin, command });
    }

    fn heartbeat(&mut self) {
        let timers = self.servers.iter().map(|server| server.node.deadline());
        let next = timers
            .zip(0..)
            .filter_map(|(at, id)| Some((at?, NodeId(id))))
            .min();
        let (at, id) = next.expect("a leader has a heartbeat to send");
        assert_eq!(id, self.leader, "nobody loses patience");
        self.now = at;
        self.step(id, Input::Deadline);
    }

    fn settle(&mut self) {
        while self.servers.iter().any(|server| !server.inbox.is_empty()) {
            let mut inboxes: [Vec<(NodeId, Message)>; NODES as usize] = Default::default();
            for (server, inbox) in self.servers.iter_mut().zip(&mut inboxes) {
                std::mem::swap(&mut server.inbox, inbox);
            }
            for (inbox, to) in inboxes.into_iter().zip(0..) {
                for (from, message) in inbox {
                    self.step(NodeId(to), Input::Receive { from, message });
                }
            }
        }
    }

    fn messages(&self) -> u64 {
        self.messages
    }

    fn applied_by_all(&self) -> u64 {
        let applied = self.servers.iter().map(|server| server.applied_commands);
        applied.min().unwrap_or(0)
    }
}

impl<S> Ours<S> {
    fn step(&mut self, id: NodeId, input: Input) {
        let mut effects = std::mem::take(&mut self.effects);
        let mut next = Some(input);
        while let Some(input) = next.take() {
            let server = &mut self.servers[id.position()];
            server.node.step(self.now, input, &mut effects);
            for effect in effects.drain(..) {
                match effect {
                    Effect::Persist(write) => {
                        self.servers[id.position()].disk.apply(&write);
                        next = Some(Input::Persisted(write.token));
                    }
                    Effect::Send { to, message } => {
                        self.messages += 1;
                        self.servers[to.position()].inbox.push((id, message));
                    }
                    Effect::Commit(through) => self.servers[id.position()].apply(through),
                    Effect::Taken { .. }
                    | Effect::ReadReady { .. }
                    | Effect::NotLeader { .. }
                    | Effect::PutOff { .. }
                    | Effect::ChangeAnswered { .. }
                    | Effect::Restore(_)
                    | Effect::Decide(_) => {}
                }
            }
        }
        self.effects = effects;
    }
}

impl Server {
    fn apply(&mut self, through: Index) {
        while count_through(self.applied) < through.get() {
            let index = Index::after(self.applied);
            if let Some(Entry {
                payload: Payload::Command { command, .. },
                ..
            }) = self.node.log().entry(index)
            {
                black_box(command.text().len());
                self.applied_commands += 1;
            }
            self.applied = Some(index);
        }
    }
}

fn payload(number: u64) -> Payload {
    Payload::Command {
        origin: Origin {
            client: ClientId(0),
            serial: number,
        },
        command: Command::new(command_text(number)),
    }
}

/// The defaults of the world, except that a new leader appends a blank entry, as raft-rs's
/// does: so it can commit the entries that it finds in its log.
fn config(extensions: Extensions) -> Config {
    Config {
        extensions,
        blank_entry_at_election: true,
        ..Config::new(Configuration::new(NodeSet::first(NODES)))
    }
}

fn chance(id: NodeId) -> Key {
    Key::new(1).with(u64::from(id.0))
}
