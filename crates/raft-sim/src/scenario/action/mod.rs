//! An action as a scenario file says it: with roles where a run has node numbers.
//!
//! [`ActionSpec`] is read from JSON or from an action line of the page ([`Source`]), resolved at
//! the moment of the action ([`resolve`]), and made from an action of a run ([`action_spec`]). Each
//! of the three is one exhaustive match in this file.

pub(crate) mod chaos;
pub(crate) mod roles;
pub(crate) mod share;
pub(crate) mod source;
pub(crate) mod span;
pub(crate) mod value;
pub(crate) mod work;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use raft_core::{Change, Duration, NodeId};
use serde::Serialize;

use self::chaos::ChaosSpec;
use self::roles::{CountedMessages, Resolution, Resolved, Resolver};
use self::share::{Rate, Share};
use self::source::Source;
use self::span::{range_in_millis, whole_millis};
use self::value::{
    Group, Heal, LateMessage, MessageSpec, Stopped, TargetSpec, Who, disk_mode_word,
};
use self::work::Work;
use super::error::ReadError;
use crate::action::check::check_action;
use crate::action::{Action, ActionKind};
use crate::address::Link;
use crate::options::Latency;
use crate::server::clock::ClockWay;
use crate::server::disk::DiskMode;
use crate::server::view::Status;
use crate::whole::IS_WHOLE;
use crate::world::World;

