//! Traces of CCF's consensus: a line for each step, tagged `raft_trace`.

use super::sample::{Format, Sample, has_all, is_text};
use crate::scenario::read::json::Json;

pub(super) const FORMAT: Format = Format {
    name: "a trace of CCF's consensus",
    advice: "",
    is_of,
};

fn is_of(sample: &Sample<'_>) -> bool {
    sample.objects.iter().any(|line| match line.get("msg") {
        Some(Json::Object(step)) => {
            is_text(line.get("tag"), "raft_trace") && has_all(step, &["function", "state"])
        }
        _ => false,
    })
}
