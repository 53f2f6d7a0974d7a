//! What a scenario does to the cluster, as its file says it: with roles where a run has
//! numbers. The page's buttons send the same JSON.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::share::{Rate, Share};
use super::work::Work;
use crate::server::disk::DiskMode;

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, deny_unknown_fields)]
pub enum ActionSpec {
    /// A client asks for a command to be applied.
    Write {
        /// The command: `SET k=v`, `GET k`, `DELETE k`, `CAS k old new`, `ADD k n`,
        /// `TRANSFER n a -> b`, or any other text, which is logged and changes nothing.
        write: String,
        /// Whom the client asks; the leader when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Target>,
    },
    /// A client asks for the value of a key, through the log.
    Read {
        /// The key.
        read: String,
        /// Whom the client asks; the leader when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Target>,
    },
    /// A node stops and keeps what is on its disk.
    Crash {
        /// Which node.
        crash: Who,
    },
    /// Crashed nodes boot again.
    Restart {
        /// Which node, or all that are down.
        restart: Stopped,
    },
    /// A process stalls: it keeps its memory, and messages wait at its door.
    Pause {
        /// Which node.
        pause: Who,
    },
    /// A stalled process goes on.
    Resume {
        /// Which node, or all that stall.
        resume: Stopped,
    },
    /// An election timer runs out now.
    Timeout {
        /// Whose timer.
        timeout: Who,
    },
    /// A node crashes as soon as its next write is on its disk, before it can speak of it.
    CrashAtWrite {
        /// Which node.
        crash_at_write: Who,
    },
    /// A node's disk is empty from now on; a process that runs on it crashes.
    WipeDisk {
        /// Whose disk.
        wipe_disk: Who,
    },
    /// How a node's disk treats its writes from now on.
    Disk {
        /// It syncs them before it confirms them; it stalls, so that they wait; or it lies, and
        /// confirms what only its cache holds, so that a crash loses it.
        #[serde(serialize_with = "conduct_word")]
        #[cfg_attr(feature = "schema", schemars(with = "super::schema::ConductName"))]
        disk: DiskMode,
        /// Whose disk.
        node: Who,
    },
    /// How long disks take for a write from now on.
    DiskLatency {
        /// The quickest and the slowest, in milliseconds.
        #[cfg_attr(feature = "schema", schemars(inner(range(min = 0, max = 3_600_000))))]
        disk_ms: [u64; 2],
        /// Whose disk; all disks when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        node: Option<Who>,
    },
    /// How fast a node's clock runs from now on.
    ClockRate {
        /// Beside the true pace, from `"1/10"` to `"10"`: `"2"` is twice as fast.
        clock_rate: Rate,
        /// Whose clock.
        node: Who,
    },
    /// Clients that ask by themselves from now on, or none.
    Workload {
        /// What they do, or `"off"`.
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
        /// From whom, to whom.
        cut: [Who; 2],
    },
    /// One direction of one link is whole again.
    Uncut {
        /// From whom, to whom.
        uncut: [Who; 2],
    },
    /// All links are whole again.
    Heal(Heal),
    /// How long messages take from now on.
    Latency {
        /// The quickest and the slowest, in milliseconds.
        #[cfg_attr(feature = "schema", schemars(inner(range(min = 0, max = 3_600_000))))]
        latency_ms: [u64; 2],
        /// From whom, to whom; everywhere when not given.
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
        /// From whom, to whom; everywhere when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        link: Option<[Who; 2]>,
    },
    /// How many messages arrive twice from now on.
    Duplication {
        /// The share.
        duplication: Share,
        /// From whom, to whom; everywhere when not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        link: Option<[Who; 2]>,
    },
    /// A message in flight is lost.
    Drop {
        /// Which message.
        drop: Message,
    },
    /// A message in flight arrives now.
    Deliver {
        /// Which message.
        deliver: Message,
    },
    /// A message in flight gets a twin.
    Duplicate {
        /// Which message.
        duplicate: Message,
    },
    /// A message in flight takes longer.
    Delay {
        /// Which message, and for how long.
        delay: LateMessage,
    },
}

/// A node, by its number or by its part at the moment of the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Who {
    /// Its number.
    Node(#[cfg_attr(feature = "schema", schemars(range(min = 0, max = 8)))] u8),
    /// Its part.
    Role(Role),
}

/// A part that a node plays at the moment of the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The running node that leads, of the highest term if several believe they do.
    Leader,
    /// The next running follower after the leader, in the order of the numbers.
    AFollower,
}

/// Whom a client asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Target {
    /// This node; the client follows it to the leader it names, and does not try again.
    Who(Who),
    /// Whoever answers.
    Any(Any),
}

/// The word for whoever answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Any {
    /// The client goes from node to node until its patience ends.
    Any,
}

/// A node that has stopped, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Stopped {
    /// Its number.
    Node(#[cfg_attr(feature = "schema", schemars(range(min = 0, max = 8)))] u8),
    /// Every one.
    All(All),
}

/// The word for every node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum All {
    /// Every node.
    All,
}

/// One side of a partition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Group {
    /// These nodes.
    Members(Vec<Who>),
    /// All that are in no other group.
    Rest(Rest),
}

/// The word for all other nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// All that are in no other group.
    TheRest,
}

/// The word that makes the network whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Heal {
    /// All links are whole again.
    Heal,
}

/// A message, by its link and its number on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Who sent it.
    pub from: End,
    /// Whom it is for.
    pub to: End,
    /// How many were sent on this link before it.
    pub nth: Nth,
    /// 0 for what the sender sent; 1, 2, … for the copies made of it on the way.
    #[serde(skip_serializing_if = "is_original")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub copy: u32,
}

/// A message, and for how long it is held up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LateMessage {
    /// Who sent it.
    pub from: End,
    /// Whom it is for.
    pub to: End,
    /// How many were sent on this link before it.
    pub nth: Nth,
    /// 0 for what the sender sent; 1, 2, … for the copies made of it on the way.
    #[serde(skip_serializing_if = "is_original")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub copy: u32,
    /// How much longer it takes, in milliseconds.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 3_600_000)))]
    pub by_ms: u64,
}

impl LateMessage {
    pub(crate) fn message(self) -> Message {
        let LateMessage {
            from,
            to,
            nth,
            copy,
            ..
        } = self;
        Message {
            from,
            to,
            nth,
            copy,
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde wants"
)]
fn conduct_word<S: Serializer>(conduct: &DiskMode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(conduct.word())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde wants"
)]
fn is_original(copy: &u32) -> bool {
    *copy == 0
}

/// An end of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum End {
    /// A node.
    Who(Who),
    /// The clients.
    Client(Client),
}

/// The word for the clients, who stand outside the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Client {
    /// The clients.
    Client,
}

/// Which message of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Nth {
    /// This many were sent before it.
    Number(#[cfg_attr(feature = "schema", schemars(range(max = 9_007_199_254_740_991_u64)))] u64),
    /// The last one sent.
    Newest(Newest),
}

/// The word for the last message sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Newest {
    /// The last one sent.
    Newest,
}
