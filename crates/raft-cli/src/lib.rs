//! The playground on the command line.
//!
//! Each command computes a value first; `print` turns it into text, and only [`main_with`]
//! speaks to the terminal. Exit codes: 0 for a run that held, 1 for one that did not, 2 for
//! input that cannot be used, 130 for work that Ctrl-C has stopped.
#![forbid(unsafe_code)]

pub mod cluster_story;
mod command;
mod costs_json;
mod endure_command;
mod gallery_command;
mod hunt_command;
mod hunt_json;
mod hunting;
mod input;
mod interrupt;
mod moment_text;
mod node_row;
pub mod node_walk;
mod output;
mod partitions_command;
mod play;
mod print;
mod progress;
mod report_json;
mod seed_runs;
mod seed_runs_json;
mod seeds;
mod shard;
mod side_by_side;
mod slower_command;
mod why_command;
mod why_json;

use std::ffi::OsString;
use std::io::{self, Write};
use std::ops::Range;
use std::process::ExitCode;

use clap::Parser;

use command::{
    Arguments, Command, Demo, Format, GalleryArguments, PartitionsArguments, RunArguments,
};
use input::Playable;
use output::CommandOutput;
use raft_core::Instant;

const HELD: u8 = 0;
const DID_NOT_HOLD: u8 = 1;
const BAD_INPUT: u8 = 2;

/// Runs the command that the arguments name.
pub fn main_with(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        // Help and version are not errors, and clap knows which stream each belongs to.
        Err(message) => message.exit(),
    };
    interrupt::listen();
    match output_of(arguments.command) {
        Ok(output) => {
            say(&mut anstream::stdout(), &output.text);
            if let Some(sentence) = output.refused {
                say(&mut anstream::stderr(), &format!("{sentence}\n"));
                return ExitCode::from(BAD_INPUT);
            }
            if let Some(sentence) = output.stopped {
                say(&mut anstream::stderr(), &format!("{sentence}\n"));
                return ExitCode::from(interrupt::STOPPED);
            }
            ExitCode::from(if output.holds { HELD } else { DID_NOT_HOLD })
        }
        Err(sentence) => {
            say(&mut anstream::stderr(), &format!("{sentence}\n"));
            ExitCode::from(BAD_INPUT)
        }
    }
}

fn output_of(command: Command) -> Result<CommandOutput, String> {
    match command {
        Command::Demo(Demo::Node) => {
            let text = print::walk::walk(&node_walk::walk());
            Ok(CommandOutput::new(text, true))
        }
        Command::Demo(Demo::Cluster { seed }) => {
            let story = cluster_story::tell(seed);
            Ok(CommandOutput::new(
                print::story::story(&story),
                story.holds(),
            ))
        }
        Command::Run(arguments) => run(&arguments),
        Command::Hunt(arguments) => hunt_command::hunt(&arguments),
        Command::Endure(arguments) => Ok(endure_command::endure(&arguments)),
        Command::Partitions(arguments) => Ok(partitions(&arguments)),
        Command::Gallery(arguments) => gallery(&arguments),
        Command::Why(arguments) => why_command::why(&arguments),
        Command::Schema => Ok(CommandOutput::new(
            raft_sim::scenario::schema::schema(),
            true,
        )),
    }
}

fn run(arguments: &RunArguments) -> Result<CommandOutput, String> {
    let input = input::read(&arguments.input)?;
    if let Some(seeds) = &arguments.seeds {
        return run_seeds(input, seeds, arguments);
    }
    let drawn = matches!(arguments.format, Format::Mermaid | Format::Shiviz);
    if arguments.from.is_some() && !drawn {
        return Err("--from: expected --format mermaid or shiviz with it.".into());
    }
    let report = play::play(input, arguments.until);
    let from = arguments.from.unwrap_or(Instant::ZERO);
    let end = report.world.now();
    if from > end {
        return Err(format!(
            "--from: expected a moment of the run, which ends at {end}, found {from}."
        ));
    }
    let text = match arguments.format {
        Format::Text => print::report::report(&report),
        Format::Json => report_json::report(&report),
        Format::Jsonl => report.lines(),
        Format::Mermaid => report.mermaid(from),
        Format::Shiviz => report.shiviz(from),
    };
    Ok(CommandOutput::new(text, report.holds()))
}

fn run_seeds(
    input: Playable,
    seeds: &Range<u64>,
    arguments: &RunArguments,
) -> Result<CommandOutput, String> {
    let Playable::Scenario(scenario) = input else {
        return Err(
            "--seeds: expected a scenario file, found a link: its actions have the moments of \
                    its own seed."
                .into(),
        );
    };
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.map_or(processors, usize::from);
    let play = || seed_runs::play_all(&scenario, seeds.clone(), arguments.until, jobs);
    let (runs, text) = match arguments.format {
        Format::Text => {
            let runs = play();
            let text = print::seed_runs::seed_runs(&runs);
            (runs, text)
        }
        Format::Json => {
            let runs = play();
            let text = seed_runs_json::seed_runs(&runs);
            (runs, text)
        }
        Format::Jsonl | Format::Mermaid | Format::Shiviz => {
            return Err("--seeds: expected --format text or json: the others tell one run.".into());
        }
    };
    let stopped = runs.untried.as_ref().map(|Range { start, end }| {
        let (tried, first) = (runs.runs, runs.seeds.start);
        format!(
            "Stopped after {tried} runs from seed {first} on: the same command with --seeds \
             {start}..{end} goes on from there."
        )
    });
    Ok(CommandOutput {
        stopped,
        ..CommandOutput::new(text, runs.held == runs.runs)
    })
}

fn partitions(arguments: &PartitionsArguments) -> CommandOutput {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.map_or(processors, usize::from);
    let rows = partitions_command::measure_all(&arguments.seeds, jobs);
    let text = print::partitions::partitions(&arguments.seeds, &rows);
    let holds = rows.iter().all(partitions_command::TableRow::keeps_up);
    let stopped = interrupt::was_asked().then(|| format!("Stopped after {} rows.", rows.len()));
    CommandOutput {
        stopped,
        ..CommandOutput::new(text, holds)
    }
}

fn gallery(arguments: &GalleryArguments) -> Result<CommandOutput, String> {
    if arguments.slower {
        let seeds = arguments.seeds.clone().unwrap_or(0..1_000);
        let measured = slower_command::measure_all(&seeds);
        return Ok(CommandOutput::new(print::gallery::slower(&measured), true));
    }
    let Some(folder) = &arguments.stories else {
        return Ok(CommandOutput::new(print::gallery::gallery(), true));
    };
    gallery_command::make_room(folder)?;
    let seeds = arguments.seeds.clone().unwrap_or(0..20_000);
    let shown = gallery_command::hunt_for_all(&arguments.bugs, &seeds);
    shown.iter().try_for_each(|it| it.write_into(folder))?;
    let text = print::gallery::stories(&shown);
    let holds = shown.iter().all(|it| it.smallest.is_some());
    let stopped = interrupt::was_asked().then(|| "Stopped before the last rule.".into());
    Ok(CommandOutput {
        stopped,
        ..CommandOutput::new(text, holds)
    })
}

/// Writes the whole text. A reader that has gone away, as `head` does, is no failure.
fn say(stream: &mut impl Write, text: &str) {
    let written: io::Result<()> = stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush());
    drop(written);
}
