//! What must happen: the smallest sets of needs that get a world to a goal, found by trying.
//!
//! What could help is read from the state: each fault that stands could end, a timer could run out,
//! a client could write. Each set in the result was granted to a copy that was played on, and got
//! there; and none did with one of its needs left out.

use alloc::vec;
use alloc::vec::Vec;

use raft_core::{Duration, Instant, NodeId, NodeSet};
use raft_sim::{DiskMode, Fate, Latency, Need, NodeView, Ratio, Status, World};

use crate::forecast::grant;
use crate::goal::Goal;
use crate::reach;

/// What a search has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Each of these sets suffices, and none of their needs can be left out. Small ones come first.
    pub alternatives: Vec<Vec<Need>>,
    /// How many copies were played on.
    pub plays: u32,
}

/// So many copies are played on at most to find more than one alternative.
const PLAYS_MAX: u32 = 160;

/// Pairs are tried among so many needs at most.
const PAIRS_AMONG: usize = 14;

/// A spur is tried now, and when the cluster has settled: after so many of the longest election
/// timeouts.
const SETTLED: [u64; 3] = [0, 4, 10];

/// So many messages in flight are tried at most.
const MESSAGES_MAX: usize = 6;

/// So many alternatives are looked for, where one need alone does not suffice.
const ALTERNATIVES_MAX: usize = 6;

/// Looks for what gets this world to a goal that it does not reach by itself.
#[must_use]
pub fn search(world: &World, goal: &Goal) -> Plan {
    let mut search = Search {
        world,
        goal,
        plays: 0,
        found: Vec::new(),
    };
    search.run();
    let Search {
        mut found, plays, ..
    } = search;
    found.sort_by_key(Vec::len);
    Plan {
        alternatives: found,
        plays,
    }
}

/// Every fault that stands in this world, as the need that ends it.
#[must_use]
pub fn standing(world: &World) -> Vec<Need> {
    let mut needs = Vec::new();
    let is_slow = |latency: Latency| latency.max >= world.options().heartbeat;
    for node in world.nodes() {
        let id = node.id();
        match node.status() {
            Status::Crashed => needs.push(Need::Up(id)),
            Status::Paused => needs.push(Need::Resume(id)),
            Status::Up if !reach::acts(&node) => needs.push(Need::Reboot(id)),
            Status::Up => {}
        }
        if node.crashes_at_write() {
            needs.push(Need::Reboot(id));
        }
        if matches!(node.disk_mode(), DiskMode::Stalls | DiskMode::Fails) {
            needs.push(Need::DiskWrites(id));
        }
        if node.disk_latency().is_some_and(is_slow) {
            needs.push(Need::QuickDisk(Some(id)));
        }
        if node.clock_rate() != Ratio::ONE {
            needs.push(Need::RightClock(id));
        }
    }
    let shares_slow_disk = world.nodes().any(|node| node.disk_latency().is_none());
    if shares_slow_disk && is_slow(world.disk_latency()) {
        needs.push(Need::QuickDisk(None));
    }
    let network = world.network();
    // Those without a vote among them: they are sent entries, too, or may join.
    let machines = NodeSet::first(world.options().nodes);
    for one in machines.iter() {
        for other in machines.iter().filter(|other| *other > one) {
            if !reach::hear_each_other(world, one, other) {
                needs.push(Need::Heal(one, other));
            }
        }
    }
    let is_long = |latency: Latency| latency.max.0 > world.options().heartbeat.0 / 5;
    if network.loss().numerator > 0 {
        needs.push(Need::NoLoss(None));
    }
    if is_long(network.latency()) {
        needs.push(Need::QuickLink(None));
    }
    for (link, latency, loss) in network.link_overrides() {
        if loss.is_some_and(|loss| loss.numerator > 0) {
            needs.push(Need::NoLoss(Some(link)));
        }
        if latency.is_some_and(is_long) {
            needs.push(Need::QuickLink(Some(link)));
        }
    }
    let late = world.now() + world.options().election_timeout_max;
    let mut packets: Vec<_> = network
        .packets()
        .filter(|packet| packet.fate == Fate::Arrives && packet.due_at > late)
        .collect();
    packets.sort_by_key(|packet| packet.id);
    let late = packets.into_iter().take(MESSAGES_MAX);
    needs.extend(late.map(|packet| Need::Deliver(packet.name)));
    needs
}

