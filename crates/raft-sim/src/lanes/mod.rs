//! The lanes of a run: what each node was at each moment of a branch, and what it and the clients
//! did. They draw the time strip.
//!
//! A lane holds little, however long the run is: [`thinned`] says what it gives up for that.

mod band;
mod thinned;

use alloc::vec::Vec;

use raft_core::{CommitEvidence, Decision, ExtensionDecision, Instant, NodeId, SnapshotDecision};

use crate::address::Link;
use crate::server::view::NodeView;
use crate::whole::IS_WHOLE;
use crate::world::World;
use crate::world::event::{Event, Observer};
pub use band::Band;
use thinned::{Marks, Segments};

/// What a lane marks besides bands. The page reads the kinds by their place in [`Mark::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A candidate won its election.
    Elected,
    /// A leader counted a majority, and committed.
    Committed,
    /// A follower was told of a commit.
    ToldOfCommit,
    /// A node booted again.
    Restarted,
    /// A disk lost what it had confirmed.
    DiskLost,
    /// A client opened a request.
    Requested,
    /// A request ended.
    RequestEnded,
}

impl Mark {
    /// All kinds, in order.
    pub const ALL: [Mark; 7] = [
        Mark::Elected,
        Mark::Committed,
        Mark::ToldOfCommit,
        Mark::Restarted,
        Mark::DiskLost,
        Mark::Requested,
        Mark::RequestEnded,
    ];
}

/// The lanes of all that has been played of a branch. Events that are replayed are not added again.
#[derive(Clone, Debug)]
pub struct Lanes {
    nodes: Vec<Lane>,
    clients: [Marks; Mark::ALL.len()],
    heard: u64,
    /// An action that may cut links is told before it is carried out: its event and its moment,
    /// until the next event shows what it did.
    acted: Option<(u64, Instant)>,
}

#[derive(Clone, Debug, Default)]
struct Lane {
    bands: Segments,
    marks: [Marks; Mark::ALL.len()],
}

impl Lanes {
    /// The lanes of a run that begins with this world.
    #[must_use]
    pub fn new(world: &World) -> Lanes {
        let mut lanes = Lanes {
            nodes: world.nodes().map(|_| Lane::default()).collect(),
            clients: Default::default(),
            heard: world.counts().events,
            acted: None,
        };
        lanes.look_at_all(world);
        lanes
    }

    /// The bands of a node in order, each with the moment at which it begins.
    pub fn bands(&self, node: NodeId) -> impl Iterator<Item = (Instant, Band)> {
        let lane = self.nodes.get(usize::from(node.0));
        lane.into_iter().flat_map(|lane| lane.bands.iter())
    }

    /// The moments of a node's marks of one kind, in order; those of the clients for no node.
    pub fn marks(&self, node: Option<NodeId>, mark: Mark) -> impl Iterator<Item = Instant> {
        let marks = match node {
            None => Some(&self.clients),
            Some(node) => self.nodes.get(usize::from(node.0)).map(|lane| &lane.marks),
        };
        marks
            .into_iter()
            .flat_map(move |marks| marks[mark as usize].iter())
    }

    /// Removes all that came after the moment that `world` shows.
    pub(crate) fn forget_after(&mut self, world: &World) {
        let events = world.counts().events;
        for lane in &mut self.nodes {
            lane.bands.forget_after(events);
            lane.marks.iter_mut().for_each(|it| it.forget_after(events));
        }
        let clients = self.clients.iter_mut();
        clients.for_each(|marks| marks.forget_after(events));
        self.heard = self.heard.min(events);
        self.acted = None;
        self.look_at_all(world);
    }

    fn look_at_all(&mut self, world: &World) {
        world.nodes().for_each(|node| self.look_at(world, &node));
    }

    fn look_at(&mut self, world: &World, node: &NodeView<'_>) {
        let band = Band {
            term: node.current_term(),
            role: node.role(),
            status: node.status(),
            cut_off_from: cut_off_from(world, node.id()),
        };
        if let Some(lane) = self.nodes.get_mut(usize::from(node.id().0)) {
            lane.bands.push(world.counts().events, world.now(), band);
        }
    }

    /// Writes down which nodes an action has cut off from others.
    fn look_at_links(&mut self, world: &World, seq: u64, at: Instant) {
        for (lane, node) in self.nodes.iter_mut().zip(world.nodes()) {
            let cut_off_from = cut_off_from(world, node.id());
            if let Some(band) = lane.bands.last() {
                let band = Band {
                    cut_off_from,
                    ..band
                };
                lane.bands.push(seq, at, band);
            }
        }
    }

    fn mark(&mut self, world: &World, node: Option<NodeId>, mark: Mark) {
        let marks = match node {
            None => Some(&mut self.clients),
            Some(node) => {
                let lane = self.nodes.get_mut(usize::from(node.0));
                lane.map(|lane| &mut lane.marks)
            }
        };
        if let Some(marks) = marks {
            marks[mark as usize].push(world.counts().events, world.now());
        }
    }
}

impl Observer for Lanes {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let events = world.counts().events;
        if events <= self.heard {
            return;
        }
        self.heard = events;
        if let Some((seq, at)) = self.acted.take() {
            self.look_at_links(world, seq, at);
        }
        match event {
            Event::Acted(_) => self.acted = Some((events, world.now())),
            Event::Decided { node, .. }
            | Event::Crashed(node, _)
            | Event::Restarted(node)
            | Event::Paused(node)
            | Event::Resumed(node)
            | Event::DiskLost { node, .. } => {
                if let Some(node) = world.node(*node) {
                    self.look_at(world, &node);
                }
            }
            _ => {}
        }
        if let Some((node, mark)) = mark_of(event) {
            self.mark(world, node, mark);
        }
    }
}

fn mark_of(event: &Event<'_>) -> Option<(Option<NodeId>, Mark)> {
    Some(match *event {
        Event::Decided { node, decision } => {
            let mark = match *decision {
                Decision::BecameLeader { .. } => Mark::Elected,
                Decision::CommitAdvanced { evidence, .. } => match evidence {
                    CommitEvidence::Counted { .. } => Mark::Committed,
                    CommitEvidence::Told { .. } => Mark::ToldOfCommit,
                },
                // What a snapshot stands for is committed.
                Decision::Extension(ExtensionDecision::Snapshot(SnapshotDecision::Installed {
                    ..
                })) if IS_WHOLE => Mark::ToldOfCommit,
                _ => return None,
            };
            (Some(node), mark)
        }
        Event::Restarted(node) => (Some(node), Mark::Restarted),
        Event::DiskLost { node, .. } => (Some(node), Mark::DiskLost),
        Event::Requested(_) => (None, Mark::Requested),
        Event::RequestEnded(_) => (None, Mark::RequestEnded),
        _ => return None,
    })
}

/// How many other nodes have a link with `node` that is cut, in one direction or in both.
fn cut_off_from(world: &World, node: NodeId) -> u8 {
    let is_cut = |from: NodeId, to: NodeId| world.network().is_cut(Link { from, to });
    let others = world.nodes().map(|other| other.id());
    let cut =
        others.filter(|other| *other != node && (is_cut(node, *other) || is_cut(*other, node)));
    u8::try_from(cut.count()).unwrap_or(u8::MAX)
}
