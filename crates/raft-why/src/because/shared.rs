//! Facts that several questions ask for: what keeps one node from taking part, and what keeps two
//! from hearing each other.

use alloc::vec::Vec;

use raft_core::{Index, NodeId, NodeSet};
use raft_sim::{Content, DiskMode, Endpoint, Fate, Latency, Link, NodeView, Ratio, Status, World};

use crate::clause::{Clause, DiskEnd};
use crate::past::Past;
use crate::reach;

/// What keeps this node from taking part, or slows it down.
pub(super) fn state_of(world: &World, past: &Past, id: NodeId) -> Vec<Clause> {
    let (Some(node), Some(before)) = (world.node(id), past.node(id)) else {
        return Vec::new();
    };
    let mut clauses = Vec::new();
    match node.status() {
        Status::Crashed => {
            let since = before.down;
            clauses.push(Clause::Down { node: id, since });
            return clauses;
        }
        Status::Paused => {
            let since = before.paused;
            clauses.push(Clause::Paused { node: id, since });
        }
        Status::Up if !reach::acts(&node) => clauses.push(Clause::Halted(id)),
        Status::Up => {}
    }
    clauses.extend(disk_holds(past, &node));
    clauses.extend(slow_disk(world, &node));
    if node.crashes_at_write() {
        clauses.push(Clause::CrashArmed(id));
    }
    if node.clock_rate() != Ratio::ONE {
        let rate = node.clock_rate();
        clauses.push(Clause::WrongClock { node: id, rate });
    }
    clauses
}

/// That this machine has no vote, where members come and go.
pub(super) fn no_vote(world: &World, past: &Past, id: NodeId) -> Option<Clause> {
    let configuration = reach::among(world);
    let learns = configuration.servers().contains(id);
    (!configuration.members().contains(id)).then(|| Clause::NoVote {
        node: id,
        learns,
        since: past.node(id).and_then(|past| past.left),
    })
}

/// What waits for this node's disk, if anything does.
pub(super) fn disk_holds(past: &Past, node: &NodeView<'_>) -> Option<Clause> {
    let unconfirmed = node.unconfirmed()?;
    let before = past.node(node.id())?;
    let stalls = node.disk_mode() == DiskMode::Stalls;
    let until = match (stalls, node.disk_due_at()) {
        (true, _) => DiskEnd::StallEnds,
        (false, Some(at)) => DiskEnd::At(at),
        (false, None) => DiskEnd::ProcessGoesOn,
    };
    Some(Clause::DiskHolds {
        node: node.id(),
        unconfirmed,
        messages: node.held_messages(),
        until,
        since: if stalls {
            before.disk_stalls
        } else {
            // Of a wait that is shorter than a heartbeat nothing was said.
            let held = before.held;
            held.filter(|event| Some(event.at) == node.silent_since())
        },
    })
}

/// That a write of this node takes as long as a heartbeat, or longer.
fn slow_disk(world: &World, node: &NodeView<'_>) -> Option<Clause> {
    let own = node.disk_latency();
    let takes = own.unwrap_or(world.disk_latency());
    (takes.max >= world.options().heartbeat).then_some(Clause::SlowDisk {
        node: own.map(|_| node.id()),
        takes,
        timeout: Latency {
            min: world.options().election_timeout_min,
            max: world.options().election_timeout_max,
        },
    })
}

/// What keeps messages between these two from arriving, or slows them down.
pub(super) fn between(world: &World, one: NodeId, other: NodeId) -> Vec<Clause> {
    let network = world.network();
    let ways = Link::both_ways(one, other);
    let cut = ways.into_iter().filter(|way| network.is_cut(*way));
    let own = network
        .link_overrides()
        .filter(|(way, ..)| ways.contains(way));
    let own_loss = own.filter_map(|(way, _, loss)| Some((Some(way), loss?)));
    let loss = own_loss.filter(|(_, loss)| loss.numerator > 0);
    let loss = loss.map(|(link, loss)| Clause::Lossy { link, loss });
    cut.map(Clause::Cut).chain(loss).collect()
}

/// That this node has led and stepped down, and is no leader since.
pub(super) fn deposed(world: &World, past: &Past, id: NodeId) -> Option<Clause> {
    let node = world.node(id).filter(|node| !node.leads())?;
    let before = past.node(id)?;
    let (since, term, because_of) = before.deposed?;
    // One that has led again since then ended that lead otherwise: by a crash.
    let is_last = before.elected.is_none_or(|elected| elected.at <= since.at);
    (is_last && node.is_running()).then_some(Clause::Deposed {
        node: id,
        term,
        because_of,
        since,
    })
}