/// An action on the cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, deny_unknown_fields)]
pub enum ActionSpec {
    /// A client asks for a command to be applied.
    Write {
        /// The command: `SET k=v`, `GET k`, `DELETE k`, `CAS k old new`, `ADD k n`,
        /// `TRANSFER n a -> b`, or any other text, which is logged and changes nothing.
        write: String,
        /// The node that the client asks; the leader when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<TargetSpec>,
    },
    /// A client asks for the value of a key, through the log.
    Read {
        /// The key.
        read: String,
        /// The node that the client asks; the leader when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<TargetSpec>,
    },
    /// A node stops and keeps the contents of its disk.
    Crash {
        /// Which node.
        crash: Who,
    },
    /// Crashed nodes boot again.
    Restart {
        /// Which node, or all that are down.
        restart: Stopped,
    },
    /// A process is paused: it keeps its memory, and messages wait for it.
    Pause {
        /// Which node.
        pause: Who,
    },
    /// A paused process goes on.
    Resume {
        /// Which node, or all that are paused.
        resume: Stopped,
    },
    /// An election timer runs out now.
    Timeout {
        /// The node whose timer it is.
        timeout: Who,
    },
    /// A node crashes as soon as its next write is on its disk, before it can speak of it.
    CrashAtWrite {
        /// Which node.
        crash_at_write: Who,
    },
    /// A node crashes in the middle of its writes: a part of them is on its disk.
    TearWrites {
        /// Which node.
        tear_writes: Who,
        /// How many of the entries that were being written are on its disk, at most: the first
        /// ones. The term and the vote of a write come before its entries.
        keep: u32,
    },
    /// A node's disk is empty from now on; a process that runs on it crashes.
    WipeDisk {
        /// The node whose disk it is.
        wipe_disk: Who,
    },
    /// How a node's disk treats its writes from now on.
    Disk {
        /// It syncs them before it confirms them; it stalls, so that they wait; it fails them and
        /// says so, which ends the process; or it lies, and confirms writes that only its cache
        /// holds, so that a crash loses them.
        #[serde(serialize_with = "disk_mode_word")]
        #[cfg_attr(feature = "schema", schemars(with = "value::ConductName"))]
        disk: DiskMode,
        /// The node whose disk it is.
        node: Who,
    },
    /// How long disks take for a write from now on.
    DiskLatency {
        /// The quickest and the slowest, in milliseconds.
        #[cfg_attr(feature = "schema", schemars(inner(range(min = 0, max = 3_600_000))))]
        disk_ms: [u64; 2],
        /// The node whose disk it is; all disks when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        node: Option<Who>,
    },
    /// How fast a node's clock runs from now on.
    ClockRate {
        /// Beside the true pace, from `"1/10"` to `"10"`: `"2"` is twice as fast.
        clock_rate: Rate,
        /// The node whose clock it is.
        node: Who,
    },
    /// A node's clock jumps to a later time, and its timers end that much sooner.
    ClockAhead {
        /// How far, in milliseconds.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 3_600_000)))]
        clock_ahead_ms: u64,
        /// The node whose clock it is.
        node: Who,
    },
    /// A node's clock jumps to an earlier time, at most to that of the run's beginning, and its
    /// timers end that much later.
    ClockBack {
        /// How far, in milliseconds.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 3_600_000)))]
        clock_back_ms: u64,
        /// The node whose clock it is.
        node: Who,
    },
    /// Clients that ask by themselves from now on, or none.
    Workload {
        /// The workload, or `"off"`.
        workload: Work,
    },
    /// Nodes hear only their own group; those in no group hear nobody.
    Partition {
        /// The groups: lists of nodes, and `"the_rest"` for all that are in no other group.
        partition: Vec<Group>,
    },
    /// A node is cut off from all others.
    Isolate {
        /// Which node.
        isolate: Who,
    },
    /// One direction of one link is cut.
    Cut {
        /// The link: its sender and its receiver.
        cut: [Who; 2],
    },
    /// One direction of one link is whole again.
    Uncut {
        /// The link: its sender and its receiver.
        uncut: [Who; 2],
    },
    /// All links are whole again.
    Heal(Heal),
    /// How long messages take from now on.
    Latency {
        /// The quickest and the slowest, in milliseconds.
        #[cfg_attr(feature = "schema", schemars(inner(range(min = 0, max = 3_600_000))))]
        latency_ms: [u64; 2],
        /// The link: its sender and its receiver. When not given: every link without a setting of
        /// its own.
        #[serde(skip_serializing_if = "Option::is_none")]
        link: Option<[Who; 2]>,
        /// All links to and from this node, in place of one link: a slow node.
        #[serde(skip_serializing_if = "Option::is_none")]
        node: Option<Who>,
    },
    /// How many messages are lost from now on.
    Loss {
        /// The share.
        loss: Share,
        /// The link: its sender and its receiver. When not given: every link without a setting of
        /// its own.
        #[serde(skip_serializing_if = "Option::is_none")]
        link: Option<[Who; 2]>,
    },
    /// How many messages arrive twice from now on.
    Duplication {
        /// The share.
        duplication: Share,
        /// The link: its sender and its receiver. When not given: every link without a setting of
        /// its own.
        #[serde(skip_serializing_if = "Option::is_none")]
        link: Option<[Who; 2]>,
    },
    /// A message in flight is lost.
    Drop {
        /// Which message.
        drop: MessageSpec,
    },
    /// A message in flight arrives now.
    Deliver {
        /// Which message.
        deliver: MessageSpec,
    },
    /// A message in flight gets a twin.
    Duplicate {
        /// Which message.
        duplicate: MessageSpec,
    },
    /// A message in flight takes longer.
    Delay {
        /// Which message, and for how long.
        delay: LateMessage,
    },
    /// Faults that come by themselves from now on, or none.
    Chaos {
        /// The chaos, or `"off"`, which also puts right what it broke.
        chaos: ChaosSpec,
    },
    /// A leader is asked to hand its lead to another node (Thesis §3.10).
    Transfer {
        /// The node that is to lead.
        transfer: Who,
        /// The node that is asked; the leader when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Who>,
    },
    /// A client asks that a server becomes a voter: it catches up as a learner first
    /// (Thesis §4.2.1). The option `membership` must be on.
    AddServer {
        /// The server.
        add_server: Who,
        /// The node that the client asks; the leader when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<TargetSpec>,
    },
    /// A client asks that a server becomes a learner, which is sent the log and counts in no
    /// majority (Thesis §4.2.1). A voter loses its vote. The option `membership` must be on.
    AddLearner {
        /// The server.
        add_learner: Who,
        /// The node that the client asks; the leader when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<TargetSpec>,
    },
    /// A client asks that a server leaves the cluster (Thesis §4.2.2). The option `membership` must
    /// be on.
    RemoveServer {
        /// The server.
        remove_server: Who,
        /// The node that the client asks; the leader when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<TargetSpec>,
    },
    /// A client asks that these servers become the voters, all at once and by way of a joint
    /// configuration (Raft §6). Those that are new catch up as learners first; voters that are not
    /// among them leave the cluster. The option `membership` must be on.
    ChangeMembership {
        /// The voters that there are to be.
        #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 9)))]
        change_membership: Vec<Who>,
        /// The node that the client asks; the leader when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<TargetSpec>,
    },
}

