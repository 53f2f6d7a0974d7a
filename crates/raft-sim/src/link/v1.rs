//! The body of links of version 1: one run, with the moment viewed and its digest.
//!
//! The functions below define the format of version 1: the order in which they write, and the
//! numbers of options and actions. Only ever append to it. Options that equal the defaults are
//! left out.

use alloc::vec::Vec;

use raft_core::quorum::Configuration;
use raft_core::{
    Bug, Bugs, Change, Command, Duration, Extension, Extensions, FlowLimits, Instant, NodeId,
    NodeSet, Term,
};

use super::wire::{Damaged, Read, Reader, Writer};
use crate::action::chaos::{Assumptions, Chaos};
use crate::action::{Action, TimedAction};
use crate::address::{Endpoint, Link, PacketName, Target};
use crate::clients::workload::Workload;
use crate::digest::Digest;
use crate::options::{Latency, Options, Ratio};
use crate::run::{Run, Start};
use crate::server::clock::ClockWay;
use crate::server::disk::DiskMode;
use crate::whole::IS_WHOLE;

/// A run as a link carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The run with all its actions.
    pub run: Run,
    /// The moment viewed.
    pub at: Instant,
    /// The furthest moment that was played.
    pub head: Instant,
    /// The digest of the run at the moment viewed, as the engine that made the link saw it.
    pub digest: Digest,
    /// The version of that engine.
    pub engine: u32,
}

/// The byte that stands for the clients among the ends of a message.
const CLIENTS: u8 = u8::MAX;

pub(super) fn write_shared(writer: &mut Writer, shared: &Shared) {
    let Run {
        seed,
        options,
        start,
        actions,
    } = &shared.run;
    writer.number(shared.engine.into()).number(*seed);
    write_options(writer, options, start.members.as_ref());
    writer.each(start.logs.iter(), |writer, (node, terms)| {
        let count = terms.len() as u64;
        writer.byte(node.0).number(count);
        writer.numbers(terms.iter().map(|term| term.0));
    });
    writer.each(start.terms.iter(), |writer, (node, term)| {
        writer.byte(node.0).number(term.0);
    });
    writer.each(start.votes.iter(), |writer, (node, vote)| {
        writer.bytes([node.0, vote.0]);
    });
    write_actions(writer, Instant::ZERO, actions);
    writer.numbers([shared.at.0, shared.head.0, shared.digest.value()]);
}

pub(super) fn read_shared(reader: &mut Reader<'_>) -> Read<Shared> {
    let engine = reader.small_number()?;
    let seed = reader.number()?;
    let (options, members) = read_options(reader)?;
    let logs = reader.each(|reader| {
        let node = NodeId(reader.byte()?);
        Ok((node, reader.each(|reader| reader.number().map(Term))?))
    })?;
    let terms = reader.each(|reader| Ok((NodeId(reader.byte()?), Term(reader.number()?))))?;
    let votes = reader.each(|reader| Ok((NodeId(reader.byte()?), NodeId(reader.byte()?))))?;
    Ok(Shared {
        run: Run {
            seed,
            options,
            start: Start {
                logs: logs.into_iter().collect(),
                terms: terms.into_iter().collect(),
                votes: votes.into_iter().collect(),
                members,
            },
            actions: read_actions(reader, Instant::ZERO)?,
        },
        at: Instant(reader.number()?),
        head: Instant(reader.number()?),
        digest: Digest::from_value(reader.number()?),
        engine,
    })
}

/// Writes each moment as the span since the one before; the first counts from `before`.
pub(super) fn write_actions(writer: &mut Writer, mut before: Instant, actions: &[TimedAction]) {
    writer.each(actions.iter(), |writer, TimedAction { at, action }| {
        let span = *at - before;
        before = *at;
        writer.number(span.0);
        write_action(writer, action);
    });
}

pub(super) fn read_actions(reader: &mut Reader<'_>, mut at: Instant) -> Read<Vec<TimedAction>> {
    reader.each(|reader| {
        at = at + Duration(reader.number()?);
        Ok(TimedAction {
            at,
            action: read_action(reader)?,
        })
    })
}

