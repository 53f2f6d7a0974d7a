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

use raft_core::Instant;

pub use envelope::{LinkError, frame};
pub use v1::Shared;
pub use v2::{ComparedRun, Pair};
pub use v3::{Contents, Narration};

use crate::action::TimedAction;
use crate::whole::IS_WHOLE;
use envelope::{Version, open};
use wire::{Damaged, Reader, Writer};

/// The version of the engine: raised whenever a published run would get another digest.
pub const ENGINE_VERSION: u32 = 2;

/// The link to a run: its text, beginning with `#`.
#[must_use]
pub fn encode(shared: &Shared) -> String {
    encode_pair(&Pair::of(shared.clone()))
}

/// The link to a run with its name and with the run it is compared with.
#[must_use]
pub fn encode_pair(pair: &Pair) -> String {
    encode_told(pair, &Narration::default(), None)
}

/// The link to a run with all that belongs to it.
#[must_use]
pub fn encode_contents(contents: &Contents) -> String {
    let Contents { pair, narration } = contents;
    encode_told(pair, narration, narration.until)
}

/// The link to a run with the words of its scenario, whose captions end at `until`.
#[must_use]
pub fn encode_told(pair: &Pair, words: &Narration, until: Option<Instant>) -> String {
    let mut part = Writer::default();
    let mut body = Writer::default();
    let is_told = IS_WHOLE && !words.is_empty();
    let version = match (is_told, pair.is_plain()) {
        (true, _) => Version::Three,
        (false, true) => Version::One,
        (false, false) => Version::Two,
    };
    v1::write_shared(&mut part, &pair.shown);
    if is_told {
        v3::end_section(&mut body, v3::RUN, &mut part);
    }
    if !pair.is_plain() {
        v2::write_beside(&mut part, pair);
        if is_told {
            v3::end_section(&mut body, v3::PAIR, &mut part);
        }
    }
    if !is_told {
        return frame(version as u8, &part.0);
    }
    v3::write_words(&mut body, words, until);
    frame(version as u8, &body.0)
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
    let mut run = Reader(&body);
    let mut narration = Narration::default();
    let mut beside = None;
    if version == Version::Three {
        let mut sections = v3::read_sections(&mut run)?;
        narration = v3::read_words(&mut sections)?;
        beside = sections[v3::PAIR].take();
        run = sections[v3::RUN].take().ok_or(Damaged)?;
    }
    let shown = v1::read_shared(&mut run)?;
    // In version 2, the rest of the pair lies behind the run.
    if version == Version::Two {
        beside = Some(run);
    } else {
        run.end()?;
    }
    let pair = match beside {
        None => Pair::of(shown),
        Some(mut beside) => {
            let pair = v2::read_beside(&mut beside, shown)?;
            beside.end()?;
            pair
        }
    };
    let checked = pair.check().and_then(|()| narration.check());
    checked.map_err(LinkError::Refused)?;
    Ok(Contents { pair, narration })
}

/// Whether two actions are the same: those that a link writes with the same bytes.
#[must_use]
pub fn is_same_action(one: &TimedAction, other: &TimedAction) -> bool {
    let bytes = |timed: &TimedAction| {
        let mut writer = Writer::default();
        v1::write_actions(&mut writer, Instant::ZERO, core::slice::from_ref(timed));
        writer.0
    };
    bytes(one) == bytes(other)
}
