//! Share links: a run, a moment of it and its digest, as one string.
//!
//! [`decode_contents`] makes a run from a link, and [`encode_contents`] a link from a run.
//! `envelope.rs` has the header, `v1.rs`, `v2.rs` and `v3.rs` the body of each version, and
//! `wire.rs` the bytes of each value. A link of a published version opens for ever:
//! `encode_contents` writes the oldest version that can hold the run, and `decode_contents` reads
//! them all.

mod envelope;
mod v1;
mod v2;
mod v3;
mod wire;

use alloc::string::String;

pub use envelope::{LinkError, frame};
pub use v1::Shared;
pub use v2::{ComparedRun, Pair};
pub use v3::{Contents, Narration};

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
    if pair.is_plain() {
        return encode(&pair.shown);
    }
    let mut body = Writer::default();
    v2::write_pair(&mut body, pair);
    frame(Version::Two as u8, &body.0)
}

/// The link to a run with all that belongs to it.
#[must_use]
pub fn encode_contents(contents: &Contents) -> String {
    if contents.narration.is_empty() {
        return encode_pair(&contents.pair);
    }
    let mut body = Writer::default();
    v3::write_contents(&mut body, contents);
    frame(Version::Three as u8, &body.0)
}

/// The branch that a link of any version shows. A full address is accepted too: then the link is
/// the text after the last `#`.
///
/// # Errors
/// One sentence about the damage, or about the run that is refused.
pub fn decode(text: &str) -> Result<Shared, LinkError> {
    decode_pair(text).map(|pair| pair.shown)
}

/// The runs that a link of any version carries.
///
/// # Errors
/// One sentence about the damage, or about the run that is refused.
pub fn decode_pair(text: &str) -> Result<Pair, LinkError> {
    decode_contents(text).map(|contents| contents.pair)
}

/// All that a link of any version carries.
///
/// # Errors
/// One sentence about the damage, or about the run that is refused.
pub fn decode_contents(text: &str) -> Result<Contents, LinkError> {
    let (version, body) = open(text)?;
    let mut reader = Reader(&body);
    let runs_only = |pair| Contents {
        pair,
        narration: Narration::default(),
    };
    let contents = match version {
        Version::One => runs_only(Pair::of(v1::read_shared(&mut reader)?)),
        Version::Two => runs_only(v2::read_pair(&mut reader)?),
        Version::Three => v3::read_contents(&mut reader)?,
    };
    if !reader.0.is_empty() {
        return Err(LinkError::Damaged);
    }
    let checked = contents.pair.check();
    let checked = checked.and_then(|()| contents.narration.check());
    checked.map_err(LinkError::Refused)?;
    Ok(contents)
}
