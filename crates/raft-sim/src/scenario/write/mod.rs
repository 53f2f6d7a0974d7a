//! A run as a scenario file: its actions by node numbers, its moments in milliseconds.

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::Instant;

use super::action::action_spec;
use super::action::share::Share;
use super::action::span::{range_in_millis, whole_millis};
use super::error::ReadError;
use super::read::json::{Json, JsonCursor};
use super::read::setting::read_options;
use super::spec::file::Scenario;
use super::spec::setting::{OptionsShape, StartShape};
use super::spec::step::{Caption, Step, Trigger};
use crate::action::Action;
use crate::limits::RUN_MAX;
use crate::network::packet::Fate;
use crate::options::{Latency, Options};
use crate::run::check::check_run;
use crate::run::{Run, Start};
use crate::world::World;
use crate::world::event::{Nobody, Observer};

type ReadResult<T> = Result<T, ReadError>;

/// A run as a scenario with the same events, to be played until `until`. Its end is in whole
/// milliseconds, so it may lie a little later.
///
/// # Errors
/// Returns one when a file cannot hold the run: it has too many actions, or a span that is no whole
/// number of milliseconds, which only a link made by hand can have.
pub fn record(
    run: &Run,
    until: Instant,
    title: &str,
    about: &str,
    captions: &[(Instant, String)],
) -> ReadResult<Scenario> {
    check_run(run)?;
    let caption = |(at, say): &(Instant, String)| Caption {
        trigger: Trigger::At(*at),
        say: say.clone(),
    };
    Ok(Scenario {
        schema: None,
        format: 1,
        title: title.into(),
        about: about.into(),
        seed: run.seed,
        options: options_shape(&run.options)?,
        start: start_shape(&run.start),
        actions: steps(run)?,
        captions: captions.iter().map(caption).collect(),
        expect: Vec::new(),
        until_ms: Some(until.min(RUN_MAX).0.div_ceil(1_000)),
    })
}

/// The run's actions, without those that did nothing because their message was not in flight:
/// a file would wait for it.
fn steps(run: &Run) -> ReadResult<Vec<Step>> {
    let mut world = World::begin(&run);
    let mut nobody: &mut dyn Observer = &mut Nobody;
    let mut steps = Vec::new();
    for timed in &run.actions {
        world.advance_to(timed.at, &mut nobody);
        if in_reach(&timed.action, &world) {
            steps.push(Step {
                trigger: Trigger::At(timed.at),
                action: action_spec(&timed.action)?,
            });
        }
        world.act(&timed.action, &mut nobody);
    }
    Ok(steps)
}

fn in_reach(action: &Action, world: &World) -> bool {
    let (Action::Drop(name)
    | Action::Deliver(name)
    | Action::Duplicate(name)
    | Action::Delay(name, _)) = action
    else {
        return true;
    };
    let mut packets = world.network().packets();
    packets.any(|packet| packet.name == *name && packet.fate == Fate::Arrives)
}

/// These options as a file spells them: those that differ from the lab's.
///
/// # Errors
/// When a span is no whole number of milliseconds.
pub fn options_shape(options: &Options) -> ReadResult<OptionsShape> {
    let Options {
        nodes,
        election_timeout_min,
        election_timeout_max,
        heartbeat,
        latency,
        disk,
        loss,
        duplicate,
        blank_entry_at_election,
        bugs,
    } = *options;
    let usual = Options::default();
    let timeout = Latency {
        min: election_timeout_min,
        max: election_timeout_max,
    };
    let usual_timeout = Latency {
        min: usual.election_timeout_min,
        max: usual.election_timeout_max,
    };
    let changed_range = |range, usual| (range != usual).then(|| range_in_millis(range)).transpose();
    Ok(OptionsShape {
        preset: None,
        nodes: (nodes != usual.nodes).then_some(nodes),
        election_timeout_ms: changed_range(timeout, usual_timeout)?,
        heartbeat_ms: (heartbeat != usual.heartbeat)
            .then(|| whole_millis(heartbeat))
            .transpose()?,
        latency_ms: changed_range(latency, usual.latency)?,
        disk_ms: changed_range(disk, usual.disk)?,
        loss: (loss != usual.loss).then_some(Share(loss)),
        duplicate: (duplicate != usual.duplicate).then_some(Share(duplicate)),
        blank_entry: blank_entry_at_election.then_some(true),
        pre_vote: None,
        bugs: bugs.iter().map(raft_core::Bug::name).collect(),
    })
}

/// The options of this JSON, the `options` of a scenario file.
///
/// # Errors
/// One sentence about the first mistake in it.
pub fn parse_options(json: &str) -> ReadResult<Options> {
    let json = Json::parse(json)?;
    Ok(read_options(JsonCursor::root(&json, "these options"))?.resolved())
}

fn start_shape(start: &Start) -> StartShape {
    let mut shape = StartShape::default();
    let logs = start.logs.iter();
    shape
        .logs
        .extend(logs.map(|(node, terms)| (node.0, terms.iter().map(|term| term.0).collect())));
    shape
        .terms
        .extend(start.terms.iter().map(|(node, term)| (node.0, term.0)));
    shape
        .votes
        .extend(start.votes.iter().map(|(node, vote)| (node.0, vote.0)));
    shape
}
