//! Reading the values that several parts of a scenario file have in common.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::json::{Json, JsonCursor, JsonPath, OneOf, Shown};
use crate::action::chaos::Assumptions;
use crate::action::check::check_clock_rate;
use crate::limits::{
    CHAOS_PER_MINUTE_MAX, RATIO_DENOMINATOR_MAX, RUN_MAX, SPAN_MAX, START_ENTRIES_MAX, TERM_MAX,
    WORKLOAD_CLIENTS_MAX, WORKLOAD_KEYS_MAX, WORKLOAD_PER_SECOND_MAX,
};
use crate::range::NodesOf;
use crate::scenario::action::chaos::{ChaosShape, ChaosSpec};
use crate::scenario::action::share::{Rate, Share, parse_ratio};
use crate::scenario::action::work::{Off, Work, WorkloadShape};
use crate::scenario::error::ReadError;
use crate::scenario::spec::event_name::EventName;

pub(crate) type ReadResult<T> = Result<T, ReadError>;

/// The longest run, in milliseconds.
pub(crate) const RUN_MAX_MS: u64 = RUN_MAX.0 / 1_000;

/// The number of a node, of so many.
pub(crate) fn read_node(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<u8> {
    number_below(cursor.json, nodes).ok_or_else(|| cursor.refuse(NodesOf(nodes)))
}

/// A whole number below that of the nodes.
pub(crate) fn number_below(json: &Json, nodes: u8) -> Option<u8> {
    match json {
        Json::Whole(number) => u8::try_from(*number).ok().filter(|node| *node < nodes),
        _ => None,
    }
}

/// Two times in milliseconds, the shorter one first.
pub(crate) fn range_ms(cursor: JsonCursor<'_>, least: u64) -> ReadResult<[u64; 2]> {
    let max = SPAN_MAX.0 / 1_000;
    let range = cursor.pair("two times in milliseconds", |end| {
        end.whole_number(least, max, "milliseconds")
    })?;
    match range {
        [min, max] if min > max => {
            let found = format!("{min} before {max}");
            Err(cursor.refuse_as("the shorter time first", found))
        }
        range => Ok(range),
    }
}

pub(crate) fn name_among(
    cursor: JsonCursor<'_>,
    names: &[&'static str],
) -> ReadResult<&'static str> {
    let found = match cursor.json {
        Json::Text(text) => names.iter().find(|name| *name == text),
        _ => None,
    };
    found.copied().ok_or_else(|| cursor.refuse(OneOf(names)))
}

/// An object with a value for some of the nodes.
pub(crate) fn by_node<T>(
    cursor: JsonCursor<'_>,
    nodes: u8,
    read: impl Fn(JsonCursor<'_>) -> ReadResult<T>,
) -> ReadResult<BTreeMap<u8, T>> {
    let example = "an object with node numbers such as \"0\"";
    let read_entry = |(name, json): (&String, &Json)| {
        let path = JsonPath::Field(&cursor.path, name);
        let known = (0..nodes).find(|node| node.to_string() == *name);
        let node = known.ok_or_else(|| {
            cursor.refuse_as(
                format_args!("node numbers from \"0\" to \"{}\"", nodes - 1),
                Shown::text(name),
            )
        })?;
        Ok((node, read(JsonCursor { json, path })?))
    };
    map_of(cursor.entries(example)?.iter().map(read_entry))
}

/// Collecting into a map would sort first, and the page's first load would pay kilobytes of
/// code for that for each type.
pub(crate) fn map_of<K: Ord, V>(
    entries: impl Iterator<Item = ReadResult<(K, V)>>,
) -> ReadResult<BTreeMap<K, V>> {
    let mut map = BTreeMap::new();
    for entry in entries {
        let (key, value) = entry?;
        map.insert(key, value);
    }
    Ok(map)
}

pub(crate) fn read_terms(cursor: JsonCursor<'_>) -> ReadResult<Vec<u64>> {
    cursor.each(START_ENTRIES_MAX, "terms", |term| {
        term.whole_number(1, TERM_MAX, "a term")
    })
}

pub(crate) fn read_share(cursor: JsonCursor<'_>) -> ReadResult<Share> {
    let expected = || {
        format!(
            "a share such as \"0\", \"1/20\" or \"1\", in at most {RATIO_DENOMINATOR_MAX} parts"
        )
    };
    let Json::Text(text) = cursor.json else {
        return Err(cursor.refuse(expected()));
    };
    let share = parse_ratio(text).filter(|ratio| {
        (1..=RATIO_DENOMINATOR_MAX).contains(&ratio.denominator)
            && ratio.numerator <= ratio.denominator
    });
    share.map(Share).ok_or_else(|| cursor.refuse(expected()))
}

pub(crate) fn read_rate(cursor: JsonCursor<'_>) -> ReadResult<Rate> {
    let place = cursor.path.to_string();
    let expected = "a rate such as \"2\" or \"9/10\"";
    let Json::Text(text) = cursor.json else {
        return Err(cursor.refuse(expected));
    };
    let rate = parse_ratio(text).ok_or_else(|| cursor.refuse(expected))?;
    check_clock_rate(&place, rate)?;
    Ok(Rate(rate))
}

pub(crate) fn read_chaos(cursor: JsonCursor<'_>) -> ReadResult<ChaosSpec> {
    match cursor.json {
        Json::Text(text) if text == "off" => return Ok(ChaosSpec::Off(Off::Off)),
        Json::Object(_) => {}
        _ => return Err(cursor.refuse("chaos such as {\"per_minute\": 12}, or \"off\"")),
    }
    let fields = cursor.fields(&["per_minute", "assumptions"])?;
    Ok(ChaosSpec::On(ChaosShape {
        per_minute: fields.read("per_minute", |cursor| {
            let number = cursor.whole_number(1, CHAOS_PER_MINUTE_MAX.into(), "faults")?;
            Ok(u32::try_from(number).unwrap_or(CHAOS_PER_MINUTE_MAX))
        })?,
        assumptions: fields.read("assumptions", |cursor| {
            let name = name_among(cursor, &Assumptions::ALL.map(Assumptions::word))?;
            let named = |it: &Assumptions| it.word() == name;
            Ok(Assumptions::ALL.into_iter().find(named).unwrap_or_default())
        })?,
    }))
}

pub(crate) fn read_work(cursor: JsonCursor<'_>) -> ReadResult<Work> {
    match cursor.json {
        Json::Text(text) if text == "off" => return Ok(Work::Off(Off::Off)),
        Json::Object(_) => {}
        _ => return Err(cursor.refuse("a workload such as {\"per_second\": 5}, or \"off\"")),
    }
    let fields = cursor.fields(&["per_second", "reads", "keys", "clients"])?;
    let small = |cursor: JsonCursor<'_>, max: u8, what| {
        let number = cursor.whole_number(1, max.into(), what)?;
        Ok(u8::try_from(number).unwrap_or(max))
    };
    Ok(Work::On(WorkloadShape {
        per_second: fields.read("per_second", |cursor| {
            let number = cursor.whole_number(1, WORKLOAD_PER_SECOND_MAX.into(), "operations")?;
            Ok(u32::try_from(number).unwrap_or(WORKLOAD_PER_SECOND_MAX))
        })?,
        reads: fields.read("reads", read_share)?,
        keys: fields.read("keys", |cursor| small(cursor, WORKLOAD_KEYS_MAX, "keys"))?,
        clients: fields.read("clients", |cursor| {
            small(cursor, WORKLOAD_CLIENTS_MAX, "clients")
        })?,
    }))
}

/// The name of an event.
pub(crate) fn read_event_name(cursor: JsonCursor<'_>) -> ReadResult<EventName> {
    let named = |text: &str| EventName::all().find(|event| event.name() == text);
    let found = match cursor.json {
        Json::Text(text) => named(text),
        _ => None,
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = EventName::all().map(EventName::name).collect();
        cursor.refuse(format_args!("the name of an event ({})", OneOf(&names)))
    })
}
