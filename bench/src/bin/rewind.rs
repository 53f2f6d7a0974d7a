//! Measures rewinding natively and prints one line of JSON. `tools/bench/rewind.mjs` reads it.
//!
//! A program of its own, because its allocator counts, and the others shall not pay for that.

#[path = "../allocation.rs"]
mod allocation;

use allocation::{Counting, bytes_in_use};
use cpu_time::ProcessTime;
use raft_bench::Rewind;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const SEEKS: u64 = 2_000;

fn main() {
    let before = bytes_in_use();
    let mut rewind = Rewind::new();
    rewind.play_minutes(10);
    let ten_minutes = bytes_in_use() - before;
    rewind.play_minutes(50);
    let hour = bytes_in_use() - before;
    let committed = rewind.committed();
    let seeks: Vec<f64> = (0..SEEKS)
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
