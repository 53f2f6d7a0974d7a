//! JSON as a tree, and a cursor that knows where in the tree it stands.
//!
//! The reader is written by hand and not derived, so that every refusal names the field, the value
//! expected there and the value found.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Display};

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::scenario::error::ReadError;

/// A JSON value. No number in our files has decimals, so none is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Whole(u64),
    Negative(i64),
    /// With decimals, or beyond all whole numbers a computer counts with.
    Decimal,
    Text(String),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

impl Json {
    pub(crate) fn parse(text: &str) -> Result<Json, ReadError> {
        serde_json::from_str(text).map_err(|error| match error.is_data() {
            true => ReadError::new(format_args!("This text: {error}.")),
            false => ReadError::new(format_args!("This is not valid JSON: {error}.")),
        })
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Whole(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
        Ok(u64::try_from(value).map_or(Json::Negative(value), Json::Whole))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Decimal)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
        let mut object = BTreeMap::new();
        while let Some((name, value)) = fields.next_entry::<String, Json>()? {
            let found = Shown::text(&name);
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom(format_args!(
                    "expected each field once, found {found} again"
                )));
            }
        }
        Ok(Json::Object(object))
    }
}

/// The place of a value in a text: `actions[2].do.crash`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum JsonPath<'a> {
    /// The text itself, by its name in sentences: "this file".
    Root(&'a str),
    Field(&'a JsonPath<'a>, &'a str),
    Item(&'a JsonPath<'a>, usize),
}

impl Display for JsonPath<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonPath::Root(what) => formatter.write_str(what),
            JsonPath::Field(JsonPath::Root(_), name) => formatter.write_str(name),
            JsonPath::Field(outer, name) => write!(formatter, "{outer}.{name}"),
            JsonPath::Item(outer, position) => write!(formatter, "{outer}[{position}]"),
        }
    }
}

/// A value and its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JsonCursor<'a> {
    pub(crate) json: &'a Json,
    pub(crate) path: JsonPath<'a>,
}

/// An object all of whose fields are known ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a> {
    object: &'a BTreeMap<String, Json>,
    pub(crate) path: &'a JsonPath<'a>,
}

type ReadResult<T> = Result<T, ReadError>;

