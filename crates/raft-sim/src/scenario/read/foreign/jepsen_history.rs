//! Histories of Jepsen: a map in EDN or JSON for each operation, or columns of keywords.

use super::sample::{Format, Sample, is_text};

pub(super) const FORMAT: Format = Format {
    name: "a history of Jepsen",
    advice: "",
    is_of,
};

/// What became of an operation.
const TYPES: [&str; 4] = ["invoke", "ok", "fail", "info"];

fn is_of(sample: &Sample<'_>) -> bool {
    let is_in_json = sample.objects.iter().any(|line| {
        let is_known = TYPES.iter().any(|kind| is_text(line.get("type"), kind));
        is_known && line.contains_key("process") && line.contains_key("f")
    });
    is_in_json || sample.lines.iter().any(|line| is_map(line) || is_row(line))
}

/// `{:type :invoke, :f :read, :value nil, :process 0, :time 12}`, alone, in a vector, or as a
/// record: `#jepsen.history.Op{:index 0, …}`.
fn is_map(line: &str) -> bool {
    let names_type = |kind: &&str| line.contains(&alloc::format!(":type :{kind}"));
    line.contains('{') && line.contains(":process ") && TYPES.iter().any(names_type)
}

/// `0  :invoke  :read  nil`.
fn is_row(line: &str) -> bool {
    let mut columns = line.split_whitespace();
    let is_process = |process: &str| process == ":nemesis" || process.parse::<u64>().is_ok();
    let is_type = |kind: &str| kind.strip_prefix(':').is_some_and(|it| TYPES.contains(&it));
    columns.next().is_some_and(is_process)
        && columns.next().is_some_and(is_type)
        && columns.next().is_some_and(|f| f.starts_with(':'))
}
