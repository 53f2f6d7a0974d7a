//! What can be asked on the command line.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use raft_check::hunt::FailureKind;
use raft_core::{Bug, Extension, Extensions, Instant};
use raft_sim::ActionKind;
use raft_sim::limits::{CHAOS_PER_MINUTE_MAX, SEED_MAX};

use crate::moment_text::moment;
use crate::seeds::seeds;
use crate::shard::{Shard, shard};

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
  raft-playground hunt --seeds 0..10000        ten thousand hostile runs, every check on
  raft-playground why scenarios/story.json --at 12s --leader
                                               why there is no leader, and what must happen
  raft-playground endure                       80 minutes of chaos, in clusters of 1 to 9 nodes

Exit codes:
  0    all held
  1    a property broke or an expectation failed
  2    unusable input
  130  stopped by Ctrl-C; what was found so far is printed";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Watch a story.
    #[command(subcommand)]
    Demo(Demo),
    /// Play a scenario file or a share link, judge it and print its trace and its digest.
    Run(RunArguments),
    /// Try seeds by the thousand: each draws a cluster, faults and clients, and every check looks
    /// for what breaks.
    Hunt(HuntArguments),
    /// Let chaos go on for a long time, in clusters of all sizes: whether faults come until its
    /// end, and whether a write is acknowledged within a minute after it.
    Endure(EndureArguments),
    /// Measure what a cluster commits in partial partitions, plain and with its extensions, beside
    /// the figures of raft-rs.
    Partitions(PartitionsArguments),
    /// List the rules of Raft that can be left out, and what breaks without each.
    Gallery(GalleryArguments),
    /// Ask about a moment of a run: why not, what must happen, and what if we wait.
    Why(WhyArguments),
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
    /// Play to this moment of simulated time instead of the run's own end: 20s, 1.5s, 1500ms, 2m,
    /// 1:48.15.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) until: Option<Instant>,
    /// With mermaid and shiviz: leave out what happened before this moment.
    #[arg(long, value_name = "TIME", value_parser = moment, conflicts_with = "seeds")]
    pub(crate) from: Option<Instant>,
    /// Play a scenario with each of these seeds in place of its own, the last one left out, and
    /// count what comes of it.
    #[arg(long, value_name = "A..B", value_parser = seeds)]
    pub(crate) seeds: Option<Range<u64>>,
    /// With --seeds: how many threads work; as many as there are processors when not given.
    #[arg(long, value_name = "N", value_parser = jobs, requires = "seeds")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

#[derive(Debug, Args)]
#[command(after_help = HUNT_EXAMPLES)]
pub(crate) struct HuntArguments {
    /// The seeds to try, the last one left out; 7 is that seed alone.
    #[arg(long, value_name = "A..B", value_parser = seeds, required_unless_present = "merge")]
    pub(crate) seeds: Option<Range<u64>>,
    /// A rule to leave out; may be given several times.
    #[arg(long = "bug", value_name = "NAME", value_parser = bug)]
    pub(crate) bugs: Vec<Bug>,
    /// An extension of Raft that seeds draw, or "transfer"; may be given several times. `reads` is
    /// every way of reading beside the log. When none is given, those of the rules to leave out.
    #[arg(long = "option", value_name = "NAME", value_parser = drawn)]
    pub(crate) options: Vec<Drawn>,
    /// Draw all extensions of Raft, and transfers of the lead.
    #[arg(long, conflicts_with = "options")]
    pub(crate) all_options: bool,
    /// The only accusation that counts.
    #[arg(long, value_name = "NAME", value_parser = kind)]
    pub(crate) property: Option<FailureKind>,
    /// A cluster with the options of this scenario file or share link, in place of one that each
    /// seed draws; with --option, seeds draw more extensions beside them. Which rules are left out
    /// is said by --bug alone.
    #[arg(long, value_name = "FILE|LINK")]
    pub(crate) like: Option<String>,
    /// A cluster of this size; with default options, unless --like says others.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=9))]
    pub(crate) nodes: Option<u8>,
    /// Let disks lie and be wiped, which breaks what Raft assumes of stable storage.
    #[arg(long)]
    pub(crate) break_assumptions: bool,
    /// Draw all kinds of faults, also those that came after the hunts whose digests are published.
    #[arg(long)]
    pub(crate) all_faults: bool,
    /// Stop at the first catch, which is that of the lowest seed.
    #[arg(long)]
    pub(crate) first: bool,
    /// Shrink what was caught to the smallest run that breaks the same way.
    #[arg(long)]
    pub(crate) shrink: bool,
    /// How many threads work; as many as there are processors when not given.
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Try only this part of the seeds: the shard of this number, from 0, of so many.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(crate) shard: Option<Shard>,
    /// Print one object, for programs and for --merge.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write to this file instead of the standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Add up what shards have written with --json, in place of hunting.
    #[arg(long, value_name = "FILE", num_args = 1..,
          conflicts_with_all = ["seeds", "bugs", "options", "all_options", "property", "nodes",
                                "like", "break_assumptions", "all_faults", "first", "shrink",
                                "jobs", "shard"])]
    pub(crate) merge: Vec<PathBuf>,
}

