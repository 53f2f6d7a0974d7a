//! The fingerprint of a run: 64 bits over every message and every change of state.
//!
//! Reasons and wording stay out of it, so better explanations never break an old link.
//! The numbers that go in, and their order, are part of the link format: a change breaks links.

use raft_core::quorum::Configuration;
use raft_core::{
    AppendEntriesReply, Body, Chunk, Command, ConfirmReply, InstallSnapshotReply, Message, Node,
    NodeId, NodeSet, Origin, Own, Payload, Position, ReadIndexAnswer, RequestVoteReply, RoleName,
    count_through,
};

use crate::address::Endpoint;
use crate::clients::answer::Answer;
use crate::network::packet::{Content, Fate, Packet};
use crate::whole::IS_WHOLE;

/// A running hash, the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Digest {
    /// The digest of a run with this seed in which nothing has happened yet.
    #[must_use]
    pub fn new(seed: u64) -> Digest {
        let mut digest = Digest(0x5261_6674_2031_2e30);
        digest.add(seed);
        digest
    }

    /// The digest with this value, as a link carries it.
    #[must_use]
    pub fn from_value(value: u64) -> Digest {
        Digest(value)
    }

    /// Its 64 bits.
    #[must_use]
    pub fn value(self) -> u64 {
        self.0
    }

    /// Takes in one number.
    #[inline]
    pub fn add(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 29);
    }

    pub(crate) fn add_text(&mut self, text: &str) {
        self.add_bytes(text.as_bytes());
    }

    fn add_bytes(&mut self, bytes: &[u8]) {
        self.add(bytes.len() as u64);
        for part in bytes.chunks(8) {
            self.add(
                part.iter()
                    .fold(0, |bits, byte| bits << 8 | u64::from(*byte)),
            );
        }
    }

    /// Takes in a message that is sent.
    pub(crate) fn add_packet(&mut self, packet: &Packet) {
        self.add(
            endpoint_number(packet.name.from) << 40
                | endpoint_number(packet.name.to) << 32
                | fate_number(packet.fate),
        );
        self.add(packet.sent_at.0);
        self.add(packet.due_at.0);
        match &packet.content {
            Content::Peer(message) => self.add_message(message),
            Content::Request { origin, command } => {
                self.add(u64::from(origin.client.0) << 32 ^ origin.serial);
                self.add_command(command);
            }
            Content::Reply { origin, answer } => {
                self.add(u64::from(origin.client.0) << 32 ^ origin.serial);
                match answer {
                    Answer::Applied(_) => self.add(1),
                    Answer::NotLeader(leader) => self.add(2 + node_number(*leader)),
                    Answer::PutOff => self.add(1 << 16),
                    Answer::ChangeRefused(_) => self.add(1 << 17),
                }
            }
        }
    }

    /// Takes in the state of a node after a step.
    #[inline]
    pub(crate) fn add_state(&mut self, node: NodeId, state: &StateSummary) {
        self.add(u64::from(node.0) << 56 | state.role_and_vote);
        self.add(state.current_term);
        self.add(state.committed);
        self.add(state.last_term);
        self.add(state.last_index);
    }

    fn add_message(&mut self, message: &Message) {
        self.add(message.term.0);
        match &message.body {
            Body::RequestVote(request) => {
                self.add(1 | u64::from(request.transfer) << 8);
                self.add_position(request.last);
            }
            Body::RequestVoteReply(reply) => {
                self.add(2 | u64::from(*reply == RequestVoteReply::Granted) << 8);
            }
            Body::AppendEntries(request) => {
                self.add(3 | (request.entries.len() as u64) << 8);
                self.add_position(request.prev);
                self.add(count_through(request.leader_commit));
                // The texts of the commands went in when the clients sent them.
                for entry in &*request.entries {
                    self.add(entry.term.0);
                    match &entry.payload {
                        Payload::Command { origin, .. } => {
                            self.add(u64::from(origin.client.0) << 32 ^ origin.serial);
                        }
                        Payload::Own(Own::Blank) => self.add(u64::MAX),
                        Payload::Own(Own::Configuration(change)) if IS_WHOLE => {
                            self.add(u64::MAX - 1);
                            self.add_configuration(&change.configuration);
                        }
                        // Without extensions nobody appends one.
                        Payload::Own(Own::Configuration(_)) => {}
                    }
                }
            }
            Body::AppendEntriesReply(AppendEntriesReply::Matched(matched)) => {
                self.add(4);
                self.add(count_through(*matched));
            }
            Body::AppendEntriesReply(AppendEntriesReply::Rejected { prev, hint }) => {
                self.add(5);
                self.add(count_through(*prev));
                self.add_position(*hint);
            }
            Body::PreVote(_)
            | Body::PreVoteReply(_)
            | Body::TimeoutNow
            | Body::Confirm(_)
            | Body::ConfirmReply(_)
            | Body::ReadIndex(_)
            | Body::ReadIndexReply(_)
            | Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply(_) => {
                if IS_WHOLE {
                    self.add_extension_body(&message.body);
                }
            }
        }
    }

    /// Takes in what only extensions of Raft send.
    // Apart from the messages of plain Raft, which are many more.
    #[inline(never)]
    fn add_extension_body(&mut self, body: &Body) {
        match body {
            Body::PreVote(request) => {
                self.add(6);
                self.add(request.next_term.0);
                self.add_position(request.last);
            }
            Body::PreVoteReply(reply) => {
                self.add(7 | u64::from(reply.granted) << 8);
                self.add(reply.next_term.0);
            }
            Body::TimeoutNow => self.add(12),
            Body::Confirm(request) => {
                self.add(8);
                self.add(request.round);
            }
            Body::ConfirmReply(reply) => {
                self.add(9);
                self.add(match reply {
                    ConfirmReply::Confirmed { round } => *round,
                    ConfirmReply::Refused => 0,
                });
            }
            Body::ReadIndex(request) => {
                self.add(10);
                self.add_origin(request.origin);
            }
            Body::ReadIndexReply(reply) => {
                self.add(11);
                self.add_origin(reply.origin);
                self.add(match reply.answer {
                    ReadIndexAnswer::Through(through) => count_through(through),
                    ReadIndexAnswer::NotLeader => u64::MAX,
                });
            }
            Body::InstallSnapshot(request) => {
                let Chunk {
                    offset,
                    bytes,
                    done,
                } = &*request.chunk;
                self.add(13 | u64::from(*done) << 8 | u64::from(*offset) << 16);
                self.add_position(Some(request.base));
                self.add_bytes(bytes);
            }
            Body::InstallSnapshotReply(reply) => {
                let (number, base, held) = match *reply {
                    InstallSnapshotReply::Received { base, held } => (0, base.index.get(), held),
                    InstallSnapshotReply::Missing { base, held } => (1, base.index.get(), held),
                    InstallSnapshotReply::Installed { through } => (2, through.get(), 0),
                    InstallSnapshotReply::Refused => (3, 0, 0),
                };
                self.add(14 | number << 8 | u64::from(held) << 16);
                self.add(base);
            }
            Body::RequestVote(_)
            | Body::RequestVoteReply(_)
            | Body::AppendEntries(_)
            | Body::AppendEntriesReply(_) => {}
        }
    }

    fn add_command(&mut self, command: &Command) {
        self.add_text(command.text());
    }

    fn add_configuration(&mut self, configuration: &Configuration) {
        let bits = |nodes: NodeSet| nodes.iter().fold(0, |bits, node| bits | 1 << node.0);
        self.add(bits(configuration.voters()));
        self.add(bits(configuration.learners()));
        if configuration.is_joint() {
            self.add(bits(configuration.outgoing()));
        }
    }

    fn add_origin(&mut self, origin: Origin) {
        self.add(u64::from(origin.client.0) << 32 ^ origin.serial);
    }

    #[inline]
    fn add_position(&mut self, position: Option<Position>) {
        let (term, index) = numbers_of(position);
        self.add(term);
        self.add(index);
    }
}