impl ActionSpec {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ActionKind {
        match self {
            ActionSpec::Write { .. } => ActionKind::Write,
            ActionSpec::Read { .. } => ActionKind::Read,
            ActionSpec::Crash { .. } => ActionKind::Crash,
            ActionSpec::Restart { .. } => ActionKind::Restart,
            ActionSpec::Pause { .. } => ActionKind::Pause,
            ActionSpec::Resume { .. } => ActionKind::Resume,
            ActionSpec::Timeout { .. } => ActionKind::ForceTimeout,
            ActionSpec::CrashAtWrite { .. } => ActionKind::CrashAtWrite,
            ActionSpec::TearWrites { .. } => ActionKind::TearWrites,
            ActionSpec::WipeDisk { .. } => ActionKind::WipeDisk,
            ActionSpec::Disk { .. } => ActionKind::SetDisk,
            ActionSpec::DiskLatency { .. } => ActionKind::SetDiskLatency,
            ActionSpec::ClockRate { .. } => ActionKind::SetClockRate,
            ActionSpec::ClockAhead { .. } => ActionKind::ClockAhead,
            ActionSpec::ClockBack { .. } => ActionKind::ClockBack,
            ActionSpec::Workload { .. } => ActionKind::SetWorkload,
            ActionSpec::Partition { .. } => ActionKind::Partition,
            ActionSpec::Isolate { .. } => ActionKind::Isolate,
            ActionSpec::Cut { .. } => ActionKind::Cut,
            ActionSpec::Uncut { .. } => ActionKind::Uncut,
            ActionSpec::Heal(_) => ActionKind::Heal,
            ActionSpec::Latency { .. } => ActionKind::SetLatency,
            ActionSpec::Loss { .. } => ActionKind::SetLoss,
            ActionSpec::Duplication { .. } => ActionKind::SetDuplication,
            ActionSpec::Drop { .. } => ActionKind::Drop,
            ActionSpec::Deliver { .. } => ActionKind::Deliver,
            ActionSpec::Duplicate { .. } => ActionKind::Duplicate,
            ActionSpec::Delay { .. } => ActionKind::Delay,
            ActionSpec::Chaos { .. } => ActionKind::SetChaos,
            ActionSpec::Transfer { .. } => ActionKind::Transfer,
            ActionSpec::AddServer { .. } => ActionKind::AddServer,
            ActionSpec::AddLearner { .. } => ActionKind::AddLearner,
            ActionSpec::RemoveServer { .. } => ActionKind::RemoveServer,
            ActionSpec::ChangeMembership { .. } => ActionKind::ChangeMembership,
        }
    }
}

impl ActionSpec {
    /// The message that it is about, if it is about one.
    pub(crate) fn message(&self) -> Option<MessageSpec> {
        match self {
            ActionSpec::Drop { drop } => Some(*drop),
            ActionSpec::Deliver { deliver } => Some(*deliver),
            ActionSpec::Duplicate { duplicate } => Some(*duplicate),
            ActionSpec::Delay { delay } => Some(delay.message()),
            _ => None,
        }
    }
}

