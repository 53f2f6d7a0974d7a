//! One node or one message, in full, with a sentence about each value.

use std::borrow::Cow;
use std::fmt::Display;

use raft_core::{
    Body, ConfirmReply, CountOf, Duration, Entry, Index, InstallSnapshotReply, Instant, NodeId,
    Own, Payload, Position, Progress, ReadIndexAnswer, ReadIndexReply, ReplicationMode, RoleName,
    Timer, WhoseClock, count_through,
};
use raft_sim::{Answer, Content, Endpoint, Fate, NodeView, Packet, World};
use serde::Serialize;

use crate::session::Session;
use crate::view::clock;
use crate::view::feed::{happened, newest};
use crate::view::json::Each;
use crate::view::storage::{log_place, term_place, vote_place};
use crate::whole::IS_FULL;

const DECISIONS_SHOWN: usize = 30;
const KEYS_SHOWN: usize = 100;
const ENTRIES_SHOWN: usize = 8;

#[derive(Serialize)]
struct NodeDetail<Progress, Machine, Decisions> {
    id: u8,
    fields: Fields,
    progress: Progress,
    machine: Machine,
    decisions: Decisions,
    /// What it keeps to itself.
    #[cfg(feature = "full")]
    silences: Vec<SilenceShape>,
}

/// Something that a node keeps to itself.
#[cfg(feature = "full")]
#[derive(Serialize)]
struct SilenceShape {
    sentence: String,
    /// When that began, in microseconds.
    at: Option<u64>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    value: String,
    meaning: Cow<'static, str>,
}

/// The values of one thing, in order.
#[derive(Default, Serialize)]
struct Fields(Vec<Field>);

impl Fields {
    fn add(&mut self, name: &'static str, value: &dyn Display, meaning: &'static str) {
        self.explain(name, value, meaning.into());
    }

    /// Adds a value whose meaning holds values, too.
    fn explain(&mut self, name: &'static str, value: &dyn Display, meaning: Cow<'static, str>) {
        self.0.push(Field {
            name,
            value: value.to_string(),
            meaning,
        });
    }
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
    fields: Fields,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PacketShape {
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
pub(crate) enum PartyShape {
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
        fields: node_fields(&node, world.now()),
        progress: Each(followers),
        machine: Each(move || machine().take(KEYS_SHOWN).map(pair)),
        decisions: newest(&mut decisions, DECISIONS_SHOWN, world),
        #[cfg(feature = "full")]
        silences: silences(session, id),
    })
}

#[cfg(feature = "full")]
fn silences(session: &Session, id: NodeId) -> Vec<SilenceShape> {
    let past = session.timeline().watcher().past();
    let silences = raft_why::silences(session.world(), past, id);
    let shape = |clause: raft_why::Clause| SilenceShape {
        sentence: clause.to_string(),
        at: clause.event().map(|event| event.at.0),
    };
    silences.into_iter().map(shape).collect()
}

fn progress_shape(node: NodeId, progress: Progress) -> Option<ProgressShape> {
    Some(ProgressShape {
        node: node.0,
        next_index: progress.next_index.get(),
        match_index: progress.match_index.map(Index::get),
        mode: match progress.mode {
            ReplicationMode::Pipelining => "pipelining",
            ReplicationMode::Probing { .. } => "probing",
        },
    })
}

fn node_fields(node: &NodeView<'_>, now: Instant) -> Fields {
    let mut fields = Fields::default();
    fields.add("role", &node.role().word(), "What it does in this term.");
    fields.explain(
        "current_term",
        &node.current_term(),
        format!("The latest term it has seen; {}.", term_place(node)).into(),
    );
    fields.explain(
        "voted_for",
        &or_nobody(node.voted_for()),
        format!("Who has its one vote of this term; {}.", vote_place(node)).into(),
    );
    let log = match node.log().last() {
        None => "empty".into(),
        Some(last) => format!("ends at {last}"),
    };
    fields.explain(
        "log",
        &log,
        format!("Its entries; {}.", log_place(node)).into(),
    );
    if let Some(snapshot) = node.snapshot().filter(|_| IS_FULL) {
        let bytes = CountOf(snapshot.bytes.len() as u64, "byte", "bytes");
        let meaning = "The state of its key-value machine, in place of the entries through there.";
        let snapshot = format!("through {}, {bytes}", snapshot.base);
        fields.add("snapshot", &snapshot, meaning);
    }
    fields.add(
        "commit_index",
        &count_through(node.commit_index()),
        "The last entry it knows to be committed; forgotten in a crash.",
    );
    fields.add(
        "last_applied",
        &count_through(node.last_applied()),
        "The last entry its key-value machine has applied; forgotten in a crash.",
    );
    fields.add(
        "leader",
        &or_nobody(node.leader()),
        "Who leads, as far as it knows.",
    );
    if node.role() == RoleName::Candidate {
        let votes: Vec<String> = node.votes().iter().map(|voter| voter.to_string()).collect();
        fields.add("votes", &votes.join(", "), "Who has voted for it so far.");
    }
    if let Some(votes) = node.pre_votes().filter(|_| IS_FULL) {
        let votes: Vec<String> = votes.iter().map(|voter| voter.to_string()).collect();
        let meaning = "It asks whether it could win; who would vote for it so far.";
        fields.add("pre_votes", &votes.join(", "), meaning);
    }
    if let Some(successor) = node.successor().filter(|_| IS_FULL) {
        let meaning = "It hands its lead to this node, and takes no commands meanwhile.";
        fields.add("hands_lead_to", &successor, meaning);
    }
    if let Some(words) = timer_words(node, now) {
        let meaning = "How long it goes on waiting for a leader before it asks for votes.";
        fields.add("election_timer", &words, meaning);
    }
    fields.add(
        "boots",
        &(node.incarnation() + 1),
        "How often it has booted, the first time included.",
    );
    fields
}

