//! The report on a scenario with many seeds.

use std::fmt::Write;

use raft_core::{CountOf, Duration};

use super::style::{BAD, GOOD, SAID, SOFT, Styled, TITLE};
use crate::seed_runs::{Figure, SeedRuns, Tallied, Unit};

/// How often each expectation held, the figures of the runs, and the first failure.
pub(crate) fn seed_runs(runs: &SeedRuns) -> String {
    let mut text = String::new();
    if !runs.title.is_empty() {
        let _ = writeln!(text, "{}", Styled(TITLE, &runs.title));
    }
    let (start, end) = (runs.seeds.start, runs.seeds.end);
    let _ = writeln!(
        text,
        "{}",
        Styled(SOFT, format_args!("seeds {start}..{end}"))
    );
    if runs.runs > 0 {
        write_expectations(&mut text, runs);
        write_figures(&mut text, runs);
    }
    write_verdict(&mut text, runs);
    text
}

fn write_expectations(text: &mut String, runs: &SeedRuns) {
    let uncommon = [
        (
            runs.unfinished,
            "ended early: what comes later was not checked",
        ),
        (
            runs.noticed,
            "had an action or a caption that came late or never",
        ),
        (
            runs.undecided,
            "had a clients' history too long to be judged",
        ),
    ];
    let mut uncommon = uncommon.iter().filter(|(count, _)| *count > 0).peekable();
    let is_expecting = !runs.expectations.is_empty();
    let title = match is_expecting {
        true => "In how many runs it held",
        false => "In how many runs something was amiss",
    };
    if is_expecting || !runs.violations.is_empty() || uncommon.peek().is_some() {
        let _ = writeln!(text, "\n{}", Styled(TITLE, title));
    }
    for expectation in &runs.expectations {
        write_expectation(text, expectation);
    }
    for (name, count) in &runs.violations {
        let broken = Styled(BAD, format_args!("✗ {count:>12}"));
        let _ = writeln!(text, "{broken}  {name} was broken, which nothing expects");
    }
    for (count, what) in uncommon {
        let _ = writeln!(text, "{count:>14}  {what}");
    }
}

fn write_expectation(text: &mut String, expectation: &Tallied) {
    let Tallied {
        expected,
        held,
        failed,
        not_reached,
        first_failure,
    } = expectation;
    let (style, sign) = match (failed, not_reached) {
        (0, 0) => (GOOD, '✓'),
        (0, _) => (SOFT, '·'),
        _ => (BAD, '✗'),
    };
    let mark = Styled(style, format_args!("{sign} {held:>12}"));
    let _ = write!(text, "{mark}  {expected}");
    if *not_reached > 0 {
        let _ = write!(text, "; {not_reached} not reached");
    }
    let _ = match first_failure {
        Some((seed, found)) => {
            writeln!(
                text,
                "; {failed} failed, the first with seed {seed}: {found}"
            )
        }
        None => writeln!(text),
    };
}

fn write_figures(text: &mut String, runs: &SeedRuns) {
    let title = "The median run, the least and the most";
    let _ = writeln!(text, "\n{}", Styled(TITLE, title));
    for figure in &runs.figures {
        let Some([least, median, most]) = figure.spread else {
            let _ = writeln!(text, "{:>14}  {}", "-", words(figure));
            continue;
        };
        let shown = |value: u64| match figure.unit {
            Unit::Microseconds => Duration(value).to_string(),
            Unit::Things => value.to_string(),
        };
        let (least, median, most) = (shown(least), shown(median), shown(most));
        let _ = write!(text, "{median:>14}  {} ({least} to {most})", words(figure));
        let _ = match figure.runs == runs.runs {
            true => writeln!(text),
            false => writeln!(text, ", in {}", CountOf(figure.runs, "run", "runs")),
        };
    }
}

fn words(figure: &Figure) -> &'static str {
    match figure.name {
        "first_leader_us" => "until the first leader",
        "leaders_elected" => "leaders elected",
        "highest_term" => "the highest term",
        "committed" => "commands of clients committed",
        "acknowledged" => "requests acknowledged",
        "unknown" => "requests of which the client never heard",
        "messages" => "messages",
        other => other,
    }
}

fn write_verdict(text: &mut String, runs: &SeedRuns) {
    let _ = writeln!(text);
    let count = CountOf(runs.runs, "run", "runs");
    let Some(first) = &runs.first_failure else {
        let _ = match runs.runs {
            0 => writeln!(text, "{}", Styled(SAID, "No run was made.")),
            _ => writeln!(text, "{}", Styled(GOOD, format_args!("Held in {count}."))),
        };
        return;
    };
    let failed = runs.runs - runs.held;
    let verdict = format_args!("Did not hold in {failed} of {count}.");
    let _ = writeln!(text, "{}", Styled(BAD, verdict));
    for complaint in &first.complaints {
        let seed = format_args!("✗ Seed {}:", first.seed);
        let _ = writeln!(text, "{} {complaint}", Styled(BAD, seed));
    }
    let link = format_args!("link {}", first.link);
    let _ = writeln!(text, "{}", Styled(SOFT, link));
}
