//! Share links: a run, a moment of it and its digest, as one string.
//!
//! [`decode_pair`] makes a run from a link, and [`encode_pair`] a link from a run. `envelope.rs`
//! has the header, `v1.rs` and `v2.rs` the body of each version, and `wire.rs` the bytes of each
//! value. A link of a published version opens for ever: `encode_pair` writes the oldest version
//! that can hold the run, and `decode_pair` reads them all.

mod envelope;
mod v1;
mod v2;
mod wire;

use alloc::string::String;

pub use envelope::{LinkError, frame};
pub use v1::Shared;
pub use v2::{ComparedRun, Pair};

use envelope::{Version, open};
use wire::{Reader, Writer};

/// The version of the engine: raised whenever a published run would get another digest.
pub const ENGINE_VERSION: u32 = 2;

/// The link to a run: its text, beginning with `#`.
#[must_use]
pub fn encode(shared: &Shared) -> String {
    let mut body = Writer::default();
    v1::write_shared(&mut body, shared);
    frame(Version::One as u8, &body.0)
}

/// The link to a run with its name and with the run it is compared with.
#[must_use]
pub fn encode_pair(pair: &Pair) -> String {
    if pair.name.is_none() && pair.beside.is_none() {
        return encode(&pair.shown);
    }
    let mut body = Writer::default();
    v2::write_pair(&mut body, pair);
    frame(Version::Two as u8, &body.0)
}

/// The branch that a link of any version shows. A full address is accepted too: then the link is
/// the text after the last `#`.
///
/// # Errors
/// One sentence about the damage, or about the run that is refused.
pub fn decode(text: &str) -> Result<Shared, LinkError> {
    decode_pair(text).map(|pair| pair.shown)
}

/// All that a link of any version carries.
///
/// # Errors
/// One sentence about the damage, or about the run that is refused.
pub fn decode_pair(text: &str) -> Result<Pair, LinkError> {
    let (version, body) = open(text)?;
    let mut reader = Reader(&body);
    let pair = match version {
        Version::One => Pair {
            shown: v1::read_shared(&mut reader)?,
            name: None,
            beside: None,
        },
        Version::Two => v2::read_pair(&mut reader)?,
    };
    if !reader.0.is_empty() {
        return Err(LinkError::Damaged);
    }
    pair.check().map_err(LinkError::Refused)?;
    Ok(pair)
}
