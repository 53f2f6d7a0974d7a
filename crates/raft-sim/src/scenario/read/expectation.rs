//! Reading the expectations of a scenario.

use alloc::collections::BTreeMap;
use alloc::string::String;

use raft_core::Instant;

use super::json::{Json, JsonCursor, JsonPath};
use super::values::{
    RUN_MAX_MS, ReadResult, by_node, map_of, name_among, read_event_name, read_node, read_terms,
};
use crate::limits::{COMMAND_CHARACTERS_MAX, SEED_MAX};
use crate::scenario::spec::expectation::{Due, Expectation, PROPERTIES, What};

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

pub(crate) fn read_expectation(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<Expectation> {
    let mut known = CONDITIONS.to_vec();
    known.extend(["by_ms", "at_ms", "node"]);
    let kind = cursor.fields(&known)?.one_of(&CONDITIONS)?;
    let beside: &[&str] = match kind {
        "happens" | "never" => &["by_ms", "at_ms", "node"],
        "always" | "violates" => &[],
        _ => &["by_ms", "at_ms"],
    };
    let fields = cursor.fields(&[&[kind], beside].concat())?;
    let time = |name| -> ReadResult<Option<Instant>> {
        let read = |cursor: JsonCursor<'_>| cursor.whole_number(0, RUN_MAX_MS, "milliseconds");
        let millis = fields.read(name, read)?;
        Ok(millis.map(Instant::from_millis))
    };
    let due = match (time("by_ms")?, time("at_ms")?) {
        (Some(_), Some(_)) => {
            return Err(cursor.refuse_as("by_ms or at_ms", "both"));
        }
        (Some(by), None) => Due::By(by),
        (None, Some(at)) => Due::At(at),
        (None, None) => Due::End,
    };
    let node = fields.read("node", |node| read_node(node, nodes))?;
    let what = fields.need(kind, |value| read_condition(kind, value, node, nodes))?;
    Ok(Expectation { due, what })
}

fn read_condition(
    kind: &str,
    value: JsonCursor<'_>,
    node: Option<u8>,
    nodes: u8,
) -> ReadResult<What> {
    let count = || value.whole_number(0, SEED_MAX, "a whole number");
    Ok(match kind {
        "committed_at_least" => What::CommittedAtLeast(count()?),
        "committed_at_most" => What::CommittedAtMost(count()?),
        "acknowledged_at_least" => What::AcknowledgedAtLeast(count()?),
        "leader" => match value.json {
            Json::Bool(is) => What::Leader(*is),
            _ => What::LeaderIs(
                read_node(value, nodes)
                    .map_err(|_| value.refuse("true, false or the number of a node"))?,
            ),
        },
        "logs_equal" => What::LogsEqual(value.bool()?),
        "logs" => What::Logs(by_node(value, nodes, read_terms)?),
        "commit_index" => What::CommitIndex(by_node(value, nodes, |index| match index.json {
            Json::Null => Ok(None),
            _ => index
                .whole_number(1, SEED_MAX, "null or an index")
                .map(Some),
        })?),
        "values" => What::Values(read_values(value)?),
        "happens" => What::Happens(read_event_name(value)?, node),
        "never" => What::Never(read_event_name(value)?, node),
        "always" => What::Always(name_among(value, &PROPERTIES)?),
        _ => What::Violates(name_among(value, &PROPERTIES)?),
    })
}

fn read_values(cursor: JsonCursor<'_>) -> ReadResult<BTreeMap<String, Option<String>>> {
    let read_value = |(key, json): (&String, &Json)| {
        let path = JsonPath::Field(&cursor.path, key);
        let value = match json {
            Json::Null => None,
            _ => Some(
                JsonCursor { json, path }
                    .text(COMMAND_CHARACTERS_MAX)?
                    .into(),
            ),
        };
        Ok((key.clone(), value))
    };
    let entries = cursor.entries("an object with keys and their values")?;
    map_of(entries.iter().map(read_value))
}
