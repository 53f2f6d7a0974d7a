//! Archives, pictures and programs: what is no text at all.

use super::sample::{Format, Sample};

pub(super) const FORMAT: Format = Format {
    name: "a file that is no text",
    advice: "",
    is_of,
};

/// No text has a NUL; a text that was read as if it were one has the sign for what is none.
fn is_of(sample: &Sample<'_>) -> bool {
    let is_no_text = |it: char| it == '\0' || it == char::REPLACEMENT_CHARACTER;
    sample.lines.iter().any(|line| line.contains(is_no_text))
}