/// Reads an action of this kind. The source is asked for its values in the order of a line.
pub(crate) fn read_action<S: Source>(
    source: &mut S,
    kind: ActionKind,
) -> Result<ActionSpec, S::Error> {
    let field = kind.names().field;
    Ok(match kind {
        ActionKind::Write => {
            let (write, to) = source.command_and_target(field)?;
            ActionSpec::Write { write, to }
        }
        ActionKind::Read => {
            let (read, to) = source.key_and_target(field)?;
            ActionSpec::Read { read, to }
        }
        ActionKind::Crash => ActionSpec::Crash {
            crash: source.node(field)?,
        },
        ActionKind::Restart => ActionSpec::Restart {
            restart: source.stopped(field)?,
        },
        ActionKind::Pause => ActionSpec::Pause {
            pause: source.node(field)?,
        },
        ActionKind::Resume => ActionSpec::Resume {
            resume: source.stopped(field)?,
        },
        ActionKind::ForceTimeout => ActionSpec::Timeout {
            timeout: source.node(field)?,
        },
        ActionKind::CrashAtWrite if IS_WHOLE => ActionSpec::CrashAtWrite {
            crash_at_write: source.node(field)?,
        },
        ActionKind::TearWrites if IS_WHOLE => ActionSpec::TearWrites {
            tear_writes: source.node(field)?,
            keep: source.count("keep")?,
        },
        ActionKind::WipeDisk if IS_WHOLE => ActionSpec::WipeDisk {
            wipe_disk: source.node(field)?,
        },
        ActionKind::SetDisk if IS_WHOLE => ActionSpec::Disk {
            disk: source.disk_mode(field)?,
            node: source.node("node")?,
        },
        ActionKind::SetDiskLatency if IS_WHOLE => ActionSpec::DiskLatency {
            disk_ms: source.range_ms(field)?,
            node: source.node_if_given("node")?,
        },
        ActionKind::SetClockRate if IS_WHOLE => ActionSpec::ClockRate {
            clock_rate: source.rate(field)?,
            node: source.node("node")?,
        },
        ActionKind::ClockAhead if IS_WHOLE => ActionSpec::ClockAhead {
            clock_ahead_ms: source.span_ms(field)?,
            node: source.node("node")?,
        },
        ActionKind::ClockBack if IS_WHOLE => ActionSpec::ClockBack {
            clock_back_ms: source.span_ms(field)?,
            node: source.node("node")?,
        },
        ActionKind::SetWorkload if IS_WHOLE => ActionSpec::Workload {
            workload: source.work(field)?,
        },
        ActionKind::Partition => ActionSpec::Partition {
            partition: source.groups(field)?,
        },
        ActionKind::Isolate => ActionSpec::Isolate {
            isolate: source.node(field)?,
        },
        ActionKind::Cut => ActionSpec::Cut {
            cut: source.link(field)?,
        },
        ActionKind::Uncut => ActionSpec::Uncut {
            uncut: source.link(field)?,
        },
        ActionKind::Heal => ActionSpec::Heal(Heal::Heal),
        ActionKind::SetLatency if IS_WHOLE => {
            let latency_ms = source.range_ms(field)?;
            let (link, node) = source.link_or_node()?;
            ActionSpec::Latency {
                latency_ms,
                link,
                node,
            }
        }
        ActionKind::SetLoss if IS_WHOLE => ActionSpec::Loss {
            loss: source.share(field)?,
            link: source.link_if_given("link")?,
        },
        ActionKind::SetDuplication if IS_WHOLE => ActionSpec::Duplication {
            duplication: source.share(field)?,
            link: source.link_if_given("link")?,
        },
        ActionKind::Drop => ActionSpec::Drop {
            drop: source.message(field)?,
        },
        ActionKind::Deliver => ActionSpec::Deliver {
            deliver: source.message(field)?,
        },
        ActionKind::Duplicate => ActionSpec::Duplicate {
            duplicate: source.message(field)?,
        },
        ActionKind::Delay => ActionSpec::Delay {
            delay: source.late_message(field)?,
        },
        ActionKind::SetChaos if IS_WHOLE => ActionSpec::Chaos {
            chaos: source.chaos(field)?,
        },
        ActionKind::Transfer if IS_WHOLE => ActionSpec::Transfer {
            transfer: source.node(field)?,
            from: source.node_if_given("from")?,
        },
        ActionKind::AddServer if IS_WHOLE => {
            let (add_server, to) = source.node_and_target(field)?;
            ActionSpec::AddServer { add_server, to }
        }
        ActionKind::AddLearner if IS_WHOLE => {
            let (add_learner, to) = source.node_and_target(field)?;
            ActionSpec::AddLearner { add_learner, to }
        }
        ActionKind::RemoveServer if IS_WHOLE => {
            let (remove_server, to) = source.node_and_target(field)?;
            ActionSpec::RemoveServer { remove_server, to }
        }
        ActionKind::ChangeMembership if IS_WHOLE => {
            let (change_membership, to) = source.nodes_and_target(field)?;
            ActionSpec::ChangeMembership {
                change_membership,
                to,
            }
        }
        ActionKind::CrashAtWrite
        | ActionKind::TearWrites
        | ActionKind::WipeDisk
        | ActionKind::SetDisk
        | ActionKind::SetDiskLatency
        | ActionKind::SetClockRate
        | ActionKind::ClockAhead
        | ActionKind::ClockBack
        | ActionKind::SetWorkload
        | ActionKind::SetLatency
        | ActionKind::SetLoss
        | ActionKind::SetDuplication
        | ActionKind::SetChaos
        | ActionKind::Transfer
        | ActionKind::AddServer
        | ActionKind::AddLearner
        | ActionKind::RemoveServer
        | ActionKind::ChangeMembership => return Err(source.not_built_in(field)),
    })
}

