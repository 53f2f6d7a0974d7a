//! Logs of etcd and of other programs with its logger (zap), as JSON: an object for each line.

use super::sample::{Format, Sample};

pub(super) const FORMAT: Format = Format {
    name: "a log of etcd, or of another program with its logger",
    advice: "",
    is_of,
};

fn is_of(sample: &Sample<'_>) -> bool {
    sample.has_object_with(&["level", "ts", "msg"])
}
