//! Something that may happen in a run, as files name it, and how often.

use core::fmt;

use raft_core::NodeId;
use serde::{Serialize, Serializer};

use super::event_name::EventName;
use crate::address::Endpoint;
use crate::network::message_kind::MessageKind;
use crate::scenario::action::value::End;

/// Something that may happen: an event, at one node or of one kind of messages if that is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// The event.
    pub event: EventName,
    /// The node to which it happens; any node when not given.
    pub node: Option<u8>,
    /// The messages of which it is said; any message when not given.
    pub message: Option<MessagePattern>,
}

/// Which messages an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessagePattern {
    /// Their kind.
    pub kind: MessageKind,
    /// Their sender; any when not given.
    pub from: Option<Endpoint>,
    /// Their receiver; any when not given.
    pub to: Option<Endpoint>,
}

/// How often something must happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// No fewer times than this.
    pub at_least: u64,
    /// No more times than this; any number when not given.
    pub at_most: Option<u64>,
}

/// Messages by their kind, and by their ends if these are given.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "MessagePattern", deny_unknown_fields)
)]
pub(crate) struct MessagePatternShape {
    /// Their kind.
    kind: MessageKind,
    /// Their sender, a number or `"client"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<End>,
    /// Their receiver, a number or `"client"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<End>,
}

/// An event and what it is about, as the director hears of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard {
    pub(crate) name: &'static str,
    pub(crate) node: Option<NodeId>,
    pub(crate) message: Option<HeardMessage>,
}

/// The message that an event is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeardMessage {
    pub(crate) kind: MessageKind,
    pub(crate) from: Endpoint,
    pub(crate) to: Endpoint,
}

impl Happening {
    /// Whether it is about messages, of which there are too many to listen to without need.
    pub(crate) fn is_of_messages(&self) -> bool {
        self.message.is_some() || self.event.is_of_messages()
    }

    /// Whether this is what happened.
    pub(crate) fn matches(&self, heard: &Heard) -> bool {
        let at_node = self.node.is_none_or(|of| heard.node == Some(NodeId(of)));
        let is_meant = match (&self.message, &heard.message) {
            (Some(pattern), Some(message)) => pattern.matches(message),
            (Some(_), None) => false,
            (None, message) => message.is_some() == self.event.is_of_messages(),
        };
        at_node && is_meant && self.event.matches(heard.name)
    }
}

impl MessagePattern {
    fn matches(&self, message: &HeardMessage) -> bool {
        let is_end = |end: Option<Endpoint>, found| end.is_none_or(|end| end == found);
        self.kind == message.kind && is_end(self.from, message.from) && is_end(self.to, message.to)
    }
}

impl Times {
    /// Once or more often.
    pub const ONCE: Times = Times {
        at_least: 1,
        at_most: None,
    };

    pub(crate) fn hold(&self, count: u64) -> bool {
        count >= self.at_least && self.at_most.is_none_or(|most| count <= most)
    }
}

impl From<MessagePattern> for MessagePatternShape {
    fn from(MessagePattern { kind, from, to }: MessagePattern) -> MessagePatternShape {
        MessagePatternShape {
            kind,
            from: from.map(End::of),
            to: to.map(End::of),
        }
    }
}

impl Serialize for MessageKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for MessageKind {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "MessageKind".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "The kind of a message.",
            "enum": MessageKind::ALL.map(MessageKind::name),
        })
    }
}

impl fmt::Display for Happening {
    /// The event, as part of a sentence: "sent of append_entries from Node 0 to Node 1".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.event.fmt(formatter)?;
        if let Some(MessagePattern { kind, from, to }) = self.message {
            write!(formatter, " of {kind}")?;
            from.map_or(Ok(()), |from| write!(formatter, " from {from}"))?;
            to.map_or(Ok(()), |to| write!(formatter, " to {to}"))?;
        }
        self.node
            .map_or(Ok(()), |node| write!(formatter, " of {}", NodeId(node)))
    }
}

impl fmt::Display for Times {
    /// "" for once or more, else " at least 2 times", with a space before it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Times { at_least, at_most } = *self;
        match (at_least, at_most) {
            (0 | 1, None) => Ok(()),
            (least, None) => write!(formatter, " at least {}", TimesOf(least)),
            (0, Some(most)) => write!(formatter, " at most {}", TimesOf(most)),
            (least, Some(most)) if least == most => write!(formatter, " {}", TimesOf(least)),
            (least, Some(most)) => write!(formatter, " {least} to {}", TimesOf(most)),
        }
    }
}

/// "once", "3 times".
pub(crate) struct TimesOf(pub(crate) u64);

impl fmt::Display for TimesOf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => formatter.write_str("once"),
            count => write!(formatter, "{count} times"),
        }
    }
}
