//! Hostile schedules: what can go wrong, drawn from a seed.
//!
//! A schedule is nothing but ordinary actions, so that a run that fails is a link like any
//! other. What it draws is keyed by the number of the action: taking one out leaves the
//! others as they were.

use alloc::format;
use alloc::vec::Vec;

use raft_core::chance::Key;
use raft_core::{Command, Duration, Instant, NodeId, NodeSet};
use raft_sim::{Action, Fate, Latency, Link, Options, Packet, Ratio, Target, TimedAction, World};

/// What a seed's draws are for.
enum Purpose {
    Options = 0x0707,
    Pace,
    Actions,
}

/// The kinds of actions, each with its share. What mends is drawn more often than what it
/// mends, so that a majority is up for most of the time.
const KINDS: [(Kind, u64); 15] = [
    (Kind::Write, 40),
    (Kind::Crash, 4),
    (Kind::Restart, 16),
    (Kind::Pause, 3),
    (Kind::Resume, 16),
    (Kind::ForceTimeout, 8),
    (Kind::Partition, 4),
    (Kind::Isolate, 4),
    (Kind::Cut, 4),
    (Kind::Uncut, 4),
    (Kind::Heal, 12),
    (Kind::Latency, 3),
    (Kind::LinkLatency, 4),
    (Kind::Loss, 3),
    (Kind::Duplication, 3),
];

#[derive(Clone, Copy)]
enum Kind {
    Write,
    Crash,
    Restart,
    Pause,
    Resume,
    ForceTimeout,
    Partition,
    Isolate,
    Cut,
    Uncut,
    Heal,
    Latency,
    LinkLatency,
    Loss,
    Duplication,
}

/// The cluster that this seed draws: 1 to 7 nodes, 3 or 5 in most cases, with whole rules.
#[must_use]
pub fn options(seed: u64) -> Options {
    let draw = Draw::new(seed, Purpose::Options);
    let sizes = [3, 3, 3, 5, 5, 5, 5, 2, 4, 1, 6, 7];
    Options {
        nodes: sizes[draw.below(0, sizes.len())],
        blank_entry_at_election: draw.chance(1, 1, 3),
        ..Options::default()
    }
}

/// What this seed does to such a cluster from the beginning until `until`.
#[must_use]
pub fn actions(seed: u64, options: &Options, until: Instant) -> Vec<TimedAction> {
    let draw = Draw::new(seed, Purpose::Pace);
    let slowest = [150, 500, 1_500][draw.below(0, 3)];
    let mut at = Instant::ZERO;
    let mut actions = Vec::new();
    for number in 0.. {
        let draw = Draw::new(seed, Purpose::Actions).within(number);
        at = at + Duration::from_millis(draw.between(0, 1, slowest));
        if at > until {
            break;
        }
        let action = draw_action(draw, options, number);
        let parts = matches!(action, Action::Partition(_) | Action::Isolate(_));
        actions.push(TimedAction { at, action });
        if parts {
            // Whoever leads takes a write on his side of the wall: one of them in vain.
            let both_sides = NodeSet::first(options.nodes).iter();
            actions.extend(both_sides.map(|node| TimedAction {
                at,
                action: Action::Write {
                    to: Target::Node(node),
                    command: draw_command(draw.within(u64::from(node.0)), number),
                },
            }));
        }
    }
    actions
}

/// Something done to one of the messages that are in flight, if there is one: it is lost,
/// arrives at once, arrives twice, or comes late.
#[must_use]
pub fn packet_fault(world: &World, chance: Key) -> Option<Action> {
    let draw = Draw(chance);
    let arrives = |packet: &&Packet| packet.fate == Fate::Arrives;
    let in_flight: Vec<&Packet> = world.network().packets().filter(arrives).collect();
    let packet = in_flight.get(draw.below(0, in_flight.len()))?;
    Some(match draw.below(1, 4) {
        0 => Action::Drop(packet.name),
        1 => Action::Deliver(packet.name),
        2 => Action::Duplicate(packet.name),
        _ => Action::Delay(
            packet.name,
            Duration::from_millis(draw.between(2, 50, 5_000)),
        ),
    })
}

/// What undoes all of this: links whole and as quick as `options` say, every node up.
#[must_use]
pub fn relief(options: &Options) -> Vec<Action> {
    let nodes = || NodeSet::first(options.nodes).iter();
    let links = nodes().flat_map(|from| nodes().map(move |to| Link { from, to }));
    let places = links.map(Some).chain([None]);
    let quick = places.flat_map(|link| {
        [
            Action::SetLatency {
                link,
                latency: options.latency,
            },
            Action::SetLoss {
                link,
                ratio: Ratio::ZERO,
            },
            Action::SetDuplication {
                link,
                ratio: Ratio::ZERO,
            },
        ]
    });
    let up = nodes().flat_map(|node| [Action::Restart(node), Action::Resume(node)]);
    [Action::Heal].into_iter().chain(quick).chain(up).collect()
}