/// Writes how many options differ from the defaults, and each of these with its number. The members
/// that a run begins with stand among them.
pub(super) fn write_options(
    writer: &mut Writer,
    options: &Options,
    members: Option<&Configuration>,
) {
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
        extensions,
        clock_drift,
        snapshot_after,
        entries_per_message,
        flow,
        bugs,
    } = *options;
    let usual = Options::default();
    let changed = &mut (0, Writer::default());
    if nodes != usual.nodes {
        option(changed, 0).byte(nodes);
    }
    let timeout = [election_timeout_min, election_timeout_max];
    if timeout != [usual.election_timeout_min, usual.election_timeout_max] {
        option(changed, 1).numbers(timeout.map(|span| span.0));
    }
    if heartbeat != usual.heartbeat {
        option(changed, 2).number(heartbeat.0);
    }
    if latency != usual.latency {
        write_latency(option(changed, 3), latency);
    }
    if loss != usual.loss {
        write_ratio(option(changed, 4), loss);
    }
    if duplicate != usual.duplicate {
        write_ratio(option(changed, 5), duplicate);
    }
    if blank_entry_at_election != usual.blank_entry_at_election {
        option(changed, 6).byte(blank_entry_at_election.into());
    }
    if disk != usual.disk {
        write_latency(option(changed, 8), disk);
    }
    for extension in extensions.iter() {
        // By place in `Extension::ALL`, which is only ever appended to.
        option(changed, 9).byte(extension as u8);
    }
    for bug in bugs.iter() {
        // By place in `Bug::ALL`, which is only ever appended to.
        option(changed, 7).byte(bug as u8);
    }
    if clock_drift != usual.clock_drift {
        option(changed, 10).number(clock_drift.into());
    }
    if snapshot_after != usual.snapshot_after {
        option(changed, 11).number(snapshot_after.into());
    }
    if IS_WHOLE {
        write_flow(changed, entries_per_message, flow);
    }
    if let Some(members) = members {
        let writer = option(changed, 12);
        write_node_set(writer, &members.members());
        write_node_set(writer, &members.learners());
    }
    let (count, options) = changed;
    writer.number(*count).bytes(options.0.drain(..));
}

fn write_flow(changed: &mut (u64, Writer), entries_per_message: u32, flow: FlowLimits) {
    let usual = Options::default();
    let FlowLimits {
        max_in_flight,
        batch_for,
        max_uncommitted,
    } = flow;
    if entries_per_message != usual.entries_per_message {
        option(changed, 13).number(entries_per_message.into());
    }
    if max_in_flight != usual.flow.max_in_flight {
        option(changed, 14).number(max_in_flight.into());
    }
    if batch_for != usual.flow.batch_for {
        option(changed, 15).number(batch_for.0);
    }
    if max_uncommitted != usual.flow.max_uncommitted {
        option(changed, 16).number(max_uncommitted.into());
    }
}

/// Counts one more option, and returns the writer for its value.
fn option((count, options): &mut (u64, Writer), number: u8) -> &mut Writer {
    *count += 1;
    options.byte(number)
}

pub(super) fn read_options(reader: &mut Reader<'_>) -> Read<(Options, Option<Configuration>)> {
    let mut options = Options::default();
    let mut members = None;
    for _ in 0..reader.number()? {
        match reader.byte()? {
            0 => options.nodes = reader.byte()?,
            1 => {
                options.election_timeout_min = Duration(reader.number()?);
                options.election_timeout_max = Duration(reader.number()?);
            }
            2 => options.heartbeat = Duration(reader.number()?),
            3 => options.latency = read_latency(reader)?,
            4 => options.loss = read_ratio(reader)?,
            5 => options.duplicate = read_ratio(reader)?,
            6 => options.blank_entry_at_election = reader.flag()?,
            7 => {
                let bug = Bug::ALL.get(usize::from(reader.byte()?));
                options.bugs = Bugs::with(options.bugs, *bug.ok_or(Damaged)?);
            }
            8 => options.disk = read_latency(reader)?,
            9 => {
                let extension = Extension::ALL.get(usize::from(reader.byte()?));
                let extension = *extension.ok_or(Damaged)?;
                options.extensions = Extensions::with(options.extensions, extension);
            }
            10 => options.clock_drift = reader.small_number()?,
            11 => options.snapshot_after = reader.small_number()?,
            12 => {
                let voters = Configuration::new(read_node_set(reader)?);
                members = Some(voters.with_learners(read_node_set(reader)?));
            }
            13 => options.entries_per_message = reader.small_number()?,
            14 => options.flow.max_in_flight = reader.small_number()?,
            15 => options.flow.batch_for = Duration(reader.number()?),
            16 => options.flow.max_uncommitted = reader.small_number()?,
            _ => return Err(Damaged),
        }
    }
    Ok((options, members))
}

