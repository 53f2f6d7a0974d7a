//! Draws hostile runs: nearly always valid, with every value now and then at its limit.

use raft_core::chance::Key;
use raft_core::{
    Bug, Bugs, Change, Command, Duration, Extension, Extensions, FlowLimits, Instant, NodeId,
    NodeSet, Term,
};
use raft_sim::limits::{
    CHAOS_PER_MINUTE_MAX, ENTRIES_PER_MESSAGE_MAX, FLOW_LIMIT_MAX, NODES_MAX, RUN_MAX, SEED_MAX,
    SNAPSHOT_AFTER_MAX, SPAN_MAX, SPAN_MIN, START_ENTRIES_MAX,
};
use raft_sim::{
    Action, Assumptions, Chaos, DiskMode, Endpoint, Latency, Link, Options, PacketName, Ratio, Run,
    Start, Target, TimedAction, Workload,
};

/// A stream of draws.
pub(crate) struct Dice {
    key: Key,
    drawn: u64,
}

impl Dice {
    pub(crate) fn new(number: u64) -> Dice {
        Dice {
            key: Key::new(number),
            drawn: 0,
        }
    }

    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        self.drawn += 1;
        self.key.with(self.drawn).between(low, high)
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.between(0, (count as u64).saturating_sub(1))).unwrap_or(0)
    }

    /// Once in so many times.
    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.between(1, times) == 1
    }

    /// Up to `high`: small numbers as often as large ones.
    pub(crate) fn up_to(&mut self, high: u64) -> u64 {
        let bits = self.between(0, u64::from(64 - high.leading_zeros()));
        let most = 1_u64
            .checked_shl(u32::try_from(bits).unwrap_or(0))
            .unwrap_or(high);
        self.between(0, most.min(high))
    }

    /// A count from one to `max`, small ones as often as large ones.
    fn limit(&mut self, max: u32) -> u32 {
        u32::try_from(self.up_to(max.into())).unwrap_or(1).max(1)
    }

    fn span(&mut self) -> Duration {
        let high = if self.once_in(8) { SPAN_MAX.0 } else { 500_000 };
        Duration(self.up_to(high))
    }

    fn latency(&mut self) -> Latency {
        let min = self.span();
        let max = Duration((min.0 + self.span().0).min(SPAN_MAX.0));
        Latency { min, max }
    }

    fn ratio(&mut self) -> Ratio {
        let denominator = u32::try_from(self.between(1, 20)).unwrap_or(1);
        let numerator = u32::try_from(self.between(0, denominator.into())).unwrap_or(0);
        Ratio {
            numerator,
            denominator,
        }
    }

    fn node(&mut self, nodes: u8) -> NodeId {
        NodeId(u8::try_from(self.below(usize::from(nodes))).unwrap_or(0))
    }

    fn link(&mut self, nodes: u8) -> Option<Link> {
        let (from, to) = (self.node(nodes), self.node(nodes));
        (from != to).then_some(Link { from, to })
    }
}

/// A command of a client; now and then one that is no command, or is cut off.
pub(crate) fn command(dice: &mut Dice) -> String {
    let key = ["x", "y", "z", "ключ", "a=b", ""][dice.below(6)];
    let number = match dice.between(0, 3) {
        0 => i64::MAX.to_string(),
        1 => i64::MIN.to_string(),
        _ => dice.between(0, 9).to_string(),
    };
    let mut text = match dice.between(0, 7) {
        0 => format!("GET {key}"),
        1 => format!("DELETE {key}"),
        2 => format!("CAS {key} {number} 1"),
        3 => format!("ADD {key} {number}"),
        4 => format!("TRANSFER {number} {key} -> y"),
        5 => "🌊".repeat(dice.below(200)),
        _ => format!("SET {key}={number}"),
    };
    if dice.once_in(10) {
        let end = dice.below(text.len() + 1);
        let end = (0..=end).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or(0));
    }
    if text.trim().is_empty() {
        text = "SET x=1".into();
    }
    text
}

