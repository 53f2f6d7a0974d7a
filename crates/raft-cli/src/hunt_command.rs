//! `hunt`: what the arguments ask for, and what becomes of the results.

use std::fs::{self, OpenOptions};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use raft_check::gallery::GalleryEntry;
use raft_check::hunt::Plan;
use raft_check::schedule::{Assumptions, Repertoire};
use raft_core::{Bugs, Extension, Extensions};
use raft_sim::Options;

use crate::command::{Drawn, HuntArguments};
use crate::hunt_json::Results;
use crate::hunting::{self, AfterFailure, Hunted};
use crate::input::{self, Playable};
use crate::output::CommandOutput;
use crate::print;
use crate::shard::Shard;

pub(crate) fn hunt(arguments: &HuntArguments) -> Result<CommandOutput, String> {
    // A file that cannot be written is refused before the hunt, not after hours of it.
    arguments.out.as_deref().map_or(Ok(()), try_out)?;
    let mut stopped = None;
    let results = match &arguments.seeds {
        Some(seeds) => {
            let hunted = hunted(arguments, seeds)?;
            stopped = stopped_sentence(&hunted);
            Results::of(&hunted)
        }
        None => merged(&arguments.merge)?,
    };
    let text = if arguments.json {
        results.write()
    } else {
        print::hunt::hunt(&results)
    };
    let output = CommandOutput {
        stopped,
        ..CommandOutput::new(text, results.holds())
    };
    Ok(match &arguments.out {
        Some(path) => written(path, output),
        None => output,
    })
}

fn hunted(arguments: &HuntArguments, seeds: &Range<u64>) -> Result<Hunted, String> {
    let options = options_of(arguments)?;
    let bugs = arguments.bugs.iter().copied().fold(Bugs::NONE, Bugs::with);
    let plan = Plan {
        options,
        bugs,
        drawn: drawn(arguments).unwrap_or(GalleryEntry::drawn_without(bugs, options.as_ref())),
        kind: arguments.property,
        assumptions: if arguments.break_assumptions {
            Assumptions::Broken
        } else {
            Assumptions::Kept
        },
        repertoire: repertoire(arguments, bugs),
    };
    let after_failure = if arguments.first {
        AfterFailure::Stop
    } else {
        AfterFailure::GoOn
    };
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.map_or(processors, usize::from);
    let share = arguments.shard.unwrap_or(Shard::WHOLE).share_of(seeds);
    let mut hunted = hunting::hunt(&plan, share, jobs, after_failure);
    if arguments.shrink {
        hunted.shrink();
    }
    Ok(hunted)
}

/// The extensions that seeds draw, if the arguments say so.
fn drawn(arguments: &HuntArguments) -> Option<Extensions> {
    let options = &arguments.options;
    let extensions = options.iter().filter_map(|it| match it {
        Drawn::Extensions(extensions) => Some(extensions.iter()),
        Drawn::Transfers => None,
    });
    match arguments.all_options {
        true => Some(Extension::ALL.into_iter().collect()),
        false => (!options.is_empty()).then(|| extensions.flatten().collect()),
    }
}

/// What seeds draw beside the usual faults: as the arguments say, or what the rules to leave out
/// need.
fn repertoire(arguments: &HuntArguments, bugs: Bugs) -> Repertoire {
    let needed = GalleryEntry::repertoire_without(bugs);
    let named = arguments.options.contains(&Drawn::Transfers);
    Repertoire {
        later_faults: needed.later_faults || arguments.all_faults,
        transfers: match arguments.options.is_empty() {
            true => needed.transfers || arguments.all_options,
            false => named,
        },
        changes: needed.changes,
    }
}

/// The cluster of every run, if the arguments name one.
fn options_of(arguments: &HuntArguments) -> Result<Option<Options>, String> {
    let like = arguments.like.as_deref().map(input::read).transpose()?;
    let options = like.map(|like| match like {
        Playable::Scenario(scenario) => scenario.options(),
        Playable::Link(shared) => shared.run.options,
    });
    let Some(nodes) = arguments.nodes else {
        return Ok(options);
    };
    Ok(Some(Options {
        nodes,
        ..options.unwrap_or_default()
    }))
}

fn stopped_sentence(hunted: &Hunted) -> Option<String> {
    let Range { start, end } = hunted.untried.as_ref()?;
    let (tried, first) = (hunted.tally.runs, hunted.seeds.start);
    Some(format!(
        "Stopped after {tried} runs from seed {first} on: the same hunt with --seeds \
         {start}..{end} goes on from there."
    ))
}

/// Checks that this file can be written, and leaves its content until there are results.
fn try_out(path: &Path) -> Result<(), String> {
    let mut options = OpenOptions::new();
    let file = options.write(true).create(true).truncate(false).open(path);
    file.map(drop).map_err(|error| cannot_write(path, &error))
}

/// Writes the results into this file, so that nothing is left to print. If that fails, the output
/// keeps the results and says why.
fn written(path: &Path, output: CommandOutput) -> CommandOutput {
    let plain = anstream::adapter::strip_str(&output.text).to_string();
    match fs::write(path, plain) {
        Ok(()) => CommandOutput {
            text: String::new(),
            ..output
        },
        Err(error) => CommandOutput {
            refused: Some(cannot_write(path, &error)),
            ..output
        },
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    let path = path.display();
    format!("{path}: expected a file that can be written, found: {error}.")
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