fn write_action(writer: &mut Writer, action: &Action) {
    match action {
        Action::Write {
            to: Target::Node(node),
            command,
        } => writer.bytes([0, node.0]).text(command.text()),
        Action::Write {
            to: Target::Any,
            command,
        } => writer.byte(1).text(command.text()),
        Action::Crash(node) => writer.bytes([2, node.0]),
        Action::Restart(node) => writer.bytes([3, node.0]),
        Action::Pause(node) => writer.bytes([4, node.0]),
        Action::Resume(node) => writer.bytes([5, node.0]),
        Action::ForceTimeout(node) => writer.bytes([6, node.0]),
        Action::Partition(groups) => writer.byte(7).each(groups.iter(), write_node_set),
        Action::Isolate(node) => writer.bytes([8, node.0]),
        Action::Cut(link) => writer.bytes([9, link.from.0, link.to.0]),
        Action::Uncut(link) => writer.bytes([10, link.from.0, link.to.0]),
        Action::Heal => writer.byte(11),
        Action::SetLatency { link, latency } => {
            write_latency(write_link(writer.byte(12), *link), *latency)
        }
        Action::SetLoss { link, ratio } => write_ratio(write_link(writer.byte(13), *link), *ratio),
        Action::SetDuplication { link, ratio } => {
            write_ratio(write_link(writer.byte(14), *link), *ratio)
        }
        Action::Drop(name) => write_packet(writer.byte(15), name),
        Action::Deliver(name) => write_packet(writer.byte(16), name),
        Action::Duplicate(name) => write_packet(writer.byte(17), name),
        Action::Delay(name, by) => write_packet(writer.byte(18), name).number(by.0),
        Action::CrashAtWrite(node) => writer.bytes([19, node.0]),
        Action::WipeDisk(node) => writer.bytes([20, node.0]),
        // The disk syncs (0), stalls (1) or lies (2).
        Action::SetDisk { node, mode } => writer.bytes([21, node.0, *mode as u8]),
        Action::SetDiskLatency {
            node: whose,
            latency,
        } => {
            let writer = writer
                .byte(22)
                .if_any(*whose, |writer, node| writer.byte(node.0));
            write_latency(writer, *latency)
        }
        Action::SetClockRate { node, rate } => write_ratio(writer.bytes([23, node.0]), *rate),
        Action::TearWrites { node, keep } => writer.bytes([27, node.0]).number((*keep).into()),
        // It jumps ahead (0) or back (1).
        Action::JumpClock { node, way, by } => writer.bytes([26, node.0, *way as u8]).number(by.0),
        Action::SetWorkload(workload) => writer.byte(24).if_any(*workload, |writer, workload| {
            let writer = writer.number(workload.per_second.into());
            write_ratio(writer, workload.reads).bytes([workload.keys, workload.clients])
        }),
        // The assumptions are kept (0) or broken (1).
        Action::SetChaos(chaos) => writer.byte(25).if_any(*chaos, |writer, chaos| {
            let writer = writer.number(chaos.per_minute.into());
            writer.byte(chaos.assumptions as u8)
        }),
        Action::Transfer { from, to } => writer.bytes([28, from.0, to.0]),
        // A server becomes a voter (0) or a learner (1), or leaves (2).
        Action::Change { to, change } => {
            match change {
                Change::AddServer(server) => {
                    writer.bytes([29, 0, server.0]);
                }
                Change::AddLearner(server) => {
                    writer.bytes([29, 1, server.0]);
                }
                Change::RemoveServer(server) => {
                    writer.bytes([29, 2, server.0]);
                }
                // Servers become the voters, all at once.
                Change::Voters(voters) => write_node_set(writer.byte(30), voters),
            }
            let asked = match to {
                Target::Node(node) => Some(*node),
                Target::Any => None,
            };
            writer.if_any(asked, |writer, node| writer.byte(node.0))
        }
    };
}

