//! The report on a hunt.

use std::fmt::Write;

use raft_check::hunt::{CoverageMark, FailureKind};
use raft_check::shape::{FailureShape, MomentShape, TallyShape};
use raft_core::{CountOf, Instant};
use raft_sim::FaultKind;

use super::style::{BAD, GOOD, SAID, SOFT, Styled, TITLE};
use crate::hunt_json::Results;

/// What was tried, what was seen, and what was caught.
pub(crate) fn hunt(results: &Results) -> String {
    let mut text = String::new();
    write_figures(&mut text, results);
    let TallyShape { faults, sights, .. } = &results.tally;
    let all_faults = results.plan.all_faults;
    let faults = FaultKind::ALL.into_iter().zip(faults);
    let done = faults.filter(|(kind, count)| **count > 0 || all_faults || !kind.is_later());
    let done = done.map(|(kind, count)| (kind.name(), count));
    write_counts(&mut text, "What was done", done);
    let is_shown = |((mark, _), count): &((CoverageMark, _), &u64)| {
        let is_drawn = mark.options().iter().all(|name| is_drawn(results, name));
        **count > 0 || is_drawn && (all_faults || !mark.is_later())
    };
    let seen = CoverageMark::ALL.into_iter().zip(sights).filter(is_shown);
    let seen = seen.map(|((_, name), count)| (name, count));
    write_counts(&mut text, "What was seen", seen);
    for failure in &results.catches {
        write_catch(&mut text, failure);
    }
    let _ = writeln!(text, "\n{}", verdict(results));
    let _ = writeln!(text, "digest {}", results.digest);
    text
}

/// Whether seeds of this hunt drew the option of this name.
fn is_drawn(results: &Results, option: &str) -> bool {
    results.plan.drawn.iter().any(|name| name == option)
}

fn write_figures(text: &mut String, results: &Results) {
    let TallyShape {
        runs,
        events,
        messages,
        elections,
        operations,
        committed,
        undecided,
        ..
    } = results.tally;
    let ranges = results.seeds.iter();
    let ranges: Vec<String> = ranges
        .map(|[first, end]| format!("{first}..{end}"))
        .collect();
    let title = match ranges.is_empty() {
        true => "No seeds".to_string(),
        false => format!("Seeds {}", ranges.join(", ")),
    };
    let _ = writeln!(text, "{}", Styled(TITLE, title));
    for (figure, what) in [
        (runs, "runs"),
        (events, "events"),
        (messages, "messages"),
        (elections, "candidacies"),
        (operations, "operations of clients"),
        (committed, "commands of clients committed"),
        (undecided, "runs or histories too long to judge"),
    ] {
        let _ = writeln!(text, "{figure:>14}  {what}");
    }
    let millis = results.cpu_us / 1_000;
    let seconds = format!("{}.{:02}", millis / 1_000, millis % 1_000 / 10);
    let _ = writeln!(text, "{seconds:>14}  CPU seconds");
    if let Some(rate) = (runs * 1_000).checked_div(millis) {
        let _ = writeln!(text, "{rate:>14}  runs per CPU second");
    }
}

fn write_counts<'a>(
    text: &mut String,
    title: &str,
    counts: impl Iterator<Item = (&'static str, &'a u64)>,
) {
    let _ = writeln!(text, "\n{}", Styled(TITLE, title));
    for (name, count) in counts {
        let line = format!("{count:>14}  {name}");
        let _ = match count {
            0 => writeln!(text, "{}", Styled(SOFT, line)),
            _ => writeln!(text, "{line}"),
        };
    }
}

fn write_catch(text: &mut String, failure: &FailureShape) {
    let title = match FailureKind::named(&failure.property) {
        Some(kind) => kind.title(),
        None => &failure.property,
    };
    let seed = failure.seed;
    let _ = writeln!(
        text,
        "\n{} at {}: {}",
        Styled(BAD, format_args!("✗ Seed {seed}: {title}")),
        Instant(failure.at_us),
        failure.sentence
    );
    write_moments(text, "What is done", &failure.actions);
    write_moments(text, "Where the rule is missing", &failure.missteps);
    let link = format_args!("link {}", failure.link);
    let _ = writeln!(text, "{}", Styled(SOFT, link));
}

fn write_moments(text: &mut String, title: &str, moments: &[MomentShape]) {
    if moments.is_empty() {
        return;
    }
    let _ = writeln!(text, "{title}:");
    for MomentShape { at_us, sentence } in moments {
        let _ = writeln!(text, "{:>14}  {sentence}", Instant(*at_us).to_string());
    }
}

fn verdict(results: &Results) -> String {
    if results.tally.runs == 0 {
        let nothing = "No run was made: there are no seeds in this part of the hunt.";
        return Styled(SAID, nothing).to_string();
    }
    let runs = CountOf(results.tally.runs, "run", "runs");
    let violations = match results.catches.len() {
        0 => return Styled(GOOD, format_args!("No violation in {runs}.")).to_string(),
        count => CountOf(count as u64, "violation", "violations"),
    };
    Styled(SAID, format_args!("{violations} in {runs}.")).to_string()
}
