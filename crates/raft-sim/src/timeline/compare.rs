//! Two courses of events side by side: where they part, and how they differ at one moment.
//!
//! A digest takes in all that has happened so far, so two courses are alike up to a moment if,
//! and only if, they have the same digest there. Halving the time finds the moment; walking
//! over what is left finds the message or the change of state that only one of them has.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::{Duration, Index, Instant, NodeId, SharedList};

use crate::action::TimedAction;
use crate::digest::Digest;
use crate::feed::FeedEvent;
use crate::network::packet::{Fate, Packet};
use crate::server::view::NodeView;
use crate::timeline::Timeline;
use crate::timeline::run_state::RunState;
use crate::world::World;
use crate::world::event::{Event, Nobody, Observer};

/// Where two courses part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The moment up to which all was the same.
    pub at: Instant,
    /// The first difference that only the left has, if anything follows there.
    pub left: Option<Difference>,
    /// The first difference that only the right has, if anything follows there.
    pub right: Option<Difference>,
}

/// A message or a change of state that only one of two courses has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// When.
    pub at: Instant,
    /// The node it concerns: who decided, or who sent the message.
    pub node: Option<NodeId>,
    /// A sentence about it.
    pub sentence: String,
}

/// How one node differs between two worlds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeDifference {
    /// Which node.
    pub id: NodeId,
    /// The parts of its state that differ, by the paper's names: `status` (up or not), `role`,
    /// `current_term`, `voted_for`, `commit_index`.
    pub state: Vec<&'static str>,
    /// Through where both logs hold the same entries; `None` when they differ from the first
    /// on, or both are empty.
    pub same_through: Option<Index>,
    /// Whether the logs are the same in whole.
    pub same_log: bool,
}

/// Where two timelines part, at or before `until`; `None` when they are alike up to there.
/// Both stay at the moments they show.
#[must_use]
pub fn first_divergence<W: Observer + Clone>(
    left: &Timeline<W>,
    right: &Timeline<W>,
    until: Instant,
) -> Option<Divergence> {
    let both = |at: Instant| (left.glance(at), right.glance(at));
    let alike = |(left, right): &(RunState<Nobody>, RunState<Nobody>)| {
        left.world.digest() == right.world.digest()
    };
    if alike(&both(until)) {
        return None;
    }
    let (mut low, mut high) = (Instant::ZERO, until);
    while high - low > WALK {
        let middle = Instant(low.0 + (high - low).0 / 2);
        if alike(&both(middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    let mut start = both(low);
    if !alike(&start) {
        start = (left.beginning(), right.beginning());
    }
    let mut left = Walk::new(left, start.0);
    let mut right = Walk::new(right, start.1);
    left.go_to(high);
    right.go_to(high);
    let pairs = left.steps.found.iter().zip(&right.steps.found);
    let same = pairs.take_while(|(left, right)| left.0 == right.0).count();
    let steps = [left.find(same, until), right.find(same, until)];
    // Steps that are told alike differ in what is not told.
    let found = first_unshared(&steps).unwrap_or_else(|| steps.each_ref().map(|it| it.first()));
    let moments = found.iter().flatten().map(|it| it.at);
    let at = moments.min().unwrap_or(high);
    let is_of_both = found.iter().all(|it| it.is_some_and(|it| it.at == at));
    // One may do at that moment what changes its digest, and the other one not: what the other one
    // does instead, such as to hold an entry back, is told all the same.
    let then = [left.steps.all_at(at), right.steps.all_at(at)];
    let told = match first_unshared(&then) {
        Some([left, right]) if !is_of_both => [left.or(found[0]), right.or(found[1])],
        _ => found,
    };
    let [left, right] = told.map(Option::<&_>::cloned);
    Some(Divergence { at, left, right })
}

/// The first of each that the other does not share, since two may begin with the same words; `None`
/// when they are alike in whole.
fn first_unshared([left, right]: &[Vec<Difference>; 2]) -> Option<[Option<&Difference>; 2]> {
    let same = left
        .iter()
        .zip(right)
        .take_while(|(left, right)| left == right);
    let place = same.count();
    (place < left.len().max(right.len())).then(|| [left.get(place), right.get(place)])
}

/// How each node differs between two worlds, in the order of the numbers; as many as both have.
pub fn node_differences<'a>(
    left: &'a World,
    right: &'a World,
) -> impl Iterator<Item = NodeDifference> + 'a {
    let pairs = left.nodes().zip(right.nodes());
    pairs.map(|(left, right)| {
        let same_through = left.log().last_shared(right.log());
        NodeDifference {
            id: left.id(),
            state: differing_state(&left, &right),
            same_through,
            same_log: same_through == left.log().last_index()
                && same_through == right.log().last_index(),
        }
    })
}

fn differing_state(left: &NodeView<'_>, right: &NodeView<'_>) -> Vec<&'static str> {
    let same = [
        ("status", left.status() == right.status()),
        ("role", left.role() == right.role()),
        ("current_term", left.current_term() == right.current_term()),
        ("voted_for", left.voted_for() == right.voted_for()),
        ("commit_index", left.commit_index() == right.commit_index()),
    ];
    let differing = same.into_iter().filter(|(_, same)| !same);
    differing.map(|(name, _)| name).collect()
}

