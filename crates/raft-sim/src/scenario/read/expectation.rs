//! Reading what must come of a scenario.

use alloc::collections::BTreeMap;
use alloc::string::String;

use raft_core::Instant;

use super::action::ActionReader;
use super::json::{Json, JsonCursor, Place};
use crate::limits::{COMMAND_CHARACTERS_MAX, SEED_MAX};
use crate::scenario::read::{RUN_MAX_MS, ReadResult, by_node, map_of, name_among, read_terms};
use crate::scenario::spec::event_name::EventName;
use crate::scenario::spec::expectation::{Expectation, Moment, PROPERTIES, What};

const CONDITIONS: [&str; 12] = [
    "committed_at_least",
    "committed_at_most",
    "acknowledged_at_least",
    "leader",
    "logs_equal",
    "logs",
    "commit_index",
    "values",
    "happens",
    "never",
    "always",
    "violates",
];

pub(crate) fn read_expectation(
    spot: JsonCursor<'_>,
    deeds: ActionReader,
) -> ReadResult<Expectation> {
    let mut known = CONDITIONS.to_vec();
    known.extend(["by_ms", "at_ms", "node"]);
    let kind = spot.fields(&known)?.one_of(&CONDITIONS)?;
    let beside: &[&str] = match kind {
        "happens" | "never" => &["by_ms", "at_ms", "node"],
        "always" | "violates" => &[],
        _ => &["by_ms", "at_ms"],
    };
    let fields = spot.fields(&[&[kind], beside].concat())?;
    let time = |name| -> ReadResult<Option<Instant>> {
        let read = |spot: JsonCursor<'_>| spot.whole(0, RUN_MAX_MS, "milliseconds");
        let millis = fields.read(name, read)?;
        Ok(millis.map(Instant::from_millis))
    };
    let moment = match (time("by_ms")?, time("at_ms")?) {
        (Some(_), Some(_)) => {
            return Err(spot.refuse_as("by_ms or at_ms", "both"));
        }
        (Some(by), None) => Moment::By(by),
        (None, Some(at)) => Moment::At(at),
        (None, None) => Moment::End,
    };
    let node = fields.read("node", |node| deeds.node(node))?;
    let what = fields.need(kind, |value| read_condition(kind, value, node, deeds))?;
    Ok(Expectation { moment, what })
}

fn read_condition(
    kind: &str,
    value: JsonCursor<'_>,
    node: Option<u8>,
    deeds: ActionReader,
) -> ReadResult<What> {
    let count = || value.whole(0, SEED_MAX, "a whole number");
    Ok(match kind {
        "committed_at_least" => What::CommittedAtLeast(count()?),
        "committed_at_most" => What::CommittedAtMost(count()?),
        "acknowledged_at_least" => What::AcknowledgedAtLeast(count()?),
        "leader" => match value.json {
            Json::Bool(is) => What::Leader(*is),
            _ => What::LeaderIs(
                deeds
                    .node(value)
                    .map_err(|_| value.refuse("true, false or the number of a node"))?,
            ),
        },
        "logs_equal" => What::LogsEqual(value.bool()?),
        "logs" => What::Logs(by_node(value, deeds.nodes, read_terms)?),
        "commit_index" => {
            What::CommitIndex(by_node(value, deeds.nodes, |index| match index.json {
                Json::Null => Ok(None),
                _ => index.whole(1, SEED_MAX, "null or an index").map(Some),
            })?)
        }
        "values" => What::Values(read_values(value)?),
        "happens" => What::Happens(EventName::read(value)?, node),
        "never" => What::Never(EventName::read(value)?, node),
        "always" => What::Always(name_among(value, &PROPERTIES)?),
        _ => What::Violates(name_among(value, &PROPERTIES)?),
    })
}

fn read_values(spot: JsonCursor<'_>) -> ReadResult<BTreeMap<String, Option<String>>> {
    let read_value = |(key, json): (&String, &Json)| {
        let place = Place::Field(&spot.place, key);
        let value = match json {
            Json::Null => None,
            _ => Some(
                JsonCursor { json, place }
                    .text(COMMAND_CHARACTERS_MAX)?
                    .into(),
            ),
        };
        Ok((key.clone(), value))
    };
    let entries = spot.entries("an object with keys and their values")?;
    map_of(entries.iter().map(read_value))
}
