//! Everything that can be done to a cluster, and the names of each action.
//!
//! Buttons, links, scenario files and the command line all end in an [`Action`]. It is fully
//! resolved: it names node numbers and messages, never "the leader". To add one, begin here: a
//! variant of [`Action`], one of [`ActionKind`], and the matches below, which the compiler asks
//! for one after the other.

pub(crate) mod chaos;
pub(crate) mod check;
pub(crate) mod fault;

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Change, Command, Duration, Instant, NodeId, NodeSet};

use self::chaos::Chaos;
use self::fault::FaultKind;
use crate::address::{Link, PacketName, Target};
use crate::clients::workload::Workload;
use crate::options::{Latency, Ratio};
use crate::server::clock::ClockWay;
use crate::server::disk::DiskMode;
use crate::whole::IS_WHOLE;

/// One thing done to the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A client asks for a command to be applied.
    Write {
        /// The node that it asks.
        to: Target,
        /// The command.
        command: Command,
    },
    /// A node stops and keeps the contents of its disk. Nothing happens to one that is down.
    Crash(NodeId),
    /// A crashed node boots again. Nothing happens to one that runs.
    Restart(NodeId),
    /// A process is paused: it keeps its memory, and messages to it wait.
    Pause(NodeId),
    /// A paused process goes on.
    Resume(NodeId),
    /// A node's election timer runs out now. Nothing happens to a leader.
    ForceTimeout(NodeId),
    /// A node that is up crashes as soon as its next write is on its disk, before it can speak
    /// of it.
    CrashAtWrite(NodeId),
    /// A node crashes, and of the entries that its disk was writing, the first few are on it. A
    /// write begins with its term and its vote. Without a write, it is a crash like any other.
    TearWrites {
        /// The node.
        node: NodeId,
        /// How many entries, at most.
        keep: u32,
    },
    /// A node's disk is empty from now on; a process that runs on it crashes.
    WipeDisk(NodeId),
    /// How a node's disk treats its writes from now on.
    SetDisk {
        /// The node whose disk it is.
        node: NodeId,
        /// Its mode.
        mode: DiskMode,
    },
    /// How long disks take for a write from now on.
    SetDiskLatency {
        /// One node's, or all that have no setting of their own.
        node: Option<NodeId>,
        /// The range.
        latency: Latency,
    },
    /// How fast a node's clock runs from now on.
    SetClockRate {
        /// The node whose clock it is.
        node: NodeId,
        /// The rate beside the world's clock: 2 is twice as fast.
        rate: Ratio,
    },
    /// A node's clock jumps; its rate stays. Timers of the node end by what its clock shows.
    JumpClock {
        /// The node whose clock it is.
        node: NodeId,
        /// In which direction.
        way: ClockWay,
        /// How far.
        by: Duration,
    },
    /// Clients send operations by themselves from now on; `None` ends that.
    SetWorkload(Option<Workload>),
    /// Nodes hear only their own group; those in no group hear nobody.
    Partition(Vec<NodeSet>),
    /// One node is cut off from all others, in both directions.
    Isolate(NodeId),
    /// One direction of one link is cut.
    Cut(Link),
    /// One direction of one link is whole again.
    Uncut(Link),
    /// All links are whole again.
    Heal,
    /// How long messages take from now on.
    SetLatency {
        /// On one link, or wherever no link has a setting of its own.
        link: Option<Link>,
        /// The range.
        latency: Latency,
    },
    /// How many messages are lost from now on.
    SetLoss {
        /// On one link, or wherever no link has a setting of its own.
        link: Option<Link>,
        /// The share.
        ratio: Ratio,
    },
    /// How many messages arrive twice from now on.
    SetDuplication {
        /// On one link, or wherever no link has a setting of its own.
        link: Option<Link>,
        /// The share.
        ratio: Ratio,
    },
    /// A message in flight is lost.
    Drop(PacketName),
    /// A message in flight arrives now.
    Deliver(PacketName),
    /// A message in flight gets a twin, with a latency of its own.
    Duplicate(PacketName),
    /// A message in flight takes longer.
    Delay(PacketName, Duration),
    /// Faults come by themselves from now on; `None` ends that, and puts right what they broke.
    SetChaos(Option<Chaos>),
    /// A leader is asked to hand its lead to another node (Thesis §3.10). A node that is down or
    /// paused does not hear it.
    Transfer {
        /// The leader that is asked.
        from: NodeId,
        /// The node that is to lead.
        to: NodeId,
    },
    /// A client asks for a change of the membership (Thesis §4). It is acknowledged when the change
    /// is committed.
    Change {
        /// The node that it asks.
        to: Target,
        /// The change.
        change: Change,
    },
}

