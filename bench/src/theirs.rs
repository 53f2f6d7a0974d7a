//! raft-rs, driven by hand: a Ready is fully handled, in the order its own example shows.

use std::hint::black_box;
use std::marker::PhantomData;

use raft::prelude::{ConfState, Entry, HardState, Message};
use raft::storage::MemStorage;
use raft::{Config, RawNode, StateRole};
use slog::{Discard, Logger, o};

use crate::cluster::Cluster;
use crate::{NODES, command_text};

/// The options of raft-rs.
pub(crate) trait Switches {
    /// Its option `batch_append`: entries that wait are put into one message.
    const BATCHED: bool = false;
    /// Its options `pre_vote` and `check_quorum`; the latter ignores votes while a leader is heard.
    const CAUTIOUS: bool = false;
}

/// A message for each entry, as raft-rs does by default.
pub(crate) struct OneByOne;

impl Switches for OneByOne {}

/// Entries that wait go out in one message.
pub(crate) struct Batched;

impl Switches for Batched {
    const BATCHED: bool = true;
}

/// A message for each entry, with pre-vote and check-quorum.
pub(crate) struct Cautious;

impl Switches for Cautious {
    const CAUTIOUS: bool = true;
}

/// Five nodes of raft-rs, with the messages and counts that their driver keeps for them.
pub(crate) struct Theirs<S> {
    servers: Vec<Server>,
    messages: u64,
    proposed: u64,
    switches: PhantomData<S>,
}

struct Server {
    node: RawNode<MemStorage>,
    inbox: Vec<Message>,
    applied_commands: u64,
}

const LEADER: usize = 0;

impl<S: Switches> Cluster for Theirs<S> {
    fn with_log(entries: u64) -> Self {
        let log: Vec<Entry> = (0..entries).map(entry).collect();
        let servers = (1..=u64::from(NODES)).map(|id| Server {
            node: node::<S>(id, &log),
            inbox: Vec::new(),
            applied_commands: entries,
        });
        let mut cluster = Theirs {
            servers: servers.collect(),
            messages: 0,
            proposed: entries,
            switches: PhantomData,
        };
        cluster.servers[LEADER].node.campaign().expect("it may");
        cluster.settle();
        assert_eq!(cluster.servers[LEADER].node.raft.state, StateRole::Leader);
        cluster
    }

    fn propose(&mut self) {
        let data = command_text(self.proposed).as_bytes().to_vec();
        self.proposed += 1;
        let leader = &mut self.servers[LEADER].node;
        leader.propose(Vec::new(), data).expect("it leads");
    }

    fn heartbeat(&mut self) {
        for server in &mut self.servers {
            server.node.tick();
        }
    }

    fn settle(&mut self) {
        loop {
            for place in 0..self.servers.len() {
                self.handle_ready(place);
            }
            if self.servers.iter().all(|server| server.inbox.is_empty()) {
                return;
            }
            for server in &mut self.servers {
                for message in std::mem::take(&mut server.inbox) {
                    server.node.step(message).expect("it is well-formed");
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

impl<S> Theirs<S> {
    fn handle_ready(&mut self, place: usize) {
        let server = &mut self.servers[place];
        if !server.node.has_ready() {
            return;
        }
        let mut ready = server.node.ready();
        let early = ready.take_messages();
        server.apply(ready.take_committed_entries());
        let store = server.node.store().clone();
        if !ready.entries().is_empty() {
            store.wl().append(ready.entries()).expect("it fits");
        }
        if let Some(state) = ready.hs() {
            store.wl().set_hardstate(state.clone());
        }
        let after_writing = ready.take_persisted_messages();
        let mut rest = server.node.advance(ready);
        if let Some(commit) = rest.commit_index() {
            store.wl().mut_hard_state().set_commit(commit);
        }
        let late = rest.take_messages();
        server.apply(rest.take_committed_entries());
        server.node.advance_apply();
        for message in early.into_iter().chain(after_writing).chain(late) {
            let to = usize::try_from(message.to - 1).expect("it is small");
            self.messages += 1;
            self.servers[to].inbox.push(message);
        }
    }
}

impl Server {
    fn apply(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            if !entry.data.is_empty() {
                black_box(entry.data.len());
                self.applied_commands += 1;
            }
        }
    }
}

/// A node whose log holds, has committed and has applied these entries.
fn node<S: Switches>(id: u64, log: &[Entry]) -> RawNode<MemStorage> {
    let store = MemStorage::new_with_conf_state(ConfState {
        voters: (1..=u64::from(NODES)).collect(),
        ..ConfState::default()
    });
    let last = log.len() as u64;
    store.wl().append(log).expect("it fits");
    store.wl().set_hardstate(HardState {
        term: 1,
        commit: last,
        ..HardState::default()
    });
    let config = Config {
        id,
        election_tick: 10,
        heartbeat_tick: 1,
        applied: last,
        max_size_per_msg: 1 << 20,
        max_inflight_msgs: 256,
        batch_append: S::BATCHED,
        pre_vote: S::CAUTIOUS,
        check_quorum: S::CAUTIOUS,
        ..Config::default()
    };
    RawNode::new(&config, store, &Logger::root(Discard, o!())).expect("the settings are valid")
}

fn entry(number: u64) -> Entry {
    Entry {
        term: 1,
        index: number + 1,
        data: command_text(number).as_bytes().to_vec().into(),
        ..Entry::default()
    }
}
