//! The fault that a draw gives in a cluster: its node or link, and its strength.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use raft_core::{Change, Command, Duration, NodeId, NodeSet};

use super::draw::Draw;
use super::kind::Kind;
use super::scene::{Reach, Scene};
use crate::action::Action;
use crate::address::{Link, Target};
use crate::network::packet::{Fate, Packet};
use crate::options::{Latency, Ratio};
use crate::server::clock::ClockWay;
use crate::server::disk::DiskMode;

impl Draw {
    /// A fault of this kind, if the cluster has anything that it can hit.
    pub(super) fn fault(self, kind: Kind, scene: &Scene<'_>, reach: &Reach) -> Option<Action> {
        let node = || self.node(scene, reach.nodes);
        let anybody = || self.anybody(reach.nodes);
        let link = || self.link(scene, reach.nodes);
        let set_disk = |mode| Action::SetDisk { node: node(), mode };
        Some(match kind {
            Kind::Crash => Action::Crash(node()),
            Kind::CrashAtWrite => Action::CrashAtWrite(node()),
            Kind::Restart => Action::Restart(anybody()),
            Kind::Pause => Action::Pause(node()),
            Kind::Resume => Action::Resume(anybody()),
            // To a lease, a timeout that is forced and a clock that jumps are one. In place of the
            // first, a node hears its leader no more, and its own timer runs out.
            Kind::ForceTimeout if scene.leases_within.is_some() => Action::Cut(Link {
                from: scene.leader?,
                to: Some(anybody()).filter(|node| Some(*node) != scene.leader)?,
            }),
            Kind::ClockJump if scene.leases_within.is_some() => return None,
            Kind::ForceTimeout => Action::ForceTimeout(anybody()),
            Kind::Partition => Action::Partition(self.groups(scene)?),
            Kind::Isolate => Action::Isolate(node()),
            Kind::Cut => Action::Cut(self.link_among(scene, reach)?),
            Kind::Uncut => Action::Uncut(self.link_among(scene, reach)?),
            Kind::Heal => Action::Heal,
            Kind::Latency => Action::SetLatency {
                link: None,
                latency: self.latency(300),
            },
            Kind::LinkLatency => Action::SetLatency {
                link: Some(link()?),
                latency: self.latency(3_000),
            },
            Kind::SlowNode => Action::SetDiskLatency {
                node: Some(node()),
                latency: self.latency(1_000),
            },
            Kind::Loss => Action::SetLoss {
                link: self.place(scene, reach.nodes)?,
                ratio: self.ratio(),
            },
            Kind::Duplication => Action::SetDuplication {
                link: self.place(scene, reach.nodes)?,
                ratio: self.ratio(),
            },
            Kind::Packet => self.packet_fault(scene)?,
            Kind::StallDisk => set_disk(DiskMode::Stalls),
            Kind::SyncDisk => Action::SetDisk {
                node: anybody(),
                mode: DiskMode::Syncs,
            },
            Kind::LyingDisk => set_disk(DiskMode::Lies),
            Kind::FailDisk => set_disk(DiskMode::Fails),
            Kind::WipeDisk => Action::WipeDisk(node()),
            Kind::DiskLatency => Action::SetDiskLatency {
                node: None,
                latency: self.latency(100),
            },
            Kind::Clock => Action::SetClockRate {
                node: node(),
                rate: match scene.leases_within {
                    Some(drift) => self.rate_within(drift),
                    None => self.rate(),
                },
            },
            Kind::TearWrites => Action::TearWrites {
                node: node(),
                keep: [0, 1, 1, 2, 5][self.below(4, 5)],
            },
            Kind::Transfer => Action::Transfer {
                from: scene.leader.unwrap_or_else(anybody),
                to: self.member(4, reach.nodes),
            },
            Kind::Change => Action::Change {
                to: match scene.leader {
                    Some(leader) if self.chance(5, 7, 8) => Target::Node(leader),
                    _ => Target::Any,
                },
                change: match self.chance(20, 1, 4) {
                    true => self.voters(21, reach.nodes),
                    false => self.change(4, reach.nodes),
                },
            },
            Kind::ClockJump => Action::JumpClock {
                node: node(),
                way: ClockWay::ALL[self.below(4, 2)],
                by: Duration::from_millis(self.between(5, 50, 4_000)),
            },
            Kind::Write => Action::Write {
                to: if self.chance(4, 1, 2) {
                    Target::Any
                } else {
                    Target::Node(node())
                },
                command: self.write(5, self.between(6, 1_000, 9_999)),
            },
        })
    }

    /// A change of the membership to other voters, all at once: each of these nodes or not, and
    /// one of them at least.
    fn voters(self, part: u64, among: NodeSet) -> Change {
        let chosen = self.within(part);
        let is_chosen = |node: &NodeId| chosen.chance(node.0.into(), 1, 2);
        let one = self.member(part + 1, among);
        Change::Voters(among.iter().filter(is_chosen).chain([one]).collect())
    }

    /// A change of the membership by one server.
    pub(super) fn change(self, part: u64, among: NodeSet) -> Change {
        let server = self.member(part, among);
        match self.below(part + 2, 8) {
            0..4 => Change::AddServer(server),
            4 => Change::AddLearner(server),
            _ => Change::RemoveServer(server),
        }
    }

