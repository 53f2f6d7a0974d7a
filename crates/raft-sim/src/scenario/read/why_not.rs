//! Reading the questions of a scenario, and what must happen.

use alloc::vec::Vec;

use raft_core::{Instant, NodeId};

use super::json::{Fields, Json, JsonCursor, OneOf};
use super::values::{RUN_MAX_MS, ReadResult, number_below, read_node};
use crate::address::{Endpoint, Link, PacketName};
use crate::limits::{SEED_MAX, TERM_MAX};
use crate::need::Need;
use crate::range::NodesOf;
use crate::scenario::spec::needs::NEEDS;
use crate::scenario::spec::why_not::{LEADER, SUBJECTS, WhyNot};

/// No answer has more alternatives, nor a set more needs.
const NEEDS_MAX: usize = 100;

/// What may stand beside `committed`.
const BESIDE_COMMITTED: [&str; 2] = ["term", "known_by"];

pub(super) fn read_why_not(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<WhyNot> {
    match cursor.json {
        Json::Text(text) if text == LEADER => return Ok(WhyNot::Leader),
        Json::Object(_) => {}
        _ => {
            let about = OneOf(&SUBJECTS);
            return Err(cursor.refuse(format_args!("\"{LEADER}\" or an object with {about}")));
        }
    }
    let mut known = SUBJECTS.to_vec();
    known.extend(BESIDE_COMMITTED);
    let kind = cursor.fields(&known)?.one_of(&SUBJECTS)?;
    let beside: &[&str] = match kind {
        "committed" => &BESIDE_COMMITTED,
        _ => &[],
    };
    let fields = cursor.fields(&[&[kind], beside].concat())?;
    let node = || fields.need(kind, |node| read_node(node, nodes));
    Ok(match kind {
        "leads" => WhyNot::Leads(node()?),
        "committed" => {
            let index = fields.need(kind, |index| index.whole_number(1, SEED_MAX, "an index"))?;
            let term = fields.read("term", |term| term.whole_number(1, TERM_MAX, "a term"))?;
            match fields.read("known_by", |node| read_node(node, nodes))? {
                Some(node) => WhyNot::Known { node, index, term },
                None => WhyNot::Committed { index, term },
            }
        }
        "answered" => {
            let number = |number: JsonCursor<'_>| {
                number.whole_number(0, SEED_MAX, "the number of a request")
            };
            WhyNot::Answered(fields.need(kind, number)?)
        }
        "speaks" => WhyNot::Speaks(node()?),
        _ => WhyNot::CatchesUp(node()?),
    })
}

/// The alternatives of an answer, each a list of what must happen together.
pub(super) fn read_needs(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<Vec<Vec<Need>>> {
    cursor.each(
        NEEDS_MAX,
        "alternatives, each a list of what must happen",
        |set| set.each(NEEDS_MAX, "what must happen", |need| read_need(need, nodes)),
    )
}

fn read_need(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<Need> {
    let fields = cursor.fields(&NEEDS)?;
    let kind = fields.one_of(&NEEDS)?;
    let fields = cursor.fields(&[kind])?;
    fields.need(kind, |value| read_need_of(kind, value, nodes))
}

fn read_need_of(kind: &str, value: JsonCursor<'_>, nodes: u8) -> ReadResult<Need> {
    let node = |value: JsonCursor<'_>| read_node(value, nodes).map(NodeId);
    Ok(match kind {
        "up" => Need::Up(node(value)?),
        "resume" => Need::Resume(node(value)?),
        "reboot" => Need::Reboot(node(value)?),
        "disk_writes" => Need::DiskWrites(node(value)?),
        "quick_disk" => Need::QuickDisk(match value.json {
            Json::Null => None,
            _ => Some(NodeId(number_below(value.json, nodes).ok_or_else(
                || value.refuse(format_args!("null or {}", NodesOf(nodes))),
            )?)),
        }),
        "add_server" => Need::AddServer(node(value)?),
        "right_clock" => Need::RightClock(node(value)?),
        "heal" => {
            let [one, other] = value.pair("two nodes", node)?;
            Need::Heal(one, other)
        }
        "no_loss" => Need::NoLoss(read_link(value, nodes)?),
        "quick_link" => Need::QuickLink(read_link(value, nodes)?),
        "deliver" => Need::Deliver(read_name(value, nodes)?),
        "timer" => {
            let fields = value.fields(&["node", "at_us"])?;
            Need::TimerRunsOut {
                node: fields.need("node", node)?,
                at: read_moment(&fields)?,
            }
        }
        _ => Need::Write {
            at: read_moment(&value.fields(&["at_us"])?)?,
        },
    })
}

fn read_link(value: JsonCursor<'_>, nodes: u8) -> ReadResult<Option<Link>> {
    let node = |value: JsonCursor<'_>| read_node(value, nodes).map(NodeId);
    match value.json {
        Json::Null => Ok(None),
        _ => {
            let [from, to] = value.pair("null or two nodes", node)?;
            Ok(Some(Link { from, to }))
        }
    }
}

fn read_name(value: JsonCursor<'_>, nodes: u8) -> ReadResult<PacketName> {
    let fields = value.fields(&["from", "to", "nth", "copy"])?;
    let end = |value: JsonCursor<'_>| match value.json {
        Json::Text(text) if text == "client" => Ok(Endpoint::Clients),
        _ => number_below(value.json, nodes)
            .map(|node| Endpoint::Node(NodeId(node)))
            .ok_or_else(|| value.refuse(format_args!("{} or \"client\"", NodesOf(nodes)))),
    };
    let number = |value: JsonCursor<'_>| value.whole_number(0, SEED_MAX, "a number");
    let copy = |value: JsonCursor<'_>| value.whole_number(0, u32::MAX.into(), "a number");
    let copy = fields.read("copy", copy)?.unwrap_or(0);
    Ok(PacketName {
        from: fields.need("from", end)?,
        to: fields.need("to", end)?,
        nth: fields.need("nth", number)?,
        // The number was found to be small enough.
        copy: u32::try_from(copy).unwrap_or(0),
    })
}

fn read_moment(fields: &Fields<'_>) -> ReadResult<Instant> {
    let micros = |at: JsonCursor<'_>| at.whole_number(0, RUN_MAX_MS * 1_000, "microseconds");
    fields.need("at_us", micros).map(Instant)
}