const HUNT_EXAMPLES: &str = "\
Examples:
  raft-playground hunt --seeds 0..100000
  raft-playground hunt --seeds 0..10000 --bug match_whole_log --first --shrink
  raft-playground hunt --seeds 0..1000 --break-assumptions --nodes 3
  raft-playground hunt --seeds 0..1000 --like scenarios/lost_messages.json
  raft-playground hunt --seeds 0..10000 --option pre_vote --option check_quorum
  raft-playground hunt --seeds 0..10000 --option reads=lease
  raft-playground hunt --seeds 0..10000 --all-options --all-faults
  raft-playground hunt --seeds 0..10000 --all-options
  raft-playground hunt --seeds 0..1000000 --shard 0/4 --json --out part-0.json
  raft-playground hunt --merge part-*.json

A run takes 30 simulated seconds of faults; then the faults end, and progress is demanded. A catch
prints the link that plays it again. Ctrl-C stops it, and what was found so far is printed.";

#[derive(Debug, Args)]
pub(crate) struct EndureArguments {
    /// The seeds of each size, the last one left out; 7 is that seed alone.
    #[arg(long, value_name = "A..B", value_parser = seeds, default_value = "0..40")]
    pub(crate) seeds: Range<u64>,
    /// One size of the cluster; 1 to 9, one after the other, when not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=9))]
    pub(crate) nodes: Option<u8>,
    /// Faults a minute.
    #[arg(long, value_name = "N", default_value_t = CHAOS_PER_MINUTE_MAX,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(CHAOS_PER_MINUTE_MAX)))]
    pub(crate) per_minute: u32,
    /// How long chaos goes on, in simulated time: 20s, 80m.
    #[arg(long, value_name = "TIME", value_parser = moment, default_value = "80m")]
    pub(crate) lasts: Instant,
    /// How many threads work; as many as there are processors when not given.
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<NonZeroUsize>,
}

#[derive(Debug, Args)]
pub(crate) struct PartitionsArguments {
    /// The seeds of which each figure is the median, the last one left out.
    #[arg(long, value_name = "A..B", value_parser = seeds, default_value = "0..21")]
    pub(crate) seeds: Range<u64>,
    /// How many threads work; as many as there are processors when not given.
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<NonZeroUsize>,
}

#[derive(Debug, Args)]
pub(crate) struct GalleryArguments {
    /// Hunt for each of them, shrink what is caught, and write the stories into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) stories: Option<PathBuf>,
    /// Only the story of this rule; may be given several times.
    #[arg(long = "bug", value_name = "NAME", value_parser = bug, requires = "stories")]
    pub(crate) bugs: Vec<Bug>,
    /// Measure the rules without which nothing breaks, beside the same runs with every rule kept.
    #[arg(long, conflicts_with = "stories")]
    pub(crate) slower: bool,
    /// The seeds to try, the last one left out; 0..20000 for stories, 0..1000 for measuring.
    #[arg(long, value_name = "A..B", value_parser = seeds)]
    pub(crate) seeds: Option<Range<u64>>,
}

