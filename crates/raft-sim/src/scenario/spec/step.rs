//! The actions and captions of a scenario, each with its moment or trigger.

use alloc::string::String;
use core::fmt;

use raft_core::{Duration, Instant};
use serde::Serialize;

use super::event_name::EventName;
use super::happening::{Happening, MessagePatternShape};
use crate::scenario::action::ActionSpec;

/// An action of a scenario and its moment or trigger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "StepShape")]
pub struct Step {
    /// When it is done.
    pub trigger: Trigger,
    /// The action.
    pub action: ActionSpec,
}

/// A caption and its moment or trigger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "CaptionShape")]
pub struct Caption {
    /// When it is shown.
    pub trigger: Trigger,
    /// Its text.
    pub say: String,
}

/// The moment or trigger of an action or a caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// At this moment.
    At(Instant),
    /// This long after something has happened.
    After(Watch, Duration),
}

/// An event to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The event.
    pub what: Happening,
    /// Which time, from 1; the next when not given.
    pub nth: Option<u64>,
}

/// An action and when it is done: exactly one of `at_ms`, `at_us` and `after`. A moment that has
/// passed when the action before it is done means at once. An action whose `"leader"` or
/// `"a_follower"` does not exist, or whose message has not been sent, waits until it is there. An
/// action that is done after its moment, or never, is reported beside the result.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Step", deny_unknown_fields))]
pub(crate) struct StepShape {
    /// At this many milliseconds.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_ms: Option<u64>,
    /// At this many microseconds.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000_000_u64)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_us: Option<u64>,
    /// After the first such event that follows the action before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<EventName>,
    /// With `after`: only events of this node.
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<u8>,
    /// With `after`: only events of these messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<MessagePatternShape>,
    /// With `after`: not the first such event but the nth.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1_000_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    nth: Option<u64>,
    /// With `after`: this many milliseconds later.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    wait_ms: Option<u64>,
    /// The action.
    #[serde(rename = "do")]
    action: ActionSpec,
}

/// A caption and when it is shown: exactly one of `at_ms`, `at_us` and `when`.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Caption", deny_unknown_fields))]
pub(crate) struct CaptionShape {
    /// At this many milliseconds.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_ms: Option<u64>,
    /// At this many microseconds.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000_000_u64)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_us: Option<u64>,
    /// When such an event happens. Captions that wait for the same take turns: the second of
    /// them waits for the second event.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<EventName>,
    /// With `when`: only events of this node.
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<u8>,
    /// With `when`: only events of these messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<MessagePatternShape>,
    /// With `when`: the nth such event of the run.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1_000_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    nth: Option<u64>,
    /// With `when`: this many milliseconds later.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    wait_ms: Option<u64>,
    /// The text of the caption.
    #[cfg_attr(feature = "schema", schemars(length(max = 500)))]
    say: String,
}

/// An event to wait for, by its name, or with what it is about and which time.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Watch"))]
#[serde(untagged)]
pub(crate) enum WatchShape {
    /// The first such event of the run.
    Named(EventName),
    /// The event with its node, its message or its number.
    Whole(WholeWatchShape),
}

/// An event with what it is about.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "WholeWatch", deny_unknown_fields)
)]
pub(crate) struct WholeWatchShape {
    /// The event.
    event: EventName,
    /// Only events of this node.
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<u8>,
    /// Only events of these messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<MessagePatternShape>,
    /// The nth such event of the run; the first when not given.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1_000_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    nth: Option<u64>,
}

/// A trigger as files write it.
struct TriggerShape {
    at_ms: Option<u64>,
    at_us: Option<u64>,
    event: Option<EventName>,
    node: Option<u8>,
    message: Option<MessagePatternShape>,
    nth: Option<u64>,
    wait_ms: Option<u64>,
}

impl From<Watch> for WatchShape {
    fn from(Watch { what, nth }: Watch) -> WatchShape {
        let Happening {
            event,
            node,
            message,
        } = what;
        match (node, message, nth) {
            (None, None, None) => WatchShape::Named(event),
            _ => WatchShape::Whole(WholeWatchShape {
                event,
                node,
                message: message.map(MessagePatternShape::from),
                nth,
            }),
        }
    }
}

impl fmt::Display for Watch {
    /// As part of a sentence: "healed", "leader_elected of Node 2, number 3".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what.fmt(formatter)?;
        self.nth
            .map_or(Ok(()), |nth| write!(formatter, ", number {nth}"))
    }
}

impl From<Trigger> for TriggerShape {
    fn from(trigger: Trigger) -> TriggerShape {
        let nothing = TriggerShape {
            at_ms: None,
            at_us: None,
            event: None,
            node: None,
            message: None,
            nth: None,
            wait_ms: None,
        };
        match trigger {
            Trigger::At(Instant(at)) if at.is_multiple_of(1_000) => TriggerShape {
                at_ms: Some(at / 1_000),
                ..nothing
            },
            Trigger::At(Instant(at)) => TriggerShape {
                at_us: Some(at),
                ..nothing
            },
            Trigger::After(Watch { what, nth }, wait) => TriggerShape {
                event: Some(what.event),
                node: what.node,
                message: what.message.map(MessagePatternShape::from),
                nth,
                wait_ms: (wait != Duration(0)).then_some(wait.0 / 1_000),
                ..nothing
            },
        }
    }
}

impl From<Step> for StepShape {
    fn from(Step { trigger, action }: Step) -> StepShape {
        let TriggerShape {
            at_ms,
            at_us,
            event,
            node,
            message,
            nth,
            wait_ms,
        } = trigger.into();
        StepShape {
            at_ms,
            at_us,
            after: event,
            node,
            message,
            nth,
            wait_ms,
            action,
        }
    }
}

impl From<Caption> for CaptionShape {
    fn from(Caption { trigger, say }: Caption) -> CaptionShape {
        let TriggerShape {
            at_ms,
            at_us,
            event,
            node,
            message,
            nth,
            wait_ms,
        } = trigger.into();
        CaptionShape {
            at_ms,
            at_us,
            when: event,
            node,
            message,
            nth,
            wait_ms,
            say,
        }
    }
}
