//! Reading where a scenario begins.

use alloc::string::String;

use raft_core::Bug;

use super::action::ActionReader;
use super::json::{Json, JsonCursor, OneOf};
use crate::limits::{NODES_MAX, SPAN_MAX, SPAN_MIN, TERM_MAX};
use crate::run::check::check_options;
use crate::scenario::read::{ReadResult, by_node, name_among, range_ms, read_terms};
use crate::scenario::spec::preset::Preset;
use crate::scenario::spec::setting::{OptionsShape, StartShape};
use crate::scenario::spec::share::Share;

pub(crate) fn read_options(spot: JsonCursor<'_>) -> ReadResult<OptionsShape> {
    let fields = spot.fields(&[
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
            let nodes = nodes.whole(1, NODES_MAX.into(), "a number of nodes")?;
            Ok(u8::try_from(nodes).unwrap_or(NODES_MAX))
        })?,
        election_timeout_ms: fields.read("election_timeout_ms", |spot| range_ms(spot, least))?,
        heartbeat_ms: fields.read("heartbeat_ms", |spot| {
            spot.whole(least, max, "milliseconds")
        })?,
        latency_ms: fields.read("latency_ms", |spot| range_ms(spot, 0))?,
        disk_ms: fields.read("disk_ms", |spot| range_ms(spot, 0))?,
        loss: fields.read("loss", Share::read)?,
        duplicate: fields.read("duplicate", Share::read)?,
        blank_entry: fields.read("blank_entry", |spot| spot.bool())?,
        pre_vote: fields.read("pre_vote", read_pre_vote)?,
        bugs: fields
            .read("bugs", |list| list.each(Bug::ALL.len(), "bugs", read_bug))?
            .unwrap_or_default(),
    };
    // All of it was in range one by one; this is the rule that links obey, too.
    check_options(&shape.resolved()).map_err(|error| error.within("options."))?;
    Ok(shape)
}

fn read_preset(spot: JsonCursor<'_>) -> ReadResult<Preset> {
    let names = Preset::ALL.map(Preset::name);
    let named = |text: &String| Preset::ALL.into_iter().find(|preset| preset.name() == text);
    match spot.json {
        Json::Text(text) => named(text),
        _ => None,
    }
    .ok_or_else(|| spot.refuse(OneOf(&names)))
}

fn read_pre_vote(spot: JsonCursor<'_>) -> ReadResult<bool> {
    if spot.bool()? {
        let expected = "false, since pre-vote is not built yet (Thesis §9.6)";
        return Err(spot.refuse(expected));
    }
    Ok(false)
}

fn read_bug(spot: JsonCursor<'_>) -> ReadResult<&'static str> {
    let names = Bug::ALL.map(Bug::name);
    name_among(spot, &names)
}

pub(crate) fn read_start(spot: JsonCursor<'_>, deeds: ActionReader) -> ReadResult<StartShape> {
    let fields = spot.fields(&["logs", "terms", "votes"])?;
    let nodes = deeds.nodes;
    let term = |spot: JsonCursor<'_>| spot.whole(0, TERM_MAX, "a term");
    Ok(StartShape {
        logs: fields
            .read("logs", |logs| by_node(logs, nodes, read_terms))?
            .unwrap_or_default(),
        terms: fields
            .read("terms", |terms| by_node(terms, nodes, term))?
            .unwrap_or_default(),
        votes: fields
            .read("votes", |votes| {
                by_node(votes, nodes, |vote| deeds.node(vote))
            })?
            .unwrap_or_default(),
    })
}
