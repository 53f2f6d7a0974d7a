//! Meets very many hostile links, scenarios, starts and words: decodes each, plays what is
//! accepted, and prints the counts, the slowest input, the largest memory and every accusation of
//! whole Raft.
//!
//! ```text
//! cargo run --release -p raft-check --example hostile -- 0..2000000 --jobs 2
//! cargo run --release -p raft-check --example hostile -- one 1234    shows one input and plays it
//! ```
//!
//! Lots of 2 000 inputs run in processes of their own. The result of each is kept in
//! `target/hostile`, so that the command goes on where it was ended; `--anew` forgets them.

mod draw;
mod input;
mod lot;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use lot::Lot;

const LOT: u64 = 2_000;
/// The most CPU that one input may take, and the most memory.
const CPU_MAX_MS: u64 = 2_000;
const MEMORY_MAX_KB: u64 = 256 * 1_024;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["lot", from, until] => match (from.parse(), until.parse()) {
            (Ok(from), Ok(until)) => {
                println!("{}", Lot::meet(from, until));
                ExitCode::SUCCESS
            }
            _ => usage(),
        },
        ["one", number] => match number.parse() {
            Ok(number) => {
                let started = cpu_time::ThreadTime::now();
                let input = input::make(number);
                println!("{input}");
                let outcome = input.meet();
                println!(
                    "{outcome:#?}\nCPU {:?}, {} kB",
                    started.elapsed(),
                    lot::memory_kb()
                );
                ExitCode::SUCCESS
            }
            Err(_) => usage(),
        },
        [range, rest @ ..] => match (range_of(range), jobs(rest)) {
            (Some((from, until)), Some(jobs)) => {
                meet_all(from, until, jobs, rest.contains(&"--anew"))
            }
            _ => usage(),
        },
        [] => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!("hostile: expected a range such as 0..2000000, then --jobs 2 or --anew.");
    ExitCode::from(2)
}

fn range_of(text: &str) -> Option<(u64, u64)> {
    let (from, until) = text.split_once("..")?;
    Some((from.parse().ok()?, until.parse().ok()?))
}

fn jobs(rest: &[&str]) -> Option<usize> {
    match rest.iter().position(|word| *word == "--jobs") {
        None => Some(1),
        Some(place) => rest.get(place + 1)?.parse().ok(),
    }
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/hostile"))
}

fn meet_all(from: u64, until: u64, jobs: usize, anew: bool) -> ExitCode {
    let folder = folder();
    if anew {
        let _ = fs::remove_dir_all(&folder);
    }
    if let Err(error) = fs::create_dir_all(&folder) {
        eprintln!("hostile: {} cannot be made: {error}.", folder.display());
        return ExitCode::from(2);
    }
    let starts = (from..until).step_by(usize::try_from(LOT).unwrap_or(1));
    let lots: Vec<(u64, u64)> = starts.map(|at| (at, until.min(at + LOT))).collect();
    let next = AtomicUsize::new(0);
    let total = Mutex::new((Lot::default(), 0_usize));
    thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| {
                while let Some((from, until)) = lots.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let lot = result_of(*from, *until);
                    let Ok(mut total) = total.lock() else {
                        return;
                    };
                    total.0.add(&lot);
                    total.1 += 1;
                    if total.1.is_multiple_of(10) || total.1 == lots.len() {
                        eprintln!("{} of {} lots: {}", total.1, lots.len(), total.0.short());
                    }
                }
            });
        }
    });
    let total = total
        .into_inner()
        .map(|(total, _)| total)
        .unwrap_or_default();
    print!("{}", total.report());
    let holds = total.panics.is_empty()
        && total.accusations.is_empty()
        && total.slowest.0 <= CPU_MAX_MS
        && total.memory_kb <= MEMORY_MAX_KB;
    println!(
        "\nMust hold: no panic, no accusation, at most {CPU_MAX_MS} ms and {} MB: {}.",
        MEMORY_MAX_KB / 1_024,
        if holds { "holds" } else { "does not hold" }
    );
    ExitCode::from(u8::from(!holds))
}

/// The result of a lot: kept from before, or from a process of its own.
fn result_of(from: u64, until: u64) -> Lot {
    let file = folder().join(format!("{from}-{until}.txt"));
    if let Some(lot) = fs::read_to_string(&file)
        .ok()
        .and_then(|text| Lot::read(&text))
    {
        return lot;
    }
    let run = || {
        let program = env::current_exe().ok()?;
        let child = Command::new(program)
            .args(["lot", &from.to_string(), &until.to_string()])
            .stderr(Stdio::piped())
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&child.stdout).into_owned();
        if let Some(lot) = Lot::read(&text) {
            let _ = fs::write(&file, text);
            return Some(lot);
        }
        Some(Lot::panicked(&String::from_utf8_lossy(&child.stderr)))
    };
    run().unwrap_or_else(|| Lot::panicked("the process could not be started"))
}
