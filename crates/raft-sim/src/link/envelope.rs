//! The envelope of a link: the header around its bytes, the same for every version.
//!
//! A link is `#` and then, in URL-safe base64: two magic bytes, the version, a checksum of four
//! bytes, and the body that the version describes.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};

use super::wire::Damaged;
use crate::digest::Digest;
use crate::limits::LINK_CHARACTERS_MAX;
use crate::run_error::RunError;

const MAGIC: [u8; 2] = *b"RP";
const HEADER: usize = 7;

/// The versions that this playground reads. A new form of the body is a new version; the old
/// ones keep opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// One run (`v1.rs`).
    One = 1,
    /// A run with its name and the run that it is compared with (`v2.rs`).
    Two = 2,
    /// Sections: the runs, and the words of the scenario that they came from (`v3.rs`).
    Three = 3,
}

impl Version {
    const ALL: [Version; 3] = [Version::One, Version::Two, Version::Three];
    const NEWEST: Version = Version::Three;

    fn of(byte: u8) -> Option<Version> {
        Version::ALL
            .into_iter()
            .find(|version| *version as u8 == byte)
    }
}

/// The reason why a text is not a link. Displayed, each is one sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// Nothing follows the `#`.
    Empty,
    /// The text is longer than any link.
    TooLong {
        /// How many characters it has.
        characters: usize,
    },
    /// The text is not base64, or does not begin with the magic bytes.
    NotALink,
    /// A newer version of the playground made it.
    FutureVersion {
        /// Its version.
        version: u8,
    },
    /// Some of its characters are missing or changed.
    Damaged,
    /// The link is intact, but holds a run that the checks refuse.
    Refused(RunError),
}

/// Puts the header before an encoded body and returns the link's text. Public so that tests can
/// make hostile links.
#[doc(hidden)]
#[must_use]
pub fn frame(version: u8, body: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(HEADER + body.len());
    bytes.extend(MAGIC);
    bytes.push(version);
    bytes.extend(checksum(body).to_le_bytes());
    bytes.extend(body);
    let mut link = Base64UrlUnpadded::encode_string(&bytes);
    link.insert(0, '#');
    link
}

/// The version of a link, and its body. A full address is accepted too: then the link is the text
/// after the last `#`.
pub(super) fn open(text: &str) -> Result<(Version, Vec<u8>), LinkError> {
    let fragment = text.rsplit('#').next().unwrap_or_default().trim();
    if fragment.is_empty() {
        return Err(LinkError::Empty);
    }
    if fragment.len() > LINK_CHARACTERS_MAX {
        return Err(LinkError::TooLong {
            characters: fragment.len(),
        });
    }
    let bytes = Base64UrlUnpadded::decode_vec(fragment).map_err(|_| LinkError::NotALink)?;
    let [first, second, version, c0, c1, c2, c3, body @ ..] = &*bytes else {
        return Err(LinkError::NotALink);
    };
    if [*first, *second] != MAGIC {
        return Err(LinkError::NotALink);
    }
    let known = Version::of(*version);
    let known = known.ok_or(LinkError::FutureVersion { version: *version })?;
    if u32::from_le_bytes([*c0, *c1, *c2, *c3]) != checksum(body) {
        return Err(LinkError::Damaged);
    }
    Ok((known, body.to_vec()))
}

fn checksum(body: &[u8]) -> u32 {
    let mut digest = Digest::new(body.len() as u64);
    body.iter().for_each(|byte| digest.add(u64::from(*byte)));
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a checksum of 32 bits is what is wanted"
    )]
    let checksum = digest.value() as u32;
    checksum
}

impl fmt::Display for LinkError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LinkError::Empty => formatter
                .write_str("This link is empty: expected a run after the #; copy the whole link."),
            LinkError::TooLong { characters } => write!(
                formatter,
                "This link has {characters} characters: expected at most {LINK_CHARACTERS_MAX}; \
                 save the run as a file instead."
            ),
            LinkError::NotALink => formatter.write_str(
                "This is not a link of the Raft Playground: expected one that Share made; \
                 copy the whole link.",
            ),
            LinkError::FutureVersion { version } => write!(
                formatter,
                "This link has version {version}: this playground reads versions up to \
                 {}; reload the page to get a newer playground.",
                Version::NEWEST as u8
            ),
            LinkError::Damaged => formatter.write_str(
                "This link is damaged: some of its characters are missing or changed; \
                 copy the whole link once more.",
            ),
            LinkError::Refused(error) => write!(formatter, "This link cannot be played: {error}"),
        }
    }
}

impl core::error::Error for LinkError {}

impl From<Damaged> for LinkError {
    fn from(_: Damaged) -> LinkError {
        LinkError::Damaged
    }
}
