//! Chaos: faults that come by themselves, drawn by the number of each from the run's seed.
//!
//! Chaos is part of the run without being in its list of actions, as a workload is: one action
//! begins it, and a link replays it at no cost. Each fault is carried out as an ordinary action, so
//! that the feed, the judge and the counts see it as one. A draw that comes to nothing is not drawn
//! again: the next fault has its own number, and its own moment.

mod broken;

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use raft_core::chance::Key;
use raft_core::{Duration, Instant, NodeId, NodeSet};

use self::broken::{Broken, Setting};
use super::{NEVER, Purpose, World};
use crate::action::Action;
use crate::action::chaos::{Assumptions, Chaos};
use crate::address::Link;
use crate::faults::kind::{FaultShares, Kind};
use crate::faults::{self, scene::Reach};
use crate::network::OwnSettings;
use crate::network::packet::Fate;
use crate::server::disk::DiskMode;
use crate::server::view::{NodeView, Status};
use crate::whole::IS_WHOLE;
use crate::world::event::Observer;

/// Chaos under way, and what is left of it.
#[derive(Clone, Debug)]
pub(super) struct ChaosUnderWay {
    settings: Option<Chaos>,
    /// When the next fault comes up.
    next_at: Instant,
    /// How many faults have come up in this run.
    nth: u64,
    /// The actions that are to be done at this moment, one after the other: events that are due
    /// come between them, as in a replay of actions.
    due: VecDeque<Action>,
    due_at: Instant,
    broken: Broken,
}

impl Default for ChaosUnderWay {
    fn default() -> ChaosUnderWay {
        ChaosUnderWay {
            settings: None,
            next_at: NEVER,
            nth: 0,
            due: VecDeque::new(),
            due_at: NEVER,
            broken: Broken::default(),
        }
    }
}

impl ChaosUnderWay {
    pub(super) fn settings(&self) -> Option<Chaos> {
        self.settings
    }

    /// When it next does something.
    #[inline]
    pub(super) fn timer(&self) -> Instant {
        if !IS_WHOLE {
            return NEVER;
        }
        self.next_at.min(self.due_at)
    }

    pub(super) fn leave_to_hand(&mut self, action: &Action) {
        self.broken.leave_to_hand(action);
    }

    fn is_due(&mut self, now: Instant, actions: impl Iterator<Item = Action>) {
        self.due.extend(actions);
        self.due_at = if self.due.is_empty() { NEVER } else { now };
    }

    /// Sets the moment of the next fault: as long after this one as its number draws, up to twice
    /// the mean.
    fn rest(&mut self, now: Instant, chance: Key) {
        self.next_at = self.settings.map_or(NEVER, |chaos| {
            let longest = 2 * 60_000_000 / u64::from(chaos.per_minute.max(1));
            let pause = chance.with(self.nth).with(0).between(1, longest.max(1));
            now + Duration(pause)
        });
    }
}

impl World {
    /// From now on this chaos, or none. When chaos ends, it puts right what it broke.
    pub(super) fn set_chaos(&mut self, chaos: Option<Chaos>) {
        if !IS_WHOLE {
            return;
        }
        let (now, chance) = (self.now, self.chaos_key());
        self.chaos.settings = chaos;
        self.chaos.rest(now, chance);
        let mending = match chaos {
            Some(chaos) if chaos.assumptions == Assumptions::Broken => Vec::new(),
            Some(_) => self.mending_of(self.nodes_whose_disk(DiskMode::Lies)),
            None => {
                self.put_back_settings();
                self.mending()
            }
        };
        self.chaos.is_due(now, mending.into_iter());
    }

    /// A copy of this world in which chaos makes no further fault. What it has broken stays so.
    #[must_use]
    pub fn without_chaos(&self) -> World {
        World {
            chaos: ChaosUnderWay::default(),
            ..self.clone()
        }
    }

