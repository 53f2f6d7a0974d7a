//! What must happen, as files spell it.

use serde::{Serialize, Serializer};

use crate::address::Link;
use crate::need::Need;
use crate::scenario::action::value::MessageSpec;

/// One thing that must happen.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Need"))]
#[serde(rename_all = "snake_case")]
pub(crate) enum NeedShape {
    /// This node, which is down, boots.
    Up(#[cfg_attr(feature = "schema", schemars(range(max = 8)))] u8),
    /// This node's process, which is paused, goes on.
    Resume(#[cfg_attr(feature = "schema", schemars(range(max = 8)))] u8),
    /// This node, which runs, boots anew.
    Reboot(#[cfg_attr(feature = "schema", schemars(range(max = 8)))] u8),
    /// This node's disk, which stalls, writes again.
    DiskWrites(#[cfg_attr(feature = "schema", schemars(range(max = 8)))] u8),
    /// This node's disk is quick; null for all disks without a pace of their own.
    QuickDisk(#[cfg_attr(feature = "schema", schemars(range(max = 8)))] Option<u8>),
    /// This node's clock is put to the right pace.
    RightClock(#[cfg_attr(feature = "schema", schemars(range(max = 8)))] u8),
    /// These two nodes hear each other again.
    Heal([u8; 2]),
    /// This link, from one node to another, loses nothing; null for all without a setting of
    /// their own.
    NoLoss(Option<[u8; 2]>),
    /// This link is quick; null for all without a setting of their own.
    QuickLink(Option<[u8; 2]>),
    /// This message, which is on its way, arrives.
    Deliver(MessageSpec),
    /// This node's election timer runs out at this moment.
    Timer(TimerShape),
    /// A client asks the cluster to take in this machine.
    AddServer(#[cfg_attr(feature = "schema", schemars(range(max = 8)))] u8),
    /// A client asks for one more command at this moment.
    Write(WriteShape),
}

/// A timer that runs out.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "NeededTimer", deny_unknown_fields)
)]
pub(crate) struct TimerShape {
    /// The node.
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    node: u8,
    /// The moment, in microseconds.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000_000_u64)))]
    at_us: u64,
}

/// A command that a client asks for.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "NeededWrite", deny_unknown_fields)
)]
pub(crate) struct WriteShape {
    /// The moment, in microseconds.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000_000_u64)))]
    at_us: u64,
}

/// The fields of [`NeedShape`], of which each object has one.
pub(crate) const NEEDS: [&str; 13] = [
    "up",
    "resume",
    "reboot",
    "disk_writes",
    "quick_disk",
    "right_clock",
    "heal",
    "no_loss",
    "quick_link",
    "deliver",
    "timer",
    "add_server",
    "write",
];

impl From<Need> for NeedShape {
    fn from(need: Need) -> NeedShape {
        let ends = |link: Option<Link>| link.map(|Link { from, to }| [from.0, to.0]);
        match need {
            Need::Up(node) => NeedShape::Up(node.0),
            Need::Resume(node) => NeedShape::Resume(node.0),
            Need::Reboot(node) => NeedShape::Reboot(node.0),
            Need::DiskWrites(node) => NeedShape::DiskWrites(node.0),
            Need::QuickDisk(node) => NeedShape::QuickDisk(node.map(|node| node.0)),
            Need::RightClock(node) => NeedShape::RightClock(node.0),
            Need::Heal(one, other) => NeedShape::Heal([one.0, other.0]),
            Need::NoLoss(link) => NeedShape::NoLoss(ends(link)),
            Need::QuickLink(link) => NeedShape::QuickLink(ends(link)),
            Need::Deliver(name) => NeedShape::Deliver(MessageSpec::of(&name)),
            Need::TimerRunsOut { node, at } => NeedShape::Timer(TimerShape {
                node: node.0,
                at_us: at.0,
            }),
            Need::AddServer(node) => NeedShape::AddServer(node.0),
            Need::Write { at } => NeedShape::Write(WriteShape { at_us: at.0 }),
        }
    }
}

impl Serialize for Need {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        NeedShape::from(*self).serialize(serializer)
    }
}
