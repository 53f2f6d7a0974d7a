//! Partial partitions: networks in which some nodes hear each other and others do not, and how much
//! a cluster gets done in them with each combination of extensions.
//!
//! The measurement is that of a table which was made with raft-rs 0.7: a tick of 100 ms, one tick
//! for each way of a message, a heartbeat at each tick, election timeouts of 10 to 19 ticks, a
//! blank entry at each election, and a command for the leader at every fifth tick. A command is
//! given to the node that leads the newest term, once; it counts if that leader's entry is
//! committed in the end. Every command given while nobody leads is lost.

use alloc::format;
use alloc::vec::Vec;
use core::ops::Range;

use raft_core::{Command, Duration, Extension, Extensions, Instant, NodeId, Payload, Term};
use raft_sim::{Action, Latency, Link, Nobody, NodeView, Options, Run, Target, World};

/// A network with a fault, and a leader that the fault finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topology {
    /// Its row in `docs/conformance.md`.
    pub row: &'static str,
    /// In a few words.
    pub title: &'static str,
    /// The nodes of the cluster.
    pub nodes: u8,
    /// The node that leads when the fault begins.
    pub leader: u8,
    /// What the fault does.
    pub fault: TopologyFault,
    /// The commands that raft-rs 0.7 committed, in the order of [`SWITCHES`].
    pub raft_rs: [u64; 4],
}