/// An action and its moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedAction {
    /// When it is done. All events due at that moment come first.
    pub at: Instant,
    /// The action.
    pub action: Action,
}

/// The kinds of actions, in the order in which scenario files list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// [`Action::Write`].
    Write,
    /// A write of `GET` and a key. Only scenario files tell it from other writes: the action is
    /// an [`Action::Write`].
    Read,
    /// [`Action::Crash`].
    Crash,
    /// [`Action::Restart`].
    Restart,
    /// [`Action::Pause`].
    Pause,
    /// [`Action::Resume`].
    Resume,
    /// [`Action::ForceTimeout`].
    ForceTimeout,
    /// [`Action::CrashAtWrite`].
    CrashAtWrite,
    /// [`Action::TearWrites`].
    TearWrites,
    /// [`Action::WipeDisk`].
    WipeDisk,
    /// [`Action::SetDisk`].
    SetDisk,
    /// [`Action::SetDiskLatency`].
    SetDiskLatency,
    /// [`Action::SetClockRate`].
    SetClockRate,
    /// [`Action::JumpClock`] to a later time.
    ClockAhead,
    /// [`Action::JumpClock`] to an earlier time.
    ClockBack,
    /// [`Action::SetWorkload`].
    SetWorkload,
    /// [`Action::Partition`].
    Partition,
    /// [`Action::Isolate`].
    Isolate,
    /// [`Action::Cut`].
    Cut,
    /// [`Action::Uncut`].
    Uncut,
    /// [`Action::Heal`].
    Heal,
    /// [`Action::SetLatency`].
    SetLatency,
    /// [`Action::SetLoss`].
    SetLoss,
    /// [`Action::SetDuplication`].
    SetDuplication,
    /// [`Action::Drop`].
    Drop,
    /// [`Action::Deliver`].
    Deliver,
    /// [`Action::Duplicate`].
    Duplicate,
    /// [`Action::Delay`].
    Delay,
    /// [`Action::SetChaos`].
    SetChaos,
    /// [`Action::Transfer`].
    Transfer,
    /// [`Action::Change`] by which a server becomes a voter.
    AddServer,
    /// [`Action::Change`] by which a server becomes a learner.
    AddLearner,
    /// [`Action::Change`] by which a server leaves.
    RemoveServer,
    /// [`Action::Change`] by which other servers become the voters, all at once.
    ChangeMembership,
}

/// The names of a kind of action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionNames {
    /// The field of a scenario file and the first word of a button's line: "crash".
    pub field: &'static str,
    /// The event that follows, as scenario files and the feed name it: "crashed".
    pub event: &'static str,
    /// The verb for "There is no leader to … just now.": "crash".
    pub verb: &'static str,
}

impl ActionKind {
    /// All kinds.
    pub const ALL: [ActionKind; 34] = {
        use ActionKind as K;
        [
            K::Write,
            K::Read,
            K::Crash,
            K::Restart,
            K::Pause,
            K::Resume,
            K::ForceTimeout,
            K::CrashAtWrite,
            K::TearWrites,
            K::WipeDisk,
            K::SetDisk,
            K::SetDiskLatency,
            K::SetClockRate,
            K::ClockAhead,
            K::ClockBack,
            K::SetWorkload,
            K::Partition,
            K::Isolate,
            K::Cut,
            K::Uncut,
            K::Heal,
            K::SetLatency,
            K::SetLoss,
            K::SetDuplication,
            K::Drop,
            K::Deliver,
            K::Duplicate,
            K::Delay,
            K::SetChaos,
            K::Transfer,
            K::AddServer,
            K::AddLearner,
            K::RemoveServer,
            K::ChangeMembership,
        ]
    };