fn draw_action(draw: Draw, options: &Options, number: u64) -> Action {
    let node = draw.node(2, options);
    let link = Link {
        from: node,
        to: draw.node(3, options),
    };
    match draw.kind(1) {
        Kind::Write => Action::Write {
            to: if draw.chance(4, 1, 2) {
                Target::Any
            } else {
                Target::Node(node)
            },
            command: draw_command(draw, number),
        },
        Kind::Crash => Action::Crash(node),
        Kind::Restart => Action::Restart(node),
        Kind::Pause => Action::Pause(node),
        Kind::Resume => Action::Resume(node),
        Kind::ForceTimeout => Action::ForceTimeout(node),
        Kind::Partition => Action::Partition(draw_groups(draw, options)),
        Kind::Isolate => Action::Isolate(node),
        Kind::Cut => Action::Cut(link),
        Kind::Uncut => Action::Uncut(link),
        Kind::Heal => Action::Heal,
        Kind::Latency => Action::SetLatency {
            link: None,
            latency: draw_latency(draw, 300),
        },
        Kind::LinkLatency => Action::SetLatency {
            link: Some(link),
            latency: draw_latency(draw, 3_000),
        },
        Kind::Loss => Action::SetLoss {
            link: draw.chance(4, 1, 2).then_some(link),
            ratio: draw_ratio(draw),
        },
        Kind::Duplication => Action::SetDuplication {
            link: draw.chance(4, 1, 2).then_some(link),
            ratio: draw_ratio(draw),
        },
    }
}

/// Two groups, or three.
fn draw_groups(draw: Draw, options: &Options) -> Vec<NodeSet> {
    let count = 2 + draw.below(4, 2);
    let group_of = |node: NodeId| draw.within(5).below(u64::from(node.0), count);
    let members = |group| {
        NodeSet::first(options.nodes)
            .iter()
            .filter(move |node| group_of(*node) == group)
    };
    (0..count).map(|group| members(group).collect()).collect()
}

/// From quick and even to slow and very uneven, which is what reorders messages.
fn draw_latency(draw: Draw, slowest: u64) -> Latency {
    let min = Duration::from_millis(draw.between(4, 1, 80));
    let max = Duration::from_millis(draw.between(5, 80, slowest));
    Latency { min, max }
}

/// Up to two in five; never in one of two cases.
fn draw_ratio(draw: Draw) -> Ratio {
    let numerator = [0, 0, 0, 0, 1, 2, 4, 8][draw.below(5, 8)];
    Ratio {
        numerator,
        denominator: 20,
    }
}

fn draw_command(draw: Draw, number: u64) -> Command {
    let key = ["a", "b", "c"][draw.below(5, 3)];
    Command::new(&match draw.below(6, 6) {
        0 => format!("GET {key}"),
        1 => format!("DELETE {key}"),
        2 => format!("ADD {key} {number}"),
        3 => format!("TRANSFER 1 {key} -> c"),
        _ => format!("SET {key}={number}"),
    })
}

/// A family of draws.
#[derive(Clone, Copy)]
struct Draw(Key);

impl Draw {
    fn new(seed: u64, purpose: Purpose) -> Draw {
        Draw(Key::new(seed).with(purpose as u64))
    }

    fn within(self, part: u64) -> Draw {
        Draw(self.0.with(part))
    }

    fn between(self, part: u64, low: u64, high: u64) -> u64 {
        self.0.with(part).between(low, high)
    }

    /// 0 to `count - 1`; 0 when there is nothing to choose from.
    fn below(self, part: u64, count: usize) -> usize {
        let highest = (count as u64).saturating_sub(1);
        usize::try_from(self.between(part, 0, highest)).unwrap_or(0)
    }

    fn chance(self, part: u64, numerator: u64, denominator: u64) -> bool {
        self.0.with(part).chance(numerator, denominator)
    }

    fn node(self, part: u64, options: &Options) -> NodeId {
        let node = NodeSet::first(options.nodes)
            .iter()
            .nth(self.below(part, usize::from(options.nodes)));
        node.unwrap_or(NodeId(0))
    }

    fn kind(self, part: u64) -> Kind {
        let total: u64 = KINDS.iter().map(|(_, share)| share).sum();
        let mut rest = self.between(part, 0, total - 1);
        for (kind, share) in KINDS {
            if rest < share {
                return kind;
            }
            rest -= share;
        }
        Kind::Write
    }
}
