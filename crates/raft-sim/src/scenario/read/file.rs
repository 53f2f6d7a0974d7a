//! Reading a scenario file.

use alloc::format;
use alloc::string::String;

use raft_core::{Duration, Instant};

use super::action_json::read_action_spec;
use super::expectation::read_expectation;
use super::foreign;
use super::happening::read_watch;
use super::json::{Fields, Json, JsonCursor, JsonPath};
use super::values::{RUN_MAX_MS, ReadResult};
use crate::limits::{
    ABOUT_CHARACTERS_MAX, ACTIONS_MAX, CAPTION_CHARACTERS_MAX, CAPTIONS_MAX, EXPECTATIONS_MAX,
    RUN_MAX, SCENARIO_CHARACTERS_MAX, SEED_MAX, TITLE_CHARACTERS_MAX,
};
use crate::run::check::check_start;
use crate::scenario::error::ReadError;
use crate::scenario::options::read_options;
use crate::scenario::spec::file::Scenario;
use crate::scenario::spec::step::{Caption, Step, Trigger};
use crate::scenario::start::{check_reachable, read_start};

/// The version of the format that is read and written.
const FORMAT: u32 = 1;

impl Scenario {
    /// Reads the text of a scenario file.
    ///
    /// # Errors
    /// One sentence about the first mistake in the text.
    pub fn read(text: &str) -> Result<Scenario, ReadError> {
        let characters = text.chars().count();
        if characters > SCENARIO_CHARACTERS_MAX {
            // A trace of another program is often long; that it is one says more.
            if let Some(refusal) = foreign::refusal_of(text, None) {
                return Err(refusal);
            }
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
        let json = Json::parse(text);
        let whole = json.as_ref().ok();
        if !whole.is_some_and(may_be_scenario)
            && let Some(refusal) = foreign::refusal_of(text, whole)
        {
            return Err(refusal);
        }
        read_scenario(JsonCursor::root(&json?, "This file"))
    }
}

/// Whether a mistake in this JSON is one in a scenario: it names its format, as scenarios do.
fn may_be_scenario(json: &Json) -> bool {
    matches!(json, Json::Object(fields) if fields.contains_key("format"))
}

fn read_scenario(cursor: JsonCursor<'_>) -> ReadResult<Scenario> {
    // The version comes first, since a newer format may have other fields.
    check_format(&cursor)?;
    let fields = cursor.fields(&[
        "format", "title", "about", "seed", "options", "start", "actions", "captions", "expect",
        "until_ms", "$schema",
    ])?;
    let text = |max: usize| move |cursor: JsonCursor<'_>| cursor.text(max).map(String::from);
    let options = fields.read("options", read_options)?.unwrap_or_default();
    let nodes = options.resolved().nodes;
    let title = fields.read("title", |cursor| one_line(cursor, TITLE_CHARACTERS_MAX))?;
    let scenario = Scenario {
        schema: fields.read("$schema", text(ABOUT_CHARACTERS_MAX))?,
        format: FORMAT,
        title: title.unwrap_or_default(),
        about: fields
            .read("about", text(ABOUT_CHARACTERS_MAX))?
            .unwrap_or_default(),
        seed: fields
            .read("seed", |seed| {
                seed.whole_number(0, SEED_MAX, "a whole number")
            })?
            .unwrap_or_default(),
        start: fields
            .read("start", |start| read_start(start, nodes))?
            .unwrap_or_default(),
        actions: fields
            .read("actions", |list| {
                list.each(ACTIONS_MAX, "actions", |step| read_step(step, nodes))
            })?
            .unwrap_or_default(),
        captions: fields
            .read("captions", |list| {
                list.each(CAPTIONS_MAX, "captions", |caption| {
                    read_caption(caption, nodes)
                })
            })?
            .unwrap_or_default(),
        expect: fields
            .read("expect", |list| {
                list.each(EXPECTATIONS_MAX, "expectations", |expectation| {
                    read_expectation(expectation, nodes)
                })
            })?
            .unwrap_or_default(),
        until_ms: fields.read("until_ms", |until| {
            until.whole_number(0, RUN_MAX_MS, "milliseconds")
        })?,
        options,
    };
    let start = check_start(&scenario.start(), &scenario.options());
    start.map_err(|error| error.within("start."))?;
    check_reachable(&scenario.start, nodes)?;
    check_moments(&scenario)?;
    Ok(scenario)
}

fn check_format(cursor: &JsonCursor<'_>) -> ReadResult<()> {
    let object = cursor.entries("a scenario such as {\"format\": 1}")?;
    match object.get("format") {
        Some(Json::Whole(1)) => Ok(()),
        Some(Json::Whole(format)) if *format > u64::from(FORMAT) => {
            Err(ReadError::new(format_args!(
                "This file has format {format}; this version reads format {FORMAT}: get a newer \
                 version of the playground."
            )))
        }
        Some(json) => {
            let path = JsonPath::Field(&cursor.path, "format");
            Err(JsonCursor { json, path }.refuse(FORMAT))
        }
        None => Err(ReadError::new(format_args!(
            "This file: expected a field \"format\": {FORMAT}, found none."
        ))),
    }
}

fn one_line(cursor: JsonCursor<'_>, max: usize) -> ReadResult<String> {
    let text = cursor.text(max)?;
    if text.contains('\n') {
        return Err(cursor.refuse("one line"));
    }
    Ok(text.into())
}

fn read_step(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<Step> {
    let known = [
        "at_ms", "at_us", "after", "node", "message", "nth", "wait_ms", "do",
    ];
    let fields = cursor.fields(&known)?;
    Ok(Step {
        trigger: read_trigger(&cursor, &fields, "after", nodes)?,
        action: fields.need("do", |action| read_action_spec(action, nodes))?,
    })
}

fn read_caption(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<Caption> {
    let known = [
        "at_ms", "at_us", "when", "node", "message", "nth", "wait_ms", "say",
    ];
    let fields = cursor.fields(&known)?;
    Ok(Caption {
        trigger: read_trigger(&cursor, &fields, "when", nodes)?,
        say: fields.need("say", |say| {
            say.text(CAPTION_CHARACTERS_MAX).map(String::from)
        })?,
    })
}

fn read_trigger<'a>(
    cursor: &JsonCursor<'_>,
    fields: &Fields<'a>,
    event: &'a str,
    nodes: u8,
) -> ReadResult<Trigger> {
    let wait_ms = fields.read("wait_ms", |wait| {
        wait.whole_number(0, RUN_MAX_MS, "milliseconds")
    })?;
    let kind = fields.one_of(&["at_ms", "at_us", event])?;
    let beside = ["node", "message", "nth", "wait_ms"];
    if kind != event && beside.iter().any(|name| fields.get(name).is_some()) {
        let expected = format!("node, message, nth and wait_ms only beside {event}");
        return Err(cursor.refuse_as(expected, kind));
    }
    fields.need(kind, |value| match kind {
        "at_ms" => value
            .whole_number(0, RUN_MAX_MS, "milliseconds")
            .map(|at| Trigger::At(Instant::from_millis(at))),
        "at_us" => value
            .whole_number(0, RUN_MAX.0, "microseconds")
            .map(|at| Trigger::At(Instant(at))),
        _ => {
            let watch = read_watch(value, fields, nodes)?;
            let wait = Duration::from_millis(wait_ms.unwrap_or(0));
            Ok(Trigger::After(watch, wait))
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
