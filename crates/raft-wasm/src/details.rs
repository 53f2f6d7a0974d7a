//! One node or one message, in full, with a sentence about each value.

use raft_core::{
    Body, Entry, Index, NodeId, Pace, Payload, Position, Progress, RoleName, count_through,
};
use raft_sim::{Answer, Content, Fate, NodeView, Packet, Party, World};
use serde::Serialize;

use crate::json::Each;
use crate::session::Session;
use crate::view::{happened, newest};

const DECISIONS_SHOWN: usize = 30;
const KEYS_SHOWN: usize = 100;
const ENTRIES_SHOWN: usize = 8;

#[derive(Serialize)]
struct NodeDetail<Progress, Machine, Decisions> {
    id: u8,
    fields: Vec<Field>,
    progress: Progress,
    machine: Machine,
    decisions: Decisions,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    value: String,
    meaning: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProgressShape {
    node: u8,
    next_index: u64,
    match_index: Option<u64>,
    mode: &'static str,
}

#[derive(Serialize)]
struct KeyValue<'a> {
    key: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
pub(crate) struct PacketDetail {
    packet: PacketShape,
    nth: u64,
    copy: u32,
    sentence: String,
    fields: Vec<Field>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PacketShape {
    id: u64,
    from: PartyShape,
    to: PartyShape,
    kind: &'static str,
    term: u64,
    sent_at: u64,
    due_at: u64,
    fate: &'static str,
    entry_count: usize,
    positive: Option<bool>,
    duplicate: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PartyShape {
    Node(u8),
    Clients(&'static str),
}

pub(crate) fn node_detail(session: &Session, id: NodeId) -> Option<impl Serialize> {
    let world = session.world();
    let node = world.node(id)?;
    let mut decisions = happened(session).filter(|item| item.what.node() == Some(id));
    let follower = move |id| progress_shape(id, node.progress_of(id)?);
    let followers = move || world.nodes().filter_map(move |other| follower(other.id()));
    let machine = move || node.machine().into_iter().flat_map(raft_sim::Machine::iter);
    let pair = |(key, value)| KeyValue { key, value };
    Some(NodeDetail {
        id: id.0,
        fields: node_fields(&node),
        progress: Each(followers),
        machine: Each(move || machine().take(KEYS_SHOWN).map(pair)),
        decisions: newest(&mut decisions, DECISIONS_SHOWN, world),
    })
}

fn progress_shape(node: NodeId, progress: Progress) -> Option<ProgressShape> {
    Some(ProgressShape {
        node: node.0,
        next_index: progress.next_index.get(),
        match_index: progress.match_index.map(Index::get),
        mode: match progress.pace {
            Pace::Pipelining => "pipelining",
            Pace::Probing => "probing",
        },
    })
}

fn node_fields(node: &NodeView<'_>) -> Vec<Field> {
    let field = |name, value: String, meaning| Field {
        name,
        value,
        meaning,
    };
    let mut fields = vec![
        field(
            "role",
            node.role().word().into(),
            "What it does in this term.",
        ),
        field(
            "current_term",
            node.current_term().to_string(),
            "The latest term it has seen; on disk.",
        ),
        field(
            "voted_for",
            or_nobody(node.voted_for()),
            "Who has its one vote of this term; on disk.",
        ),
        field(
            "log",
            node.log()
                .last()
                .map_or("empty".into(), |last| format!("ends at {last}")),
            "Its entries; on disk.",
        ),
        field(
            "commit_index",
            count_through(node.commit_index()).to_string(),
            "The last entry it knows to be committed; forgotten in a crash.",
        ),
        field(
            "last_applied",
            count_through(node.last_applied()).to_string(),
            "The last entry its key-value machine has applied; forgotten in a crash.",
        ),
        field(
            "leader",
            or_nobody(node.leader()),
            "Who leads, as far as it knows.",
        ),
    ];
    if node.role() == RoleName::Candidate {
        let votes: Vec<String> = node.votes().iter().map(|voter| voter.to_string()).collect();
        fields.push(field(
            "votes",
            votes.join(", "),
            "Who has voted for it so far.",
        ));
    }
    if let Some(timer) = node.election_timer() {
        fields.push(field(
            "election_timer",
            format!("{} of {}", timer.ends_at, timer.ends_at - timer.started_at),
            "When it asks for votes if it hears from nobody, and how long that wait is.",
        ));
    }
    fields.push(field(
        "boots",
        (node.incarnation() + 1).to_string(),
        "How often it has booted, the first time included.",
    ));
    fields
}

pub(crate) fn packet_detail(world: &World, id: u64) -> Option<PacketDetail> {
    let packet = world.network().packet(id)?;
    Some(PacketDetail {
        packet: packet_shape(packet),
        nth: packet.name.nth,
        copy: packet.name.copy,
        sentence: packet.sentence(world).to_string(),
        fields: packet_fields(packet),
    })
}

fn packet_shape(packet: &Packet) -> PacketShape {
    let (kind, term, entry_count, positive) = match &packet.content {
        Content::Peer(message) => {
            let (kind, entries, positive) = match &message.body {
                Body::RequestVote(_) => ("requestVote", 0, None),
                Body::RequestVoteReply(reply) => (
                    "requestVoteReply",
                    0,
                    Some(*reply == raft_core::RequestVoteReply::Granted),
                ),
                Body::AppendEntries(request) => ("appendEntries", request.entries.len(), None),
                Body::AppendEntriesReply(reply) => (
                    "appendEntriesReply",
                    0,
                    Some(matches!(reply, raft_core::AppendEntriesReply::Matched(_))),
                ),
            };
            (kind, message.term.0, entries, positive)
        }
        Content::Request { .. } => ("clientRequest", 0, 0, None),
        Content::Reply { answer, .. } => (
            "clientReply",
            0,
            0,
            Some(matches!(answer, Answer::Applied(_))),
        ),
    };
    PacketShape {
        id: packet.id,
        from: party_shape(packet.name.from),
        to: party_shape(packet.name.to),
        kind,
        term,
        sent_at: packet.sent_at.0,
        due_at: packet.due_at.0,
        fate: match packet.fate {
            Fate::Arrives => "arrives",
            Fate::Lost => "lost",
            Fate::Cut => "cut",
        },
        entry_count,
        positive,
        duplicate: packet.is_duplicate(),
    }
}

fn party_shape(party: Party) -> PartyShape {
    match party {
        Party::Node(node) => PartyShape::Node(node.0),
        Party::Clients => PartyShape::Clients("client"),
    }
}

fn packet_fields(packet: &Packet) -> Vec<Field> {
    let field = |name, value: String, meaning| Field {
        name,
        value,
        meaning,
    };
    let mut fields = vec![
        field("sent", packet.sent_at.to_string(), "When it set out."),
        field(
            "due",
            packet.due_at.to_string(),
            "When it arrives, if nothing happens to it.",
        ),
    ];
    let Content::Peer(message) = &packet.content else {
        return fields;
    };
    fields.push(field(
        "term",
        message.term.to_string(),
        "The sender's term when it spoke.",
    ));
    match &message.body {
        Body::RequestVote(request) => {
            fields.push(field(
                "last_log",
                place(request.last),
                "The end of the candidate's log.",
            ));
        }
        Body::RequestVoteReply(reply) => {
            let granted = *reply == raft_core::RequestVoteReply::Granted;
            fields.push(field(
                "vote_granted",
                granted.to_string(),
                "Whether it has the vote.",
            ));
        }
        Body::AppendEntries(request) => {
            fields.push(field(
                "prev_log",
                place(request.prev),
                "The entry before the new ones.",
            ));
            let entries: Vec<String> = request
                .entries
                .iter()
                .take(ENTRIES_SHOWN)
                .map(entry_words)
                .collect();
            let more = request.entries.len().saturating_sub(ENTRIES_SHOWN);
            let more = if more > 0 {
                format!(", and {more} more")
            } else {
                String::new()
            };
            let entries = if entries.is_empty() {
                "none".into()
            } else {
                entries.join(", ")
            };
            fields.push(field(
                "entries",
                entries + &more,
                "What to append; none in a heartbeat.",
            ));
            fields.push(field(
                "leader_commit",
                count_through(request.leader_commit).to_string(),
                "The leader's commit index.",
            ));
        }
        Body::AppendEntriesReply(raft_core::AppendEntriesReply::Matched(matched)) => {
            fields.push(field(
                "matched",
                count_through(*matched).to_string(),
                "Through here its log equals the leader's.",
            ));
        }
        Body::AppendEntriesReply(raft_core::AppendEntriesReply::Rejected { prev, hint }) => {
            fields.push(field(
                "rejected_at",
                count_through(*prev).to_string(),
                "The index that did not agree.",
            ));
            fields.push(field(
                "hint",
                place(*hint),
                "Where both logs may still agree.",
            ));
        }
    }
    fields
}

fn entry_words(entry: &Entry) -> String {
    match &entry.payload {
        Payload::Command { command, .. } => format!("{command} (term {})", entry.term),
        Payload::Blank => format!("blank (term {})", entry.term),
    }
}

fn place(position: Option<Position>) -> String {
    position.map_or("before the first entry".into(), |position| {
        position.to_string()
    })
}

fn or_nobody(node: Option<NodeId>) -> String {
    node.map_or("nobody".into(), |node| node.to_string())
}
