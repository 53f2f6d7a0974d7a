//! How values become the bytes of a link: the part of postcard's encoding that links need.
//!
//! A byte is written as it is. A number is written seven bits to a byte, the lowest first; the
//! eighth bit says that more follow. A text or a list begins with its length. A value that may be
//! missing begins with 1, or is 0 when it is missing.

use alloc::string::String;
use alloc::vec::Vec;

/// The bytes written so far.
#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) -> &mut Writer {
        self.0.push(byte);
        self
    }

    pub(super) fn bytes(&mut self, bytes: impl IntoIterator<Item = u8>) -> &mut Writer {
        self.0.extend(bytes);
        self
    }

    pub(super) fn number(&mut self, mut number: u64) -> &mut Writer {
        while number > 0x7f {
            self.byte(number as u8 | 0x80);
            number >>= 7;
        }
        self.byte(number as u8)
    }

    pub(super) fn numbers(&mut self, numbers: impl IntoIterator<Item = u64>) -> &mut Writer {
        for number in numbers {
            self.number(number);
        }
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Writer {
        self.number(text.len() as u64).bytes(text.bytes())
    }

    pub(super) fn if_any<T>(
        &mut self,
        value: Option<T>,
        write: impl FnOnce(&mut Writer, T) -> &mut Writer,
    ) -> &mut Writer {
        match value {
            None => self.byte(0),
            Some(value) => write(self.byte(1), value),
        }
    }

    pub(super) fn each<T>(
        &mut self,
        items: impl ExactSizeIterator<Item = T>,
        mut write: impl FnMut(&mut Writer, T),
    ) -> &mut Writer {
        self.number(items.len() as u64);
        for item in items {
            write(self, item);
        }
        self
    }
}

/// The bytes still to be read. Bytes that do not hold the value asked for are [`Damaged`].
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

/// Some of the bytes are missing or changed. The error has no fields, so that passing it on at
/// every byte costs next to nothing.
pub(super) struct Damaged;

pub(super) type Read<T> = Result<T, Damaged>;

impl<'a> Reader<'a> {
    pub(super) fn byte(&mut self) -> Read<u8> {
        let (first, rest) = self.0.split_first().ok_or(Damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn number(&mut self) -> Read<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            number |= bits << shift;
            if byte & 0x80 == 0 {
                let fits = (bits << shift) >> shift == bits;
                return if fits { Ok(number) } else { Err(Damaged) };
            }
        }
        Err(Damaged)
    }

    pub(super) fn small_number(&mut self) -> Read<u32> {
        u32::try_from(self.number()?).map_err(|_| Damaged)
    }

    pub(super) fn flag(&mut self) -> Read<bool> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Damaged),
        }
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Read<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Damaged)
        }
    }

    /// A number of bytes, and as many bytes behind it, for a reader of their own.
    pub(super) fn section(&mut self) -> Read<Reader<'a>> {
        let length = usize::try_from(self.number()?).map_err(|_| Damaged)?;
        let (section, rest) = self.0.split_at_checked(length).ok_or(Damaged)?;
        self.0 = rest;
        Ok(Reader(section))
    }

    #[inline(never)]
    pub(super) fn text(&mut self) -> Read<String> {
        String::from_utf8(self.section()?.0.into()).map_err(|_| Damaged)
    }

    pub(super) fn if_any<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<Option<T>> {
        match self.flag()? {
            true => read(self).map(Some),
            false => Ok(None),
        }
    }

    /// Reads a list. A hostile length costs nothing, since reading ends where the bytes end.
    pub(super) fn each<T>(&mut self, mut read: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let mut items = Vec::new();
        for _ in 0..self.number()? {
            items.push(read(self)?);
        }
        Ok(items)
    }
}
