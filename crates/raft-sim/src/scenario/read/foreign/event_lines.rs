//! The events of a run as JSON lines, which the playground itself saves (`feed/jsonl.rs`).

use super::sample::{Format, Sample};

pub(super) const FORMAT: Format = Format {
    name: "a list of the events of a run, as JSON lines",
    advice: "; such a list says what happened and not what was done, so save the run as a scenario",
    is_of,
};

fn is_of(sample: &Sample<'_>) -> bool {
    sample.has_object_with(&["seq", "at_us", "kind", "sentence", "values"])
}
