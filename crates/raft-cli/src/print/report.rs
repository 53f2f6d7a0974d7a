//! The report on a run.

use std::fmt::Write;

use raft_check::linearizability::{Contradiction, Linearizability};
use raft_core::Instant;
use raft_sim::scenario::{Checked, ExpectationOutcome};
use raft_sim::{FeedItem, Importance};

use super::style::{BAD, Clock, GOOD, SAID, SOFT, Styled, TITLE};
use super::table::table;
use crate::node_row::node_rows;
use crate::play::Report;

/// The trace, the nodes, what was expected, the verdict and the digest.
pub(crate) fn report(report: &Report) -> String {
    let mut text = String::new();
    write_heading(&mut text, report);
    write_trace(&mut text, report);
    let now = Clock(report.world.now());
    let title = format_args!("The nodes at {now}");
    let _ = writeln!(text, "\n{}", Styled(TITLE, title));
    let _ = writeln!(text, "{}", table(&node_rows(&report.world)));
    for checked in &report.expectations {
        let _ = writeln!(text, "{}", expectation(checked));
    }
    for notice in &report.notices {
        let _ = writeln!(text, "{} {notice}", Styled(SAID, "Note:"));
    }
    write_verdict(&mut text, report);
    text
}

fn write_heading(text: &mut String, report: &Report) {
    if !report.title.is_empty() {
        let _ = writeln!(text, "{}", Styled(TITLE, &report.title));
    }
    if !report.about.is_empty() {
        let _ = writeln!(text, "{}", report.about);
    }
    let seed = format_args!("seed {}", report.run.seed);
    let _ = writeln!(text, "{}\n", Styled(SOFT, seed));
}

/// What happened, with the captions where they were said.
fn write_trace(text: &mut String, report: &Report) {
    let mut captions = report.captions.iter().peekable();
    let items = report.feed.items().iter();
    for item in items.filter(|item| item.what.importance() >= Importance::Notable) {
        while let Some((at, say)) = captions.next_if(|(at, _)| *at < item.at) {
            let _ = writeln!(text, "{}", caption(*at, say));
        }
        let _ = writeln!(text, "{}", happened(item, report));
    }
    for (at, say) in captions {
        let _ = writeln!(text, "{}", caption(*at, say));
    }
}

fn caption(at: Instant, say: &str) -> String {
    let clock = Clock(at);
    let indented = say.replace('\n', "\n               ");
    let clock = Styled(SOFT, format_args!("{clock:>11}"));
    format!("{clock}  {}", Styled(SAID, format_args!("“{indented}”")))
}

fn happened(item: &FeedItem, report: &Report) -> String {
    let clock = Clock(item.at);
    let sentence = item.what.sentence(&report.world);
    let clock = Styled(SOFT, format_args!("{clock:>11}"));
    match item.what.section() {
        Some(section) => {
            let section = Styled(SOFT, format_args!("[{section}]"));
            format!("{clock}  {sentence} {section}")
        }
        None => format!("{clock}  {sentence}"),
    }
}

fn expectation(checked: &Checked) -> String {
    match checked.outcome {
        ExpectationOutcome::Held => format!("{} {checked}", Styled(GOOD, "✓")),
        ExpectationOutcome::Failed { .. } => format!("{} {checked}", Styled(BAD, "✗")),
        ExpectationOutcome::ForTheJudge | ExpectationOutcome::NotReached => {
            format!("{} {checked}", Styled(SOFT, "·"))
        }
    }
}

fn write_verdict(text: &mut String, report: &Report) {
    let first = report.judge.first_violation().map(ToString::to_string);
    let is_complaint = first.is_some_and(|first| report.complaints.contains(&first));
    let _ = match is_complaint {
        true => writeln!(text, "{} {}", Styled(BAD, "✗"), report.judge.verdict()),
        false => writeln!(text, "{}", report.judge.verdict()),
    };
    write_history(text, report);
    for complaint in complaints_not_said_yet(report) {
        let _ = writeln!(text, "{} {complaint}", Styled(BAD, "✗"));
    }
    let verdict = match (report.holds(), report.is_whole()) {
        (true, true) => Styled(GOOD, "Held."),
        (true, false) => Styled(GOOD, "Held: a property broke, as this scenario expects."),
        (false, _) => Styled(BAD, "Did not hold."),
    };
    let _ = writeln!(text, "{verdict}");
    let digest = report.world.digest();
    let _ = match report.digest_agrees {
        Some(true) => writeln!(text, "digest {digest}, the one in the link"),
        _ => writeln!(text, "digest {digest}"),
    };
    let _ = writeln!(
        text,
        "{}",
        Styled(SOFT, format_args!("link {}", report.link()))
    );
}

/// What the clients saw, which the judge of the nodes does not know.
fn write_history(text: &mut String, report: &Report) {
    let history = &report.history;
    let is_complaint = |sentence: &Contradiction| report.complaints.contains(&sentence.to_string());
    let _ = match &history.linearizability {
        Linearizability::Undecided => {
            writeln!(text, "The clients' history is not judged: it is too long.")
        }
        Linearizability::Broken(sentence) if is_complaint(sentence) => {
            writeln!(text, "{} {history}", Styled(BAD, "✗"))
        }
        Linearizability::Broken(_) | Linearizability::Holds => writeln!(text, "{history}"),
    };
}

/// The complaints that stand neither among the expectations nor in the verdicts above them.
fn complaints_not_said_yet(report: &Report) -> impl Iterator<Item = &String> {
    let failed = report.expectations.iter().filter(|it| it.has_failed());
    let verdict = report.judge.first_violation().map(ToString::to_string);
    let history = report.history.contradiction().map(ToString::to_string);
    let verdicts = verdict.into_iter().chain(history);
    let said: Vec<String> = failed.map(ToString::to_string).chain(verdicts).collect();
    let complaints = report.complaints.iter();
    complaints.filter(move |complaint| !said.contains(complaint))
}
