//! What a run costs: its messages and their bytes, by kind.

use alloc::vec::Vec;

use raft_core::{
    AppendEntries, AppendEntriesReply, Body, Duration, Entry, Index, InstallSnapshot,
    InstallSnapshotReply, Instant, Own, Payload, Position, ReadIndexAnswer,
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

/// The messages with which nodes elect a leader.
const OF_ELECTIONS: [MessageKind; 5] = [
    MessageKind::RequestVote,
    MessageKind::RequestVoteReply,
    MessageKind::PreVote,
    MessageKind::PreVoteReply,
    MessageKind::TimeoutNow,
];

/// What a run costs, and for what: each share is in thousandths of messages and of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostShares {
    /// All messages.
    pub all: Cost,
    /// All messages but those of elections, heartbeats included, for each write that is committed;
    /// `None` where nothing is.
    pub per_committed_write: Option<Cost>,
    /// The messages of elections, for each of them; `None` where there was none.
    pub per_election: Option<Cost>,
    /// All messages, for each second of simulated time; `None` for a run of no length.
    pub per_second: Option<Cost>,
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

impl Costs {
    /// What these costs come to in this run.
    #[must_use]
    pub fn shares(&self, world: &World) -> CostShares {
        let all = self.of_all(MessageKind::ALL);
        let is_of_elections = |kind: &MessageKind| OF_ELECTIONS.contains(kind);
        let others = MessageKind::ALL
            .into_iter()
            .filter(|kind| !is_of_elections(kind));
        let counts = world.counts();
        let seconds = Cost {
            messages: all.messages * 1_000,
            bytes: all.bytes * 1_000,
        };
        CostShares {
            all,
            per_committed_write: share(self.of_all(others), counts.committed),
            per_election: share(self.of_all(OF_ELECTIONS), counts.elections),
            per_second: share(seconds, world.now().0 / 1_000),
        }
    }
}

/// So much of a cost for each of so many, in thousandths; nothing where there are none.
fn share(Cost { messages, bytes }: Cost, among: u64) -> Option<Cost> {
    let each = |amount: u64| {
        let thousandths = (u128::from(amount) * 1_000).checked_div(u128::from(among))?;
        u64::try_from(thousandths).ok()
    };
    Some(Cost {
        messages: each(messages)?,
        bytes: each(bytes)?,
    })
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

/// An observer that counts what is sent in stretches of time of one length.
#[derive(Clone, Debug)]
pub struct CostsOverTime {
    from: Instant,
    /// At least a microsecond.
    step: Duration,
    stretches: Vec<Costs>,
}

impl CostsOverTime {
    /// Counts what is sent from this moment on, in stretches of this length.
    #[must_use]
    pub fn new(from: Instant, step: Duration) -> CostsOverTime {
        CostsOverTime {
            from,
            step: step.max(Duration(1)),
            stretches: Vec::new(),
        }
    }

    /// The stretches in order, up to the last one in which anything was sent.
    #[must_use]
    pub fn stretches(&self) -> &[Costs] {
        &self.stretches
    }
}

impl Observer for CostsOverTime {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let Event::Sent(_) = event else {
            return;
        };
        let Some(since) = world.now().0.checked_sub(self.from.0) else {
            return;
        };
        let Ok(place) = usize::try_from(since / self.step.0) else {
            return;
        };
        if self.stretches.len() <= place {
            self.stretches.resize_with(place + 1, Costs::default);
        }
        self.stretches[place].observe(world, event);
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
        Payload::Own(Own::Blank) => 0,
        // Whose request it is, and two sets of nodes; three in a joint configuration.
        Payload::Own(Own::Configuration(change)) => {
            let sets = 2 + u64::from(change.configuration.is_joint());
            FLAG + ORIGIN + sets * NUMBER
        }
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
