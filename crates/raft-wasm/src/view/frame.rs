//! The frame, which is drawn sixty times a second, as numbers.
//!
//! Three numbers first: the moment, how many nodes, how many messages. Then
//! [`NODE_FIELDS`] numbers for each node and [`PACKET_FIELDS`] for each message, in the order
//! in which the functions below write them; `web/engine/frame.ts` reads them. "None" is −1.

use crate::view::details::{is_confirmed, is_held, is_told};
use crate::view::votes_needed;
use crate::whole::IS_FULL;
use raft_core::{
    AppendEntriesReply, Body, NodeId, RequestVoteReply, RoleName, Timer, count_through,
};
use raft_sim::{Answer, Content, Endpoint, Fate, NodeView, Packet, Status, World};

/// Numbers for each node.
pub const NODE_FIELDS: usize = 13;
/// Numbers for each message.
pub const PACKET_FIELDS: usize = 11;

/// Writes the frame at `now` into `numbers`, which is reused from frame to frame. `now` may
/// be later than the world's last event: nothing happens in between.
pub fn write(world: &World, numbers: &mut Vec<f64>) {
    let packets = world.network().packets().count();
    let nodes = world.options().nodes;
    numbers.clear();
    numbers.reserve(3 + usize::from(nodes) * NODE_FIELDS + packets * PACKET_FIELDS);
    numbers.extend([
        exact(world.now().0),
        f64::from(nodes),
        exact(packets as u64),
    ]);
    world.nodes().for_each(|node| {
        write_node(&node, votes_needed(world, &node), numbers);
    });
    world
        .network()
        .packets()
        .for_each(|packet| write_packet(world, packet, numbers));
}

fn write_node(node: &NodeView<'_>, votes_needed: u32, numbers: &mut Vec<f64>) {
    let last = node.log().last();
    let timer = node.election_timer();
    let moment = |of: fn(&Timer) -> u64| timer.as_ref().map_or(-1.0, |timer| exact(of(timer)));
    let votes = node
        .votes()
        .iter()
        .fold(0u32, |mask, voter| mask | 1 << voter.0);
    numbers.extend([
        f64::from(node.id().0),
        status_number(node.status()),
        role_number(node.role()),
        exact(node.current_term().0),
        number_of(node.voted_for()),
        number_of(node.leader()),
        exact_or_none(count_through(node.commit_index())),
        exact_or_none(last.map_or(0, |last| last.index.get())),
        last.map_or(-1.0, |last| exact(last.term.0)),
        moment(|timer| timer.started_at.0),
        moment(|timer| timer.ends_at.0),
        f64::from(votes),
        f64::from(votes_needed),
    ]);
}

fn write_packet(world: &World, packet: &Packet, numbers: &mut Vec<f64>) {
    let summary = Summary::of(&packet.content);
    let fate = match packet.fate {
        Fate::Arrives => 0.0,
        Fate::Lost => 1.0,
        Fate::Cut => 2.0,
    };
    numbers.extend([
        exact(packet.id),
        party_number(packet.name.from),
        party_number(packet.name.to),
        summary.kind,
        summary.term,
        exact(packet.sent_at.0),
        exact(packet.due_at.0),
        fate,
        summary.entries.max(acknowledged(world, packet)),
        summary
            .positive
            .map_or(-1.0, |positive| f64::from(u8::from(positive))),
        f64::from(u8::from(packet.is_duplicate())),
    ]);
}

/// How many entries an acknowledgment tells its leader about that it does not know to be
/// replicated yet; 0 for the answer to a heartbeat.
fn acknowledged(world: &World, packet: &Packet) -> f64 {
    let Content::Peer(message) = &packet.content else {
        return 0.0;
    };
    let Body::AppendEntriesReply(AppendEntriesReply::Matched(matched)) = message.body else {
        return 0.0;
    };
    let (Endpoint::Node(from), Endpoint::Node(to)) = (packet.name.from, packet.name.to) else {
        return 0.0;
    };
    let known = world.node(to).and_then(|leader| leader.progress_of(from));
    known.map_or(0.0, |progress| {
        exact(count_through(matched).saturating_sub(count_through(progress.match_index)))
    })
}