impl core::fmt::Display for Digest {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

/// The part of a node that tells whether a step changed it, as the numbers that go into the digest:
/// after every step they are compared, and numbers are quick to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StateSummary {
    role_and_vote: u64,
    current_term: u64,
    committed: u64,
    last_term: u64,
    last_index: u64,
}

impl StateSummary {
    #[inline]
    pub(crate) fn of(node: &Node) -> StateSummary {
        let role = match node.role_name() {
            RoleName::Follower => 1,
            RoleName::Candidate => 2,
            RoleName::Leader => 3,
        };
        let (last_term, last_index) = numbers_of(node.log().last());
        StateSummary {
            role_and_vote: role << 48 | node_number(node.voted_for()),
            current_term: node.current_term().0,
            committed: count_through(node.commit_index()),
            last_term,
            last_index,
        }
    }
}

fn endpoint_number(endpoint: Endpoint) -> u64 {
    match endpoint {
        Endpoint::Node(node) => u64::from(node.0),
        Endpoint::Clients => 0xff,
    }
}

fn node_number(node: Option<NodeId>) -> u64 {
    node.map_or(0xff, |node| u64::from(node.0))
}

/// The term and the index; zeros where there is no entry.
#[inline]
fn numbers_of(position: Option<Position>) -> (u64, u64) {
    position.map_or((0, 0), |position| (position.term.0, position.index.get()))
}

fn fate_number(fate: Fate) -> u64 {
    match fate {
        Fate::Arrives => 0,
        Fate::Lost => 1,
        Fate::Cut => 2,
    }
}