/// The actions that a spec stands for in this world, at the moment shown.
#[must_use]
pub fn resolve(spec: &ActionSpec, world: &World) -> Resolution {
    resolve_counting(spec, world, None)
}

/// As [`resolve`], with the messages of each kind that were counted since the run began: without
/// them, only the newest of a kind can be found.
pub(crate) fn resolve_counting(
    spec: &ActionSpec,
    world: &World,
    counted: Option<&dyn CountedMessages>,
) -> Resolution {
    let verb = spec.kind().names().verb;
    let resolver = Resolver {
        world,
        verb,
        counted,
    };
    let actions = match actions_of(spec, &resolver) {
        Ok(actions) => actions,
        Err(unresolved) => return *unresolved,
    };
    let checked = actions
        .iter()
        .try_for_each(|action| check_action(action, world.options()));
    match checked {
        Ok(()) => Resolution::Now(actions),
        Err(error) => Resolution::Never(error.into()),
    }
}

/// As [`resolve`], for an action that cannot wait: one that is not possible yet is refused.
pub(crate) fn resolve_now(spec: &ActionSpec, world: &World) -> Result<Vec<Action>, ReadError> {
    match resolve(spec, world) {
        Resolution::Now(actions) => Ok(actions),
        Resolution::NotYet(reason) | Resolution::Never(reason) => Err(reason),
    }
}