impl<'a> JsonCursor<'a> {
    pub(crate) fn root(json: &'a Json, what: &'a str) -> JsonCursor<'a> {
        let path = JsonPath::Root(what);
        JsonCursor { json, path }
    }

    /// The refusal of this value: another one was expected here.
    pub(crate) fn refuse(&self, expected: impl Display) -> ReadError {
        let found = Shown::of(self.json);
        self.refuse_as(expected, found)
    }

    /// A refusal with the value expected here and the value found.
    pub(crate) fn refuse_as(&self, expected: impl Display, found: impl Display) -> ReadError {
        let path = self.path;
        ReadError::new(format_args!("{path}: expected {expected}, found {found}."))
    }

    pub(crate) fn whole_number(&self, min: u64, max: u64, what: &str) -> ReadResult<u64> {
        match *self.json {
            Json::Whole(number) if (min..=max).contains(&number) => Ok(number),
            _ => Err(self.refuse(format_args!("{what} from {min} to {max}"))),
        }
    }

    pub(crate) fn bool(&self) -> ReadResult<bool> {
        match *self.json {
            Json::Bool(value) => Ok(value),
            _ => Err(self.refuse("true or false")),
        }
    }

    /// Text of at most so many characters. Control characters other than ends of lines have
    /// no meaning here, and could make a terminal misbehave.
    pub(crate) fn text(&self, max: usize) -> ReadResult<&'a str> {
        let Json::Text(text) = self.json else {
            return Err(self.refuse("text"));
        };
        let characters = text.chars().count();
        if characters > max {
            let expected = format!("at most {max} characters");
            return Err(self.refuse_as(expected, characters));
        }
        let forbidden = |character: &char| character.is_control() && *character != '\n';
        match text.chars().find(forbidden) {
            Some(control) => Err(self.refuse_as(
                "text without control characters",
                format_args!("{control:?}"),
            )),
            None => Ok(text),
        }
    }

    pub(crate) fn list(&self, max: usize, what: &str) -> ReadResult<&'a [Json]> {
        let Json::List(items) = self.json else {
            return Err(self.refuse(format_args!("a list of {what}")));
        };
        if items.len() > max {
            let expected = format!("at most {max} {what}");
            return Err(self.refuse_as(expected, items.len()));
        }
        Ok(items)
    }

    /// A list of which each item is read in the same way.
    pub(crate) fn each<T>(
        &self,
        max: usize,
        what: &str,
        read: impl Fn(JsonCursor<'_>) -> ReadResult<T>,
    ) -> ReadResult<Vec<T>> {
        let items = self.list(max, what)?.iter().enumerate();
        let read_item = |(position, json)| {
            let path = JsonPath::Item(&self.path, position);
            read(JsonCursor { json, path })
        };
        items.map(read_item).collect()
    }

    /// A list of exactly two, each read in the same way.
    pub(crate) fn pair<T>(
        &self,
        what: &str,
        read: impl Fn(JsonCursor<'_>) -> ReadResult<T>,
    ) -> ReadResult<[T; 2]> {
        match self.json {
            Json::List(items) if items.len() == 2 => {
                let pair: [T; 2] = self.each(2, what, read)?.try_into().map_err(|_| {
                    // `each` keeps the number of items.
                    self.refuse(what)
                })?;
                Ok(pair)
            }
            Json::List(items) => Err(self.refuse_as(what, format_args!("{} of them", items.len()))),
            _ => Err(self.refuse(what)),
        }
    }

    /// An object whose keys are free, as those of `start.logs`.
    pub(crate) fn entries(&self, what: &str) -> ReadResult<&'a BTreeMap<String, Json>> {
        match self.json {
            Json::Object(object) => Ok(object),
            _ => Err(self.refuse(what)),
        }
    }

    /// An object with no other fields than these.
    pub(crate) fn fields(&'a self, known: &[&str]) -> ReadResult<Fields<'a>> {
        let object = self.entries("an object")?;
        if let Some(unknown) = object.keys().find(|name| !known.contains(&name.as_str())) {
            let found = Shown::text(unknown);
            let expected = OneOf(known);
            return Err(self.refuse_as(format_args!("no other field than {expected}"), found));
        }
        Ok(Fields {
            object,
            path: &self.path,
        })
    }
}

impl<'a> Fields<'a> {
    /// No field at all.
    pub(crate) const NONE: Fields<'static> = Fields {
        object: &BTreeMap::new(),
        path: &JsonPath::Root(""),
    };

    pub(crate) fn get(&self, name: &'a str) -> Option<JsonCursor<'a>> {
        let json = self.object.get(name)?;
        let path = JsonPath::Field(self.path, name);
        Some(JsonCursor { json, path })
    }

    /// The field's value, if it is there.
    pub(crate) fn read<T>(
        &self,
        name: &'a str,
        read: impl FnOnce(JsonCursor<'a>) -> ReadResult<T>,
    ) -> ReadResult<Option<T>> {
        self.get(name).map(read).transpose()
    }

    pub(crate) fn need<T>(
        &self,
        name: &'a str,
        read: impl FnOnce(JsonCursor<'a>) -> ReadResult<T>,
    ) -> ReadResult<T> {
        let path = self.path;
        let missing = || {
            ReadError::new(format_args!(
                "{path}: expected a field \"{name}\", found none."
            ))
        };
        read(self.get(name).ok_or_else(missing)?)
    }

    /// The one of these fields that is there. Exactly one must be.
    pub(crate) fn one_of(&self, names: &[&'a str]) -> ReadResult<&'a str> {
        let mut present = names.iter().filter(|name| self.object.contains_key(**name));
        let (path, expected) = (self.path, OneOf(names));
        let refuse = |found: &dyn Display| {
            ReadError::new(format_args!(
                "{path}: expected exactly one of {expected}, found {found}."
            ))
        };
        match (present.next(), present.next()) {
            (Some(name), None) => Ok(name),
            (Some(one), Some(other)) => Err(refuse(&format_args!("{one} and {other}"))),
            (None, _) => Err(refuse(&"none")),
        }
    }
}

/// "a, b or c".
pub(crate) struct OneOf<'a>(pub(crate) &'a [&'a str]);

impl Display for OneOf<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, name) in self.0.iter().enumerate() {
            match place {
                0 => {}
                _ if place + 1 == self.0.len() => formatter.write_str(" or ")?,
                _ => formatter.write_str(", ")?,
            }
            formatter.write_str(name)?;
        }
        Ok(())
    }
}

/// The value found, short enough for a sentence.
pub(crate) struct Shown(String);

const SHOWN_CHARACTERS_MAX: usize = 40;

impl Shown {
    fn of(json: &Json) -> Shown {
        Shown(match json {
            Json::Null => "null".to_owned(),
            Json::Bool(value) => format!("{value}"),
            Json::Whole(number) => format!("{number}"),
            Json::Negative(number) => format!("{number}"),
            Json::Decimal => "a number that is not whole or too large".to_owned(),
            Json::Text(text) => return Shown::text(text),
            Json::List(items) if items.is_empty() => "an empty list".to_owned(),
            Json::List(_) => "a list".to_owned(),
            Json::Object(fields) if fields.is_empty() => "an empty object".to_owned(),
            Json::Object(fields) => {
                let names: Vec<&str> = fields.keys().map(String::as_str).take(3).collect();
                return Shown(format!("an object with {}", Quoted(&names)));
            }
        })
    }

    pub(crate) fn text(text: &str) -> Shown {
        Shown(format!("{}", Quoted(&[text])))
    }
}

impl Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Texts in quotes, unprintable characters escaped, long ones cut.
struct Quoted<'a>(&'a [&'a str]);

impl Display for Quoted<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, text) in self.0.iter().enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            let mut characters = text.chars();
            let begin: String = characters.by_ref().take(SHOWN_CHARACTERS_MAX).collect();
            let dots = if characters.next().is_some() {
                "…"
            } else {
                ""
            };
            write!(formatter, "{comma}\"{}{dots}\"", begin.escape_debug())?;
        }
        Ok(())
    }
}
