//! Writes the data for the page as JSON, with little code, so that the module is small.
//!
//! `serde_json` compiles a writer of its own into every field of every shape, which would make the
//! page's first load larger. Here the code of a field is a call or two. `serde_json` still reads
//! JSON.

mod compound;
mod each;
#[cfg(test)]
mod tests;

use core::fmt::{self, Display, Write};

use serde::ser::{self, Impossible, Serialize, Serializer};

use compound::Compound;
pub(crate) use each::Each;

/// This value as JSON; empty if it holds a type that no shape of the page has, such as a float.
pub(crate) fn json(value: &impl Serialize) -> String {
    let mut json = Json(String::new());
    match value.serialize(&mut json) {
        Ok(()) => json.0,
        Err(Foreign) => String::new(),
    }
}

/// The text so far.
struct Json(String);

impl Json {
    /// A comma, unless this is the first in its list or object.
    #[inline(never)]
    fn part(&mut self) {
        if !self.0.ends_with(['{', '[']) {
            self.0.push(',');
        }
    }

    /// Names of fields are plain words.
    #[inline(never)]
    fn key(&mut self, name: &str) {
        self.part();
        self.0.push('"');
        self.0.push_str(name);
        self.0.push_str("\":");
    }

    #[inline(never)]
    fn word(&mut self, word: &str) {
        self.0.push_str(word);
    }

    #[inline(never)]
    fn text(&mut self, text: &str) {
        self.0.push('"');
        let mut rest = text;
        while let Some((plain, special, behind)) = parted(rest) {
            self.0.push_str(plain);
            self.special(special);
            rest = behind;
        }
        self.0.push_str(rest);
        self.0.push('"');
    }

    /// One that cannot stand in a text as it is.
    fn special(&mut self, character: &str) {
        match character {
            "\"" | "\\" => {
                self.0.push('\\');
                self.0.push_str(character);
            }
            _ => character
                .bytes()
                .for_each(|code| self.shown(format_args!("\\u{code:04x}"))),
        }
    }

    #[inline(never)]
    fn whole(&mut self, number: u64) {
        self.shown(format_args!("{number}"));
    }

    /// Writing to memory cannot fail.
    fn shown(&mut self, shown: fmt::Arguments<'_>) {
        let _ = self.0.write_fmt(shown);
    }
}

/// The text before the first special character, that character, and the text behind it.
fn parted(text: &str) -> Option<(&str, &str, &str)> {
    let place = text.bytes().position(is_special)?;
    let (plain, rest) = text.split_at_checked(place)?;
    let (special, behind) = rest.split_at_checked(1)?;
    Some((plain, special, behind))
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | ..b' ')
}

/// The error for a type that no shape of the page has.
#[derive(Debug)]
struct Foreign;

impl Display for Foreign {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no shape of the page holds this")
    }
}

impl core::error::Error for Foreign {}

impl ser::Error for Foreign {
    fn custom<T: Display>(_: T) -> Foreign {
        Foreign
    }
}

type Written = Result<(), Foreign>;

impl<'a> Serializer for &'a mut Json {
    type Ok = ();
    type Error = Foreign;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Impossible<(), Foreign>;
    type SerializeTupleVariant = Impossible<(), Foreign>;
    type SerializeMap = Impossible<(), Foreign>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Impossible<(), Foreign>;

    fn serialize_bool(self, value: bool) -> Written {
        self.word(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Written {
        self.shown(format_args!("{value}"));
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Written {
        self.whole(value);
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Written {
        Err(Foreign)
    }

    fn serialize_f64(self, _: f64) -> Written {
        Err(Foreign)
    }

    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Written {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Foreign)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.word("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        self.word("{");
        self.key(variant);
        value.serialize(&mut *self)?;
        self.word("}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>, Foreign> {
        Ok(Compound::list(self))
    }

    fn collect_seq<I: IntoIterator<Item: Serialize>>(self, items: I) -> Written {
        self.word("[");
        for item in items {
            self.part();
            item.serialize(&mut *self)?;
        }
        self.word("]");
        Ok(())
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>, Foreign> {
        Ok(Compound::list(self))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Foreign> {
        Err(Foreign)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Foreign> {
        Err(Foreign)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Foreign> {
        Err(Foreign)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Foreign> {
        Ok(Compound::object(self))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Foreign> {
        Err(Foreign)
    }
}