/// The actions with numbers in place of roles, one for each node or link that is meant.
fn actions_of(spec: &ActionSpec, resolver: &Resolver<'_>) -> Resolved<Vec<Action>> {
    let node = |who: &Who| resolver.node(*who);
    let link = |link: &Option<[Who; 2]>| link.map(|ends| resolver.link(ends)).transpose();
    Ok(Vec::from([match spec {
        ActionSpec::Write { write, to } => resolver.write(write, *to)?,
        ActionSpec::Read { read, to } => resolver.write(&format!("GET {read}"), *to)?,
        ActionSpec::Crash { crash } => Action::Crash(node(crash)?),
        ActionSpec::Restart { restart } => {
            return resolver.stopped(*restart, Status::Crashed, Action::Restart);
        }
        ActionSpec::Pause { pause } => Action::Pause(node(pause)?),
        ActionSpec::Resume { resume } => {
            return resolver.stopped(*resume, Status::Paused, Action::Resume);
        }
        ActionSpec::Timeout { timeout } => Action::ForceTimeout(node(timeout)?),
        ActionSpec::CrashAtWrite { crash_at_write } if IS_WHOLE => {
            Action::CrashAtWrite(node(crash_at_write)?)
        }
        ActionSpec::TearWrites { tear_writes, keep } if IS_WHOLE => Action::TearWrites {
            node: node(tear_writes)?,
            keep: *keep,
        },
        ActionSpec::WipeDisk { wipe_disk } if IS_WHOLE => Action::WipeDisk(node(wipe_disk)?),
        ActionSpec::Disk { disk, node: whose } if IS_WHOLE => Action::SetDisk {
            node: node(whose)?,
            mode: *disk,
        },
        ActionSpec::DiskLatency {
            disk_ms,
            node: whose,
        } if IS_WHOLE => Action::SetDiskLatency {
            node: whose.as_ref().map(node).transpose()?,
            latency: Latency::from_millis(*disk_ms),
        },
        ActionSpec::ClockRate {
            clock_rate: Rate(rate),
            node: whose,
        } if IS_WHOLE => Action::SetClockRate {
            node: node(whose)?,
            rate: *rate,
        },
        ActionSpec::ClockAhead {
            clock_ahead_ms,
            node: whose,
        } if IS_WHOLE => Action::JumpClock {
            node: node(whose)?,
            way: ClockWay::Ahead,
            by: Duration::from_millis(*clock_ahead_ms),
        },
        ActionSpec::ClockBack {
            clock_back_ms,
            node: whose,
        } if IS_WHOLE => Action::JumpClock {
            node: node(whose)?,
            way: ClockWay::Back,
            by: Duration::from_millis(*clock_back_ms),
        },
        ActionSpec::Workload { workload } if IS_WHOLE => Action::SetWorkload(workload.resolved()),
        ActionSpec::Partition { partition } => Action::Partition(resolver.groups(partition)?),
        ActionSpec::Isolate { isolate } => Action::Isolate(node(isolate)?),
        ActionSpec::Cut { cut } => Action::Cut(resolver.link(*cut)?),
        ActionSpec::Uncut { uncut } => Action::Uncut(resolver.link(*uncut)?),
        ActionSpec::Heal(_) => Action::Heal,
        ActionSpec::Latency {
            latency_ms,
            node: Some(slow),
            ..
        } if IS_WHOLE => return resolver.links_of(node(slow)?, Latency::from_millis(*latency_ms)),
        ActionSpec::Latency {
            latency_ms,
            link: on,
            node: None,
        } if IS_WHOLE => Action::SetLatency {
            link: link(on)?,
            latency: Latency::from_millis(*latency_ms),
        },
        ActionSpec::Loss {
            loss: Share(ratio),
            link: on,
        } if IS_WHOLE => Action::SetLoss {
            link: link(on)?,
            ratio: *ratio,
        },
        ActionSpec::Duplication {
            duplication: Share(ratio),
            link: on,
        } if IS_WHOLE => Action::SetDuplication {
            link: link(on)?,
            ratio: *ratio,
        },
        ActionSpec::Drop { drop } => Action::Drop(resolver.packet(*drop)?),
        ActionSpec::Deliver { deliver } => Action::Deliver(resolver.packet(*deliver)?),
        ActionSpec::Duplicate { duplicate } => Action::Duplicate(resolver.packet(*duplicate)?),
        ActionSpec::Delay { delay } => Action::Delay(
            resolver.packet(delay.message())?,
            Duration::from_millis(delay.by_ms),
        ),
        ActionSpec::Chaos { chaos } if IS_WHOLE => Action::SetChaos(chaos.resolved()),
        ActionSpec::Transfer { transfer, from } if IS_WHOLE => {
            resolver.transfer(*transfer, *from)?
        }
        ActionSpec::AddServer { add_server, to } if IS_WHOLE => Action::Change {
            to: resolver.target(*to)?,
            change: Change::AddServer(node(add_server)?),
        },
        ActionSpec::AddLearner { add_learner, to } if IS_WHOLE => Action::Change {
            to: resolver.target(*to)?,
            change: Change::AddLearner(node(add_learner)?),
        },
        ActionSpec::RemoveServer { remove_server, to } if IS_WHOLE => Action::Change {
            to: resolver.target(*to)?,
            change: Change::RemoveServer(node(remove_server)?),
        },
        ActionSpec::ChangeMembership {
            change_membership,
            to,
        } if IS_WHOLE => Action::Change {
            to: resolver.target(*to)?,
            change: Change::Voters(
                change_membership
                    .iter()
                    .map(node)
                    .collect::<Result<_, _>>()?,
            ),
        },
        // A part of the engine reads none of these.
        ActionSpec::CrashAtWrite { .. }
        | ActionSpec::TearWrites { .. }
        | ActionSpec::WipeDisk { .. }
        | ActionSpec::Disk { .. }
        | ActionSpec::DiskLatency { .. }
        | ActionSpec::ClockRate { .. }
        | ActionSpec::ClockAhead { .. }
        | ActionSpec::ClockBack { .. }
        | ActionSpec::Workload { .. }
        | ActionSpec::Latency { .. }
        | ActionSpec::Loss { .. }
        | ActionSpec::Duplication { .. }
        | ActionSpec::Chaos { .. }
        | ActionSpec::Transfer { .. }
        | ActionSpec::AddServer { .. }
        | ActionSpec::AddLearner { .. }
        | ActionSpec::RemoveServer { .. }
        | ActionSpec::ChangeMembership { .. } => return Ok(Vec::new()),
    }]))
}

