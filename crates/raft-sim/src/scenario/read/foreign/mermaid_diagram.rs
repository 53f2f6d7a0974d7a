//! Sequence diagrams in Mermaid's language, alone or in a fence of Markdown.

use super::sample::{Format, Sample};

pub(super) const FORMAT: Format = Format {
    name: "a diagram for Mermaid",
    advice: "",
    is_of,
};

fn is_of(sample: &Sample<'_>) -> bool {
    let is_before_it = |line: &&&str| line.starts_with("%%") || line.starts_with("```mermaid");
    let mut lines = sample.lines.iter().skip_while(is_before_it);
    lines.next().is_some_and(|line| *line == "sequenceDiagram")
}
