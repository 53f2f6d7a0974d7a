//! Follows one message, and takes down what became of it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::{Decision, Effect, ExtensionDecision, Input, Instant, NodeId, WhoseClock};
use raft_sim::{Action, DropReason, Endpoint, Event, Link, Observer, Packet, Ratio, World};

use super::finder::is_message;
use crate::clause::Clause;
use crate::decided::Asked;
use crate::past::{EventId, Past};

/// What became of a message, and what that came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageAnswer {
    /// The message.
    pub packet: Packet,
    /// The message in one sentence.
    pub sentence: String,
    /// What became of it.
    pub end: MessageEnd,
    /// What that came from.
    pub because: Vec<Clause>,
    /// What its receiver decided when it read it.
    pub reactions: Vec<Reaction>,
    /// Whether its receiver sent anything when it read it, or has it wait for its disk.
    pub is_answered: bool,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageEnd {
    /// It is under way.
    UnderWay,
    /// It waits at a paused process.
    Waits,
    /// Its receiver read it.
    Arrived(Instant),
    /// It was dropped.
    Dropped(Instant, DropReason),
}

/// A decision that a message brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// The number of the event.
    pub seq: u64,
    /// Who decided.
    pub node: NodeId,
    /// By whose clock.
    pub clock: WhoseClock,
    /// What.
    pub decision: Decision,
}

impl Reaction {
    /// Whether this is a decision to do nothing with the message. The node may have decided more:
    /// the newer term of a reply that it ignores deposes it all the same.
    #[must_use]
    pub fn ignores(&self) -> bool {
        matches!(
            self.decision,
            Decision::MessageIgnored { .. }
                | Decision::Refused { .. }
                | Decision::Extension(
                    ExtensionDecision::VoteIgnored { .. } | ExtensionDecision::VoteWithheld { .. }
                )
        )
    }
}

/// An observer that follows the message of this number.
#[derive(Clone, Debug)]
pub struct MessageWitness {
    id: u64,
    told: Option<MessageAnswer>,
    /// How many messages of its link were lost when it was sent.
    loss: Option<Ratio>,
    dropped_by_hand: Option<Instant>,
    /// When its way was cut while it was under way.
    cut_at: Option<Instant>,
    /// The last action, which may have cut its way: it is told before it is carried out.
    acted_at: Option<Instant>,
    reading: Reading,
}

/// How far the receiver is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Before,
    Arrived,
    Reads(NodeId),
    After,
}

impl MessageWitness {
    /// Follows the message of this number; the run must be watched from before its sending on.
    #[must_use]
    pub fn of(id: u64) -> MessageWitness {
        MessageWitness {
            id,
            told: None,
            loss: None,
            dropped_by_hand: None,
            cut_at: None,
            acted_at: None,
            reading: Reading::Before,
        }
    }

    /// Whether it is known what became of the message.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        let ended = |told: &MessageAnswer| {
            matches!(told.end, MessageEnd::Arrived(_) | MessageEnd::Dropped(..))
        };
        self.told.as_ref().is_some_and(ended)
    }

    /// What became of the message. The past says since when its receiver was out; it may be that of
    /// a later moment.
    #[must_use]
    pub fn into_answer(self, past: &Past) -> Option<MessageAnswer> {
        let mut answer = self.told?;
        let ended_at = match answer.end {
            MessageEnd::Dropped(at, _) => at,
            _ => Instant(u64::MAX),
        };
        let known = |event: Option<EventId>| event.filter(|event| event.at <= ended_at);
        for clause in &mut answer.because {
            match clause {
                Clause::Down { node, since } => {
                    *since = known(past.node(*node).and_then(|it| it.down));
                }
                Clause::Paused { node, since } => {
                    *since = known(past.node(*node).and_then(|it| it.paused));
                }
                _ => {}
            }
        }
        Some(answer)
    }

    fn sent(&mut self, world: &World, packet: &Packet) {
        self.told = Some(MessageAnswer {
            sentence: packet.sentence(world).to_string(),
            packet: packet.clone(),
            end: MessageEnd::UnderWay,
            because: Vec::new(),
            reactions: Vec::new(),
            is_answered: false,
        });
        let network = world.network();
        let own = link_of(packet).and_then(|link| {
            let mut own = network.link_overrides();
            own.find(|(way, ..)| *way == link)?.2
        });
        self.loss = Some(own.unwrap_or(network.loss()));
        self.acted_at = None;
    }

    fn ended(&mut self, packet: &Packet, end: MessageEnd) {
        let because = self.because(packet, end);
        if let Some(told) = &mut self.told {
            told.packet = packet.clone();
            told.end = end;
            told.because = because;
        }
    }

    fn because(&self, packet: &Packet, end: MessageEnd) -> Vec<Clause> {
        let receiver = packet.name.to.node();
        let clause = match end {
            MessageEnd::UnderWay | MessageEnd::Arrived(_) => None,
            MessageEnd::Waits => receiver.map(|node| Clause::Paused { node, since: None }),
            MessageEnd::Dropped(_, DropReason::ReceiverDown) => {
                receiver.map(|node| Clause::Down { node, since: None })
            }
            MessageEnd::Dropped(_, DropReason::Cut) => link_of(packet).map(|link| {
                let since = self.cut_at;
                Clause::MetCut { link, since }
            }),
            MessageEnd::Dropped(_, DropReason::Lost) => Some(self.because_lost(packet)),
        };
        clause.into_iter().collect()
    }

    fn because_lost(&self, packet: &Packet) -> Clause {
        if let Some(at) = self.dropped_by_hand {
            return Clause::DroppedByHand { at };
        }
        match self.loss.filter(|loss| loss.numerator > 0) {
            Some(loss) => {
                let link = link_of(packet);
                Clause::Lossy { link, loss }
            }
            None => Clause::NoRoom,
        }
    }

    /// Takes down when an action has cut the way of the message.
    fn look_at_way(&mut self, world: &World) {
        let Some(at) = self.acted_at.take() else {
            return;
        };
        let packet = self.told.as_ref().map(|told| &told.packet);
        let way = packet.and_then(link_of);
        if way.is_some_and(|way| world.network().is_cut(way)) {
            self.cut_at = self.cut_at.or(Some(at));
        }
    }
}