/// What slows the whole network down or makes it lose messages.
pub(super) fn network(world: &World) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let loss = world.network().loss();
    if loss.numerator > 0 {
        clauses.push(Clause::Lossy { link: None, loss });
    }
    let takes = world.network().latency();
    let timeout = world.options().election_timeout_min;
    if takes.max.0.saturating_mul(2) >= timeout.0 {
        clauses.push(Clause::SlowNetwork { takes, timeout });
    }
    clauses
}

/// That too few nodes run, or that no majority hears each other.
pub(super) fn majority(world: &World, past: &Past) -> Vec<Clause> {
    let among = reach::among(world);
    let up = reach::nodes_that(world, reach::acts);
    let best = reach::best_connected(world);
    let mut clauses = Vec::new();
    if !among.is_majority(up) {
        clauses.push(Clause::TooFewUp { up, among });
        for node in missing(world, up) {
            clauses.extend(state_of(world, past, node));
        }
    } else if !among.is_majority(best) {
        clauses.push(Clause::Apart { best, among });
        clauses.extend(world.network().cuts().map(Clause::Cut));
    }
    clauses
}

/// The nodes outside of this set.
pub(super) fn missing(world: &World, set: NodeSet) -> impl Iterator<Item = NodeId> {
    let all = reach::all(world);
    all.iter().filter(move |node| !set.contains(*node))
}

/// The next message between nodes on this link that arrives.
pub(super) fn on_its_way(world: &World, from: NodeId, to: NodeId) -> Option<Clause> {
    let is_on_link = |from_, to_| from_ == Endpoint::Node(from) && to_ == Endpoint::Node(to);
    let packets = world.network().packets().filter(|packet| {
        is_on_link(packet.name.from, packet.name.to)
            && packet.fate == Fate::Arrives
            && matches!(packet.content, Content::Peer(_))
    });
    let at = packets.map(|packet| packet.due_at).min()?;
    let link = Link { from, to };
    Some(Clause::OnItsWay { link, at })
}

/// That a leader counts entries of a follower that are not there, and that its disk was lost.
pub(super) fn counted_as_held(
    past: &Past,
    leader: &NodeView<'_>,
    node: &NodeView<'_>,
) -> Vec<Clause> {
    let agree = agreement(node, leader);
    let counted = leader.progress_of(node.id());
    let counted = counted.and_then(|progress| progress.match_index);
    let Some(match_index) = counted.filter(|_| counted > agree) else {
        return Vec::new();
    };
    let lost = past.node(node.id()).and_then(|past| past.disk_lost);
    let lost = lost.map(|(since, loss)| Clause::DiskLost {
        node: node.id(),
        how: loss.into(),
        since,
    });
    let counted = Clause::CountedAsHeld {
        leader: leader.id(),
        node: node.id(),
        match_index,
        agree,
        event: past.node(leader.id()).and_then(|it| it.ignored_rejection),
    };
    lost.into_iter().chain([counted]).collect()
}

/// The last index through which the logs of these two are known to be the same. Where a snapshot
/// has replaced what they would share, that is what the node knows to be committed, or has told its
/// leader that it holds.
pub(super) fn agreement(node: &NodeView<'_>, leader: &NodeView<'_>) -> Option<Index> {
    let (own, last) = (node.log(), node.log().last_index());
    let told = leader.progress_of(node.id());
    let told = told.and_then(|progress| progress.match_index).min(last);
    match own.last_shared(leader.log()) {
        None if own.base() != leader.log().base() => told.max(node.commit_index()),
        shared => shared,
    }
}

/// The snapshot that a leader sends to a follower, if it does (Raft §7).
pub(super) fn sends_snapshot(leader: &NodeView<'_>, node: NodeId) -> Option<Clause> {
    let (base, held, size) = leader.sending_to(node)?;
    Some(Clause::SendsSnapshot {
        leader: leader.id(),
        node,
        through: base.index,
        held,
        size,
    })
}

/// That this node leads.
pub(super) fn leads(world: &World, past: &Past, node: NodeId) -> Option<Clause> {
    Some(Clause::Leads {
        node,
        term: world.node(node)?.current_term(),
        since: past.node(node)?.elected,
    })
}

/// The leader that hands over its lead, if one does.
pub(super) fn hands_over(world: &World) -> Option<Clause> {
    let leader = world.leader()?;
    let to = world.node(leader)?.successor()?;
    Some(Clause::HandsOver { leader, to })
}
