//! Compares answers with brute force over the moments of many hostile runs, and prints every
//! disagreement: `cargo run --release -p raft-why --example agree -- 0..1000`. Seeds are
//! independent of each other: a run that was stopped goes on from the last seed that was printed,
//! and ranges can be shared out among processes.

#[path = "../tests/agreement/check.rs"]
mod check;

use std::process::ExitCode;

use check::{Tally, check_seed};

fn main() -> ExitCode {
    let text = std::env::args().nth(1).unwrap_or_else(|| "0..100".into());
    let ends = text.split_once("..").and_then(|(first, end)| {
        let ends: (u64, u64) = (first.parse().ok()?, end.parse().ok()?);
        Some(ends)
    });
    let Some((first, end)) = ends else {
        eprintln!("Seeds: expected a range such as 0..100, found {text}.");
        return ExitCode::from(2);
    };
    let mut tally = Tally::default();
    for seed in first..end {
        let told = tally.disagreements.len();
        check_seed(seed, &mut tally);
        for disagreement in &tally.disagreements[told..] {
            println!("{disagreement}");
        }
        if (seed + 1) % 10 == 0 || seed + 1 == end {
            eprintln!("{}", line(&tally, first, seed + 1));
        }
    }
    println!("{}", line(&tally, first, end));
    ExitCode::from(u8::from(!tally.disagreements.is_empty()))
}

fn line(tally: &Tally, first: u64, end: u64) -> String {
    let Tally {
        moments,
        already,
        waits,
        plans,
        alternatives,
        nothing_helps,
        disagreements,
    } = tally;
    let disagreements = disagreements.len();
    format!(
        "seeds {first}..{end}: {moments} moments; {already} so already, {waits} come by waiting, \
         {plans} with a plan ({alternatives} alternatives), {nothing_helps} that nothing helps; \
         {disagreements} disagreements"
    )
}