    /// The actions that would put back the settings that chaos has changed. The end of chaos does
    /// so by itself.
    #[must_use]
    pub fn settings_before_chaos(&self) -> Vec<Action> {
        let settings = self.chaos.broken.settings.iter();
        settings
            .map(|setting| self.setting_action(setting))
            .collect()
    }

    /// Does what is due of chaos: the next action of a fault, or the drawing of one.
    pub(super) fn go_on_with_chaos(&mut self, observer: &mut impl Observer) {
        if !IS_WHOLE {
            return;
        }
        let now = self.now;
        if let Some(action) = self.chaos.due.pop_front() {
            self.chaos.is_due(now, core::iter::empty());
            self.make_fault(&action, observer);
            return;
        }
        let drawn: Vec<Action> = self.draw_chaos();
        let chance = self.chaos_key();
        self.chaos.nth += 1;
        self.chaos.rest(now, chance);
        self.chaos.is_due(now, drawn.into_iter());
    }

    fn chaos_key(&self) -> Key {
        self.seed.with(Purpose::Chaos as u64)
    }

    /// The actions of the next fault.
    fn draw_chaos(&self) -> Vec<Action> {
        let Some(chaos) = self.chaos.settings else {
            return Vec::new();
        };
        let shares = FaultShares::of_chaos(chaos.assumptions);
        let (key, number) = (self.chaos_key(), self.chaos.nth);
        let reach = |kind| self.reach_of(kind);
        let drawn = faults::of_chaos(&shares, key, number, &self.scene(), reach);
        let others_stay = || self.network.cuts().any(|link| !self.is_own_cut(link));
        drawn
            .into_iter()
            .flat_map(|action| match action {
                // Healing would mend the cuts of others, too.
                Action::Heal if others_stay() => self.own_cuts().map(Action::Uncut).collect(),
                action => Vec::from([action]),
            })
            .collect()
    }

    /// Carries out an action of chaos, and notes what it breaks.
    fn make_fault(&mut self, action: &Action, observer: &mut impl Observer) {
        let cut_before: Vec<Link> = self.network.cuts().collect();
        if let Some(setting) = Setting::of(action)
            && !self.chaos.broken.has(&setting)
        {
            let found = self.found(&setting);
            self.chaos.broken.settings.push(found);
        }
        self.chaos.broken.note(action);
        self.carry_out_action(action, observer);
        let cuts = self.network.cuts();
        let own = cuts.filter(|link| !cut_before.contains(link) || self.is_own_cut(*link));
        self.chaos.broken.cuts = own.collect();
    }

    // --- What a fault can hit -------------------------------------------------------------

    /// The targets that a fault of this kind has now: only nodes and links on which it changes
    /// something, and none whose faults a person has made.
    fn reach_of(&self, kind: Kind) -> Option<Reach> {
        let all = NodeSet::first(self.options.nodes);
        let mut nodes = all;
        let mut links: Option<Vec<Link>> = None;
        let has_links = self.options.nodes > 1;
        let is_possible = match kind {
            Kind::Crash | Kind::WipeDisk | Kind::TearWrites => {
                let own = |node: &NodeView<'_>| self.chaos.broken.paused.contains(node.id());
                nodes = self.nodes_that(|node| {
                    node.is_running() || node.status() == Status::Paused && own(node)
                });
                true
            }
            Kind::CrashAtWrite => {
                nodes = self.nodes_that(|node| node.is_running() && !node.crashes_at_write());
                true
            }
            Kind::Restart => {
                nodes = self.own_crashed();
                true
            }
            Kind::Pause => {
                nodes = self.nodes_that(|node| node.status() == Status::Up);
                true
            }
            Kind::Resume => {
                nodes = self.own_paused();
                true
            }
            Kind::ForceTimeout => {
                nodes = self.nodes_that(|node| node.is_running() && !node.leads());
                true
            }
            Kind::StallDisk | Kind::LyingDisk | Kind::FailDisk => {
                nodes = self.nodes_whose_disk(DiskMode::Syncs);
                true
            }
            Kind::SyncDisk => {
                nodes = self.own_disks();
                true
            }
            Kind::Isolate => {
                nodes = self.whole_links().map(|link| link.from).collect();
                has_links
            }
            // A partition mends all cuts first, and those of others must stay.
            Kind::Partition => has_links && self.network.cuts().all(|link| self.is_own_cut(link)),
            Kind::Cut => {
                links = Some(self.whole_links().collect());
                has_links
            }
            Kind::Uncut | Kind::Heal => {
                links = Some(self.own_cuts().collect());
                has_links
            }
            Kind::LinkLatency => has_links,
            // Chaos draws what it drew when runs with it were first published.
            Kind::Transfer | Kind::Change => false,
            Kind::Packet => {
                let mut packets = self.network.packets();
                packets.any(|packet| packet.fate == Fate::Arrives)
            }
            // Clients write beside the faults.
            Kind::Write => false,
            Kind::Latency
            | Kind::SlowNode
            | Kind::Loss
            | Kind::Duplication
            | Kind::DiskLatency
            | Kind::Clock
            | Kind::ClockJump => true,
        };
        let has_target = !nodes.is_empty() && links.as_ref().is_none_or(|links| !links.is_empty());
        (is_possible && has_target).then_some(Reach { nodes, links })
    }