/// What takes time and is no fault, beside these needs: where a race between nodes decides, it may
/// come out otherwise when everything is quick.
fn merely_slow(world: &World, mends: &[Need]) -> Vec<Need> {
    let takes_time = |latency: Latency| latency != Latency::NONE;
    let own = |node: NodeView<'_>| {
        let latency = node.disk_latency().filter(|it| takes_time(*it));
        latency.map(|_| Need::QuickDisk(Some(node.id())))
    };
    let mut needs: Vec<Need> = world.nodes().filter_map(own).collect();
    let shares = world.nodes().any(|node| node.disk_latency().is_none());
    if shares && takes_time(world.disk_latency()) {
        needs.push(Need::QuickDisk(None));
        // One node alone may have to be quicker than the others.
        let sharing = world.nodes().filter(|node| node.disk_latency().is_none());
        needs.extend(sharing.map(|node| Need::QuickDisk(Some(node.id()))));
    }
    if world.network().latency().max.0 > world.options().heartbeat.0 / 10 {
        needs.push(Need::QuickLink(None));
    }
    needs.retain(|need| !mends.contains(need));
    needs
}

struct Search<'a> {
    world: &'a World,
    goal: &'a Goal,
    plays: u32,
    found: Vec<Vec<Need>>,
}

impl Search<'_> {
    fn run(&mut self) {
        let mut mends = standing(self.world);
        mends.extend(self.joining());
        let mends = mends;
        let now = self.world.now();
        let mut singles = mends.clone();
        let spurs = self.spurs(now).into_iter().filter(|it| it.len() == 1);
        singles.extend(spurs.flatten());
        for need in &singles {
            self.keep_if_it_works(vec![*need]);
        }
        if !self.found.is_empty() {
            return;
        }
        let everything = self.first_that_works(&mends);
        let everything = everything.or_else(|| self.first_quicker_that_works(&mends));
        let everything = everything.or_else(|| self.first_that_works_without_one(&mends));
        let Some(everything) = everything else {
            return;
        };
        if singles.len() <= PAIRS_AMONG {
            for (place, one) in singles.iter().enumerate() {
                for other in &singles[place + 1..] {
                    self.keep_if_it_works(vec![*one, *other]);
                }
            }
        }
        if self.found.is_empty() {
            self.reduce_all(&everything);
        }
    }

    /// That the machine which is asked about becomes a member, if it is none.
    fn joining(&self) -> Option<Need> {
        let (Goal::Leads(node)
        | Goal::Knows { node, .. }
        | Goal::Speaks { node, .. }
        | Goal::Holds { node, .. }) = *self.goal
        else {
            return None;
        };
        let may_join = self.world.options().may_change_members();
        let votes = reach::all(self.world).contains(node);
        (may_join && !votes).then_some(Need::AddServer(node))
    }

    /// The first set that gets there with something made quick that is no fault: all of it, or one
    /// thing alone; and then nothing more, or what else is tried.
    fn first_quicker_that_works(&mut self, mends: &[Need]) -> Option<Vec<Need>> {
        let slow = merely_slow(self.world, mends);
        if slow.is_empty() {
            return None;
        }
        let alone = slow.iter().map(|need| vec![*need]);
        let quicker: Vec<Vec<Need>> = core::iter::once(slow.clone()).chain(alone).collect();
        let mut spurs: Vec<Vec<Need>> = vec![Vec::new()];
        spurs.extend(
            SETTLED
                .iter()
                .flat_map(|timeouts| self.spurs(self.after(*timeouts))),
        );
        spurs.extend(self.long_spurs());
        let with = |spur: &Vec<Need>| {
            let sets = quicker.iter().map(|set| [mends, set, spur].concat());
            sets.collect::<Vec<_>>()
        };
        let mut sets = spurs.iter().flat_map(with);
        sets.find(|set| self.works(set))
    }

    /// The first set that gets there with one thing left as it is: a link that is healed may also
    /// bring a newer term, and end the lead that others wait for.
    fn first_that_works_without_one(&mut self, mends: &[Need]) -> Option<Vec<Need>> {
        let without = |place: usize| {
            let others = mends.iter().enumerate().filter(|(at, _)| *at != place);
            let others: Vec<Need> = others.map(|(_, need)| *need).collect();
            others
        };
        let sets = (0..mends.len()).map(without);
        sets.filter(|set| set.len() > 1).find(|set| self.works(set))
    }

    /// The first of the largest sets that gets there: everything that is broken mended, and then
    /// nothing more, a write, a timer that runs out, or both, now or when the cluster has settled;
    /// in the end, a timer and write after write.
    fn first_that_works(&mut self, mends: &[Need]) -> Option<Vec<Need>> {
        let mut spurs: Vec<Vec<Need>> = alloc::vec![Vec::new()];
        for timeouts in SETTLED {
            spurs.extend(self.spurs(self.after(timeouts)));
        }
        spurs.extend(self.long_spurs());
        let sets = spurs.into_iter().map(|spur| [mends, &spur].concat());
        sets.filter(|set| !set.is_empty())
            .find(|set| self.works(set))
    }

    /// So many of the longest election timeouts from now.
    fn after(&self, timeouts: u64) -> Instant {
        let timeout = self.world.options().election_timeout_max;
        self.world.now() + Duration(timeout.0.saturating_mul(timeouts))
    }

    /// What is tried last: a timer at other moments, since a log that follows a busy leader's is
    /// the longest at some of them only; one that runs out again and again, for a node that must
    /// win before others write; and write after write, since one may be lost.
    fn long_spurs(&self) -> Vec<Vec<Need>> {
        let timer = |node: NodeId, timeouts| Need::TimerRunsOut {
            node,
            at: self.after(timeouts),
        };
        match *self.goal {
            Goal::Leader | Goal::Speaks { .. } => Vec::new(),
            Goal::Leads(node) => {
                let single = (5..=20).map(|at| vec![timer(node, at)]);
                single.chain([self.burst(node)]).collect()
            }
            Goal::Committed(_) | Goal::Knows { .. } | Goal::Answered(_) | Goal::Holds { .. } => {
                let at = |timeouts| self.after(timeouts);
                let writes = || (6..16).map(|timeouts| Need::Write { at: at(timeouts) });
                let nodes = reach::all(self.world);
                let timed = nodes.iter().map(|node| {
                    let first = core::iter::once(timer(node, 4));
                    first.chain(writes()).collect()
                });
                let bursts = nodes.iter().map(|node| {
                    let burst = self.burst(node).into_iter();
                    burst.chain([Need::Write { at: at(4) }]).collect()
                });
                let written = core::iter::once(writes().collect());
                written.chain(timed).chain(bursts).collect()
            }
        }
    }

    /// A timer that runs out eight times, a quarter of the longest timeout apart.
    fn burst(&self, node: NodeId) -> Vec<Need> {
        let timeout = self.world.options().election_timeout_max;
        let moments = (0..8).map(|nth| self.world.now() + Duration(timeout.0 / 4 * nth));
        moments.map(|at| Need::TimerRunsOut { node, at }).collect()
    }

    /// What could move a cluster in which nothing is broken, at this moment: one or two needs each.
    fn spurs(&self, at: Instant) -> Vec<Vec<Need>> {
        let timer = |node: NodeId| Need::TimerRunsOut { node, at };
        let write = Need::Write { at };
        let up = reach::nodes_that(self.world, |node| !node.leads() || !node.is_running());
        let timers = || up.iter().map(|node| vec![timer(node)]);
        let settled = self.after(2) - self.world.now();
        let later = Need::Write { at: at + settled };
        let both = up.iter().map(|node| vec![timer(node), later]);
        match *self.goal {
            Goal::Leader => timers().collect(),
            Goal::Leads(node) | Goal::Speaks { node, .. } => vec![vec![timer(node)]],
            Goal::Committed(_) | Goal::Knows { .. } | Goal::Answered(_) | Goal::Holds { .. } => {
                core::iter::once(vec![write])
                    .chain(timers())
                    .chain(both)
                    .collect()
            }
        }
    }

    fn works(&mut self, needs: &[Need]) -> bool {
        self.plays += 1;
        grant(self.world, self.goal, needs).reached_at.is_some()
    }

    fn keep_if_it_works(&mut self, needs: Vec<Need>) {
        if self.works(&needs) {
            self.found.push(needs);
        }
    }

    /// Reduces a set that works; and, as long as there is time, others that do without one of the
    /// needs of the first.
    fn reduce_all(&mut self, everything: &[Need]) {
        let first = self.reduced(everything.to_vec());
        self.found.push(first.clone());
        for spared in first {
            if self.plays > PLAYS_MAX || self.found.len() >= ALTERNATIVES_MAX {
                break;
            }
            let mut rest = everything.to_vec();
            rest.retain(|need| *need != spared);
            if self.works(&rest) {
                let other = self.reduced(rest);
                if !self.found.contains(&other) {
                    self.found.push(other);
                }
            }
        }
    }

    /// A part of this set that works, and does not with any one of its needs left out.
    fn reduced(&mut self, mut needs: Vec<Need>) -> Vec<Need> {
        let mut size = needs.len().div_ceil(2);
        loop {
            let before = needs.len();
            let mut first = 0;
            while first < needs.len() {
                let mut rest = needs.clone();
                rest.drain(first..(first + size).min(needs.len()));
                if !rest.is_empty() && self.works(&rest) {
                    needs = rest;
                } else {
                    first += size;
                }
            }
            if size > 1 {
                size = size.div_ceil(2);
            } else if needs.len() == before {
                return needs;
            }
        }
    }
}
