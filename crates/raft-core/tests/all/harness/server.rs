//! One node with its disk.

use std::collections::VecDeque;

use raft_core::chance::Key;
use raft_core::{
    Body, Command, Config, Effect, Effects, Entry, Index, Input, Instant, Log, Message, Node,
    NodeId, Persistent, RoleName, Term, Token, Write,
};

use super::watch::{check_durability, check_shape};
use super::{config, disk, granted, matched, node, number, origin, terms};

/// A node, its disk, and what it has applied. A crash leaves the disk.
#[derive(Clone, Debug)]
pub struct Server {
    pub id: NodeId,
    config: Config,
    incarnation: u64,
    running: Option<Node>,
    pub disk: Persistent,
    /// Writes that the disk has not completed: a crash loses them.
    pub unwritten: VecDeque<Write>,
    /// Whether the disk waits for [`Server::sync`]; otherwise it answers at once.
    pub stalled: bool,
    pub applied: Vec<Entry>,
    /// How many entries the snapshot stands for that `applied` goes on from.
    restored: u64,
    pub now: Instant,
}

impl Server {
    pub fn new(id: u8, config: Config, disk: Persistent) -> Server {
        let mut server = Server {
            id: node(id),
            config,
            incarnation: 0,
            running: None,
            disk,
            unwritten: VecDeque::new(),
            stalled: false,
            applied: Vec::new(),
            restored: 0,
            now: Instant::ZERO,
        };
        server.restart();
        server
    }

    /// Node 0 of `nodes`, in `term`, with a log of these terms.
    pub fn follower(nodes: u8, term: u64, log: &[u64]) -> Server {
        Server::new(0, config(nodes), disk(term, log))
    }

    /// The same, after its election timeout: a candidate of `term + 1`.
    pub fn candidate(nodes: u8, term: u64, log: &[u64]) -> Server {
        let mut server = Server::follower(nodes, term, log);
        server.step(Input::ForceTimeout);
        assert!(nodes == 1 || server.role() == RoleName::Candidate);
        server
    }

    /// The same, once enough others have voted for it: leader of `term + 1`.
    pub fn leader(nodes: u8, term: u64, log: &[u64]) -> Server {
        Server::candidate(nodes, term, log).elected()
    }

    /// Gives a candidate the votes that it needs.
    pub fn elected(mut self) -> Server {
        let nodes = self.config.configuration.members().count();
        for voter in 1..=nodes / 2 {
            let voter = u8::try_from(voter).expect("clusters are small");
            self.receive(voter, self.term(), granted());
        }
        assert_eq!(self.role(), RoleName::Leader);
        self
    }

    /// The running node. It is an error of the test to ask for a crashed one.
    pub fn node(&self) -> &Node {
        self.running.as_ref().expect("the node is up")
    }

    pub fn is_up(&self) -> bool {
        self.running.is_some()
    }

    /// Steps the node and completes its writes until nothing is left to do. Returns the effects of
    /// all these steps, in order.
    pub fn step(&mut self, input: Input) -> Effects {
        let mut all = Effects::new();
        let mut inputs = VecDeque::from([input]);
        while let (Some(node), Some(input)) = (&mut self.running, inputs.pop_front()) {
            let mut effects = Effects::new();
            node.step(self.now, input, &mut effects);
            check_durability(self, &effects);
            for effect in &effects {
                match effect {
                    Effect::Persist(write) => self.unwritten.push_back(write.clone()),
                    Effect::Commit(index) => self.apply_through(*index),
                    Effect::Restore(snapshot) => {
                        self.applied.clear();
                        self.restored = snapshot.base.index.get();
                    }
                    _ => {}
                }
            }
            check_shape(self);
            all.extend(effects);
            if !self.stalled {
                inputs.extend(self.write_all().map(Input::Persisted));
            }
        }
        all
    }

    /// The disk completes all its writes and confirms them; it stays as slow as it was.
    pub fn sync(&mut self) -> Effects {
        let token = self.write_all();
        token.map_or_else(Effects::new, |token| self.step(Input::Persisted(token)))
    }

    /// The disk completes its oldest write and confirms it to the node.
    pub fn sync_one(&mut self) -> Effects {
        let Some(write) = self.unwritten.pop_front() else {
            return Effects::new();
        };
        self.disk.apply(&write);
        self.step(Input::Persisted(write.token))
    }

    fn write_all(&mut self) -> Option<Token> {
        let last = self.unwritten.back()?.token;
        for write in self.unwritten.drain(..) {
            self.disk.apply(&write);
        }
        Some(last)
    }

    /// The last index that it has applied, 0 for none.
    pub fn applied_through(&self) -> u64 {
        self.restored + self.applied.len() as u64
    }

    fn apply_through(&mut self, last: Index) {
        while self.applied_through() < last.get() {
            let next = Index::after_count(self.applied_through());
            let log = self.running.as_ref().expect("it has just stepped").log();
            let entry = log.entry(next).expect("what is committed is in the log");
            self.applied.push(entry.clone());
        }
    }

    pub fn receive(&mut self, from: u8, term: u64, body: Body) -> Effects {
        let message = Message {
            term: Term(term),
            body,
        };
        let from = node(from);
        self.step(Input::Receive { from, message })
    }

    pub fn propose(&mut self, text: &str) -> Effects {
        let input = Input::Propose {
            origin: origin(1),
            command: Command::new(text),
        };
        self.step(input)
    }

    /// Moves time to the node's deadline.
    pub fn reach_deadline(&mut self) -> Effects {
        let deadline = self.node().deadline().expect("it waits for something");
        self.now = self.now.max(deadline);
        self.step(Input::Deadline)
    }

    /// Replies of other nodes that they hold the log through `index`.
    pub fn acknowledge(&mut self, followers: impl IntoIterator<Item = u8>, index: u64) {
        for follower in followers {
            self.receive(follower, self.term(), matched(index));
        }
    }

    /// The node is lost, and its disk stays.
    pub fn crash(&mut self) {
        self.running = None;
        self.unwritten.clear();
        self.applied.clear();
    }

    /// Boots the node with what its disk holds.
    pub fn restart(&mut self) {
        self.incarnation += 1;
        let snapshot = self.disk.snapshot.as_ref();
        self.restored = snapshot.map_or(0, |snapshot| snapshot.base.index.get());
        let chance = Key::new(7).with(self.id.0.into()).with(self.incarnation);
        self.running = Some(Node::new(
            self.id,
            self.config,
            self.disk.clone(),
            self.now,
            chance,
        ));
    }

    pub fn role(&self) -> RoleName {
        self.node().role_name()
    }

    pub fn term(&self) -> u64 {
        self.node().current_term().0
    }

    pub fn vote(&self) -> Option<u8> {
        self.node().voted_for().map(|candidate| candidate.0)
    }

    pub fn leader_known(&self) -> Option<u8> {
        self.node().leader().map(|leader| leader.0)
    }

    /// The terms along the node's log, or along its disk's log while the node is down.
    pub fn log(&self) -> Vec<u64> {
        terms(self.log_or_disk())
    }

    pub fn log_or_disk(&self) -> &Log {
        self.running
            .as_ref()
            .map_or(&self.disk.log, |node| node.log())
    }

    /// The node's commit index, 0 for none.
    pub fn commit(&self) -> u64 {
        number(self.node().commit_index())
    }

    /// The `(next_index, match_index)` that the leader keeps for a follower.
    pub fn progress(&self, follower: u8) -> (u64, u64) {
        let progress = self.node().progress_of(node(follower));
        let progress = progress.expect("a leader keeps it for each follower");
        (progress.next_index.get(), number(progress.match_index))
    }
}
