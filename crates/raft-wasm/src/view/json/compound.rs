//! Lists and objects, which have parts.

use serde::ser::{Serialize, SerializeSeq, SerializeStruct, SerializeTuple};

use super::{Foreign, Json, Written};

/// A list or an object that was begun.
pub(super) struct Compound<'a>(&'a mut Json);

impl<'a> Compound<'a> {
    pub(super) fn list(json: &'a mut Json) -> Compound<'a> {
        json.word("[");
        Compound(json)
    }

    pub(super) fn object(json: &'a mut Json) -> Compound<'a> {
        json.word("{");
        Compound(json)
    }

    fn item<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
        self.0.part();
        value.serialize(&mut *self.0)
    }
}

impl SerializeSeq for Compound<'_> {
    type Ok = ();
    type Error = Foreign;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
        self.item(value)
    }

    fn end(self) -> Written {
        self.0.word("]");
        Ok(())
    }
}

impl SerializeTuple for Compound<'_> {
    type Ok = ();
    type Error = Foreign;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
        self.item(value)
    }

    fn end(self) -> Written {
        SerializeSeq::end(self)
    }
}

impl SerializeStruct for Compound<'_> {
    type Ok = ();
    type Error = Foreign;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Written {
        self.0.key(name);
        value.serialize(&mut *self.0)
    }

    fn end(self) -> Written {
        self.0.word("}");
        Ok(())
    }
}