/// The action as a scenario file spells it.
///
/// # Errors
/// Returns one when the action holds a span that is no whole number of milliseconds.
pub fn action_spec(action: &Action) -> Result<ActionSpec, ReadError> {
    let who = |node: &NodeId| Who::of(*node);
    let pair = |link: &Link| [who(&link.from), who(&link.to)];
    Ok(match action {
        Action::Write { to, command } => ActionSpec::Write {
            write: command.text().into(),
            to: Some(TargetSpec::of(*to)),
        },
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
        Action::TearWrites { node, keep } => ActionSpec::TearWrites {
            tear_writes: who(node),
            keep: *keep,
        },
        Action::WipeDisk(node) => ActionSpec::WipeDisk {
            wipe_disk: who(node),
        },
        Action::SetDisk { node, mode } => ActionSpec::Disk {
            disk: *mode,
            node: who(node),
        },
        Action::SetDiskLatency { node, latency } => ActionSpec::DiskLatency {
            disk_ms: range_in_millis(*latency)?,
            node: node.as_ref().map(who),
        },
        Action::SetClockRate { node, rate } => ActionSpec::ClockRate {
            clock_rate: Rate(*rate),
            node: who(node),
        },
        Action::JumpClock { node, way, by } => match way {
            ClockWay::Ahead => ActionSpec::ClockAhead {
                clock_ahead_ms: whole_millis(*by)?,
                node: who(node),
            },
            ClockWay::Back => ActionSpec::ClockBack {
                clock_back_ms: whole_millis(*by)?,
                node: who(node),
            },
        },
        Action::SetWorkload(workload) => ActionSpec::Workload {
            workload: Work::of(*workload),
        },
        Action::Partition(groups) => ActionSpec::Partition {
            partition: groups
                .iter()
                .filter(|set| !set.is_empty())
                .map(Group::of)
                .collect(),
        },
        Action::Isolate(node) => ActionSpec::Isolate { isolate: who(node) },
        Action::Cut(link) => ActionSpec::Cut { cut: pair(link) },
        Action::Uncut(link) => ActionSpec::Uncut { uncut: pair(link) },
        Action::Heal => ActionSpec::Heal(Heal::Heal),
        Action::SetLatency { link, latency } => ActionSpec::Latency {
            latency_ms: range_in_millis(*latency)?,
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
            drop: MessageSpec::of(name),
        },
        Action::Deliver(name) => ActionSpec::Deliver {
            deliver: MessageSpec::of(name),
        },
        Action::Duplicate(name) => ActionSpec::Duplicate {
            duplicate: MessageSpec::of(name),
        },
        Action::Delay(name, by) => {
            let MessageSpec {
                from,
                to,
                kind,
                nth,
                copy,
            } = MessageSpec::of(name);
            let by_ms = whole_millis(*by)?;
            ActionSpec::Delay {
                delay: LateMessage {
                    from,
                    to,
                    kind,
                    nth,
                    copy,
                    by_ms,
                },
            }
        }
        Action::SetChaos(chaos) => ActionSpec::Chaos {
            chaos: ChaosSpec::of(*chaos),
        },
        Action::Transfer { from, to } => ActionSpec::Transfer {
            transfer: who(to),
            from: Some(who(from)),
        },
        Action::Change { to, change } => {
            let to = Some(TargetSpec::of(*to));
            match change {
                Change::AddServer(server) => ActionSpec::AddServer {
                    add_server: who(server),
                    to,
                },
                Change::AddLearner(server) => ActionSpec::AddLearner {
                    add_learner: who(server),
                    to,
                },
                Change::RemoveServer(server) => ActionSpec::RemoveServer {
                    remove_server: who(server),
                    to,
                },
                Change::Voters(voters) => ActionSpec::ChangeMembership {
                    change_membership: voters.iter().map(Who::of).collect(),
                    to,
                },
            }
        }
    })
}