/// When the election timer runs out, and to how long it was set.
fn timer_words(node: &NodeView<'_>, now: Instant) -> Option<String> {
    let Timer { ends_at, .. } = node.election_timer()?;
    let span = |Duration(micros)| clock(Instant(micros));
    let set_to = span(node.election_timeout()?);
    let whose = match node.whose_clock() {
        WhoseClock::Everybodys => "",
        WhoseClock::ItsOwn => " by its own clock",
    };
    let ends = match ends_at.0.checked_sub(now.0) {
        Some(left) => format!("ends in {}, at {}", span(Duration(left)), clock(ends_at)),
        // A paused process does not notice.
        None => format!("ended at {}, unnoticed", clock(ends_at)),
    };
    Some(format!("{ends}; it was set to {set_to}{whose}"))
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

pub(crate) fn packet_shape(packet: &Packet) -> PacketShape {
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
                Body::PreVote(_) => ("preVote", 0, None),
                Body::PreVoteReply(reply) => ("preVoteReply", 0, Some(reply.granted)),
                Body::TimeoutNow if IS_FULL => ("timeoutNow", 0, None),
                Body::Confirm(_) if IS_FULL => ("confirm", 0, None),
                Body::ConfirmReply(reply) if IS_FULL => {
                    ("confirmReply", 0, Some(is_confirmed(*reply)))
                }
                Body::ReadIndex(_) if IS_FULL => ("readIndex", 0, None),
                Body::ReadIndexReply(reply) if IS_FULL => {
                    ("readIndexReply", 0, Some(is_told(*reply)))
                }
                Body::InstallSnapshot(_) if IS_FULL => ("installSnapshot", 0, None),
                Body::InstallSnapshotReply(reply) if IS_FULL => {
                    ("installSnapshotReply", 0, Some(is_held(*reply)))
                }
                // The first module has no extensions, so nobody sends them.
                Body::TimeoutNow
                | Body::Confirm(_)
                | Body::ConfirmReply(_)
                | Body::ReadIndex(_)
                | Body::ReadIndexReply(_)
                | Body::InstallSnapshot(_)
                | Body::InstallSnapshotReply(_) => ("confirm", 0, None),
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

/// Whether the sender has confirmed that the receiver leads.
pub(crate) fn is_confirmed(reply: ConfirmReply) -> bool {
    reply != ConfirmReply::Refused
}

/// Whether the sender holds the part of a snapshot that it was sent, and all before it.
pub(crate) fn is_held(reply: InstallSnapshotReply) -> bool {
    matches!(
        reply,
        InstallSnapshotReply::Received { .. } | InstallSnapshotReply::Installed { .. }
    )
}

/// Whether the sender has told the receiver a read index.
pub(crate) fn is_told(reply: ReadIndexReply) -> bool {
    reply.answer != ReadIndexAnswer::NotLeader
}

fn party_shape(party: Endpoint) -> PartyShape {
    match party {
        Endpoint::Node(node) => PartyShape::Node(node.0),
        Endpoint::Clients => PartyShape::Clients("client"),
    }
}

fn packet_fields(packet: &Packet) -> Fields {
    let mut fields = Fields::default();
    fields.add("sent", &packet.sent_at, "When it set out.");
    fields.add(
        "due",
        &packet.due_at,
        "When it would arrive if nothing happened to it.",
    );
    let Content::Peer(message) = &packet.content else {
        return fields;
    };
    fields.add("term", &message.term, "The sender's term when it spoke.");
    match &message.body {
        Body::RequestVote(request) => {
            let meaning = "The end of the candidate's log.";
            fields.add("last_log", &place(request.last), meaning);
            if IS_FULL && request.transfer {
                let meaning = "Its leader told it to stand.";
                fields.add("transfer", &true, meaning);
            }
        }
        Body::RequestVoteReply(reply) => {
            let granted = *reply == raft_core::RequestVoteReply::Granted;
            fields.add("vote_granted", &granted, "Whether it has the vote.");
        }
        Body::AppendEntries(request) => {
            let meaning = "The entry before the new ones.";
            fields.add("prev_log", &place(request.prev), meaning);
            let entries = entries_in_words(&request.entries);
            fields.add("entries", &entries, "What to append; none in a heartbeat.");
            let leader_commit = count_through(request.leader_commit);
            fields.add(
                "leader_commit",
                &leader_commit,
                "The leader's commit index.",
            );
        }
        Body::AppendEntriesReply(raft_core::AppendEntriesReply::Matched(matched)) => {
            let meaning = "Through here its log equals the leader's.";
            fields.add("matched", &count_through(*matched), meaning);
        }
        Body::AppendEntriesReply(raft_core::AppendEntriesReply::Rejected { prev, hint }) => {
            let meaning = "The index that did not agree.";
            fields.add("rejected_at", &count_through(*prev), meaning);
            fields.add("hint", &place(*hint), "Where both logs may still agree.");
        }
        Body::PreVote(request) if IS_FULL => {
            let meaning = "The term that it would open.";
            fields.add("next_term", &request.next_term, meaning);
            fields.add("last_log", &place(request.last), "The end of its log.");
        }
        Body::PreVoteReply(reply) if IS_FULL => {
            let meaning = "The term that was asked about.";
            fields.add("next_term", &reply.next_term, meaning);
            fields.add("would_vote", &reply.granted, "Whether it would vote.");
        }
        Body::Confirm(request) if IS_FULL => {
            fields.add("round", &request.round, "The leader's round in its term.");
        }
        Body::ConfirmReply(ConfirmReply::Confirmed { round }) if IS_FULL => {
            let meaning = "The round that its sender has confirmed.";
            fields.add("round", round, meaning);
        }
        Body::ReadIndexReply(reply) if IS_FULL => {
            if let ReadIndexAnswer::Through(through) = reply.answer {
                let meaning = "How much of the log the read must see.";
                fields.add("read_index", &count_through(through), meaning);
            }
        }
        Body::InstallSnapshot(request) if IS_FULL => {
            let meaning = "The last entry that the snapshot stands for.";
            fields.add("last_included", &request.base, meaning);
            let chunk = &request.chunk;
            let meaning = "How many of its bytes come before this part.";
            fields.add("offset", &chunk.offset, meaning);
            fields.add("bytes", &chunk.bytes.len(), "How many are in this part.");
            fields.add("done", &chunk.done, "Whether it is the last part.");
        }
        Body::InstallSnapshotReply(
            InstallSnapshotReply::Received { base, held }
            | InstallSnapshotReply::Missing { base, held },
        ) if IS_FULL => {
            let meaning = "The last entry that the snapshot stands for.";
            fields.add("last_included", base, meaning);
            let meaning = "How many of its first bytes its sender holds.";
            fields.add("held", held, meaning);
        }
        Body::InstallSnapshotReply(InstallSnapshotReply::Installed { through }) if IS_FULL => {
            let meaning = "Through here its log, or its snapshot, equals the leader's.";
            fields.add("matched", through, meaning);
        }
        Body::PreVote(_)
        | Body::PreVoteReply(_)
        | Body::TimeoutNow
        | Body::Confirm(_)
        | Body::ConfirmReply(_)
        | Body::ReadIndex(_)
        | Body::ReadIndexReply(_)
        | Body::InstallSnapshot(_)
        | Body::InstallSnapshotReply(_) => {}
    }
    fields
}

/// The first of these entries, and how many more there are.
fn entries_in_words(entries: &[Entry]) -> String {
    if entries.is_empty() {
        return "none".into();
    }
    let shown = entries.iter().take(ENTRIES_SHOWN).map(entry_words);
    let words = shown.collect::<Vec<String>>().join(", ");
    match entries.len().saturating_sub(ENTRIES_SHOWN) {
        0 => words,
        more => format!("{words}, and {more} more"),
    }
}

fn entry_words(entry: &Entry) -> String {
    match &entry.payload {
        Payload::Command { command, .. } => format!("{command} (term {})", entry.term),
        Payload::Own(Own::Configuration(change)) if IS_FULL => {
            format!("{} (term {})", change.configuration, entry.term)
        }
        // Without extensions nobody appends a configuration.
        Payload::Own(_) => {
            format!("blank (term {})", entry.term)
        }
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