pub(crate) fn options(dice: &mut Dice) -> Options {
    let mut options = Options {
        nodes: u8::try_from(dice.between(1, NODES_MAX.into())).unwrap_or(5),
        ..Options::default()
    };
    if dice.once_in(2) {
        return options;
    }
    if dice.once_in(2) {
        let min = Duration(1_000 + dice.span().0.min(SPAN_MAX.0 - 1_000));
        options.election_timeout_min = min;
        options.election_timeout_max = Duration((min.0 + dice.span().0).min(SPAN_MAX.0));
    }
    if dice.once_in(2) {
        options.heartbeat = Duration((1_000 + dice.span().0).min(SPAN_MAX.0));
    }
    if dice.once_in(2) {
        options.latency = dice.latency();
    }
    if dice.once_in(4) {
        options.disk = dice.latency();
    }
    if dice.once_in(4) {
        options.loss = dice.ratio();
    }
    if dice.once_in(4) {
        options.duplicate = dice.ratio();
    }
    options.blank_entry_at_election = dice.once_in(2);
    if dice.once_in(3) {
        let bugs = dice.between(1, 3);
        options.bugs = (0..bugs).fold(Bugs::NONE, |bugs, _| {
            bugs.with(Bug::ALL[dice.below(Bug::ALL.len())])
        });
    }
    if dice.once_in(3) {
        options.extensions = options.extensions.with(Extension::Membership);
    }
    if dice.once_in(3) {
        options.extensions = extensions(dice, options.extensions);
        options.entries_per_message = dice.limit(ENTRIES_PER_MESSAGE_MAX);
        options.snapshot_after = dice.limit(SNAPSHOT_AFTER_MAX);
        options.flow = FlowLimits {
            max_in_flight: dice.limit(FLOW_LIMIT_MAX),
            batch_for: dice.span().max(SPAN_MIN),
            max_uncommitted: dice.limit(FLOW_LIMIT_MAX),
        };
    }
    options
}

/// These extensions and others, with one way of reading and with what a lease needs; now and then
/// without that.
fn extensions(dice: &mut Dice, given: Extensions) -> Extensions {
    let drawn = Extension::ALL.into_iter().filter(|_| dice.once_in(4));
    let drawn = drawn.fold(given, Extensions::with);
    if dice.once_in(20) {
        return drawn;
    }
    let reads = Extension::OF_READS.into_iter().filter(|it| drawn.has(*it));
    let extensions = reads.skip(1).fold(drawn, Extensions::without);
    match extensions.has(Extension::LeaseReads) {
        true => extensions
            .with(Extension::CheckQuorum)
            .with(Extension::LeaderStickiness),
        false => extensions,
    }
}

/// Disks with logs; most of them agree as far as they have the same terms.
pub(crate) fn start(dice: &mut Dice, options: &Options) -> Start {
    let mut start = Start::default();
    let most = if dice.once_in(50) {
        START_ENTRIES_MAX
    } else {
        8
    };
    let length = dice.below(most + 1);
    let mut common = Vec::with_capacity(length);
    let mut term = 1;
    for _ in 0..length {
        term += if dice.once_in(3) {
            dice.up_to(1_000)
        } else {
            0
        };
        common.push(Term(term));
    }
    for node in NodeSet::first(options.nodes).iter() {
        if dice.once_in(3) {
            continue;
        }
        let mut log = common[..dice.below(common.len() + 1)].to_vec();
        if dice.once_in(3) {
            let last = log.last().map_or(1, |last| last.0);
            log.extend((0..dice.below(4)).map(|_| Term(last + dice.between(0, 5))));
            log.sort();
        }
        if dice.once_in(3) {
            let last = log.last().map_or(0, |last| last.0);
            start.terms.insert(node, Term(last + dice.up_to(1_000_000)));
        }
        if dice.once_in(4) {
            start.votes.insert(node, dice.node(options.nodes));
        }
        start.logs.insert(node, log);
    }
    start
}

pub(crate) fn run(dice: &mut Dice) -> Run {
    let options = options(dice);
    let start = match dice.once_in(4) {
        true => start(dice, &options),
        false => Start::default(),
    };
    let count = if dice.once_in(40) {
        dice.up_to(9_900)
    } else {
        dice.up_to(60)
    };
    // Few of the runs with thousands of actions are slow as well: they take most of the time.
    let slowest = if count > 60 && !dice.once_in(16) {
        2
    } else {
        3
    };
    let pace = match dice.between(0, slowest) {
        0 => 0,
        1 => 1_000,
        2 => 400_000,
        _ => 10_000_000,
    };
    let mut at = Instant(dice.up_to(5_000_000));
    let few = dice.between(0, 26);
    let mut actions = Vec::new();
    for _ in 0..count {
        // Long runs of one kind of action find what is quadratic.
        let kind = if count > 100 && !dice.once_in(8) {
            few
        } else {
            dice.between(0, 26)
        };
        if let Some(action) = action(dice, kind, &options) {
            actions.push(TimedAction { at, action });
        }
        at = Instant((at.0 + dice.up_to(pace)).min(RUN_MAX.0));
    }
    Run {
        seed: dice.between(0, SEED_MAX),
        options,
        start,
        actions,
    }
}

