//! The walk of one node.

use std::fmt::Write;

use super::style::{Clock, SOFT, Styled, TITLE};
use crate::node_walk::{Line, State, Step, Walk};

/// All phases with their inputs, effects and states.
pub(crate) fn walk(walk: &Walk) -> String {
    let mut text = String::new();
    let about = "Node 0 of a cluster of five, driven by hand: > goes in, - comes out.";
    let _ = writeln!(text, "{}", Styled(SOFT, about));
    for (phase, number) in walk.phases.iter().zip(1..) {
        let title = format_args!("{number}. {}", phase.title);
        let _ = writeln!(text, "\n{}", Styled(TITLE, title));
        phase
            .steps
            .iter()
            .for_each(|step| write_step(&mut text, step));
        let _ = writeln!(text, "  = {}", state(&phase.state));
    }
    text
}

fn write_step(text: &mut String, step: &Step) {
    let clock = Clock(step.at);
    let _ = writeln!(text, "  > {} {}", Styled(SOFT, clock), step.input);
    for line in &step.effects {
        let _ = match line {
            Line::Reason(sentence, section) => {
                let section = Styled(SOFT, format_args!("[{section}]"));
                writeln!(text, "    - {sentence} {section}")
            }
            Line::Disk(sentence) => writeln!(text, "    - to its disk: {sentence}"),
            Line::Send(sentence) => writeln!(text, "    - sends: {sentence}"),
            Line::Tell(sentence) => writeln!(text, "    - {sentence}"),
        };
    }
}

fn state(state: &State) -> String {
    let nobody = || "nobody".to_owned();
    let entries = state
        .log
        .iter()
        .map(|(term, text)| format!("{text} (term {term})"));
    let entries: Vec<String> = entries.collect();
    let log = match entries.is_empty() {
        true => "empty".to_owned(),
        false => entries.join(", "),
    };
    let commit = state
        .commit_index
        .map_or("none".to_owned(), |index| index.to_string());
    let deadline = state
        .deadline
        .map_or("never".to_owned(), |at| Clock(at).to_string());
    format!(
        "{} in term {}, voted for {}, leader {}; log: {log}; commit index {commit}; to be \
         stepped at {deadline}",
        state.role.word(),
        state.term,
        state.voted_for.map_or_else(nobody, |node| node.to_string()),
        state.leader.map_or_else(nobody, |node| node.to_string()),
    )
}