#[derive(Debug, Args)]
#[command(after_help = WHY_EXAMPLES)]
pub(crate) struct WhyArguments {
    /// A scenario file, a share link (quote it: the shell gives # a meaning of its own), or -
    /// for either of them on the standard input.
    #[arg(value_name = "FILE|LINK", allow_hyphen_values = true)]
    pub(crate) input: String,
    /// The moment that is asked about: 20s, 27.723538s, 1500ms, 2m, 1:48.15; the end of a scenario,
    /// or the moment of a link, when not given.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) at: Option<Instant>,
    #[command(flatten)]
    pub(crate) question: WhyQuestion,
    /// With --entry: the term of the entry that is meant, where logs differ at its index.
    #[arg(long, value_name = "N", requires = "entry")]
    pub(crate) term: Option<u64>,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub(crate) format: AnswerFormat,
}

/// The questions that stand after `--entry` below: no other is asked beside them.
const AFTER_ENTRY: [&str; 5] = ["request", "silent", "behind", "event", "message"];
const OTHER_THAN_LEADER: [&str; 7] = [
    "node", "entry", "request", "silent", "behind", "event", "message",
];

/// One question; `--node` stands beside `--entry`.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct WhyQuestion {
    /// Why is there no leader?
    #[arg(long, conflicts_with_all = OTHER_THAN_LEADER)]
    pub(crate) leader: bool,
    /// Why does this node not lead, and what keeps it from winning? With --entry: why does it not
    /// know the entry to be committed?
    #[arg(long, value_name = "N", conflicts_with_all = AFTER_ENTRY)]
    pub(crate) node: Option<u8>,
    /// Why is the entry at this index not committed?
    #[arg(long, value_name = "INDEX", conflicts_with_all = AFTER_ENTRY)]
    pub(crate) entry: Option<u64>,
    /// Why is this request not answered? They are numbered from 0, as they were sent.
    #[arg(long, value_name = "N", conflicts_with_all = ["silent", "behind", "event", "message"])]
    pub(crate) request: Option<usize>,
    /// Why does this node send nothing?
    #[arg(long, value_name = "N", conflicts_with_all = ["behind", "event", "message"])]
    pub(crate) silent: Option<u8>,
    /// Why does this node not catch up with the leader's log?
    #[arg(long, value_name = "N", conflicts_with_all = ["event", "message"])]
    pub(crate) behind: Option<u8>,
    /// Why did a node decide so? Events have the numbers (seq) of run --format jsonl.
    #[arg(long, value_name = "SEQ", conflicts_with_all = ["message"])]
    pub(crate) event: Option<u64>,
    /// Why was a message lost or ignored? The message is that of this event: of its sending, its
    /// loss, its arrival, or of a decision that it brought about.
    #[arg(long, value_name = "SEQ")]
    pub(crate) message: Option<u64>,
}

const WHY_EXAMPLES: &str = "\
Examples:
  raft-playground why scenarios/partition.json --at 17s --leader
  raft-playground why scenarios/figure_8_committed.json --at 5s --entry 2
  raft-playground why '#UlAB…' --node 3
  raft-playground why scenarios/story.json --at 12s --request 2 --format json
  raft-playground why scenarios/story.json --event 55
  raft-playground why scenarios/partition.json --at 9s --entry 2 --node 0
  raft-playground why scenarios/partition.json --message 170

An answer names the facts it rests on, says what comes if we wait, and what must happen: each
line suffices, and needs all that it names. To find that out, copies of the moment are played on
for 40 of the longest election timeouts.

With --format json, one object: question, at_us, holds, headline, broken, because (sentence,
section, nodes, event: at_us, node, nth), if_we_wait (outcome: at, never or undecided; at_us,
within_us, sentence), needs (a list of alternatives, each a list of what must happen, as the
expectation why_not of a scenario file spells it).

With --event: what caused the decision, its rule in the paper's terms with the values of that
moment and an arrow before the line that decided, and what would have changed it, which the node
itself says when it is asked again with other values. With --format json, one object: event,
at_us, node, kind, sentence, section, values, caused_by (kind, from, since_us, sentence), rule
(title, lines: text, values, holds, decides), would_have_changed (sentence, instead: the kind of
what it decides then, or null).