fn action(dice: &mut Dice, kind: u64, options: &Options) -> Option<Action> {
    let nodes = options.nodes;
    let node = dice.node(nodes);
    let link = dice.link(nodes);
    Some(match kind {
        0 | 1 => Action::Write {
            to: match dice.once_in(2) {
                true => Target::Any,
                false => Target::Node(node),
            },
            command: Command::new(&command(dice)),
        },
        2 => Action::Crash(node),
        3 => Action::Restart(node),
        4 => Action::Pause(node),
        5 => Action::Resume(node),
        6 => Action::ForceTimeout(node),
        7 => Action::CrashAtWrite(node),
        8 => match dice.once_in(4) {
            true => Action::WipeDisk(node),
            false => Action::Heal,
        },
        9 => Action::SetDisk {
            node,
            mode: match dice.between(0, 9) {
                0 => DiskMode::Lies,
                1..=4 => DiskMode::Stalls,
                _ => DiskMode::Syncs,
            },
        },
        10 => Action::SetDiskLatency {
            node: dice.once_in(2).then_some(node),
            latency: dice.latency(),
        },
        11 => Action::SetClockRate {
            node,
            rate: Ratio {
                numerator: u32::try_from(dice.between(1, 10)).unwrap_or(1),
                denominator: u32::try_from(dice.between(1, 10)).unwrap_or(1),
            },
        },
        12 | 13 => Action::SetWorkload((!dice.once_in(8)).then(|| Workload {
            per_second: u32::try_from(dice.between(1, 1_000)).unwrap_or(1),
            reads: dice.ratio(),
            keys: u8::try_from(dice.between(1, 26)).unwrap_or(1),
            clients: u8::try_from(dice.between(1, 100)).unwrap_or(1),
        })),
        14 => Action::Partition(groups(dice, nodes)),
        15 => Action::Isolate(node),
        16 => Action::Cut(link?),
        17 => Action::Uncut(link?),
        18 => Action::SetLatency {
            link: link.filter(|_| dice.once_in(2)),
            latency: dice.latency(),
        },
        19 => Action::SetLoss {
            link: link.filter(|_| dice.once_in(2)),
            ratio: dice.ratio(),
        },
        20 => Action::SetDuplication {
            link: link.filter(|_| dice.once_in(2)),
            ratio: dice.ratio(),
        },
        21 => Action::Duplicate(packet(dice, link?)),
        22 => Action::Delay(packet(dice, link?), dice.span()),
        23 => Action::SetChaos((!dice.once_in(4)).then(|| Chaos {
            per_minute: u32::try_from(dice.between(1, CHAOS_PER_MINUTE_MAX.into())).unwrap_or(1),
            assumptions: match dice.once_in(8) {
                true => Assumptions::Broken,
                false => Assumptions::Kept,
            },
        })),
        25 | 26 if options.extensions.has(Extension::Membership) => Action::Change {
            to: match dice.once_in(4) {
                true => Target::Node(node),
                false => Target::Any,
            },
            change: change(dice, nodes),
        },
        _ => match dice.once_in(2) {
            true => Action::Drop(packet(dice, link?)),
            false => Action::Deliver(packet(dice, link?)),
        },
    })
}

/// A change of the membership, by one server or of all voters at once.
fn change(dice: &mut Dice, nodes: u8) -> Change {
    let server = dice.node(nodes);
    match dice.between(0, 4) {
        0 => Change::AddServer(server),
        1 => Change::AddLearner(server),
        2 => Change::RemoveServer(server),
        _ => {
            let others = NodeSet::first(nodes).iter().filter(|_| dice.once_in(2));
            Change::Voters(others.chain([server]).collect())
        }
    }
}

fn groups(dice: &mut Dice, nodes: u8) -> Vec<NodeSet> {
    let mut groups = vec![NodeSet::EMPTY; 1 + dice.below(usize::from(nodes))];
    for node in NodeSet::first(nodes).iter() {
        let place = dice.below(groups.len());
        groups[place].insert(node);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn packet(dice: &mut Dice, link: Link) -> PacketName {
    let client = dice.once_in(6);
    PacketName {
        from: Endpoint::Node(link.from),
        to: match client {
            true => Endpoint::Clients,
            false => Endpoint::Node(link.to),
        },
        nth: dice.up_to(200),
        copy: u32::try_from(dice.between(0, 1)).unwrap_or(0),
    }
}

/// The text with a few bytes replaced, left out or doubled.
pub(crate) fn damaged(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..dice.between(1, 4) {
        let place = dice.below(bytes.len().max(1));
        if place >= bytes.len() {
            break;
        }
        match dice.between(0, 5) {
            0 => {
                bytes.remove(place);
            }
            1 => bytes.insert(place, bytes[place]),
            2 => bytes[place] ^= 1 << dice.between(0, 7),
            3 => bytes.truncate(place),
            4 => bytes[place] = [0, 0x7f, 0x80, 0xff][dice.below(4)],
            _ => {
                let end = bytes.len().min(place + dice.below(16));
                let part = bytes[place..end].to_vec();
                bytes.splice(place..place, part);
            }
        }
    }
    bytes
}
