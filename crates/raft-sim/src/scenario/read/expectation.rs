//! Reading the expectations of a scenario.

use alloc::collections::BTreeMap;
use alloc::string::String;

use raft_core::{Duration, Instant, RoleName};

use super::happening::{read_happening, read_watch_alone};
use super::json::{Fields, Json, JsonCursor, JsonPath, OneOf};
use super::values::{RUN_MAX_MS, ReadResult, by_node, map_of, name_among, read_node, read_terms};
use super::why_not::{read_needs, read_why_not};
use crate::limits::{COMMAND_CHARACTERS_MAX, SEED_MAX, TERM_MAX};
use crate::range::NodesOf;
use crate::scenario::spec::expectation::{ALL, Due, Expectation, PROPERTIES, ROLES, What};
use crate::scenario::spec::happening::Times;
use crate::scenario::spec::why_not::Needs;

const CONDITIONS: [&str; 17] = [
    "committed_at_least",
    "committed_at_most",
    "acknowledged_at_least",
    "leader",
    "leaders",
    "roles",
    "terms",
    "votes",
    "logs_equal",
    "logs",
    "commit_index",
    "values",
    "happens",
    "never",
    "always",
    "violates",
    "why_not",
];

pub(crate) fn read_expectation(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<Expectation> {
    let mut known = CONDITIONS.to_vec();
    known.extend(["by_ms", "at_ms", "within_ms", "after"]);
    known.extend(["node", "message", "at_least", "at_most", "needs"]);
    let kind = cursor.fields(&known)?.one_of(&CONDITIONS)?;
    let due: &[&str] = match kind {
        "always" | "violates" => &[],
        "why_not" => &["at_ms"],
        _ => &["by_ms", "at_ms", "within_ms", "after"],
    };
    let beside: &[&str] = match kind {
        "happens" => &["node", "message", "at_least", "at_most"],
        "never" => &["node", "message"],
        "why_not" => &["needs"],
        _ => &[],
    };
    let fields = cursor.fields(&[&[kind], due, beside].concat())?;
    Ok(Expectation {
        due: read_due(&cursor, &fields, nodes)?,
        what: fields.need(kind, |value| read_condition(kind, value, &fields, nodes))?,
    })
}

fn read_due(cursor: &JsonCursor<'_>, fields: &Fields<'_>, nodes: u8) -> ReadResult<Due> {
    let time = |name, least| {
        fields.read(name, |cursor: JsonCursor<'_>| {
            cursor.whole_number(least, RUN_MAX_MS, "milliseconds")
        })
    };
    let (by, at) = (time("by_ms", 0)?, time("at_ms", 0)?);
    let within = time("within_ms", 1)?;
    let after = fields.read("after", |after| read_watch_alone(after, nodes))?;
    Ok(match (by, at, within, after) {
        (Some(_), Some(_), None, _) => return Err(cursor.refuse_as("by_ms or at_ms", "both")),
        (Some(_), _, Some(_), _) | (_, Some(_), Some(_), _) => {
            return Err(cursor.refuse_as("within_ms, by_ms or at_ms", "more than one of them"));
        }
        (None, None, Some(within), Some(after)) => {
            Due::Within(Duration::from_millis(within), after)
        }
        (None, None, Some(_), None) => {
            return Err(cursor.refuse_as("a field \"after\" beside within_ms", "none"));
        }
        (_, _, None, Some(_)) => {
            return Err(cursor.refuse_as("a field \"within_ms\" beside after", "none"));
        }
        (Some(by), None, None, None) => Due::By(Instant::from_millis(by)),
        (None, Some(at), None, None) => Due::At(Instant::from_millis(at)),
        (None, None, None, None) => Due::End,
    })
}

fn read_condition(
    kind: &str,
    value: JsonCursor<'_>,
    fields: &Fields<'_>,
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
        "leaders" => match value.json {
            Json::Object(_) => What::LeadersAre(by_node(value, nodes, read_term)?),
            _ => What::Leaders(value.whole_number(0, nodes.into(), "").map_err(|_| {
                value.refuse(format_args!(
                    "a number of nodes up to {nodes}, or an object with their terms such \
                             as {{\"0\": 2}}"
                ))
            })?),
        },
        "roles" => What::Roles(by_node(value, nodes, read_role)?),
        "terms" => What::Terms(by_node(value, nodes, read_term)?),
        "votes" => What::Votes(by_node(value, nodes, |vote| match vote.json {
            Json::Null => Ok(None),
            _ => read_node(vote, nodes)
                .map(Some)
                .map_err(|_| vote.refuse(format_args!("null or {}", NodesOf(nodes)))),
        })?),
        "logs_equal" => What::LogsEqual(value.bool()?),
        "logs" => What::Logs(by_node(value, nodes, read_terms)?),
        "commit_index" => What::CommitIndex(by_node(value, nodes, |index| match index.json {
            Json::Null => Ok(None),
            _ => index
                .whole_number(1, SEED_MAX, "null or an index")
                .map(Some),
        })?),
        "values" => What::Values(read_values(value)?),
        "happens" => What::Happens(read_happening(value, fields, nodes)?, read_times(fields)?),
        "never" => What::Never(read_happening(value, fields, nodes)?),
        "always" => match value.json {
            Json::Text(text) if text == ALL => What::AlwaysAll,
            _ => What::Always(
                name_among(value, &PROPERTIES)
                    .map_err(|_| value.refuse(format_args!("{ALL}, {}", OneOf(&PROPERTIES))))?,
            ),
        },
        "violates" => What::Violates(name_among(value, &PROPERTIES)?),
        _ => What::WhyNot(
            read_why_not(value, nodes)?,
            fields.read("needs", |needs| read_needs(needs, nodes).map(Needs))?,
        ),
    })
}

/// How often something must happen: once or more often, unless `at_least` or `at_most` says
/// otherwise. With `at_most` alone it need not happen at all.
fn read_times(fields: &Fields<'_>) -> ReadResult<Times> {
    let count = |cursor: JsonCursor<'_>, least| cursor.whole_number(least, SEED_MAX, "a number");
    let at_least = fields.read("at_least", |least| count(least, 1))?;
    let at_most = fields.read("at_most", |most| match at_least {
        None => count(most, 0),
        Some(least) => count(most, least)
            .map_err(|_| most.refuse(format_args!("a number from {least}, at_least, on"))),
    })?;
    Ok(match (at_least, at_most) {
        (None, None) => Times::ONCE,
        (at_least, at_most) => Times {
            at_least: at_least.unwrap_or(0),
            at_most,
        },
    })
}

fn read_role(cursor: JsonCursor<'_>) -> ReadResult<RoleName> {
    let name = name_among(cursor, &ROLES.map(RoleName::word))?;
    let named = |role: &RoleName| role.word() == name;
    Ok(ROLES.into_iter().find(named).unwrap_or(RoleName::Follower))
}

fn read_term(cursor: JsonCursor<'_>) -> ReadResult<u64> {
    cursor.whole_number(0, TERM_MAX, "a term")
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
