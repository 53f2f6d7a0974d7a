//! A run as a sequence diagram of Mermaid (<https://mermaid.js.org/syntax/sequenceDiagram.html>).
//!
//! Mermaid draws a message at one height, so each stands where it arrives or is lost, with both of
//! its moments. Heartbeats that arrive, and the answers to them, are left out and counted. Where
//! there is no room for all, the end is kept.

use alloc::collections::VecDeque;
use alloc::string::{String, ToString};
use core::fmt::Write;

use raft_core::{
    AppendEntries, AppendEntriesReply, Body, Confirm, ConfirmReply, Importance, InstallSnapshot,
    InstallSnapshotReply, Instant, Message, NodeId, PreVote, PreVoteReply, ReadIndexAnswer,
    RequestVoteReply,
};

use super::{Span, Telling, one_line};
use crate::address::Endpoint;
use crate::feed::FeedEvent;
use crate::network::packet::{Content, Packet};
use crate::world::World;
use crate::world::event::{DropReason, Event, Observer};

/// Mermaid refuses a text of more than 50 000 characters, unless it is told otherwise. The last
/// note has its place in the rest.
pub const CHARACTERS_MAX: usize = 49_000;

const HEAD: &str = "\
%%{init: {\"sequence\": {\"wrap\": true}}}%%
sequenceDiagram
participant C as Clients
";

/// An observer that writes the messages and the notable events of a span.
#[derive(Clone, Debug)]
pub struct SequenceDiagram {
    head: String,
    nodes: u8,
    telling: Telling<String>,
    /// When each heartbeat or answer to one arrived that is left out.
    heartbeats: VecDeque<Instant>,
    /// Who answers a heartbeat within this step.
    answers: Option<NodeId>,
    /// The answers to heartbeats that are on their way, by number.
    answers_under_way: alloc::collections::BTreeSet<u64>,
}

impl SequenceDiagram {
    /// Writes a span of a run of so many nodes.
    #[must_use]
    pub fn new(nodes: u8, span: Span) -> SequenceDiagram {
        let mut head = String::from(HEAD);
        for node in 0..nodes {
            // Text can be written to a string without fail.
            let _ = writeln!(head, "participant N{node} as Node {node}");
        }
        let room = CHARACTERS_MAX - head.len();
        SequenceDiagram {
            head,
            nodes,
            telling: Telling::of(span, room),
            heartbeats: VecDeque::new(),
            answers: None,
            answers_under_way: alloc::collections::BTreeSet::new(),
        }
    }

    /// The first moment that is told in full; `None` when the whole span is.
    #[must_use]
    pub fn starts_at(&self) -> Option<Instant> {
        self.telling.starts_at
    }

