//! What a run costs: its messages and their bytes, by kind.

use raft_core::{
    AppendEntries, AppendEntriesReply, Body, Entry, Index, InstallSnapshot, InstallSnapshotReply,
    Payload, Position, ReadIndexAnswer,
};

use crate::clients::answer::Answer;
use crate::clients::machine::Response;
use crate::network::message_kind::MessageKind;
use crate::network::packet::Content;
use crate::world::World;
use crate::world::event::{Event, Observer};

/// Messages, and the bytes in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// How many messages.
    pub messages: u64,
    /// How many bytes they have together, in a plain encoding: eight for each number, one for each
    /// node, flag and kind, and texts as they are.
    pub bytes: u64,
}

/// An observer that counts what nodes and clients send. Copies that the network makes cost their
/// senders nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    by_kind: [Cost; MessageKind::ALL.len()],
}

impl Costs {
    /// The messages of this kind.
    #[must_use]
    pub fn of(&self, kind: MessageKind) -> Cost {
        self.by_kind[kind as usize]
    }

    /// The messages of these kinds together.
    #[must_use]
    pub fn of_all(&self, kinds: impl IntoIterator<Item = MessageKind>) -> Cost {
        let mut all = Cost::default();
        for kind in kinds {
            let Cost { messages, bytes } = self.of(kind);
            all.messages += messages;
            all.bytes += bytes;
        }
        all
    }
}

impl Observer for Costs {
    fn observe(&mut self, _: &World, event: &Event<'_>) {
        let Event::Sent(packet) = event else {
            return;
        };
        if !packet.is_duplicate() {
            let cost = &mut self.by_kind[packet.content.kind() as usize];
            cost.messages += 1;
            cost.bytes += bytes_of(&packet.content);
        }
    }
}

const NUMBER: u64 = 8;
const NODE: u64 = 1;
const FLAG: u64 = 1;
/// The client and the number of its request.
const ORIGIN: u64 = 2 * NUMBER;

/// The kind of the message, and what it says.
fn bytes_of(content: &Content) -> u64 {
    let said = match content {
        Content::Peer(message) => NUMBER + body(&message.body),
        Content::Request { command, .. } => ORIGIN + text(command.text()),
        Content::Reply { answer, .. } => ORIGIN + answered(answer),
    };
    FLAG + said
}

fn body(body: &Body) -> u64 {
    match body {
        Body::RequestVote(request) => place(request.last) + FLAG,
        Body::RequestVoteReply(_) => FLAG,
        Body::AppendEntries(AppendEntries {
            prev,
            entries,
            leader_commit,
        }) => {
            let entries: u64 = entries.iter().map(entry).sum();
            place(*prev) + NUMBER + entries + index(*leader_commit)
        }
        Body::AppendEntriesReply(AppendEntriesReply::Matched(matched)) => FLAG + index(*matched),
        Body::AppendEntriesReply(AppendEntriesReply::Rejected { prev, hint }) => {
            FLAG + index(*prev) + place(*hint)
        }
        Body::PreVote(request) => NUMBER + place(request.last),
        Body::PreVoteReply(_) => NUMBER + FLAG,
        Body::TimeoutNow => 0,
        Body::Confirm(_) => NUMBER,
        Body::ConfirmReply(_) => FLAG + NUMBER,
        Body::ReadIndex(_) => ORIGIN,
        Body::ReadIndexReply(reply) => {
            let answer = match reply.answer {
                ReadIndexAnswer::Through(through) => index(through),
                ReadIndexAnswer::NotLeader => 0,
            };
            ORIGIN + FLAG + answer
        }
        // The base, the length of the chunk, and where it begins.
        Body::InstallSnapshot(InstallSnapshot { chunk, .. }) => {
            4 * NUMBER + chunk.bytes.len() as u64 + FLAG
        }
        Body::InstallSnapshotReply(reply) => FLAG + snapshot_reply(*reply),
    }
}

fn snapshot_reply(reply: InstallSnapshotReply) -> u64 {
    match reply {
        // The base, and how many bytes are held.
        InstallSnapshotReply::Received { .. } | InstallSnapshotReply::Missing { .. } => 3 * NUMBER,
        InstallSnapshotReply::Installed { .. } => NUMBER,
        InstallSnapshotReply::Refused => 0,
    }
}

fn entry(entry: &Entry) -> u64 {
    let payload = match &entry.payload {
        Payload::Command { command, .. } => ORIGIN + text(command.text()),
        Payload::Blank => 0,
        // Whose request it is, and two sets of nodes.
        Payload::Configuration(_) => FLAG + ORIGIN + 2 * NUMBER,
    };
    NUMBER + FLAG + payload
}

fn answered(answer: &Answer) -> u64 {
    let said = match answer {
        Answer::Applied(Response::Value(Some(value))) => FLAG + FLAG + text(value),
        Answer::Applied(Response::Sum(Some(_))) => FLAG + FLAG + NUMBER,
        Answer::Applied(_) => FLAG + FLAG,
        Answer::NotLeader(leader) => FLAG + leader.map_or(0, |_| NODE),
        Answer::PutOff => 0,
        Answer::ChangeRefused(_) => FLAG + NUMBER,
    };
    FLAG + said
}

fn place(place: Option<Position>) -> u64 {
    FLAG + place.map_or(0, |_| 2 * NUMBER)
}

fn index(index: Option<Index>) -> u64 {
    FLAG + index.map_or(0, |_| NUMBER)
}

/// Its length, and its bytes.
fn text(text: &str) -> u64 {
    NUMBER + text.len() as u64
}