With --message: what became of the message, what that came from, and what its receiver decided. With
--format json, one object: question, headline, message (id, from, to, kind, sentence, sent_at_us,
due_at_us), end (outcome: under_way, waits, arrived, lost, cut or receiver_down; at_us), because (as
above), decided (event, kind, sentence, section).";

/// How an answer is printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// For people.
    Text,
    /// One object, for programs.
    Json,
}

fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .map_err(|_| "expected a number of threads from 1 on".into())
}

fn bug(name: &str) -> Result<Bug, String> {
    Bug::named(name).ok_or_else(|| format!("expected {}", one_of(Bug::ALL.map(Bug::name))))
}

/// Something that seeds of a hunt draw when they are told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drawn {
    /// Extensions of Raft, each on or off for a whole run.
    Extensions(Extensions),
    /// Transfers of the lead (Thesis §3.10), which need no switch.
    Transfers,
}

/// The name of [`Drawn::Transfers`]: that of the action.
pub(crate) const TRANSFER: &str = ActionKind::Transfer.names().field;

/// The extension of this name, all ways of reading, or transfers.
fn drawn(name: &str) -> Result<Drawn, String> {
    match name {
        TRANSFER => return Ok(Drawn::Transfers),
        READS => {
            let reads = Extension::OF_READS.into_iter().collect();
            return Ok(Drawn::Extensions(reads));
        }
        _ => {}
    }
    let extension = Extension::named(name).map(|it| Extensions::NONE.with(it));
    let names = || {
        Extension::ALL
            .map(Extension::name)
            .into_iter()
            .chain([READS, TRANSFER])
    };
    extension
        .map(Drawn::Extensions)
        .ok_or_else(|| format!("expected {}", one_of(names())))
}

/// The word for all ways of reading beside the log.
const READS: &str = "reads";

fn kind(name: &str) -> Result<FailureKind, String> {
    FailureKind::named(name).ok_or_else(|| {
        format!(
            "expected {}",
            one_of(FailureKind::all().map(FailureKind::name))
        )
    })
}

fn one_of(names: impl IntoIterator<Item = &'static str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    format!("one of {}", names.join(", "))
}

const RUN_EXAMPLES: &str = "\
Examples:
  raft-playground run scenarios/figure_8_committed.json
  raft-playground run scenarios/partition.json --until 12s
  raft-playground run https://example.org/play/#UlAB… --format json
  raft-playground run scenarios/story.json --format jsonl | grep crashes
  raft-playground run scenarios/partition.json --seeds 0..1000
  raft-playground run scenarios/election.json --format mermaid --until 2s
  raft-playground run scenarios/partition.json --format shiviz --from 4s --until 6s

With --format json, one object: title, seed, until_us, digest, digest_agrees (links only),
link, holds, complaints, notices, captions, events (at_us, kind, node, term, sentence,
section), expectations (expected, outcome, found), violations (property, at_us, nodes,
sentence), history (of the clients: outcome, which is linearizable, violated or undecided;
operations, sentence), checks, committed, requests, costs (messages, bytes,
per_committed_write, per_election, per_second, by_kind: kind, messages, bytes), nodes (node,
status, role, term, commit_index, snapshot, log).
Moments are microseconds; what there is none of is null.

With --seeds, text or one object: title, seeds (the first, and the one behind the last), runs,
held, failed, expectations (expected, held, failed, not_reached, first_failure: seed, found),
violations (runs by property), undecided, unfinished, noticed, figures (by name: runs, least,
median, most), first_failure (seed, complaints, link), untried. Ctrl-C stops it, and what was
found is printed.

With --format jsonl, a line for each event, messages included: seq, at_us, kind, node,
sentence, values (numbers by name).

With --format mermaid, a sequence diagram: each message where it arrives or is lost, and what the
nodes decide. Heartbeats that arrive are left out and counted; Mermaid takes 50 000 characters, and
what finds no room is named. With --format shiviz, a log that ShiViz opens: each event with its
vector clock, the clients as one host, whoever acts on the cluster as another.";

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One object, for programs.
    Json,
    /// One object a line, for each event of the run.
    Jsonl,
    /// A sequence diagram of Mermaid: for a page, a slide, a report.
    Mermaid,
    /// A log with vector clocks, for ShiViz.
    Shiviz,
}
