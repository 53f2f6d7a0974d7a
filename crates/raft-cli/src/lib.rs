//! The playground on the command line.
//!
//! Each command computes a value first; `print` turns it into text, and only [`main_with`]
//! speaks to the terminal. Exit codes: 0 for a run that held, 1 for one that did not, 2 for
//! input that cannot be used.
#![forbid(unsafe_code)]

pub mod cluster_story;
mod command;
mod exhibition;
mod hunt_json;
mod hunting;
mod input;
mod moment_text;
mod node_row;
pub mod node_walk;
mod play;
mod print;
mod report_json;
mod seeds;
mod shard;

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use command::{Arguments, Command, Demo, Format, GalleryArguments, HuntArguments, RunArguments};
use hunt_json::Results;
use hunting::{After, Hunted};
use raft_check::hunt::{Catch, Plan};
use raft_check::schedule::Assumptions;
use raft_check::shrink::{Verdict, shrink};
use raft_core::Bugs;
use raft_sim::Options;
use shard::Shard;

/// What a command leaves behind.
struct Outcome {
    text: String,
    holds: bool,
}

const HELD: u8 = 0;
const DID_NOT_HOLD: u8 = 1;
const BAD_INPUT: u8 = 2;

/// Does what the arguments ask for.
pub fn main_with(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        // Help and version are not errors, and clap knows which stream each belongs to.
        Err(message) => message.exit(),
    };
    match outcome_of(arguments.command) {
        Ok(outcome) => {
            say(&mut anstream::stdout(), &outcome.text);
            ExitCode::from(if outcome.holds { HELD } else { DID_NOT_HOLD })
        }
        Err(sentence) => {
            say(&mut anstream::stderr(), &format!("{sentence}\n"));
            ExitCode::from(BAD_INPUT)
        }
    }
}

fn outcome_of(command: Command) -> Result<Outcome, String> {
    match command {
        Command::Demo(Demo::Node) => Ok(Outcome {
            text: print::walk::walk(&node_walk::walk()),
            holds: true,
        }),
        Command::Demo(Demo::Cluster { seed }) => {
            let story = cluster_story::tell(seed);
            Ok(Outcome {
                text: print::story::story(&story),
                holds: story.holds(),
            })
        }
        Command::Run(arguments) => run(&arguments),
        Command::Hunt(arguments) => hunt(&arguments),
        Command::Gallery(arguments) => gallery(&arguments),
        Command::Schema => Ok(Outcome {
            text: raft_sim::scenario::schema::schema(),
            holds: true,
        }),
    }
}

fn run(arguments: &RunArguments) -> Result<Outcome, String> {
    let input = input::read(&arguments.input)?;
    let report = play::play(input, arguments.until);
    let text = match arguments.format {
        Format::Text => print::report::report(&report),
        Format::Json => report_json::report(&report),
        Format::Jsonl => report.lines(),
    };
    Ok(Outcome {
        text,
        holds: report.holds(),
    })
}

fn hunt(arguments: &HuntArguments) -> Result<Outcome, String> {
    let results = match &arguments.seeds {
        Some(seeds) => Results::of(&hunted(arguments, seeds)),
        None => merged(&arguments.merge)?,
    };
    let text = if arguments.json {
        results.write()
    } else {
        print::hunt::hunt(&results)
    };
    let holds = results.holds();
    let Some(path) = &arguments.out else {
        return Ok(Outcome { text, holds });
    };
    let text = anstream::adapter::strip_str(&text).to_string();
    fs::write(path, text).map_err(|error| {
        let path = path.display();
        format!("{path}: expected a file that can be written, found: {error}.")
    })?;
    let text = String::new();
    Ok(Outcome { text, holds })
}

fn hunted(arguments: &HuntArguments, seeds: &Range<u64>) -> Hunted {
    let plan = Plan {
        options: arguments.nodes.map(|nodes| Options {
            nodes,
            ..Options::default()
        }),
        bugs: arguments.bugs.iter().copied().fold(Bugs::NONE, Bugs::with),
        charge: arguments.property,
        assumptions: if arguments.break_assumptions {
            Assumptions::Broken
        } else {
            Assumptions::Kept
        },
    };
    let after = if arguments.first {
        After::Stop
    } else {
        After::GoOn
    };
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.map_or(processors, usize::from);
    let share = arguments.shard.unwrap_or(Shard::WHOLE).share_of(seeds);
    let mut hunted = hunting::hunt(&plan, share, jobs, after);
    if arguments.shrink {
        let smaller = |catch: &Catch| shrink(catch, &mut |_| Verdict::GoOn);
        hunted.catches = hunted.catches.iter().map(smaller).collect();
    }
    hunted
}

fn merged(paths: &[PathBuf]) -> Result<Results, String> {
    let mut whole: Option<Results> = None;
    for path in paths {
        let within = |error: String| format!("{}: {error}.", path.display());
        let text = fs::read_to_string(path)
            .map_err(|error| within(format!("expected a file that can be read, found: {error}")))?;
        let part = Results::read(&text).map_err(within)?;
        match &mut whole {
            Some(whole) => whole.add(part).map_err(within)?,
            None => whole = Some(part),
        }
    }
    whole.ok_or_else(|| "There is nothing to merge: expected the files of shards.".into())
}

fn gallery(arguments: &GalleryArguments) -> Result<Outcome, String> {
    let Some(folder) = &arguments.stories else {
        let text = print::gallery::gallery();
        return Ok(Outcome { text, holds: true });
    };
    exhibition::make_room(folder)?;
    let shown = exhibition::exhibit_all(&arguments.seeds);
    shown.iter().try_for_each(|it| it.write_into(folder))?;
    Ok(Outcome {
        text: print::gallery::stories(&shown),
        holds: shown.iter().all(|it| it.smallest.is_some()),
    })
}

/// Writes it all. A reader that has gone away, as `head` does, is no failure.
fn say(stream: &mut impl Write, text: &str) {
    let written: io::Result<()> = stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush());
    drop(written);
}