    fn nodes_that(&self, which: impl Fn(&NodeView<'_>) -> bool) -> NodeSet {
        self.nodes().filter(which).map(|node| node.id()).collect()
    }

    fn nodes_whose_disk(&self, mode: DiskMode) -> NodeSet {
        self.nodes_that(|node| node.disk_mode() == mode)
    }

    fn whole_links(&self) -> impl Iterator<Item = Link> {
        self.network
            .all_links()
            .filter(|link| !self.network.is_cut(*link))
    }

    fn own_crashed(&self) -> NodeSet {
        let down = self.nodes_that(|node| node.status() == Status::Crashed);
        down.intersection(self.chaos.broken.crashed)
    }

    fn own_paused(&self) -> NodeSet {
        let paused = self.nodes_that(|node| node.status() == Status::Paused);
        paused.intersection(self.chaos.broken.paused)
    }

    fn own_disks(&self) -> NodeSet {
        let faulty = self.nodes_that(|node| node.disk_mode() != DiskMode::Syncs);
        faulty.intersection(self.chaos.broken.disks)
    }

    fn own_cuts(&self) -> impl Iterator<Item = Link> {
        self.network.cuts().filter(|link| self.is_own_cut(*link))
    }

    fn is_own_cut(&self, link: Link) -> bool {
        self.chaos.broken.cuts.contains(&link)
    }

    // --- The way back ---------------------------------------------------------------------

    /// The actions that put right what chaos broke of links, disks and nodes.
    fn mending(&self) -> Vec<Action> {
        let own_cuts: Vec<Link> = self.own_cuts().collect();
        let are_all = own_cuts.len() == self.network.cuts().count();
        let mut mending: Vec<Action> = match own_cuts.is_empty() {
            false if are_all => Vec::from([Action::Heal]),
            _ => own_cuts.into_iter().map(Action::Uncut).collect(),
        };
        mending.extend(self.mending_of(self.own_disks()));
        mending.extend(self.own_crashed().iter().map(Action::Restart));
        mending.extend(self.own_paused().iter().map(Action::Resume));
        mending
    }

    fn mending_of(&self, disks: NodeSet) -> Vec<Action> {
        let own = disks.intersection(self.chaos.broken.disks);
        let sync = |node| Action::SetDisk {
            node,
            mode: DiskMode::Syncs,
        };
        own.iter().map(sync).collect()
    }

    /// Puts back every setting that chaos has changed, and calls off the crashes that are still to
    /// come.
    fn put_back_settings(&mut self) {
        for setting in core::mem::take(&mut self.chaos.broken.settings) {
            self.put_back(&setting);
        }
        for node in core::mem::take(&mut self.chaos.broken.armed).iter() {
            self.disarm_crash(node);
        }
    }

    /// A setting with its present value.
    fn found(&self, setting: &Setting) -> Setting {
        let own_disk = |node: NodeId| self.node(node).and_then(|node| node.disk_latency());
        match *setting {
            Setting::Latency(_) => Setting::Latency(self.network.latency()),
            Setting::Loss(_) => Setting::Loss(self.network.loss()),
            Setting::Duplication(_) => Setting::Duplication(self.network.duplication()),
            Setting::LinkLatency(link, _) => {
                Setting::LinkLatency(link, self.network.own_settings(link).latency)
            }
            Setting::LinkLoss(link, _) => {
                Setting::LinkLoss(link, self.network.own_settings(link).loss)
            }
            Setting::LinkDuplication(link, _) => {
                Setting::LinkDuplication(link, self.network.own_settings(link).duplicate)
            }
            Setting::DiskLatency(_) => Setting::DiskLatency(self.disk_latency),
            Setting::NodeDiskLatency(node, _) => Setting::NodeDiskLatency(node, own_disk(node)),
            Setting::ClockRate(node, rate) => {
                let now = self.node(node).map(|node| node.clock_rate());
                Setting::ClockRate(node, now.unwrap_or(rate))
            }
        }
    }

    fn put_back(&mut self, setting: &Setting) {
        let now = self.now;
        match *setting {
            Setting::Latency(latency) => self.network.set_latency(None, latency),
            Setting::Loss(ratio) => self.network.set_loss(None, ratio),
            Setting::Duplication(ratio) => self.network.set_duplication(None, ratio),
            Setting::LinkLatency(link, latency) => {
                let own = self.network.own_settings(link);
                let own = OwnSettings { latency, ..own };
                self.network.put_back_settings(link, own);
            }
            Setting::LinkLoss(link, loss) => {
                let own = self.network.own_settings(link);
                let own = OwnSettings { loss, ..own };
                self.network.put_back_settings(link, own);
            }
            Setting::LinkDuplication(link, duplicate) => {
                let own = self.network.own_settings(link);
                let own = OwnSettings { duplicate, ..own };
                self.network.put_back_settings(link, own);
            }
            Setting::DiskLatency(latency) => self.disk_latency = latency,
            Setting::NodeDiskLatency(node, latency) => {
                if let Some(server) = self.servers.get_mut(node.position()) {
                    server.disk.latency = latency;
                }
            }
            Setting::ClockRate(node, rate) => {
                if let Some(server) = self.servers.get_mut(node.position()) {
                    server.clock.set_rate(now, rate);
                    self.look_at_timer(node);
                }
            }
        }
    }

    /// The action that gives a setting this value; where it follows the others, the value of the
    /// others now.
    fn setting_action(&self, setting: &Setting) -> Action {
        let usual = (self.network.latency(), self.network.loss());
        match *setting {
            Setting::Latency(latency) => Action::SetLatency {
                link: None,
                latency,
            },
            Setting::LinkLatency(link, latency) => Action::SetLatency {
                link: Some(link),
                latency: latency.unwrap_or(usual.0),
            },
            Setting::Loss(ratio) => Action::SetLoss { link: None, ratio },
            Setting::LinkLoss(link, ratio) => Action::SetLoss {
                link: Some(link),
                ratio: ratio.unwrap_or(usual.1),
            },
            Setting::Duplication(ratio) => Action::SetDuplication { link: None, ratio },
            Setting::LinkDuplication(link, ratio) => Action::SetDuplication {
                link: Some(link),
                ratio: ratio.unwrap_or(self.network.duplication()),
            },
            Setting::DiskLatency(latency) => Action::SetDiskLatency {
                node: None,
                latency,
            },
            Setting::NodeDiskLatency(node, latency) => Action::SetDiskLatency {
                node: Some(node),
                latency: latency.unwrap_or(self.disk_latency),
            },
            Setting::ClockRate(node, rate) => Action::SetClockRate { node, rate },
        }
    }
}