/// A message in numbers.
struct Summary {
    /// By place in `packetKinds` of `web/engine/view.ts`.
    kind: f64,
    /// −1 for messages of clients.
    term: f64,
    entries: f64,
    positive: Option<bool>,
}

impl Summary {
    fn of(content: &Content) -> Summary {
        let (kind, term, entries, positive) = match content {
            Content::Peer(message) => {
                let (kind, entries, positive) = match &message.body {
                    Body::RequestVote(_) => (0.0, 0, None),
                    Body::RequestVoteReply(reply) => {
                        (1.0, 0, Some(*reply == RequestVoteReply::Granted))
                    }
                    Body::AppendEntries(request) => (2.0, request.entries.len(), None),
                    Body::AppendEntriesReply(reply) => (
                        3.0,
                        0,
                        Some(matches!(reply, AppendEntriesReply::Matched(_))),
                    ),
                    Body::PreVote(_) => (6.0, 0, None),
                    Body::PreVoteReply(reply) => (7.0, 0, Some(reply.granted)),
                    Body::TimeoutNow if IS_FULL => (8.0, 0, None),
                    Body::Confirm(_) if IS_FULL => (9.0, 0, None),
                    Body::ConfirmReply(reply) if IS_FULL => (10.0, 0, Some(is_confirmed(*reply))),
                    Body::ReadIndex(_) if IS_FULL => (11.0, 0, None),
                    Body::ReadIndexReply(reply) if IS_FULL => (12.0, 0, Some(is_told(*reply))),
                    Body::InstallSnapshot(_) if IS_FULL => (13.0, 0, None),
                    Body::InstallSnapshotReply(reply) if IS_FULL => {
                        (14.0, 0, Some(is_held(*reply)))
                    }
                    // The first module has no extensions, so nobody sends them.
                    Body::TimeoutNow
                    | Body::Confirm(_)
                    | Body::ConfirmReply(_)
                    | Body::ReadIndex(_)
                    | Body::ReadIndexReply(_)
                    | Body::InstallSnapshot(_)
                    | Body::InstallSnapshotReply(_) => (8.0, 0, None),
                };
                (kind, exact(message.term.0), entries, positive)
            }
            Content::Request { .. } => (4.0, -1.0, 0, None),
            Content::Reply { answer, .. } => {
                (5.0, -1.0, 0, Some(matches!(answer, Answer::Applied(_))))
            }
        };
        Summary {
            kind,
            term,
            entries: exact(entries as u64),
            positive,
        }
    }
}

/// By place in `nodeStatuses` of `web/engine/view.ts`.
pub(crate) fn status_number(status: Status) -> f64 {
    match status {
        Status::Up => 0.0,
        Status::Paused => 1.0,
        Status::Crashed => 2.0,
    }
}

/// By place in `roles` of `web/engine/view.ts`.
pub(crate) fn role_number(role: RoleName) -> f64 {
    match role {
        RoleName::Follower => 0.0,
        RoleName::Candidate => 1.0,
        RoleName::Leader => 2.0,
    }
}

fn party_number(party: Endpoint) -> f64 {
    match party {
        Endpoint::Node(node) => f64::from(node.0),
        Endpoint::Clients => -1.0,
    }
}

fn number_of(node: Option<NodeId>) -> f64 {
    node.map_or(-1.0, |node| f64::from(node.0))
}

fn exact_or_none(number: u64) -> f64 {
    if number == 0 { -1.0 } else { exact(number) }
}

/// Whole numbers of the simulation stay far below 2⁵³, where every one is exact.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
pub(crate) fn exact(number: u64) -> f64 {
    number as f64
}