    /// Whether nothing more will be written.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.telling.has_passed
    }

    /// The diagram, with what was left out at its foot.
    #[must_use]
    pub fn into_text(self) -> String {
        let Span { from, until } = self.telling.span;
        let from = self.telling.starts_at.unwrap_or(from);
        let mut foot = alloc::format!("From {from} to {until}.");
        let heartbeats = self.heartbeats.len();
        if heartbeats > 0 {
            let _ = write!(
                foot,
                " Left out: {heartbeats} heartbeats and answers to them."
            );
        }
        if let Some(at) = self.telling.starts_at {
            let _ = write!(
                foot,
                " There was no room for what came before {at}: choose a shorter span."
            );
        }
        let over = self.all_nodes();
        let mut text = self.head;
        for told in &self.telling.rows {
            text += &told.row;
            text.push('\n');
        }
        let _ = writeln!(text, "Note over {over}: {}", escaped(&foot));
        text
    }

    fn tell(&mut self, world: &World, line: String) {
        let size = line.chars().count() + 1;
        self.telling.add(world.now(), size, line, drop);
        if let Some(start) = self.telling.starts_at {
            let told = self.heartbeats.partition_point(|at| *at < start);
            self.heartbeats.drain(..told);
        }
    }

    fn all_nodes(&self) -> String {
        match self.nodes {
            1 => "N0".into(),
            nodes => alloc::format!("N0,N{}", nodes - 1),
        }
    }

    fn note(&mut self, world: &World, event: &FeedEvent) {
        if event.importance() == Importance::Routine {
            return;
        }
        let over = match (event.node(), event) {
            (Some(NodeId(node)), _) => alloc::format!("N{node}"),
            (None, FeedEvent::Acted(_)) => self.all_nodes(),
            (None, _) => "C".into(),
        };
        let words = escaped(&event.sentence(world).to_string());
        let line = alloc::format!("Note over {over}: {} {words}", world.now());
        self.tell(world, line);
    }

    /// A message that ends its way.
    fn end(&mut self, world: &World, packet: &Packet, lost: Option<DropReason>) {
        let is_heartbeat = is_heartbeat(packet) || self.answers_under_way.remove(&packet.id);
        if is_heartbeat && lost.is_none() {
            self.heartbeats.push_back(world.now());
            return;
        }
        let line = if is_reply(packet) { "--" } else { "-" };
        let head = if lost.is_some() { "x" } else { ">>" };
        let why = match lost {
            None => "",
            Some(DropReason::Lost) => ", lost",
            Some(DropReason::Cut) => ", lost at a cut link",
            Some(DropReason::ReceiverDown) => ", its receiver is down",
        };
        let copy = if packet.is_duplicate() {
            ", a copy"
        } else {
            ""
        };
        let (from, to) = (Name(packet.name.from), Name(packet.name.to));
        let label = escaped(&label(packet));
        let (sent, now) = (packet.sent_at, world.now());
        let line =
            alloc::format!("{from}{line}{head}{to}: {label}{copy}{why} (sent {sent}, {now})");
        self.tell(world, line);
    }
}

impl Observer for SequenceDiagram {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if !self.telling.takes(world.now()) {
            return;
        }
        match event {
            Event::Sent(packet) => {
                if self.answers.is_some() && self.answers == packet.name.from.node() {
                    self.answers_under_way.insert(packet.id);
                }
                self.answers = None;
            }
            Event::Arrived(packet) => {
                self.end(world, packet, None);
                self.answers = packet.name.to.node().filter(|_| is_heartbeat(packet));
            }
            Event::Dropped(packet, reason) => self.end(world, packet, Some(*reason)),
            // It arrives when its receiver goes on.
            Event::Waits(_) | Event::Applied { .. } | Event::Requested(_) => {}
            Event::Decided { .. }
            | Event::Acted(_)
            | Event::Crashed(..)
            | Event::DiskLost { .. }
            | Event::Restarted(_)
            | Event::MessagesHeld(_)
            | Event::Paused(_)
            | Event::Resumed(_)
            | Event::RequestSent(_)
            | Event::RequestEnded(_) => {
                if let Some(told) = FeedEvent::of(world, event) {
                    self.note(world, &told);
                }
            }
        }
    }
}

/// What Mermaid calls a participant here.
struct Name(Endpoint);

impl core::fmt::Display for Name {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.0 {
            Endpoint::Node(NodeId(node)) => write!(formatter, "N{node}"),
            Endpoint::Clients => formatter.write_str("C"),
        }
    }
}

fn is_heartbeat(packet: &Packet) -> bool {
    matches!(
        &packet.content,
        Content::Peer(Message { body: Body::AppendEntries(request), .. })
            if request.entries.is_empty()
    )
}

fn is_reply(packet: &Packet) -> bool {
    match &packet.content {
        Content::Peer(message) => match message.body {
            Body::RequestVote(_)
            | Body::AppendEntries(_)
            | Body::PreVote(_)
            | Body::TimeoutNow
            | Body::Confirm(_)
            | Body::ReadIndex(_)
            | Body::InstallSnapshot(_) => false,
            Body::RequestVoteReply(_)
            | Body::AppendEntriesReply(_)
            | Body::PreVoteReply(_)
            | Body::ConfirmReply(_)
            | Body::ReadIndexReply(_)
            | Body::InstallSnapshotReply(_) => true,
        },
        Content::Request { .. } => false,
        Content::Reply { .. } => true,
    }
}

