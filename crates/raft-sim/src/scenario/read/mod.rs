//! Reading a scenario file.

pub(crate) mod action;
pub(crate) mod action_line;
pub(crate) mod error;
mod expectation;
pub(crate) mod json;
pub(crate) mod setting;

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::{Duration, Instant};

use super::read::action::ActionReader;
use super::read::error::ReadError;
use super::read::expectation::read_expectation;
use super::read::json::{Fields, Json, JsonCursor, OneOf, Place};
use super::read::setting::{read_options, read_start};
use super::spec::event_name::EventName;
use super::spec::file::Scenario;
use super::spec::step::{Caption, Step, Trigger, Watch};
use crate::limits::{
    ABOUT_CHARACTERS_MAX, ACTIONS_MAX, CAPTION_CHARACTERS_MAX, CAPTIONS_MAX, EXPECTATIONS_MAX,
    RUN_MAX, SCENARIO_CHARACTERS_MAX, SEED_MAX, SPAN_MAX, START_ENTRIES_MAX, TERM_MAX,
    TITLE_CHARACTERS_MAX,
};
use crate::run::check::check_start;

pub(crate) type ReadResult<T> = Result<T, ReadError>;

/// The version of the format that is read and written.
const FORMAT: u32 = 1;
pub(crate) const RUN_MAX_MS: u64 = RUN_MAX.0 / 1_000;
const NTH_MAX: u64 = 1_000_000;

impl Scenario {
    /// Reads the text of a scenario file.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(text: &str) -> Result<Scenario, ReadError> {
        let characters = text.chars().count();
        if characters > SCENARIO_CHARACTERS_MAX {
            return Err(ReadError::new(format_args!(
                "This file has {characters} characters: expected at most \
                 {SCENARIO_CHARACTERS_MAX}."
            )));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(ReadError::new(
                "This file is empty: expected a scenario such as {\"format\": 1}.",
            ));
        }
        read_scenario(JsonCursor::root(&Json::parse(text)?, "This file"))
    }
}

fn read_scenario(spot: JsonCursor<'_>) -> ReadResult<Scenario> {
    // What a newer format calls its fields is its own affair: the version comes first.
    check_format(&spot)?;
    let fields = spot.fields(&[
        "format", "title", "about", "seed", "options", "start", "actions", "captions", "expect",
        "until_ms", "$schema",
    ])?;
    let text = |max: usize| move |spot: JsonCursor<'_>| spot.text(max).map(String::from);
    let options = fields.read("options", read_options)?.unwrap_or_default();
    let deeds = ActionReader {
        nodes: options.resolved().nodes,
    };
    let title = fields.read("title", |spot| one_line(spot, TITLE_CHARACTERS_MAX))?;
    let scenario = Scenario {
        schema: fields.read("$schema", text(ABOUT_CHARACTERS_MAX))?,
        format: FORMAT,
        title: title.unwrap_or_default(),
        about: fields
            .read("about", text(ABOUT_CHARACTERS_MAX))?
            .unwrap_or_default(),
        seed: fields
            .read("seed", |seed| seed.whole(0, SEED_MAX, "a whole number"))?
            .unwrap_or_default(),
        start: fields
            .read("start", |start| read_start(start, deeds))?
            .unwrap_or_default(),
        actions: fields
            .read("actions", |list| {
                list.each(ACTIONS_MAX, "actions", |step| read_step(step, deeds))
            })?
            .unwrap_or_default(),
        captions: fields
            .read("captions", |list| {
                list.each(CAPTIONS_MAX, "captions", |caption| {
                    read_caption(caption, deeds)
                })
            })?
            .unwrap_or_default(),
        expect: fields
            .read("expect", |list| {
                list.each(EXPECTATIONS_MAX, "expectations", |expectation| {
                    read_expectation(expectation, deeds)
                })
            })?
            .unwrap_or_default(),
        until_ms: fields.read("until_ms", |until| {
            until.whole(0, RUN_MAX_MS, "milliseconds")
        })?,
        options,
    };
    let start = check_start(&scenario.start(), &scenario.options());
    start.map_err(|error| error.within("start."))?;
    check_moments(&scenario)?;
    Ok(scenario)
}

fn check_format(spot: &JsonCursor<'_>) -> ReadResult<()> {
    let object = spot.entries("a scenario such as {\"format\": 1}")?;
    match object.get("format") {
        Some(Json::Whole(1)) => Ok(()),
        Some(Json::Whole(format)) if *format > u64::from(FORMAT) => {
            Err(ReadError::new(format_args!(
                "This file has format {format}; this version reads format {FORMAT}: get a newer \
                 version of the playground."
            )))
        }
        Some(json) => {
            let place = Place::Field(&spot.place, "format");
            Err(JsonCursor { json, place }.refuse(FORMAT))
        }
        None => Err(ReadError::new(format_args!(
            "This file: expected a field \"format\": {FORMAT}, found none."
        ))),
    }
}

fn one_line(spot: JsonCursor<'_>, max: usize) -> ReadResult<String> {
    let text = spot.text(max)?;
    if text.contains('\n') {
        return Err(spot.refuse("one line"));
    }
    Ok(text.into())
}