    /// Its names.
    #[must_use]
    pub const fn names(self) -> &'static ActionNames {
        &NAMES[self as usize]
    }

    /// The table of names, one row for each kind: field, event, verb.
    const fn row(self) -> ActionNames {
        use ActionKind as K;
        match self {
            K::Write => row("write", "written", "ask"),
            K::Read => row("read", "written", "ask"),
            K::Crash => row("crash", "crashed", "crash"),
            K::Restart => row("restart", "restarted", "restart"),
            K::Pause => row("pause", "paused", "pause"),
            K::Resume => row("resume", "resumed", "resume"),
            K::ForceTimeout => row("timeout", "timed_out", "time out"),
            K::CrashAtWrite => row("crash_at_write", "crash_armed", "crash at its next write"),
            K::TearWrites => row("tear_writes", "writes_torn", "crash"),
            K::WipeDisk => row("wipe_disk", "disk_wiped", "change the disk of"),
            K::SetDisk => row("disk", "disk_set", "change the disk of"),
            K::SetDiskLatency => row("disk_ms", "disk_latency_set", "change the disk of"),
            K::SetClockRate => row("clock_rate", "clock_set", "change the clock of"),
            K::ClockAhead => row("clock_ahead_ms", "clock_put_ahead", "change the clock of"),
            K::ClockBack => row("clock_back_ms", "clock_put_back", "change the clock of"),
            K::SetWorkload => row("workload", "workload_set", "put to work"),
            K::Partition => row("partition", "partitioned", "part from the others"),
            K::Isolate => row("isolate", "isolated", "isolate"),
            K::Cut => row("cut", "cut", "cut off or join"),
            K::Uncut => row("uncut", "mended", "cut off or join"),
            K::Heal => row("heal", "healed", "cut off or join"),
            K::SetLatency => row("latency_ms", "latency_set", "set the link of"),
            K::SetLoss => row("loss", "loss_set", "set the link of"),
            K::SetDuplication => row("duplication", "duplication_set", "set the link of"),
            K::Drop => row("drop", "dropped", "take a message from"),
            K::Deliver => row("deliver", "delivered", "take a message from"),
            K::Duplicate => row("duplicate", "duplicated", "take a message from"),
            K::Delay => row("delay", "delayed", "take a message from"),
            K::SetChaos => row("chaos", "chaos_set", "disturb"),
            K::Transfer => row("transfer", "transfer_asked", "ask for a transfer"),
            K::AddServer => row("add_server", "server_added", "ask for a change"),
            K::AddLearner => row("add_learner", "learner_added", "ask for a change"),
            K::RemoveServer => row("remove_server", "server_removed", "ask for a change"),
            K::ChangeMembership => row("change_membership", "voters_changed", "ask for a change"),
        }
    }

    /// The fields that may stand beside it in a scenario file.
    #[must_use]
    pub const fn beside(self) -> &'static [&'static str] {
        match self {
            ActionKind::Write
            | ActionKind::Read
            | ActionKind::AddServer
            | ActionKind::AddLearner
            | ActionKind::RemoveServer
            | ActionKind::ChangeMembership => &["to"],
            ActionKind::SetDisk
            | ActionKind::SetDiskLatency
            | ActionKind::SetClockRate
            | ActionKind::ClockAhead
            | ActionKind::ClockBack => &["node"],
            ActionKind::TearWrites => &["keep"],
            ActionKind::SetLatency => &["link", "node"],
            ActionKind::SetLoss | ActionKind::SetDuplication => &["link"],
            ActionKind::Transfer => &["from"],
            ActionKind::Crash
            | ActionKind::Restart
            | ActionKind::Pause
            | ActionKind::Resume
            | ActionKind::ForceTimeout
            | ActionKind::CrashAtWrite
            | ActionKind::WipeDisk
            | ActionKind::SetWorkload
            | ActionKind::Partition
            | ActionKind::Isolate
            | ActionKind::Cut
            | ActionKind::Uncut
            | ActionKind::Heal
            | ActionKind::Drop
            | ActionKind::Deliver
            | ActionKind::Duplicate
            | ActionKind::Delay
            | ActionKind::SetChaos => &[],
        }
    }

    /// Whether only a whole engine does it; one that is not has no names for it.
    const fn takes_whole(self) -> bool {
        matches!(
            self,
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
                | ActionKind::ChangeMembership
        )
    }

    /// Whether a scenario file names it by a word alone rather than by a field with a value.
    #[must_use]
    pub const fn stands_alone(self) -> bool {
        matches!(self, ActionKind::Heal)
    }

    /// The meaning of its event, in one sentence, for lists of events. `None` where the feed
    /// reports the effects of the action rather than the action.
    #[must_use]
    pub const fn event_meaning(self) -> Option<&'static str> {
        use ActionKind as K;
        Some(match self {
            K::Write | K::Read | K::Crash | K::Restart | K::Pause | K::Resume | K::ForceTimeout => {
                return None;
            }
            K::AddServer => "A client asks that a server becomes a voter.",
            K::AddLearner => "A client asks that a server becomes a learner.",
            K::RemoveServer => "A client asks that a server leaves the cluster.",
            K::ChangeMembership => "A client asks for other voters, all at once.",
            K::CrashAtWrite => "A node is to crash at its next write.",
            K::TearWrites => "A node crashes in the middle of its writes.",
            K::WipeDisk => "Somebody wipes a disk.",
            K::SetDisk => "A disk stalls, fails or lies about its writes, or syncs them again.",
            K::SetDiskLatency => "The time that disks take is changed.",
            K::SetClockRate => "The rate of a clock is changed.",
            K::ClockAhead => "A clock jumps ahead.",
            K::ClockBack => "A clock jumps back.",
            K::SetWorkload => "A workload begins, changes or ends.",
            K::Partition => "The network falls into groups.",
            K::Isolate => "A node is cut off from all others.",
            K::Cut => "One direction of a link is cut.",
            K::Uncut => "One direction of a link is whole again.",
            K::Heal => "All links are whole again.",
            K::SetLatency => "The latency is changed.",
            K::SetLoss => "The loss is changed.",
            K::SetDuplication => "The duplication is changed.",
            K::Drop => "Somebody drops a message.",
            K::Deliver => "Somebody delivers a message early.",
            K::Duplicate => "Somebody doubles a message.",
            K::Delay => "Somebody delays a message.",
            K::SetChaos => "Chaos begins, changes or ends.",
            K::Transfer => "Somebody asks a leader to hand its lead to another node.",
        })
    }
}

