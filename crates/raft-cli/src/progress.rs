//! Progress bars for people who wait at a terminal. Nothing is printed where the output is no
//! terminal.

use std::fmt::Write;

use indicatif::{HumanFloatCount, ProgressBar, ProgressState, ProgressStyle};
use raft_check::shrink::ShrinkProgress;
use raft_core::CountOf;

/// The bar of a hunt with this many runs.
pub(crate) fn of_runs(runs: u64) -> ProgressBar {
    with_rate(runs, "no violation")
}

/// The bar of a scenario that is played this many times.
pub(crate) fn of_scenario_runs(runs: u64) -> ProgressBar {
    with_rate(runs, "all held")
}

fn with_rate(runs: u64, message: &'static str) -> ProgressBar {
    let style = style("{bar:32} {human_pos} of {human_len} runs, {rate}, {msg}; {eta} to go");
    let style = style.with_key("rate", |state: &ProgressState, text: &mut dyn Write| {
        let _ = write!(
            text,
            "{} a second",
            HumanFloatCount(state.per_sec().round())
        );
    });
    let bar = ProgressBar::new(runs).with_style(style);
    bar.set_message(message);
    bar
}

/// Adds runs to the bar, and shows how many failures there are by now.
pub(crate) fn add(bar: &ProgressBar, runs: u64, catches: u64) {
    bar.inc(runs);
    if catches > 0 {
        bar.set_message(CountOf(catches, "violation", "violations").to_string());
    }
}

/// As [`add`], for runs of a scenario that did not hold.
pub(crate) fn add_failures(bar: &ProgressBar, runs: u64, failures: u64) {
    bar.inc(runs);
    if failures > 0 {
        bar.set_message(format!("{failures} did not hold"));
    }
}

/// The bar of a hunt for each rule, one after the other.
pub(crate) fn of_rules(rules: u64) -> ProgressBar {
    ProgressBar::new(rules).with_style(style("{bar:32} {pos} of {len} rules: {msg}"))
}

/// The line of a failure that is being shrunk.
pub(crate) fn of_shrinking(seed: u64) -> ProgressBar {
    let bar = ProgressBar::no_length().with_style(style("{msg}"));
    bar.set_message(format!("Shrinking seed {seed}"));
    bar
}

/// Shows how far a shrinking has come.
pub(crate) fn show(bar: &ProgressBar, seed: u64, progress: &ShrinkProgress<'_>) {
    let (actions, attempts) = (progress.best.run.actions.len(), progress.attempts);
    bar.set_message(format!(
        "Shrinking seed {seed}: {actions} actions left after {attempts} attempts"
    ));
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
