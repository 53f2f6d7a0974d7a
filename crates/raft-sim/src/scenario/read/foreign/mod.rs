//! Files of other programs, which people drop on the page or name on the command line. Each is
//! recognized by its beginning and refused by its name, since words about JSON would not help.
//!
//! A file for each format has its name in sentences and its detector. A detector may miss a file,
//! and must never claim a scenario: it is asked only about texts that are none.

mod ccf_trace;
mod etcd_trace;
mod event_lines;
mod jepsen_history;
mod lab_log;
mod mermaid_diagram;
mod porcupine_history;
mod run_report;
mod shiviz_log;
mod state_trace;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::json::Json;
use crate::scenario::error::ReadError;

/// A format of other programs.
struct Format {
    /// With its article: "a trace of etcd's raft".
    name: &'static str,
    /// What to do with such a file, after a semicolon; empty where there is nothing to say.
    advice: &'static str,
    is_of: fn(&Sample<'_>) -> bool,
}

const FORMATS: [Format; 10] = [
    event_lines::FORMAT,
    run_report::FORMAT,
    etcd_trace::FORMAT,
    ccf_trace::FORMAT,
    porcupine_history::FORMAT,
    jepsen_history::FORMAT,
    lab_log::FORMAT,
    shiviz_log::FORMAT,
    mermaid_diagram::FORMAT,
    state_trace::FORMAT,
];

/// What detectors look at.
struct Sample<'a> {
    /// The first lines that are not blank, without blanks around them.
    lines: Vec<&'a str>,
    /// Those of them that are JSON objects.
    objects: Vec<Object>,
    /// The whole text, where it is JSON.
    whole: Option<&'a Json>,
}

type Object = BTreeMap<String, Json>;

const LINES_MAX: usize = 12;
/// Bytes: a line may be as long as a text, and is not looked at beyond this.
const BEGINNING: usize = 64 * 1024;

/// Why a text that is no scenario is refused, when it is a file of a known format. `whole` is the
/// text as JSON, where it is JSON.
pub(crate) fn refusal_of(text: &str, whole: Option<&Json>) -> Option<ReadError> {
    let sample = Sample::of(text, whole);
    let format = FORMATS.iter().find(|format| (format.is_of)(&sample))?;
    let Format { name, advice, .. } = format;
    Some(ReadError::new(format_args!(
        "This is {name}, not a scenario: expected a scenario file, which is JSON such as \
         {{\"format\": 1}}, or a share link{advice}."
    )))
}

impl<'a> Sample<'a> {
    fn of(text: &'a str, whole: Option<&'a Json>) -> Sample<'a> {
        let beginning = &text[..text.floor_char_boundary(BEGINNING)];
        let lines = beginning.lines().map(str::trim);
        let lines: Vec<&str> = lines
            .filter(|line| !line.is_empty())
            .take(LINES_MAX)
            .collect();
        let objects = lines.iter().filter_map(|line| match Json::parse(line) {
            Ok(Json::Object(object)) => Some(object),
            _ => None,
        });
        Sample {
            objects: objects.collect(),
            lines,
            whole,
        }
    }

    /// Whether one of the first lines is a JSON object with all these fields.
    fn has_object_with(&self, fields: &[&str]) -> bool {
        self.objects.iter().any(|object| has_all(object, fields))
    }
}

fn has_all(object: &Object, fields: &[&str]) -> bool {
    fields.iter().all(|field| object.contains_key(*field))
}

fn is_text(json: Option<&Json>, text: &str) -> bool {
    matches!(json, Some(Json::Text(found)) if found == text)
}