/// The rows in the order of the kinds, so that a page looks a name up instead of branching.
const NAMES: [ActionNames; ActionKind::ALL.len()] = {
    let mut names = [row("", "", ""); ActionKind::ALL.len()];
    let mut place = 0;
    while place < names.len() {
        let kind = ActionKind::ALL[place];
        if IS_WHOLE || !kind.takes_whole() {
            names[place] = kind.row();
        }
        place += 1;
    }
    names
};

const fn row(field: &'static str, event: &'static str, verb: &'static str) -> ActionNames {
    ActionNames { field, event, verb }
}

impl Action {
    /// Its kind: the compiler asks for one of every action.
    #[must_use]
    pub const fn kind(&self) -> ActionKind {
        match self {
            Action::Write { .. } => ActionKind::Write,
            Action::Crash(_) => ActionKind::Crash,
            Action::Restart(_) => ActionKind::Restart,
            Action::Pause(_) => ActionKind::Pause,
            Action::Resume(_) => ActionKind::Resume,
            Action::ForceTimeout(_) => ActionKind::ForceTimeout,
            Action::CrashAtWrite(_) => ActionKind::CrashAtWrite,
            Action::TearWrites { .. } => ActionKind::TearWrites,
            Action::WipeDisk(_) => ActionKind::WipeDisk,
            Action::SetDisk { .. } => ActionKind::SetDisk,
            Action::SetDiskLatency { .. } => ActionKind::SetDiskLatency,
            Action::SetClockRate { .. } => ActionKind::SetClockRate,
            Action::JumpClock { way, .. } => match way {
                ClockWay::Ahead => ActionKind::ClockAhead,
                ClockWay::Back => ActionKind::ClockBack,
            },
            Action::SetWorkload(_) => ActionKind::SetWorkload,
            Action::Partition(_) => ActionKind::Partition,
            Action::Isolate(_) => ActionKind::Isolate,
            Action::Cut(_) => ActionKind::Cut,
            Action::Uncut(_) => ActionKind::Uncut,
            Action::Heal => ActionKind::Heal,
            Action::SetLatency { .. } => ActionKind::SetLatency,
            Action::SetLoss { .. } => ActionKind::SetLoss,
            Action::SetDuplication { .. } => ActionKind::SetDuplication,
            Action::Drop(_) => ActionKind::Drop,
            Action::Deliver(_) => ActionKind::Deliver,
            Action::Duplicate(_) => ActionKind::Duplicate,
            Action::Delay(..) => ActionKind::Delay,
            Action::SetChaos(_) => ActionKind::SetChaos,
            Action::Transfer { .. } => ActionKind::Transfer,
            Action::Change { change, .. } => match change {
                Change::AddServer(_) => ActionKind::AddServer,
                Change::AddLearner(_) => ActionKind::AddLearner,
                Change::RemoveServer(_) => ActionKind::RemoveServer,
                Change::Voters(_) => ActionKind::ChangeMembership,
            },
        }
    }

