//! Reading what may happen in a run: an event, its node, and the messages that it is about.

use alloc::format;

use super::json::{Fields, Json, JsonCursor};
use super::values::{ReadResult, name_among, number_below, read_event_name, read_node};
use crate::address::Endpoint;
use crate::network::message_kind::MessageKind;
use crate::range::NodesOf;
use crate::scenario::spec::happening::{Happening, MessagePattern};
use crate::scenario::spec::step::Watch;

const NTH_MAX: u64 = 1_000_000;

/// An event by its name, with `node` and `message` beside it if they are given.
pub(crate) fn read_happening(
    name: JsonCursor<'_>,
    beside: &Fields<'_>,
    nodes: u8,
) -> ReadResult<Happening> {
    let event = read_event_name(name)?;
    let message = beside.read("message", |message| {
        if !event.may_be_of_messages() {
            let expected = format!("none, since {event} is said of no message");
            return Err(message.refuse(expected));
        }
        read_pattern(message, nodes)
    })?;
    Ok(Happening {
        event,
        node: beside.read("node", |node| read_node(node, nodes))?,
        message,
    })
}

/// As [`read_happening`], with `nth`.
pub(crate) fn read_watch(
    name: JsonCursor<'_>,
    beside: &Fields<'_>,
    nodes: u8,
) -> ReadResult<Watch> {
    Ok(Watch {
        what: read_happening(name, beside, nodes)?,
        nth: beside.read("nth", |nth| nth.whole_number(1, NTH_MAX, "a whole number"))?,
    })
}

/// An event by its name alone, or an object with all that [`read_watch`] takes.
pub(crate) fn read_watch_alone(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<Watch> {
    match cursor.json {
        Json::Object(_) => {
            let fields = cursor.fields(&["event", "node", "message", "nth"])?;
            fields.need("event", |name| read_watch(name, &fields, nodes))
        }
        _ => read_watch(cursor, &Fields::NONE, nodes),
    }
}

/// The name of a kind of messages.
pub(crate) fn read_message_kind(cursor: JsonCursor<'_>) -> ReadResult<MessageKind> {
    let name = name_among(cursor, &MessageKind::ALL.map(MessageKind::name))?;
    let named = |kind: &MessageKind| kind.name() == name;
    // The name is one of them.
    let found = MessageKind::ALL.into_iter().find(named);
    found.ok_or_else(|| cursor.refuse("the kind of a message"))
}

fn read_pattern(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<MessagePattern> {
    let fields = cursor.fields(&["kind", "from", "to"])?;
    let end = |end: JsonCursor<'_>| match end.json {
        Json::Text(text) if text == "client" => Ok(Endpoint::Clients),
        json => number_below(json, nodes)
            .map(|node| Endpoint::Node(raft_core::NodeId(node)))
            .ok_or_else(|| end.refuse(format_args!("{} or \"client\"", NodesOf(nodes)))),
    };
    let pattern = MessagePattern {
        kind: fields.need("kind", read_message_kind)?,
        from: fields.read("from", end)?,
        to: fields.read("to", end)?,
    };
    if pattern.from.is_some() && pattern.from == pattern.to {
        return Err(cursor.refuse_as("two different ends", "the same one twice"));
    }
    Ok(pattern)
}
