//! Traces of etcd's raft: a log line of its logger for each step, tagged `trace`.

use super::sample::{Format, Sample, has_all, is_text};
use crate::scenario::read::json::Json;

pub(super) const FORMAT: Format = Format {
    name: "a trace of etcd's raft",
    advice: "",
    is_of,
};

fn is_of(sample: &Sample<'_>) -> bool {
    sample.objects.iter().any(|line| match line.get("event") {
        Some(Json::Object(event)) => {
            is_text(line.get("tag"), "trace") && has_all(event, &["name", "nid"])
        }
        _ => false,
    })
}