    /// A command that a client writes as part of a fault.
    pub(super) fn write(self, part: u64, value: u64) -> Command {
        let key = ["a", "b", "c"][self.below(part, 3)];
        Command::new(&match self.below(part + 20, 4) {
            0 => ["DELETE ", key].concat(),
            1 => format!("TRANSFER 1 {key} -> c"),
            _ => ["SET ", key, "=", &value.to_string()].concat(),
        })
    }

    /// The leader in every other draw, and any node otherwise: faults that hit the leader matter
    /// most.
    fn node(self, scene: &Scene<'_>, among: NodeSet) -> NodeId {
        let leader = scene.leader.filter(|leader| among.contains(*leader));
        let leader = leader.filter(|_| self.chance(2, 1, 2));
        leader.unwrap_or_else(|| self.anybody(among))
    }

    fn anybody(self, among: NodeSet) -> NodeId {
        self.member(3, among)
    }

    /// One of these nodes, by the draw of this number.
    pub(super) fn member(self, part: u64, among: NodeSet) -> NodeId {
        let last = u64::from(among.count()).saturating_sub(1);
        let place = usize::try_from(self.between(part, 0, last)).unwrap_or(0);
        among.iter().nth(place).unwrap_or(NodeId(0))
    }

    /// One direction between two nodes, if there are two.
    fn link(self, scene: &Scene<'_>, among: NodeSet) -> Option<Link> {
        let one = self.node(scene, among);
        let others: Vec<NodeId> = NodeSet::first(scene.nodes)
            .iter()
            .filter(|node| *node != one)
            .collect();
        let other = *others.get(self.below(7, others.len()))?;
        let (from, to) = if self.chance(8, 1, 2) {
            (one, other)
        } else {
            (other, one)
        };
        Some(Link { from, to })
    }

    /// One of the links that can be reached; one of the leader's in every other draw.
    fn link_among(self, scene: &Scene<'_>, reach: &Reach) -> Option<Link> {
        let Some(links) = &reach.links else {
            return self.link(scene, reach.nodes);
        };
        let touches = |link: &&Link| [Some(link.from), Some(link.to)].contains(&scene.leader);
        let of_leader: Vec<&Link> = links.iter().filter(touches).collect();
        if !of_leader.is_empty() && self.chance(2, 1, 2) {
            return of_leader
                .get(self.below(7, of_leader.len()))
                .copied()
                .copied();
        }
        links.get(self.below(7, links.len())).copied()
    }

    /// One link, or all of them.
    fn place(self, scene: &Scene<'_>, among: NodeSet) -> Option<Option<Link>> {
        if self.chance(4, 1, 2) {
            return Some(None);
        }
        self.link(scene, among).map(Some)
    }

    /// Two groups, or three; none that is empty.
    fn groups(self, scene: &Scene<'_>) -> Option<Vec<NodeSet>> {
        let nodes = scene.nodes;
        let count = 2 + self.below(4, 2);
        let group_of = |node: NodeId| self.within(5).below(u64::from(node.0), count);
        let members = |group| {
            let nodes = NodeSet::first(nodes).iter();
            nodes.filter(move |node| group_of(*node) == group).collect()
        };
        let groups = (0..count).map(members);
        let groups: Vec<NodeSet> = groups.filter(|group: &NodeSet| !group.is_empty()).collect();
        (groups.len() > 1).then_some(groups)
    }

    /// A latency from quick and even to slow and very uneven. Uneven latencies reorder messages.
    fn latency(self, slowest: u64) -> Latency {
        let most = self.between(5, 80, slowest.max(80));
        Latency::from_millis([self.between(4, 1, 80), most])
    }

    /// A share of up to two in five; zero in half of the draws.
    fn ratio(self) -> Ratio {
        let numerator = [0, 0, 0, 0, 1, 2, 4, 8][self.below(5, 8)];
        Ratio {
            numerator,
            denominator: 20,
        }
    }

    /// A clock that is slow or fast by up to three times, or right.
    fn rate(self) -> Ratio {
        let [numerator, denominator] = [[1, 1], [1, 2], [2, 1], [1, 3], [3, 1]][self.below(4, 5)];
        Ratio {
            numerator,
            denominator,
        }
    }

    /// A clock that is right, or fast by as much as leases allow for.
    fn rate_within(self, drift: u32) -> Ratio {
        let fast = Ratio {
            numerator: 1_000 + drift,
            denominator: 1_000,
        };
        [Ratio::ONE, fast][self.below(4, 2)]
    }

    /// Something done to one of the messages in flight: it is lost, arrives at once, arrives
    /// twice, or comes late, now and then very late.
    fn packet_fault(self, scene: &Scene<'_>) -> Option<Action> {
        let arrives = |packet: &&Packet| packet.fate == Fate::Arrives;
        let packets = || scene.network.packets().filter(arrives);
        let packet = packets().nth(self.below(4, packets().count()))?;
        Some(match self.below(5, 4) {
            0 => Action::Drop(packet.name),
            1 => Action::Deliver(packet.name),
            2 => Action::Duplicate(packet.name),
            _ => Action::Delay(
                packet.name,
                Duration::from_millis(self.between(6, 50, 6_000)),
            ),
        })
    }
}
