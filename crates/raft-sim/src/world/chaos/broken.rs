//! The faults of chaos that are still there, and their way back.
//!
//! Chaos mends only what it broke itself. Whatever a person or a scenario sets while chaos is on is
//! theirs from then on, and stays when chaos ends.

use alloc::vec::Vec;

use raft_core::{NodeId, NodeSet};

use crate::action::Action;
use crate::address::Link;
use crate::options::{Latency, Ratio};
use crate::server::disk::DiskMode;

/// What chaos broke and nobody has put right.
#[derive(Clone, Debug, Default)]
pub(super) struct Broken {
    /// Nodes that it crashed, or made to crash at their next write.
    pub(super) crashed: NodeSet,
    /// Nodes that it made to crash at their next write.
    pub(super) armed: NodeSet,
    pub(super) paused: NodeSet,
    /// Nodes whose disks it made to stall or to lie.
    pub(super) disks: NodeSet,
    pub(super) cuts: Vec<Link>,
    /// The settings that it changed, as they were before.
    pub(super) settings: Vec<Setting>,
}

/// One setting with its value; `None` where a link or a disk follows the others.
#[derive(Clone, Copy, Debug)]
pub(super) enum Setting {
    Latency(Latency),
    Loss(Ratio),
    Duplication(Ratio),
    LinkLatency(Link, Option<Latency>),
    LinkLoss(Link, Option<Ratio>),
    LinkDuplication(Link, Option<Ratio>),
    DiskLatency(Latency),
    NodeDiskLatency(NodeId, Option<Latency>),
    ClockRate(NodeId, Ratio),
}

impl Setting {
    /// The setting that this action changes. Its value says nothing.
    pub(super) fn of(action: &Action) -> Option<Setting> {
        Some(match *action {
            Action::SetLatency { link, latency } => match link {
                Some(link) => Setting::LinkLatency(link, None),
                None => Setting::Latency(latency),
            },
            Action::SetLoss { link, ratio } => match link {
                Some(link) => Setting::LinkLoss(link, None),
                None => Setting::Loss(ratio),
            },
            Action::SetDuplication { link, ratio } => match link {
                Some(link) => Setting::LinkDuplication(link, None),
                None => Setting::Duplication(ratio),
            },
            Action::SetDiskLatency { node, latency } => match node {
                Some(node) => Setting::NodeDiskLatency(node, None),
                None => Setting::DiskLatency(latency),
            },
            Action::SetClockRate { node, rate } => Setting::ClockRate(node, rate),
            _ => return None,
        })
    }

    /// Whether both are the same setting, whatever the values.
    fn is_same(&self, other: &Setting) -> bool {
        use Setting as S;
        match (self, other) {
            (S::LinkLatency(one, _), S::LinkLatency(other, _))
            | (S::LinkLoss(one, _), S::LinkLoss(other, _))
            | (S::LinkDuplication(one, _), S::LinkDuplication(other, _)) => one == other,
            (S::NodeDiskLatency(one, _), S::NodeDiskLatency(other, _))
            | (S::ClockRate(one, _), S::ClockRate(other, _)) => one == other,
            _ => core::mem::discriminant(self) == core::mem::discriminant(other),
        }
    }
}

impl Broken {
    /// Whether chaos has changed this setting.
    pub(super) fn has(&self, setting: &Setting) -> bool {
        self.settings.iter().any(|known| known.is_same(setting))
    }

    /// Takes in a fault that chaos makes; cuts and settings are noted by those who know the state
    /// before it.
    pub(super) fn note(&mut self, action: &Action) {
        match action {
            Action::Crash(node) | Action::WipeDisk(node) | Action::TearWrites { node, .. } => {
                self.crashed.insert(*node);
            }
            Action::CrashAtWrite(node) => {
                self.crashed.insert(*node);
                self.armed.insert(*node);
            }
            Action::Restart(node) => {
                self.crashed.remove(*node);
                self.armed.remove(*node);
            }
            Action::Pause(node) => self.paused.insert(*node),
            Action::Resume(node) => self.paused.remove(*node),
            Action::SetDisk { node, mode } => match mode {
                DiskMode::Syncs => self.disks.remove(*node),
                DiskMode::Stalls | DiskMode::Lies | DiskMode::Fails => {
                    self.disks.insert(*node);
                }
            },
            _ => {}
        }
    }

    /// Forgets what an action of a person or a scenario sets: that is theirs from now on.
    pub(super) fn leave_to_hand(&mut self, action: &Action) {
        match action {
            Action::Crash(node)
            | Action::Restart(node)
            | Action::Pause(node)
            | Action::Resume(node)
            | Action::CrashAtWrite(node)
            | Action::TearWrites { node, .. }
            | Action::WipeDisk(node) => {
                self.crashed.remove(*node);
                self.armed.remove(*node);
                self.paused.remove(*node);
            }
            Action::SetDisk { node, .. } => self.disks.remove(*node),
            Action::Partition(_) | Action::Heal => self.cuts.clear(),
            Action::Isolate(node) => self
                .cuts
                .retain(|link| link.from != *node && link.to != *node),
            Action::Cut(link) | Action::Uncut(link) => self.cuts.retain(|cut| cut != link),
            _ => {
                if let Some(setting) = Setting::of(action) {
                    self.settings.retain(|known| !known.is_same(&setting));
                }
            }
        }
    }
}