/// The direction between two nodes on which a message travels.
fn link_of(packet: &Packet) -> Option<Link> {
    match (packet.name.from, packet.name.to) {
        (Endpoint::Node(from), Endpoint::Node(to)) => Some(Link { from, to }),
        _ => None,
    }
}

impl Observer for MessageWitness {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let now = world.now();
        if self.told.is_some() && !self.has_ended() {
            self.look_at_way(world);
        }
        match event {
            Event::Sent(packet) if packet.id == self.id => self.sent(world, packet),
            Event::Waits(packet) if packet.id == self.id => {
                self.ended(packet, MessageEnd::Waits);
            }
            Event::Arrived(packet) if packet.id == self.id => {
                self.ended(packet, MessageEnd::Arrived(now));
                self.reading = Reading::Arrived;
            }
            Event::Dropped(packet, reason) if packet.id == self.id => {
                self.ended(packet, MessageEnd::Dropped(now, *reason));
            }
            Event::Acted(action) => {
                let told = self.told.as_ref();
                let name = told.map(|told| told.packet.name);
                if let Action::Drop(dropped) = action
                    && name == Some(*dropped)
                {
                    self.dropped_by_hand = Some(now);
                }
                self.acted_at = Some(now);
            }
            // A paused process that crashes takes the messages that wait at it along.
            Event::Crashed(node, _) => {
                let waits = |told: &MessageAnswer| {
                    told.end == MessageEnd::Waits && told.packet.name.to == Endpoint::Node(*node)
                };
                if let Some(told) = self.told.as_ref().filter(|told| waits(told)) {
                    let packet = told.packet.clone();
                    self.ended(&packet, MessageEnd::Dropped(now, DropReason::ReceiverDown));
                }
            }
            Event::Decided { node, decision } if self.reading == Reading::Reads(*node) => {
                let clock = world.node(*node).map(|node| node.whose_clock());
                let reaction = Reaction {
                    seq: world.counts().events,
                    node: *node,
                    clock: clock.unwrap_or(WhoseClock::Everybodys),
                    decision: **decision,
                };
                if let Some(told) = &mut self.told {
                    told.reactions.push(reaction);
                }
            }
            _ => {}
        }
    }

    fn before_step(&mut self, world: &World, node: NodeId, now: Instant, input: &Input) {
        self.reading = match self.reading {
            Reading::Before => Reading::Before,
            Reading::Arrived if is_message(input) => Reading::Reads(node),
            Reading::Arrived | Reading::Reads(_) | Reading::After => Reading::After,
        };
        if let (Reading::Reads(_), Some(told)) = (self.reading, &mut self.told) {
            let reader = world.node(node).and_then(|it| it.protocol());
            told.is_answered = reader.is_some_and(|it| sends(&Asked::of(it, now, input)));
        }
    }
}

/// Whether the node sends a message when it is asked this, or has one wait for its disk.
fn sends(asked: &Asked) -> bool {
    let (after, effects) = asked.answer();
    let is_sent = |effect: &Effect| matches!(effect, Effect::Send { .. });
    effects.iter().any(is_sent) || after.held_messages() > asked.node.held_messages()
}
