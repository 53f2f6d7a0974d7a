//! Compares answers with brute force over the moments of many hostile runs, and prints every
//! disagreement:
//!
//! ```sh
//! cargo run --release -p raft-why --example agree -- 0..1000 target/agree.txt
//! ```
//!
//! The file gets a line for each seed. A run that was stopped goes on from there when the same
//! command is given again; seeds are independent of each other, so ranges can be shared out among
//! processes, each with a file of its own. Without a file nothing is kept.

#[path = "../tests/agreement/check.rs"]
mod check;

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::ops::Range;
use std::process::ExitCode;

use check::{Tally, check_seed};

/// The counts of one seed or of many: moments, so already, by waiting, with a plan, alternatives,
/// nothing helps, disagreements.
type Counts = [u64; 7];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let text = arguments.next().unwrap_or_else(|| "0..100".into());
    let file = arguments.next();
    let ends = text.split_once("..").and_then(|(first, end)| {
        let ends: (u64, u64) = (first.parse().ok()?, end.parse().ok()?);
        Some(ends.0..ends.1)
    });
    let Some(seeds) = ends else {
        eprintln!("Seeds: expected a range such as 0..100, found {text}.");
        return ExitCode::from(2);
    };
    match compare(seeds, file.as_deref()) {
        Ok(total) => ExitCode::from(u8::from(total[6] > 0)),
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}

fn compare(seeds: Range<u64>, file: Option<&str>) -> Result<Counts, String> {
    let mut done = file.map_or_else(BTreeMap::new, read);
    done.retain(|seed, _| seeds.contains(seed));
    for seed in seeds.clone() {
        if done.contains_key(&seed) {
            continue;
        }
        let mut tally = Tally::default();
        check_seed(seed, &mut tally);
        for disagreement in &tally.disagreements {
            println!("{disagreement}");
        }
        let counts = counts(&tally);
        if let Some(file) = file {
            keep(file, seed, counts).map_err(|why| format!("{file} cannot be written: {why}."))?;
        }
        done.insert(seed, counts);
        if (seed + 1) % 10 == 0 {
            eprintln!("{}", line(&done));
        }
    }
    println!("{}", line(&done));
    Ok(total(&done))
}

fn counts(tally: &Tally) -> Counts {
    let Tally {
        moments,
        already,
        waits,
        plans,
        alternatives,
        nothing_helps,
        disagreements,
    } = tally;
    let disagreements = disagreements.len() as u64;
    [
        *moments,
        *already,
        *waits,
        *plans,
        *alternatives,
        *nothing_helps,
        disagreements,
    ]
}

/// The seeds of a file that was kept: each line has a seed and its counts. A line that was cut off
/// is left out, and its seed done again.
fn read(file: &str) -> BTreeMap<u64, Counts> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let seed = |line: &str| {
        let numbers: Option<Vec<u64>> = line.split(' ').map(|it| it.parse().ok()).collect();
        let numbers = numbers?;
        let (seed, counts) = numbers.split_first()?;
        Some((*seed, Counts::try_from(counts).ok()?))
    };
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole.lines().filter_map(seed).collect()
}

fn keep(file: &str, seed: u64, counts: Counts) -> std::io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(file)?;
    let numbers = counts.map(|count| count.to_string());
    writeln!(file, "{seed} {}", numbers.join(" "))
}

fn total(done: &BTreeMap<u64, Counts>) -> Counts {
    let mut total = Counts::default();
    for counts in done.values() {
        for (sum, count) in total.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    total
}

fn line(done: &BTreeMap<u64, Counts>) -> String {
    let [
        moments,
        already,
        waits,
        plans,
        alternatives,
        nothing_helps,
        disagreements,
    ] = total(done);
    let seeds = done.len();
    format!(
        "{seeds} seeds: {moments} moments; {already} so already, {waits} come by waiting, {plans} \
         with a plan ({alternatives} alternatives), {nothing_helps} that nothing helps; \
         {disagreements} disagreements"
    )
}
