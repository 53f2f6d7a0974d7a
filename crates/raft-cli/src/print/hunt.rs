//! The report on a hunt.

use std::fmt::Write;

use raft_check::hunt::{Catch, FAULTS, Sight, Tally};
use raft_sim::link::{self, ENGINE_VERSION, Shared};
use raft_sim::{Nobody, TimedAction};

use super::style::{BAD, GOOD, SAID, SOFT, Styled, TITLE};
use crate::hunting::Hunted;

/// What was tried, what was seen, and what was caught.
pub(crate) fn hunt(hunted: &Hunted) -> String {
    let mut text = String::new();
    write_figures(&mut text, hunted);
    write_counts(&mut text, "What was done", FAULTS, hunted.tally.faults);
    let names = Sight::ALL.map(|(_, name)| name);
    write_counts(&mut text, "What was seen", names, hunted.tally.sights);
    for catch in &hunted.catches {
        write_catch(&mut text, catch);
    }
    let _ = writeln!(text, "{}", verdict(hunted));
    let _ = writeln!(text, "digest {:016x}", hunted.tally.digest);
    text
}

fn write_figures(text: &mut String, hunted: &Hunted) {
    let Tally {
        runs,
        events,
        messages,
        elections,
        committed,
        operations,
        undecided,
        ..
    } = hunted.tally;
    let range = format_args!("Seeds {} to {}", hunted.seeds.start, hunted.seeds.end);
    let _ = writeln!(text, "{}", Styled(TITLE, range));
    for (figure, what) in [
        (runs, "runs"),
        (events, "events"),
        (messages, "messages"),
        (elections, "elections"),
        (operations, "operations of clients"),
        (committed, "entries committed"),
        (undecided, "runs or histories too long to judge"),
    ] {
        let _ = writeln!(text, "{figure:>14}  {what}");
    }
    let millis = hunted.cpu.as_millis();
    let seconds = format!("{}.{:02}", millis / 1_000, millis % 1_000 / 10);
    let _ = writeln!(text, "{seconds:>14}  CPU seconds");
    if let Some(rate) = (u128::from(runs) * 1_000).checked_div(millis) {
        let _ = writeln!(text, "{rate:>14}  runs per CPU second");
    }
}

fn write_counts<const N: usize>(
    text: &mut String,
    title: &str,
    names: [&str; N],
    counts: [u64; N],
) {
    let _ = writeln!(text, "\n{}", Styled(TITLE, title));
    for (name, count) in names.iter().zip(counts) {
        let line = format!("{count:>14}  {name}");
        let _ = match count {
            0 => writeln!(text, "{}", Styled(SOFT, line)),
            _ => writeln!(text, "{line}"),
        };
    }
}

fn write_catch(text: &mut String, catch: &Catch) {
    let evidence = &catch.evidence;
    let title = evidence.charge.title();
    let seed = catch.seed;
    let _ = writeln!(
        text,
        "\n{} at {}: {}",
        Styled(BAD, format_args!("✗ Seed {seed}: {title}")),
        evidence.at,
        evidence.sentence
    );
    let _ = writeln!(
        text,
        "{}",
        Styled(SOFT, format_args!("link {}", link_of(catch)))
    );
}

fn verdict(hunted: &Hunted) -> String {
    let runs = hunted.tally.runs;
    match hunted.catches.len() {
        0 => format!(
            "\n{}",
            Styled(GOOD, format_args!("No violation in {runs} runs."))
        ),
        1 => format!(
            "\n{}",
            Styled(SAID, format_args!("1 violation in {runs} runs."))
        ),
        many => format!(
            "\n{}",
            Styled(SAID, format_args!("{many} violations in {runs} runs."))
        ),
    }
}

/// The link to a catch, at the moment it ends.
pub(crate) fn link_of(catch: &Catch) -> String {
    let mut world = catch.run.begin();
    for TimedAction { at, action } in &catch.run.actions {
        world.advance_to(*at, &mut Nobody);
        world.act(action, &mut Nobody);
    }
    world.advance_to(catch.ends_at, &mut Nobody);
    link::encode(&Shared {
        run: catch.run.clone(),
        at: catch.ends_at,
        head: catch.ends_at,
        digest: world.digest(),
        engine: ENGINE_VERSION,
    })
}
