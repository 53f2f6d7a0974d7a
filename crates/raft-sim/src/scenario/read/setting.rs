//! Reading the options and the disks with which a scenario begins.

use alloc::string::String;

use raft_core::Bug;

use super::json::{Json, JsonCursor, OneOf};
use super::values::{ReadResult, by_node, name_among, range_ms, read_node, read_share, read_terms};
use crate::limits::{NODES_MAX, SPAN_MAX, SPAN_MIN, TERM_MAX};
use crate::run::check::check_options;
use crate::scenario::spec::preset::Preset;
use crate::scenario::spec::setting::{OptionsShape, StartShape};

pub(crate) fn read_options(cursor: JsonCursor<'_>) -> ReadResult<OptionsShape> {
    let fields = cursor.fields(&[
        "preset",
        "nodes",
        "election_timeout_ms",
        "heartbeat_ms",
        "latency_ms",
        "disk_ms",
        "loss",
        "duplicate",
        "blank_entry",
        "pre_vote",
        "bugs",
    ])?;
    let (least, max) = (SPAN_MIN.0 / 1_000, SPAN_MAX.0 / 1_000);
    let shape = OptionsShape {
        preset: fields.read("preset", read_preset)?,
        nodes: fields.read("nodes", |nodes| {
            let nodes = nodes.whole_number(1, NODES_MAX.into(), "a number of nodes")?;
            Ok(u8::try_from(nodes).unwrap_or(NODES_MAX))
        })?,
        election_timeout_ms: fields
            .read("election_timeout_ms", |cursor| range_ms(cursor, least))?,
        heartbeat_ms: fields.read("heartbeat_ms", |cursor| {
            cursor.whole_number(least, max, "milliseconds")
        })?,
        latency_ms: fields.read("latency_ms", |cursor| range_ms(cursor, 0))?,
        disk_ms: fields.read("disk_ms", |cursor| range_ms(cursor, 0))?,
        loss: fields.read("loss", read_share)?,
        duplicate: fields.read("duplicate", read_share)?,
        blank_entry: fields.read("blank_entry", |cursor| cursor.bool())?,
        pre_vote: fields.read("pre_vote", read_pre_vote)?,
        bugs: fields
            .read("bugs", |list| list.each(Bug::ALL.len(), "bugs", read_bug))?
            .unwrap_or_default(),
    };
    // Each value is in range by itself. This checks them together, as for a link.
    check_options(&shape.resolved()).map_err(|error| error.within("options."))?;
    Ok(shape)
}

fn read_preset(cursor: JsonCursor<'_>) -> ReadResult<Preset> {
    let names = Preset::ALL.map(Preset::name);
    let named = |text: &String| Preset::ALL.into_iter().find(|preset| preset.name() == text);
    match cursor.json {
        Json::Text(text) => named(text),
        _ => None,
    }
    .ok_or_else(|| cursor.refuse(OneOf(&names)))
}

fn read_pre_vote(cursor: JsonCursor<'_>) -> ReadResult<bool> {
    if cursor.bool()? {
        let expected = "false, since pre-vote is not built yet (Thesis §9.6)";
        return Err(cursor.refuse(expected));
    }
    Ok(false)
}

fn read_bug(cursor: JsonCursor<'_>) -> ReadResult<&'static str> {
    let names = Bug::ALL.map(Bug::name);
    name_among(cursor, &names)
}

pub(crate) fn read_start(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<StartShape> {
    let fields = cursor.fields(&["logs", "terms", "votes"])?;
    let term = |cursor: JsonCursor<'_>| cursor.whole_number(0, TERM_MAX, "a term");
    Ok(StartShape {
        logs: fields
            .read("logs", |logs| by_node(logs, nodes, read_terms))?
            .unwrap_or_default(),
        terms: fields
            .read("terms", |terms| by_node(terms, nodes, term))?
            .unwrap_or_default(),
        votes: fields
            .read("votes", |votes| {
                by_node(votes, nodes, |vote| read_node(vote, nodes))
            })?
            .unwrap_or_default(),
    })
}
