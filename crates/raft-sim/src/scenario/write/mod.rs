//! From what was done back to what a file says: deeds without roles, moments without events.

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::{Command, Duration, Instant, NodeId, NodeSet};

use super::read::error::ReadError;
use super::read::json::{Json, JsonCursor};
use super::read::setting::read_options;
use super::spec::action_spec::{
    ActionSpec, Any, Client, End, Group, Heal, LateMessage, Message, Nth, Stopped,
    Target as SpecTarget, Who,
};
use super::spec::file::Scenario;
use super::spec::setting::{OptionsShape, StartShape};
use super::spec::share::{Rate, Share};
use super::spec::step::{Caption, Step, Trigger};
use super::spec::work::Work;
use crate::action::Action;
use crate::address::{Endpoint, Link, PacketName, Target};
use crate::limits::RUN_MAX;
use crate::network::packet::Fate;
use crate::options::{Latency, Options};
use crate::run::check::check_run;
use crate::run::{Run, Start};
use crate::world::World;
use crate::world::event::{Nobody, Observer};

type ReadResult<T> = Result<T, ReadError>;

/// A run as a scenario that comes to the same events, to be played until `until`; its end is
/// in whole milliseconds, so it may lie a little later.
///
/// # Errors
/// When the run holds what a file cannot say: spans that are no whole milliseconds, as only a
/// link made by hand has them, or too many actions.
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
                deed: deed(&timed.action)?,
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

/// What a file says for this action.
///
/// # Errors
/// When it speaks of a span that is no whole number of milliseconds.
pub fn deed(action: &Action) -> ReadResult<ActionSpec> {
    let who = |node: &NodeId| Who::Node(node.0);
    let pair = |link: &Link| [who(&link.from), who(&link.to)];
    Ok(match action {
        Action::Write { to, command } => write(*to, command),
        Action::Crash(node) => ActionSpec::Crash { crash: who(node) },
        Action::Restart(node) => ActionSpec::Restart {
            restart: Stopped::Node(node.0),
        },
        Action::Pause(node) => ActionSpec::Pause { pause: who(node) },
        Action::Resume(node) => ActionSpec::Resume {
            resume: Stopped::Node(node.0),
        },
        Action::ForceTimeout(node) => ActionSpec::Timeout { timeout: who(node) },
        Action::CrashAtWrite(node) => ActionSpec::CrashAtWrite {
            crash_at_write: who(node),
        },
        Action::WipeDisk(node) => ActionSpec::WipeDisk {
            wipe_disk: who(node),
        },
        Action::SetDisk { node, conduct } => ActionSpec::Disk {
            disk: *conduct,
            node: who(node),
        },
        Action::SetDiskLatency { node, latency } => ActionSpec::DiskLatency {
            disk_ms: range_ms(*latency)?,
            node: node.as_ref().map(who),
        },
        Action::SetClockRate { node, rate } => ActionSpec::ClockRate {
            clock_rate: Rate(*rate),
            node: who(node),
        },
        Action::SetWorkload(workload) => ActionSpec::Workload {
            workload: Work::of(*workload),
        },
        Action::Partition(groups) => ActionSpec::Partition {
            partition: groups
                .iter()
                .filter(|set| !set.is_empty())
                .map(group)
                .collect(),
        },
        Action::Isolate(node) => ActionSpec::Isolate { isolate: who(node) },
        Action::Cut(link) => ActionSpec::Cut { cut: pair(link) },
        Action::Uncut(link) => ActionSpec::Uncut { uncut: pair(link) },
        Action::Heal => ActionSpec::Heal(Heal::Heal),
        Action::SetLatency { link, latency } => ActionSpec::Latency {
            latency_ms: range_ms(*latency)?,
            link: link.as_ref().map(pair),
            node: None,
        },
        Action::SetLoss { link, ratio } => ActionSpec::Loss {
            loss: Share(*ratio),
            link: link.as_ref().map(pair),
        },
        Action::SetDuplication { link, ratio } => ActionSpec::Duplication {
            duplication: Share(*ratio),
            link: link.as_ref().map(pair),
        },
        Action::Drop(name) => ActionSpec::Drop {
            drop: message(name),
        },
        Action::Deliver(name) => ActionSpec::Deliver {
            deliver: message(name),
        },
        Action::Duplicate(name) => ActionSpec::Duplicate {
            duplicate: message(name),
        },
        Action::Delay(name, by) => {
            let Message {
                from,
                to,
                nth,
                copy,
            } = message(name);
            let by_ms = millis(*by)?;
            ActionSpec::Delay {
                delay: LateMessage {
                    from,
                    to,
                    nth,
                    copy,
                    by_ms,
                },
            }
        }
    })
}

/// What a file says for these options: all that differs from the lab's.
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
    let changed_range = |range, usual| (range != usual).then(|| range_ms(range)).transpose();
    Ok(OptionsShape {
        preset: None,
        nodes: (nodes != usual.nodes).then_some(nodes),
        election_timeout_ms: changed_range(timeout, usual_timeout)?,
        heartbeat_ms: (heartbeat != usual.heartbeat)
            .then(|| millis(heartbeat))
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

/// What this JSON, the `options` of a scenario file, comes down to.
///
/// # Errors
/// What is wrong with it.
pub fn parse_options(json: &str) -> ReadResult<Options> {
    let json = Json::parse(json)?;
    Ok(read_options(JsonCursor::root(&json, "these options"))?.resolved())
}

fn write(to: Target, command: &Command) -> ActionSpec {
    ActionSpec::Write {
        write: command.text().into(),
        to: Some(match to {
            Target::Node(node) => SpecTarget::Who(Who::Node(node.0)),
            Target::Any => SpecTarget::Any(Any::Any),
        }),
    }
}

fn group(set: &NodeSet) -> Group {
    Group::Members(set.iter().map(|node| Who::Node(node.0)).collect())
}

fn message(name: &PacketName) -> Message {
    let end = |party: Endpoint| match party {
        Endpoint::Node(node) => End::Who(Who::Node(node.0)),
        Endpoint::Clients => End::Client(Client::Client),
    };
    Message {
        from: end(name.from),
        to: end(name.to),
        nth: Nth::Number(name.nth),
        copy: name.copy,
    }
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

fn range_ms(range: Latency) -> ReadResult<[u64; 2]> {
    Ok([millis(range.min)?, millis(range.max)?])
}

fn millis(span: Duration) -> ReadResult<u64> {
    if span.0.is_multiple_of(1_000) {
        return Ok(span.0 / 1_000);
    }
    Err(ReadError::new(format_args!(
        "This run cannot be written as a scenario file: expected spans of whole milliseconds, \
         found {} microseconds; share it as a link.",
        span.0
    )))
}