/// The longest span that is walked in single steps.
const WALK: Duration = Duration(500_000);

/// A walk along one course.
struct Walk<'a> {
    actions: &'a SharedList<TimedAction>,
    state: RunState<Nobody>,
    steps: Steps,
}

/// All steps that changed the digest, each with the digest after it and its differences.
struct Steps {
    digest: Digest,
    found: Vec<(Digest, Vec<Difference>)>,
    /// All events in their order, also those that changed no digest.
    all: Vec<Difference>,
}

impl<'a> Walk<'a> {
    fn new<W: Observer + Clone>(timeline: &'a Timeline<W>, from: RunState<Nobody>) -> Walk<'a> {
        Walk {
            actions: &timeline.branch().actions,
            steps: Steps {
                digest: from.world.digest(),
                found: Vec::new(),
                all: Vec::new(),
            },
            state: from,
        }
    }

    fn go_to(&mut self, at: Instant) {
        self.state.play(self.actions, at, u64::MAX, &mut self.steps);
    }

    /// The differences of the step with this number; walks on for it as far as `until`.
    fn find(&mut self, number: usize, until: Instant) -> Vec<Difference> {
        let missing = |steps: &Steps| steps.found.len() <= number;
        while missing(&self.steps) && self.state.step(self.actions, until, &mut self.steps) {}
        let found = self.steps.found.get(number);
        found.map(|(_, told)| told.clone()).unwrap_or_default()
    }
}

impl Observer for Steps {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let (digest, at) = (world.digest(), world.now());
        let is_new = digest != self.digest;
        let (node, sentence) = match event {
            Event::Sent(packet) => {
                let sentence = format!("{} {}", packet.sentence(world), way_of(packet));
                (packet.name.from.node(), sentence)
            }
            Event::Arrived(packet) | Event::Waits(packet) | Event::Dropped(packet, _) => {
                (packet.name.from.node(), packet.sentence(world).to_string())
            }
            _ => match FeedEvent::of(world, event) {
                Some(event) => (event.node(), event.sentence(world).to_string()),
                // An event that the feed leaves out is followed by one that it has.
                None => return,
            },
        };
        let difference = Difference { at, node, sentence };
        self.all.push(difference.clone());
        if !is_new && self.newest_at() != Some(at) {
            return;
        }
        match self.found.last_mut() {
            Some((_, told)) if !is_new => told.push(difference),
            _ => {
                self.digest = digest;
                self.found.push((digest, alloc::vec![difference]));
            }
        }
    }
}

impl Steps {
    fn all_at(&self, at: Instant) -> Vec<Difference> {
        let there = self.all.iter().filter(|it| it.at == at);
        there.cloned().collect()
    }

    /// When the newest step was taken.
    fn newest_at(&self) -> Option<Instant> {
        let (_, told) = self.found.last()?;
        told.last().map(|it| it.at)
    }
}

/// Two runs may send the same message, and only what becomes of it differs.
fn way_of(packet: &Packet) -> String {
    match packet.fate {
        Fate::Arrives => format!("It is due at {}.", packet.due_at),
        Fate::Lost => "It gets lost on the way.".into(),
        Fate::Cut => "It meets a cut link.".into(),
    }
}
