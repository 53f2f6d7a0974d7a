//! What the director hears of a run: the events that a scenario may wait for, and the messages that
//! its actions find by kind and number.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::address::Endpoint;
use crate::feed::FeedEvent;
use crate::feed::message_event::{MessageEvent, SENT};
use crate::network::message_kind::MessageKind;
use crate::network::packet::Packet;
use crate::scenario::action::ActionSpec;
use crate::scenario::action::roles::CountedMessages;
use crate::scenario::action::value::{MessageSpec, Nth};
use crate::scenario::spec::expectation::{Due, What};
use crate::scenario::spec::file::Scenario;
use crate::scenario::spec::happening::{Happening, Heard, HeardMessage};
use crate::scenario::spec::step::Trigger;
use crate::world::World;
use crate::world::event::{Event, Observer};

/// Observes the events of a run, and those of messages only where a scenario asks for them.
pub(super) struct Ears {
    heard: Vec<Heard>,
    hears_messages: bool,
    sent: SentByKind,
}

/// The numbers on their links of the messages of some kinds, in the order of sending.
#[derive(Default)]
struct SentByKind {
    kinds: Vec<MessageKind>,
    numbers: BTreeMap<(MessageKind, Endpoint, Endpoint), Vec<u64>>,
}

impl Ears {
    pub(super) fn for_scenario(scenario: &Scenario) -> Ears {
        let mut kinds = Vec::new();
        let specs = scenario.steps().iter().map(|step| &step.action);
        for kind in specs.filter_map(kind_to_count) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        Ears {
            heard: Vec::new(),
            hears_messages: happenings(scenario).any(|what| what.is_of_messages()),
            sent: SentByKind {
                kinds,
                numbers: BTreeMap::new(),
            },
        }
    }

    /// The events since the last call.
    pub(super) fn take_heard(&mut self) -> Vec<Heard> {
        core::mem::take(&mut self.heard)
    }

    pub(super) fn counted(&self) -> &dyn CountedMessages {
        &self.sent
    }

    fn hear_of_message(&mut self, event: &MessageEvent<'_>) {
        let is_copy = event.packet.is_duplicate();
        // The sender has sent one message, however many the network makes of it.
        if event.name == SENT && is_copy {
            return;
        }
        if event.name == SENT {
            self.sent.note(event.packet);
        }
        if self.hears_messages {
            self.heard.push(Heard {
                name: event.name,
                node: event.endpoint().node(),
                message: Some(HeardMessage {
                    kind: event.packet.content.kind(),
                    from: event.packet.name.from,
                    to: event.packet.name.to,
                }),
            });
        }
    }
}

impl Observer for Ears {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if let Some(happening) = FeedEvent::of(world, event) {
            self.heard.push(Heard {
                name: happening.name(world),
                node: happening.node(),
                message: None,
            });
        } else if let Some(event) = MessageEvent::of(event) {
            self.hear_of_message(&event);
        }
    }
}

impl SentByKind {
    fn note(&mut self, packet: &Packet) {
        let kind = packet.content.kind();
        if self.kinds.contains(&kind) {
            let ends = (kind, packet.name.from, packet.name.to);
            self.numbers.entry(ends).or_default().push(packet.name.nth);
        }
    }
}

impl CountedMessages for SentByKind {
    fn number(&self, kind: MessageKind, from: Endpoint, to: Endpoint, nth: u64) -> Option<u64> {
        let numbers = self.numbers.get(&(kind, from, to))?;
        numbers.get(usize::try_from(nth).ok()?).copied()
    }
}

/// The kind of the message that an action finds by counting those of its kind.
fn kind_to_count(action: &ActionSpec) -> Option<MessageKind> {
    let MessageSpec { kind, nth, .. } = action.message()?;
    match nth {
        Nth::Number(_) => kind,
        Nth::Newest(_) => None,
    }
}

/// All that a scenario waits for.
fn happenings(scenario: &Scenario) -> impl Iterator<Item = Happening> + '_ {
    let steps = scenario.steps().iter().map(|step| step.trigger);
    let captions = scenario.captions().iter().map(|caption| caption.trigger);
    let awaited = steps.chain(captions).filter_map(|trigger| match trigger {
        Trigger::After(watch, _) => Some(watch.what),
        Trigger::At(_) => None,
    });
    let expected = scenario.expectations().iter().flat_map(|expectation| {
        let what = match expectation.what {
            What::Happens(what, _) | What::Never(what) => Some(what),
            _ => None,
        };
        let after = match expectation.due {
            Due::Within(_, watch) => Some(watch.what),
            Due::By(_) | Due::At(_) | Due::End => None,
        };
        [what, after].into_iter().flatten()
    });
    awaited.chain(expected)
}
