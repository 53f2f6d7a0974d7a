//! The report of `raft-playground run --format json`.

use super::sample::{Format, Sample, has_all};
use crate::scenario::read::json::Json;

pub(super) const FORMAT: Format = Format {
    name: "a report on a run",
    advice: "; the report has the link to its run in the field \"link\"",
    is_of,
};

fn is_of(sample: &Sample<'_>) -> bool {
    match sample.whole {
        Some(Json::Object(report)) => has_all(report, &["until_us", "digest", "link", "holds"]),
        _ => false,
    }
}