    /// The name of the event that follows, as scenario files use it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.kind().names().event
    }

    /// The kind of fault that a hunt counts it as; `None` for requests of clients, for a transfer
    /// of the lead, which harms nothing, and for chaos, whose faults are counted one by one.
    #[must_use]
    pub const fn fault(&self) -> Option<FaultKind> {
        Some(match self {
            Action::Write { .. }
            | Action::SetWorkload(_)
            | Action::SetChaos(_)
            | Action::Transfer { .. }
            | Action::Change { .. } => return None,
            Action::Crash(_) => FaultKind::Crash,
            Action::CrashAtWrite(_) => FaultKind::CrashAtWrite,
            Action::Restart(_) => FaultKind::Restart,
            Action::Pause(_) => FaultKind::Pause,
            Action::Resume(_) => FaultKind::Resume,
            Action::ForceTimeout(_) => FaultKind::ForcedTimeout,
            Action::Partition(_) => FaultKind::Partition,
            Action::Isolate(_) => FaultKind::Isolation,
            Action::Cut(_) => FaultKind::Cut,
            Action::Uncut(_) => FaultKind::LinkMended,
            Action::Heal => FaultKind::NetworkHealed,
            Action::SetLatency { .. } => FaultKind::Latency,
            Action::SetLoss { .. } => FaultKind::Loss,
            Action::SetDuplication { .. } => FaultKind::Duplication,
            Action::Drop(_) => FaultKind::MessageDropped,
            Action::Deliver(_) => FaultKind::MessageDeliveredEarly,
            Action::Duplicate(_) => FaultKind::MessageDoubled,
            Action::Delay(..) => FaultKind::MessageDelayed,
            Action::SetDisk { mode, .. } => match mode {
                DiskMode::Stalls => FaultKind::DiskStalled,
                DiskMode::Lies => FaultKind::DiskLying,
                DiskMode::Syncs => FaultKind::DiskSyncingAgain,
                DiskMode::Fails => FaultKind::DiskFailing,
            },
            Action::SetDiskLatency { .. } => FaultKind::DiskSlow,
            Action::WipeDisk(_) => FaultKind::DiskWiped,
            Action::TearWrites { .. } => FaultKind::WritesTorn,
            Action::SetClockRate { .. } => FaultKind::ClockRate,
            Action::JumpClock { .. } => FaultKind::ClockJump,
        })
    }
}

