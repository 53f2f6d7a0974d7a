//! The values of an action as files spell them: nodes by number or role, messages by link.

use alloc::vec::Vec;

use raft_core::{NodeId, NodeSet};
use serde::{Serialize, Serializer};

use crate::address::{Endpoint, PacketName, Target};
use crate::network::message_kind::MessageKind;
use crate::server::disk::DiskMode;

/// A node, by its number or by its part at the moment of the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Who {
    /// Its number.
    Node(#[cfg_attr(feature = "schema", schemars(range(min = 0, max = 8)))] u8),
    /// Its part.
    Role(RoleSpec),
}

/// A part that a node plays at the moment of the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoleSpec {
    /// The running node that leads, of the highest term if several believe they do.
    Leader,
    /// The next running follower after the leader, in the order of the numbers.
    AFollower,
}

/// The node that a client asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum TargetSpec {
    /// This node; the client follows it to the leader it names, and does not try again.
    Who(Who),
    /// Any node that answers.
    Any(Any),
}

/// The word for any node that answers.
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

/// A message, by its link and its number on it; or, with `kind`, its number among those of its
/// kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MessageSpec {
    /// Its sender.
    pub from: End,
    /// Its receiver.
    pub to: End,
    /// Its kind. Only messages of this kind are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageKind>,
    /// How many were sent on this link before it.
    pub nth: Nth,
    /// 0 for the sender's own message; 1, 2, … for the copies made of it on the way.
    #[serde(skip_serializing_if = "is_original")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub copy: u32,
}

/// A message, and for how long it is held up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LateMessage {
    /// Its sender.
    pub from: End,
    /// Its receiver.
    pub to: End,
    /// Its kind. Only messages of this kind are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageKind>,
    /// How many were sent on this link before it.
    pub nth: Nth,
    /// 0 for the sender's own message; 1, 2, … for the copies made of it on the way.
    #[serde(skip_serializing_if = "is_original")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub copy: u32,
    /// How much longer it takes, in milliseconds.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 3_600_000)))]
    pub by_ms: u64,
}

impl LateMessage {
    pub(crate) fn message(self) -> MessageSpec {
        let LateMessage {
            from,
            to,
            kind,
            nth,
            copy,
            ..
        } = self;
        MessageSpec {
            from,
            to,
            kind,
            nth,
            copy,
        }
    }
}

impl Who {
    pub(super) fn of(node: NodeId) -> Who {
        Who::Node(node.0)
    }
}

impl TargetSpec {
    pub(super) fn of(target: Target) -> TargetSpec {
        match target {
            Target::Node(node) => TargetSpec::Who(Who::of(node)),
            Target::Any => TargetSpec::Any(Any::Any),
        }
    }
}

impl Group {
    pub(super) fn of(set: &NodeSet) -> Group {
        Group::Members(set.iter().map(Who::of).collect())
    }
}

impl MessageSpec {
    pub(crate) fn of(name: &PacketName) -> MessageSpec {
        MessageSpec {
            from: End::of(name.from),
            to: End::of(name.to),
            kind: None,
            nth: Nth::Number(name.nth),
            copy: name.copy,
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde wants"
)]
pub(super) fn disk_mode_word<S: Serializer>(
    mode: &DiskMode,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(mode.word())
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

impl End {
    pub(crate) fn of(endpoint: Endpoint) -> End {
        match endpoint {
            Endpoint::Node(node) => End::Who(Who::of(node)),
            Endpoint::Clients => End::Client(Client::Client),
        }
    }
}

/// The word for the clients, which stand outside the cluster.
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

/// How a disk treats its writes.
#[cfg(feature = "schema")]
pub(super) struct ConductName;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ConductName {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "ConductName".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "How a disk treats its writes.",
            "enum": DiskMode::ALL.map(DiskMode::word),
        })
    }
}