/// What a fault does to the links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopologyFault {
    /// Only these pairs still hear each other; a node without a pair is down.
    Only(&'static [(u8, u8)]),
    /// Only these pairs still hear each other, all nodes are up, and the first node of the first
    /// pair has missed a command that is committed.
    OnlyAndBehind(&'static [(u8, u8)]),
    /// These ways, from the first node to the second, are cut.
    Cut(&'static [(u8, u8)]),
}

/// The four columns: plain Raft, pre-vote, check-quorum with ignored votes (the two are one switch
/// in raft-rs), and all three.
pub const SWITCHES: [(&str, &[Extension]); 4] = [
    ("plain", &[]),
    ("pre-vote", &[Extension::PreVote]),
    (
        "check-quorum",
        &[Extension::CheckQuorum, Extension::LeaderStickiness],
    ),
    (
        "both",
        &[
            Extension::PreVote,
            Extension::CheckQuorum,
            Extension::LeaderStickiness,
        ],
    ),
];

/// The commands of a measurement.
pub const COMMANDS: u64 = 614;

const TICK: Duration = Duration(100_000);
const TICKS_PER_COMMAND: u64 = 5;
/// When the node that shall lead is made to stand; by the fault, all follow it.
const STANDS_AT: Instant = Instant(100_000);
const FAULT_AT: Instant = Instant(10_000_000);
/// How long a node that is to fall behind is cut off before the fault: shorter than any timeout.
const BEHIND_FOR: Duration = Duration(600_000);
/// What the last commands are given to arrive.
const AFTERWARDS: Duration = Duration(2_000_000);

/// All topologies, in the order of the catalogue.
pub const TOPOLOGIES: [Topology; 11] = [
    Topology {
        row: "L07",
        title: "Howard and Abraham 1",
        nodes: 5,
        leader: 2,
        fault: TopologyFault::Only(&[(0, 1), (0, 2), (1, 2), (1, 3), (2, 4)]),
        raft_rs: [392, 614, 614, 614],
    },
    Topology {
        row: "L08",
        title: "Howard and Abraham 2",
        nodes: 5,
        leader: 3,
        fault: TopologyFault::Only(&[(0, 1), (0, 2), (1, 2), (1, 3)]),
        raft_rs: [601, 0, 596, 611],
    },
    Topology {
        row: "L09",
        title: "star, led from a point",
        nodes: 5,
        leader: 2,
        fault: TopologyFault::Only(&[(0, 1), (0, 2), (0, 3), (0, 4)]),
        raft_rs: [610, 0, 606, 611],
    },
    Topology {
        row: "L10",
        title: "star around a node that is behind",
        nodes: 5,
        leader: 2,
        fault: TopologyFault::OnlyAndBehind(&[(0, 1), (0, 3), (0, 4)]),
        raft_rs: [0, 0, 0, 0],
    },
    Topology {
        row: "L11",
        title: "chain of three, led from an end",
        nodes: 3,
        leader: 1,
        fault: TopologyFault::Only(&[(0, 1), (0, 2)]),
        raft_rs: [609, 614, 614, 614],
    },
    Topology {
        row: "L12",
        title: "leader that hears nobody",
        nodes: 5,
        leader: 0,
        fault: TopologyFault::Cut(&[(1, 0), (2, 0), (3, 0), (4, 0)]),
        raft_rs: [0, 0, 612, 612],
    },
    Topology {
        row: "L13",
        title: "leader that nobody hears",
        nodes: 5,
        leader: 0,
        fault: TopologyFault::Cut(&[(0, 1), (0, 2), (0, 3), (0, 4)]),
        raft_rs: [612, 611, 612, 612],
    },
    Topology {
        row: "L14",
        title: "follower that hears nobody",
        nodes: 5,
        leader: 0,
        fault: TopologyFault::Cut(&[(0, 4), (1, 4), (2, 4), (3, 4)]),
        raft_rs: [378, 614, 614, 614],
    },
    Topology {
        row: "L15",
        title: "follower that nobody hears",
        nodes: 5,
        leader: 0,
        fault: TopologyFault::Cut(&[(4, 0), (4, 1), (4, 2), (4, 3)]),
        raft_rs: [614, 614, 614, 614],
    },
    Topology {
        row: "L16",
        title: "one link of five cut, both ways",
        nodes: 5,
        leader: 0,
        fault: TopologyFault::Cut(&[(0, 1), (1, 0)]),
        raft_rs: [612, 614, 614, 614],
    },
    Topology {
        row: "L16",
        title: "one link of three cut, one way",
        nodes: 3,
        leader: 0,
        fault: TopologyFault::Cut(&[(0, 1)]),
        raft_rs: [609, 614, 614, 614],
    },
];

impl Topology {
    /// How many of [`COMMANDS`] are committed with these extensions, from this seed.
    #[must_use]
    pub fn committed(&self, extensions: &[Extension], seed: u64) -> u64 {
        let mut world = World::begin(&Run::new(seed, self.options(extensions)));
        self.begin(&mut world);
        let asked = ask(&mut world);
        let last = world.now() + AFTERWARDS;
        world.advance_to(last, &mut Nobody);
        count_committed(&world, &asked)
    }

    /// The medians of these seeds, in the order of [`SWITCHES`]; of an even number of seeds, the
    /// lower of the two in the middle. Zero of no seeds.
    #[must_use]
    pub fn medians(&self, seeds: &Range<u64>) -> [u64; 4] {
        SWITCHES.map(|(_, extensions)| {
            let of_seed = |seed| self.committed(extensions, seed);
            let mut committed: Vec<u64> = seeds.clone().map(of_seed).collect();
            committed.sort_unstable();
            let middle = committed.len().saturating_sub(1) / 2;
            committed.get(middle).copied().unwrap_or(0)
        })
    }

    fn options(&self, extensions: &[Extension]) -> Options {
        let tick = TICK.0 / 1_000;
        Options {
            nodes: self.nodes,
            election_timeout_min: Duration(10 * TICK.0),
            election_timeout_max: Duration(19 * TICK.0),
            heartbeat: TICK,
            latency: Latency::from_millis([tick, tick]),
            blank_entry_at_election: true,
            extensions: extensions.iter().copied().collect::<Extensions>(),
            ..Options::default()
        }
    }

    /// The leader takes office, and the fault begins.
    fn begin(&self, world: &mut World) {
        let leader = NodeId(self.leader);
        world.advance_to(STANDS_AT, &mut Nobody);
        world.act(&Action::ForceTimeout(leader), &mut Nobody);
        if let TopologyFault::OnlyAndBehind(&[(behind, _), ..]) = self.fault {
            world.advance_to(Instant(FAULT_AT.0 - BEHIND_FOR.0), &mut Nobody);
            world.act(&Action::Isolate(NodeId(behind)), &mut Nobody);
            let missed = Action::Write {
                to: Target::Node(leader),
                command: Command::new("SET missed=1"),
            };
            world.act(&missed, &mut Nobody);
        }
        world.advance_to(FAULT_AT, &mut Nobody);
        world.act(&Action::Heal, &mut Nobody);
        for action in self.fault.actions(self.nodes) {
            world.act(&action, &mut Nobody);
        }
    }
}

impl TopologyFault {
    fn actions(self, nodes: u8) -> Vec<Action> {
        let (TopologyFault::Only(pairs) | TopologyFault::OnlyAndBehind(pairs)) = self else {
            let TopologyFault::Cut(ways) = self else {
                return Vec::new();
            };
            return ways.iter().map(|&(from, to)| cut(from, to)).collect();
        };
        let hears =
            |one: u8, other: u8| pairs.contains(&(one, other)) || pairs.contains(&(other, one));
        let all = || 0..nodes;
        let may_be_down = matches!(self, TopologyFault::Only(_));
        let is_in = |node: u8| pairs.iter().any(|&(one, two)| node == one || node == two);
        let is_down = |node: &u8| may_be_down && !is_in(*node);
        let mut actions: Vec<Action> = all()
            .filter(is_down)
            .map(|node| Action::Crash(NodeId(node)))
            .collect();
        let ways = all().flat_map(|from| all().map(move |to| (from, to)));
        let deaf = ways.filter(|&(from, to)| from != to && !hears(from, to));
        actions.extend(deaf.map(|(from, to)| cut(from, to)));
        actions
    }
}

fn cut(from: u8, to: u8) -> Action {
    Action::Cut(Link {
        from: NodeId(from),
        to: NodeId(to),
    })
}

/// Gives all commands to whoever leads, and returns the term of that leader for each.
fn ask(world: &mut World) -> Vec<Option<Term>> {
    let mut asked = Vec::new();
    for number in 0..COMMANDS {
        let leader = world.leader();
        let term = leader.and_then(|it| Some(world.node(it)?.current_term()));
        asked.push(term);
        if let Some(leader) = leader {
            let write = Action::Write {
                to: Target::Node(leader),
                command: Command::new(&format!("SET n={number}")),
            };
            world.act(&write, &mut Nobody);
        }
        let next = world.now() + Duration(TICKS_PER_COMMAND * TICK.0);
        world.advance_to(next, &mut Nobody);
    }
    asked
}

/// How many of these commands are committed, each in the term of the leader that it was given to.
fn count_committed(world: &World, asked: &[Option<Term>]) -> u64 {
    let Some(node) = world.nodes().max_by_key(NodeView::commit_index) else {
        return 0;
    };
    let mut is_committed = alloc::vec![false; asked.len()];
    let committed = node.log().iter();
    for (_, entry) in committed.take_while(|(index, _)| Some(*index) <= node.commit_index()) {
        if let Payload::Command { command, .. } = &entry.payload
            && let Some(number) = command.text().strip_prefix("SET n=")
            && let Ok(number) = number.parse::<usize>()
            && asked.get(number) == Some(&Some(entry.term))
        {
            is_committed[number] = true;
        }
    }
    is_committed.iter().filter(|it| **it).count() as u64
}