/// A message in a few words.
fn label(packet: &Packet) -> String {
    let Message { term, body } = match &packet.content {
        Content::Peer(message) => message,
        Content::Request { command, .. } => return command.text().into(),
        Content::Reply { answer, .. } => return answer_words(answer),
    };
    match body {
        Body::RequestVote(request) if request.transfer => {
            alloc::format!("RequestVote, term {term}, as told")
        }
        Body::RequestVote(_) => alloc::format!("RequestVote, term {term}"),
        Body::RequestVoteReply(RequestVoteReply::Granted) => {
            alloc::format!("vote granted, term {term}")
        }
        Body::RequestVoteReply(RequestVoteReply::Denied) => {
            alloc::format!("vote denied, term {term}")
        }
        Body::AppendEntries(request) => {
            alloc::format!("AppendEntries, term {term}, {}", entry_words(request))
        }
        Body::AppendEntriesReply(AppendEntriesReply::Matched(Some(through))) => {
            alloc::format!("matched through {through}, term {term}")
        }
        Body::AppendEntriesReply(AppendEntriesReply::Matched(None)) => {
            alloc::format!("matched, nothing yet, term {term}")
        }
        Body::AppendEntriesReply(AppendEntriesReply::Rejected { .. }) => {
            alloc::format!("rejected, term {term}")
        }
        Body::PreVote(PreVote { next_term, .. }) => alloc::format!("PreVote for term {next_term}"),
        Body::PreVoteReply(PreVoteReply {
            next_term,
            granted: true,
        }) => alloc::format!("would vote in term {next_term}"),
        Body::PreVoteReply(PreVoteReply {
            next_term,
            granted: false,
        }) => alloc::format!("would not vote in term {next_term}"),
        Body::TimeoutNow => alloc::format!("TimeoutNow, term {term}"),
        Body::Confirm(Confirm { round }) => {
            alloc::format!("do I lead term {term}? round {round}")
        }
        Body::ConfirmReply(ConfirmReply::Confirmed { round }) => {
            alloc::format!("confirmed, round {round}")
        }
        Body::ConfirmReply(ConfirmReply::Refused) => alloc::format!("not in term {term}"),
        Body::ReadIndex(_) => "read at which index?".into(),
        Body::ReadIndexReply(reply) => match reply.answer {
            ReadIndexAnswer::Through(Some(index)) => alloc::format!("read at {index}"),
            ReadIndexAnswer::Through(None) => "read at once".into(),
            ReadIndexAnswer::NotLeader => "not the leader".into(),
        },
        Body::InstallSnapshot(InstallSnapshot { base, chunk, .. }) => {
            let (index, offset) = (base.index, chunk.offset);
            alloc::format!("InstallSnapshot, term {term}, through {index}, byte {offset}")
        }
        Body::InstallSnapshotReply(reply) => match reply {
            InstallSnapshotReply::Received { held, .. } => alloc::format!("holds {held} bytes"),
            InstallSnapshotReply::Missing { held, .. } => {
                alloc::format!("holds only {held} bytes")
            }
            InstallSnapshotReply::Installed { through } => {
                alloc::format!("holds all through {through}")
            }
            InstallSnapshotReply::Refused => alloc::format!("refused, term {term}"),
        },
    }
}

fn entry_words(request: &AppendEntries) -> String {
    let before = request.prev.map_or(0, |prev| prev.index.get());
    match request.entries.len() as u64 {
        0 => "a heartbeat".into(),
        1 => alloc::format!("entry {}", before + 1),
        count => alloc::format!("entries {} to {}", before + 1, before + count),
    }
}

fn answer_words(answer: &crate::clients::answer::Answer) -> String {
    use crate::clients::answer::Answer;
    match answer {
        Answer::Applied(response) => response.to_string(),
        Answer::NotLeader(Some(leader)) => alloc::format!("not the leader, ask {leader}"),
        Answer::NotLeader(None) => "not the leader".into(),
        Answer::PutOff => "not now, ask again".into(),
        Answer::ChangeRefused(_) => "no change of the membership now".into(),
    }
}

/// The text on one line, without what Mermaid takes for its own.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in one_line(text).chars() {
        match letter {
            '#' | ';' | '%' | '<' | '>' | '{' | '}' | '"' | '&' | '\\' | '`' | '$' => {
                // Text can be written to a string without fail.
                let _ = write!(escaped, "#{};", u32::from(letter));
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}
