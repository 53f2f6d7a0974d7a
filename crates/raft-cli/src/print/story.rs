//! The story of the cluster.

use std::fmt::Write;

use super::style::{BAD, Clock, GOOD, SOFT, Styled, TITLE, mark};
use super::table::table;
use crate::cluster_story::{Line, Story};

/// The whole story, phase by phase, with its verdict.
pub(crate) fn story(story: &Story) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{}",
        Styled(SOFT, format_args!("seed {}, five nodes", story.seed))
    );
    for (phase, number) in story.phases.iter().zip(1..) {
        let title = format_args!("{number}. {}", phase.title);
        let _ = writeln!(text, "\n{}", Styled(TITLE, title));
        for line in &phase.lines {
            let _ = writeln!(text, "{}", told(line));
        }
        let _ = write!(text, "{}", table(&phase.nodes));
    }
    let _ = writeln!(text, "\n{}", Styled(TITLE, "Committed, on all nodes"));
    for row in story.committed.rows() {
        let _ = writeln!(text, "  {row}");
    }
    let _ = writeln!(text);
    for check in &story.checks {
        let _ = writeln!(text, "{} {}", mark(check.holds), check.sentence);
    }
    let _ = writeln!(
        text,
        "{}",
        Styled(SOFT, format_args!("digest {}", story.digest))
    );
    let verdict = match story.holds() {
        true => Styled(GOOD, "The story holds."),
        false => Styled(BAD, "The story does not hold."),
    };
    let _ = writeln!(text, "{verdict}");
    text
}

fn told(line: &Line) -> String {
    let clock = Clock(line.at);
    let section = line
        .section
        .map_or(String::new(), |section| format!(" [{section}]"));
    format!(
        "{}  {}{}",
        Styled(SOFT, format_args!("{clock:>11}")),
        line.sentence,
        Styled(SOFT, section)
    )
}