/// Two times in milliseconds, the shorter one first.
pub(crate) fn range_ms(spot: JsonCursor<'_>, least: u64) -> ReadResult<[u64; 2]> {
    let max = SPAN_MAX.0 / 1_000;
    let range = spot.pair("two times in milliseconds", |end| {
        end.whole(least, max, "milliseconds")
    })?;
    match range {
        [min, max] if min > max => {
            let found = format!("{min} before {max}");
            Err(spot.refuse_as("the shorter time first", found))
        }
        range => Ok(range),
    }
}

pub(crate) fn name_among(spot: JsonCursor<'_>, names: &[&'static str]) -> ReadResult<&'static str> {
    let found = match spot.json {
        Json::Text(text) => names.iter().find(|name| *name == text),
        _ => None,
    };
    found.copied().ok_or_else(|| spot.refuse(OneOf(names)))
}

/// An object with a value for some of the nodes.
pub(crate) fn by_node<T>(
    spot: JsonCursor<'_>,
    nodes: u8,
    read: impl Fn(JsonCursor<'_>) -> ReadResult<T>,
) -> ReadResult<BTreeMap<u8, T>> {
    let example = "an object with node numbers such as \"0\"";
    let read_entry = |(name, json): (&String, &Json)| {
        let place = Place::Field(&spot.place, name);
        let known = (0..nodes).find(|node| node.to_string() == *name);
        let node = known.ok_or_else(|| {
            spot.refuse_as(
                format_args!("node numbers from \"0\" to \"{}\"", nodes - 1),
                super::read::json::Shown::text(name),
            )
        })?;
        Ok((node, read(JsonCursor { json, place })?))
    };
    map_of(spot.entries(example)?.iter().map(read_entry))
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

pub(crate) fn read_terms(spot: JsonCursor<'_>) -> ReadResult<Vec<u64>> {
    spot.each(START_ENTRIES_MAX, "terms", |term| {
        term.whole(1, TERM_MAX, "a term")
    })
}

fn read_step(spot: JsonCursor<'_>, deeds: ActionReader) -> ReadResult<Step> {
    let known = ["at_ms", "at_us", "after", "node", "nth", "wait_ms", "do"];
    let fields = spot.fields(&known)?;
    Ok(Step {
        trigger: read_trigger(&spot, &fields, "after", deeds)?,
        deed: fields.need("do", |deed| deeds.deed(deed))?,
    })
}

fn read_caption(spot: JsonCursor<'_>, deeds: ActionReader) -> ReadResult<Caption> {
    let known = ["at_ms", "at_us", "when", "node", "nth", "wait_ms", "say"];
    let fields = spot.fields(&known)?;
    Ok(Caption {
        trigger: read_trigger(&spot, &fields, "when", deeds)?,
        say: fields.need("say", |say| {
            say.text(CAPTION_CHARACTERS_MAX).map(String::from)
        })?,
    })
}

fn read_trigger<'a>(
    spot: &JsonCursor<'_>,
    fields: &Fields<'a>,
    event: &'a str,
    deeds: ActionReader,
) -> ReadResult<Trigger> {
    let node = fields.read("node", |node| deeds.node(node))?;
    let nth = fields.read("nth", |nth| nth.whole(1, NTH_MAX, "a whole number"))?;
    let wait_ms = fields.read("wait_ms", |wait| wait.whole(0, RUN_MAX_MS, "milliseconds"))?;
    let kind = fields.one_of(&["at_ms", "at_us", event])?;
    if kind != event && (node.is_some() || nth.is_some() || wait_ms.is_some()) {
        let expected = format!("node, nth and wait_ms only beside {event}");
        return Err(spot.refuse_as(expected, kind));
    }
    fields.need(kind, |value| match kind {
        "at_ms" => value
            .whole(0, RUN_MAX_MS, "milliseconds")
            .map(|at| Trigger::At(Instant::from_millis(at))),
        "at_us" => value
            .whole(0, RUN_MAX.0, "microseconds")
            .map(|at| Trigger::At(Instant(at))),
        _ => {
            let event = EventName::read(value)?;
            let wait = Duration::from_millis(wait_ms.unwrap_or(0));
            Ok(Trigger::After(Watch { event, node, nth }, wait))
        }
    })
}

/// Moments never fall along the list of actions, and nothing lies beyond the end.
fn check_moments(scenario: &Scenario) -> ReadResult<()> {
    let until = scenario.until();
    let beyond = |list: &str, position: usize, at: Instant| {
        ReadError::new(format_args!(
            "{list}[{position}]: expected a moment up to {until}, when the run ends, found {at}."
        ))
    };
    let mut earliest = Instant::ZERO;
    for (position, step) in scenario.actions.iter().enumerate() {
        let Trigger::At(at) = step.trigger else {
            continue;
        };
        if at < earliest {
            return Err(ReadError::new(format_args!(
                "actions[{position}]: expected a moment no earlier than {earliest}, that of an \
                 action before it, found {at}."
            )));
        }
        if at > until {
            return Err(beyond("actions", position, at));
        }
        earliest = at;
    }
    for (position, caption) in scenario.captions.iter().enumerate() {
        match caption.trigger {
            Trigger::At(at) if at > until => return Err(beyond("captions", position, at)),
            _ => {}
        }
    }
    for (position, expectation) in scenario.expect.iter().enumerate() {
        match expectation.deadline() {
            Some(at) if at > until => return Err(beyond("expect", position, at)),
            _ => {}
        }
    }
    Ok(())
}
