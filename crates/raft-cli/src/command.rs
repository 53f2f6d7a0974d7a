//! What can be asked on the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use raft_core::Instant;
use raft_sim::limits::SEED_MAX;

use crate::moment_text::moment;

/// Take a Raft cluster apart: deterministic runs of the consensus protocol, with a reason for
/// every decision.
///
/// A run is decided by its scenario alone. The same seed, options and actions give the same
/// events here, in the browser and on every other machine.
#[derive(Debug, Parser)]
#[command(name = "raft-playground", version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  raft-playground demo cluster                 five nodes: elect, write, crash, re-elect
  raft-playground demo cluster --seed 7        the same story with other timeouts
  raft-playground demo node                    one node, step by step, with its reasons
  raft-playground run scenarios/story.json     play a scenario and judge it
  raft-playground run '#UlAB…'                 replay a link that somebody shared
  raft-playground run - --format json < a.json a scenario from a pipe, for other programs

Exit codes:
  0  all held    1  a property broke or an expectation failed    2  unusable input";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Watch a story.
    #[command(subcommand)]
    Demo(Demo),
    /// Play a scenario file or a share link, judge it and print its trace and its digest.
    Run(RunArguments),
    /// Print the JSON Schema of scenario files.
    Schema,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Demo {
    /// One node, driven by hand through seven phases, with the reason for each step.
    Node,
    /// Five nodes in seven phases: three writes, a crash of the leader, two more writes, and
    /// the proof that nothing committed was lost.
    Cluster {
        /// Where all chance comes from: another seed, another story.
        #[arg(long, value_name = "N", default_value_t = 42,
              value_parser = clap::value_parser!(u64).range(..=SEED_MAX))]
        seed: u64,
    },
}

#[derive(Debug, Args)]
#[command(after_help = RUN_EXAMPLES)]
pub(crate) struct RunArguments {
    /// A scenario file, a share link (quote it: the shell gives # a meaning of its own), or -
    /// for either of them on the standard input.
    #[arg(value_name = "FILE|LINK", allow_hyphen_values = true)]
    pub(crate) input: String,
    /// How the result is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Play to this moment of simulated time instead of the run's own end: 20s, 1500ms, 2m.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) until: Option<Instant>,
}

const RUN_EXAMPLES: &str = "\
Examples:
  raft-playground run scenarios/figure_8.json
  raft-playground run scenarios/partition.json --until 12s
  raft-playground run https://example.org/play/#UlAB… --format json
  raft-playground run scenarios/story.json --format jsonl | grep crashes

With --format json, one object: title, seed, until_us, digest, digest_agrees (links only),
link, holds, complaints, notices, captions, events (at_us, kind, node, term, sentence,
section), expectations (expected, outcome, found), violations (property, at_us, nodes,
sentence), checks, committed, requests, nodes (node, status, role, term, commit_index, log).
Moments are microseconds; what there is none of is null.

With --format jsonl, a line for each event, messages included: seq, at_us, kind, node,
sentence, values (numbers by name).";

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One object, for programs.
    Json,
    /// One object a line, for each event of the run.
    Jsonl,
}
