//! Logs for ShiViz: the expression that its parser is given, then lines with vector clocks.

use super::sample::{Format, Sample};
use crate::scenario::read::json::Json;

pub(super) const FORMAT: Format = Format {
    name: "a log for ShiViz",
    advice: "",
    is_of,
};

fn is_of(sample: &Sample<'_>) -> bool {
    let mut lines = sample.lines.iter();
    lines.any(|line| is_expression(line) || has_vector_clock(line))
}

/// `(?<host>\S*) (?<clock>{.*})`.
fn is_expression(line: &str) -> bool {
    line.contains("(?<host>") && line.contains("(?<clock>")
}

/// `n1 {"n1": 4, "n2": 2}`: a host, and a clock that counts this host's events, too.
fn has_vector_clock(line: &str) -> bool {
    let Some((host, clock)) = line.split_once(' ') else {
        return false;
    };
    let end = clock.find('}').map_or(0, |end| end + 1);
    let Ok(Json::Object(counts)) = Json::parse(&clock[..end]) else {
        return false;
    };
    let counts_up = counts.values().all(|it| matches!(it, Json::Whole(_)));
    counts_up && counts.contains_key(host)
}