fn read_action(reader: &mut Reader<'_>) -> Read<Action> {
    Ok(match reader.byte()? {
        0 => Action::Write {
            to: Target::Node(read_node(reader)?),
            command: Command::new(&reader.text()?),
        },
        1 => Action::Write {
            to: Target::Any,
            command: Command::new(&reader.text()?),
        },
        2 => Action::Crash(read_node(reader)?),
        3 => Action::Restart(read_node(reader)?),
        4 => Action::Pause(read_node(reader)?),
        5 => Action::Resume(read_node(reader)?),
        6 => Action::ForceTimeout(read_node(reader)?),
        7 => Action::Partition(reader.each(read_node_set)?),
        8 => Action::Isolate(read_node(reader)?),
        9 => Action::Cut(read_link(reader)?),
        10 => Action::Uncut(read_link(reader)?),
        11 => Action::Heal,
        12 => Action::SetLatency {
            link: reader.if_any(read_link)?,
            latency: read_latency(reader)?,
        },
        13 => Action::SetLoss {
            link: reader.if_any(read_link)?,
            ratio: read_ratio(reader)?,
        },
        14 => Action::SetDuplication {
            link: reader.if_any(read_link)?,
            ratio: read_ratio(reader)?,
        },
        15 => Action::Drop(read_packet(reader)?),
        16 => Action::Deliver(read_packet(reader)?),
        17 => Action::Duplicate(read_packet(reader)?),
        18 => Action::Delay(read_packet(reader)?, Duration(reader.number()?)),
        19 => Action::CrashAtWrite(read_node(reader)?),
        20 => Action::WipeDisk(read_node(reader)?),
        21 => Action::SetDisk {
            node: read_node(reader)?,
            mode: *DiskMode::ALL
                .get(usize::from(reader.byte()?))
                .ok_or(Damaged)?,
        },
        22 => Action::SetDiskLatency {
            node: reader.if_any(read_node)?,
            latency: read_latency(reader)?,
        },
        23 => Action::SetClockRate {
            node: read_node(reader)?,
            rate: read_ratio(reader)?,
        },
        24 => Action::SetWorkload(reader.if_any(|reader| {
            Ok(Workload {
                per_second: reader.small_number()?,
                reads: read_ratio(reader)?,
                keys: reader.byte()?,
                clients: reader.byte()?,
            })
        })?),
        25 => Action::SetChaos(reader.if_any(|reader| {
            Ok(Chaos {
                per_minute: reader.small_number()?,
                assumptions: *Assumptions::ALL
                    .get(usize::from(reader.byte()?))
                    .ok_or(Damaged)?,
            })
        })?),
        26 => Action::JumpClock {
            node: read_node(reader)?,
            way: *ClockWay::ALL
                .get(usize::from(reader.byte()?))
                .ok_or(Damaged)?,
            by: Duration(reader.number()?),
        },
        27 => Action::TearWrites {
            node: read_node(reader)?,
            keep: reader.small_number()?,
        },
        28 => Action::Transfer {
            from: read_node(reader)?,
            to: read_node(reader)?,
        },
        29 => {
            let change = match reader.byte()? {
                0 => Change::AddServer,
                1 => Change::AddLearner,
                2 => Change::RemoveServer,
                _ => return Err(Damaged),
            };
            let change = change(read_node(reader)?);
            let to = reader.if_any(read_node)?.map_or(Target::Any, Target::Node);
            Action::Change { to, change }
        }
        30 => Action::Change {
            change: Change::Voters(read_node_set(reader)?),
            to: reader.if_any(read_node)?.map_or(Target::Any, Target::Node),
        },
        _ => return Err(Damaged),
    })
}

fn read_node(reader: &mut Reader<'_>) -> Read<NodeId> {
    reader.byte().map(NodeId)
}

fn write_node_set(writer: &mut Writer, nodes: &NodeSet) {
    let numbers: Vec<u8> = nodes.iter().map(|node| node.0).collect();
    writer.number(numbers.len() as u64).bytes(numbers);
}

/// Node numbers as a set; numbers that no set can hold are damage.
fn read_node_set(reader: &mut Reader<'_>) -> Read<NodeSet> {
    let nodes = reader.each(read_node)?;
    if nodes.iter().any(|node| node.0 >= raft_core::NODE_LIMIT) {
        return Err(Damaged);
    }
    Ok(nodes.into_iter().collect())
}

fn write_link(writer: &mut Writer, link: Option<Link>) -> &mut Writer {
    writer.if_any(link, |writer, link| writer.bytes([link.from.0, link.to.0]))
}

fn read_link(reader: &mut Reader<'_>) -> Read<Link> {
    Ok(Link {
        from: read_node(reader)?,
        to: read_node(reader)?,
    })
}

fn write_latency(writer: &mut Writer, latency: Latency) -> &mut Writer {
    writer.numbers([latency.min.0, latency.max.0])
}

fn read_latency(reader: &mut Reader<'_>) -> Read<Latency> {
    Ok(Latency {
        min: Duration(reader.number()?),
        max: Duration(reader.number()?),
    })
}

fn write_ratio(writer: &mut Writer, ratio: Ratio) -> &mut Writer {
    writer.numbers([ratio.numerator.into(), ratio.denominator.into()])
}

fn read_ratio(reader: &mut Reader<'_>) -> Read<Ratio> {
    Ok(Ratio {
        numerator: reader.small_number()?,
        denominator: reader.small_number()?,
    })
}

fn write_packet<'a>(writer: &'a mut Writer, name: &PacketName) -> &'a mut Writer {
    let number = |endpoint: Endpoint| match endpoint {
        Endpoint::Node(node) => node.0,
        Endpoint::Clients => CLIENTS,
    };
    writer
        .bytes([number(name.from), number(name.to)])
        .numbers([name.nth, name.copy.into()])
}

fn read_packet(reader: &mut Reader<'_>) -> Read<PacketName> {
    Ok(PacketName {
        from: read_endpoint(reader)?,
        to: read_endpoint(reader)?,
        nth: reader.number()?,
        copy: reader.small_number()?,
    })
}

fn read_endpoint(reader: &mut Reader<'_>) -> Read<Endpoint> {
    Ok(match reader.byte()? {
        CLIENTS => Endpoint::Clients,
        node => Endpoint::Node(NodeId(node)),
    })
}
