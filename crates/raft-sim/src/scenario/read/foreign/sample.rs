//! A format of other programs, and the part of a text that its detector looks at.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::scenario::read::json::Json;

/// A format of other programs.
pub(super) struct Format {
    /// With its article: "a trace of etcd's raft".
    pub(super) name: &'static str,
    /// What to do with such a file, after a semicolon; empty where there is nothing to say.
    pub(super) advice: &'static str,
    pub(super) is_of: fn(&Sample<'_>) -> bool,
}

/// What detectors look at.
pub(super) struct Sample<'a> {
    /// The first lines that are not blank, without blanks around them.
    pub(super) lines: Vec<&'a str>,
    /// Those of them that are JSON objects.
    pub(super) objects: Vec<Object>,
    /// The whole text, where it is JSON.
    pub(super) whole: Option<&'a Json>,
}

pub(super) type Object = BTreeMap<String, Json>;

const LINES_MAX: usize = 12;
/// Bytes: a line may be as long as a text, and is not looked at beyond this.
const BEGINNING: usize = 64 * 1024;

impl<'a> Sample<'a> {
    pub(super) fn of(text: &'a str, whole: Option<&'a Json>) -> Sample<'a> {
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
    pub(super) fn has_object_with(&self, fields: &[&str]) -> bool {
        self.objects.iter().any(|object| has_all(object, fields))
    }
}

pub(super) fn has_all(object: &Object, fields: &[&str]) -> bool {
    fields.iter().all(|field| object.contains_key(*field))
}

pub(super) fn is_text(json: Option<&Json>, text: &str) -> bool {
    matches!(json, Some(Json::Text(found)) if found == text)
}
