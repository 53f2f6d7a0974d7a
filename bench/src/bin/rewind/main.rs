//! Measures rewinding natively, by so many seeks, and prints one object of JSON:
//! `rewind SEEKS`. `tools/bench/rewind.mjs` reads it.
//!
//! It is a program of its own because its allocator counts, which would slow the others down.

mod allocation;

use std::process::ExitCode;

use allocation::{Counting, bytes_in_use};
use cpu_time::ProcessTime;
use raft_bench::Rewind;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> ExitCode {
    let seeks = std::env::args().nth(1).and_then(|count| count.parse().ok());
    let Some(seeks) = seeks else {
        eprintln!("rewind: use `rewind SEEKS`, with the number of seeks.");
        return ExitCode::FAILURE;
    };
    measure(seeks);
    ExitCode::SUCCESS
}

fn measure(seeks: u64) {
    let before = bytes_in_use();
    let mut rewind = Rewind::new();
    rewind.play_minutes(10);
    let ten_minutes = bytes_in_use() - before;
    rewind.play_minutes(50);
    let hour = bytes_in_use() - before;
    let committed = rewind.committed();
    let seeks: Vec<f64> = (0..seeks)
        .map(|number| {
            let start = ProcessTime::now();
            rewind.seek(number);
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    rewind.seek_end();
    assert_eq!(rewind.committed(), committed, "the end is as it was");
    println!(
        r#"{{"committed":{committed},"tenMinutes":{ten_minutes},"hour":{hour},"seeks":{seeks:?}}}"#
    );
}