impl fmt::Display for Action {
    /// The action as a sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::Write {
                to: Target::Node(node),
                command,
            } => {
                write!(formatter, "A client asks {node}: {command}.")
            }
            Action::Write {
                to: Target::Any,
                command,
            } => {
                write!(formatter, "A client asks whoever answers: {command}.")
            }
            Action::Crash(node) => write!(formatter, "{node} is crashed."),
            Action::Restart(node) => write!(formatter, "{node} is restarted."),
            Action::Pause(node) => write!(formatter, "{node} is paused."),
            Action::Resume(node) => write!(formatter, "{node} is let go on."),
            Action::ForceTimeout(node) => write!(formatter, "{node}'s timer is run out."),
            Action::CrashAtWrite(node) if IS_WHOLE => write!(
                formatter,
                "{node} will crash at its next write to disk, before it speaks of it."
            ),
            Action::TearWrites { node, .. } if IS_WHOLE => {
                write!(formatter, "{node} is crashed in the middle of its writes.")
            }
            Action::WipeDisk(node) if IS_WHOLE => write!(formatter, "{node}'s disk is wiped."),
            Action::SetDisk { node, mode } if IS_WHOLE => match mode {
                DiskMode::Syncs => write!(formatter, "{node}'s disk syncs its writes again."),
                DiskMode::Stalls => write!(formatter, "{node}'s disk stalls: its writes wait."),
                DiskMode::Lies => write!(
                    formatter,
                    "{node}'s disk confirms writes without syncing them from now on."
                ),
                DiskMode::Fails => {
                    write!(formatter, "{node}'s disk fails its writes from now on.")
                }
            },
            Action::SetDiskLatency { node, latency } if IS_WHOLE => match node {
                Some(node) => write!(formatter, "{node}'s disk takes {latency} from now on."),
                None => write!(formatter, "Disks take {latency} from now on."),
            },
            Action::SetClockRate { node, rate } if IS_WHOLE => write!(
                formatter,
                "{node}'s clock runs at {rate} times the true pace from now on."
            ),
            Action::JumpClock { node, way, by } if IS_WHOLE => match way {
                ClockWay::Ahead => write!(
                    formatter,
                    "{node}'s clock jumps ahead by {by}: whatever it waits for comes sooner."
                ),
                ClockWay::Back => write!(
                    formatter,
                    "{node}'s clock jumps back by {by}: whatever it waits for comes later."
                ),
            },
            Action::SetWorkload(None) if IS_WHOLE => formatter.write_str("The workload stops."),
            Action::SetWorkload(Some(workload)) if IS_WHOLE => {
                write!(formatter, "From now on {workload}.")
            }
            Action::Partition(groups) => {
                formatter.write_str("The network is cut into ")?;
                for (place, group) in groups.iter().enumerate() {
                    if place > 0 {
                        formatter.write_str(" | ")?;
                    }
                    for (place, node) in group.iter().enumerate() {
                        let space = if place > 0 { ", " } else { "" };
                        write!(formatter, "{space}{}", node.0)?;
                    }
                }
                formatter.write_str(".")
            }
            Action::Isolate(node) => write!(formatter, "{node} is cut off from all others."),
            Action::Cut(link) => write!(formatter, "The way {link} is cut."),
            Action::Uncut(link) => write!(formatter, "The way {link} is whole again."),
            Action::Heal => formatter.write_str("The network is whole again."),
            Action::SetLatency { link, latency } if IS_WHOLE => {
                write!(
                    formatter,
                    "Messages{} take {latency} from now on.",
                    Where(*link)
                )
            }
            Action::SetLoss { link, ratio } if IS_WHOLE => match ratio.numerator {
                0 => write!(formatter, "No message{} is lost from now on.", Where(*link)),
                _ => write!(
                    formatter,
                    "Of the messages{}, {ratio} are lost from now on.",
                    Where(*link)
                ),
            },
            Action::SetDuplication { link, ratio } if IS_WHOLE => match ratio.numerator {
                0 => write!(
                    formatter,
                    "No message{} arrives twice from now on.",
                    Where(*link)
                ),
                _ => write!(
                    formatter,
                    "Of the messages{}, {ratio} arrive twice from now on.",
                    Where(*link)
                ),
            },
            Action::Drop(name) => write!(formatter, "{name} is dropped."),
            Action::Deliver(name) => write!(formatter, "{name} is delivered at once."),
            Action::Duplicate(name) => write!(formatter, "{name} is sent a second time."),
            Action::Delay(name, by) => write!(formatter, "{name} is delayed by {by}."),
            Action::SetChaos(None) if IS_WHOLE => {
                formatter.write_str("Chaos ends, and what it broke is put right.")
            }
            Action::SetChaos(Some(chaos)) if IS_WHOLE => write!(formatter, "From now on {chaos}."),
            Action::Transfer { from, to } if IS_WHOLE => {
                write!(formatter, "{from} is asked to hand its lead to {to}.")
            }
            Action::Change { to, change } if IS_WHOLE => match to {
                Target::Node(node) => write!(formatter, "A client asks {node}: {change}."),
                Target::Any => write!(formatter, "A client asks whoever answers: {change}."),
            },
            // A part of the engine is never asked for these.
            Action::CrashAtWrite(_)
            | Action::TearWrites { .. }
            | Action::WipeDisk(_)
            | Action::SetDisk { .. }
            | Action::SetDiskLatency { .. }
            | Action::SetClockRate { .. }
            | Action::JumpClock { .. }
            | Action::SetWorkload(_)
            | Action::SetLatency { .. }
            | Action::SetLoss { .. }
            | Action::SetDuplication { .. }
            | Action::SetChaos(_)
            | Action::Transfer { .. }
            | Action::Change { .. } => Ok(()),
        }
    }
}

/// " from Node 1 to Node 2", or nothing for the whole network.
struct Where(Option<Link>);

impl fmt::Display for Where {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |link| write!(formatter, " {link}"))
    }
}
