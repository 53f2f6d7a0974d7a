//! Runs one case natively: `raft-bench list`, or `raft-bench NAME SECONDS`.
//!
//! Prints messages, commands and the CPU seconds they took. `tools/bench.mjs` reads that.

use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ProcessTime;
use raft_bench::{Done, cases};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["list"] => cases().iter().for_each(|case| println!("{}", case.name)),
        [name, seconds] => {
            let case = cases().into_iter().find(|case| case.name == name);
            let (Some(case), Ok(seconds)) = (case, seconds.parse()) else {
                eprintln!("raft-bench: there is no such case, or that is no number of seconds.");
                return ExitCode::FAILURE;
            };
            let mut bench = case.open();
            let mut run = |seconds: f64| {
                let (mut done, mut spent) = (Done::default(), Duration::ZERO);
                while spent.as_secs_f64() < seconds {
                    bench.prepare();
                    let start = ProcessTime::now();
                    let round = bench.round();
                    spent += start.elapsed();
                    done.messages += round.messages;
                    done.commands += round.commands;
                }
                (done, spent)
            };
            run(seconds / 4.0);
            let (done, spent) = run(seconds);
            println!(
                "{} {} {}",
                done.messages,
                done.commands,
                spent.as_secs_f64()
            );
        }
        _ => {
            eprintln!("raft-bench: use `raft-bench list` or `raft-bench NAME SECONDS`.");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
